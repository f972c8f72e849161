"""Who lets live positions be seen, and which batches have their place (clause 35)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue import movements, positions
from tests.dialogue.incidents import initial
from tests.dialogue.positions import SHARED, STEP_S, fix, state, talk, under_way
from tests.dialogue.sites import notify as notify_site
from tests.dialogue.talk import Talk

from detente.dialogue import batch, fold
from detente.dialogue.cases.movement import MovementCase
from detente.dialogue.forms import inc, move
from detente.dialogue.reading import Said
from detente.dialogue.standing import begin
from detente.dialogue.terms import PositionTerms
from detente.record.errors import Malformed


def batches(said: Talk, opened: Said) -> int:
    """Return how many batches of North's stand in the case."""
    return sum(len(share.batches) for share in said.case_of(opened).shares)


def test_a_convoy_that_shares_states_a_batch_each_step() -> None:
    """Each has its place, and none is to be acknowledged."""
    said = talk()
    opened = under_way(said)
    for _ in range(3):
        reported = state(said, opened, fix(positions.next_step(said)))
        assert said.clauses(reported) == []
    assert batches(said, opened) == 3


def test_a_charter_that_says_nothing_of_positions_permits_none() -> None:
    """So it is with every charter that there was before."""
    said = Talk()
    opened = movements.notify(said)

    assert said.clauses(said.say("NORTH", SHARED, answers=[opened])) == ["35.1"]
    assert said.case_of(opened).shares == ()


def test_a_convoy_that_shares_nothing_is_not_followed() -> None:
    """Its owner asks to be seen, or is not."""
    said = talk()
    opened = movements.under_way(said)

    reported = state(said, opened, fix(positions.next_step(said)))

    assert said.clauses(reported) == ["35.1"]
    assert said.case_of(opened).shares == ()


@pytest.mark.parametrize("code", ["NORTH", "SOUTH"])
def test_nothing_but_a_movement_or_an_incident_is_followed(code: str) -> None:
    """A site does not move, and what a notice moves is its owner's secret."""
    said = talk()
    opened = notify_site(said)

    shared = said.say(code, SHARED, answers=[opened])

    assert said.clauses(shared) == ["11.11"]


def test_only_its_owner_tells_where_a_movement_is() -> None:
    """The other side may have seen it, and says so otherwise."""
    said = talk()
    opened = under_way(said)

    assert said.clauses(said.say("SOUTH", SHARED, answers=[opened])) == ["35.1"]


def test_each_side_of_an_incident_tells_its_own() -> None:
    """Two aircraft met, and each has its owner."""
    said = talk()
    opened = said.say("NORTH", initial(said.now_s), precedence="O")
    for code in ("NORTH", "SOUTH"):
        assert said.clauses(said.say(code, SHARED, answers=[opened])) == []
        at_s = positions.next_step(said)
        reported = state(said, opened, fix(at_s), code=code, to_post=_to(code))
        assert said.clauses(reported) == []
    assert batches(said, opened) == 2


def _to(code: str) -> str:
    return "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"


def test_a_second_batch_of_a_step_is_more_than_was_agreed() -> None:
    """Whatever its times within the step; the first one stands."""
    said = talk()
    opened = under_way(said)
    at_s = positions.next_step(said)
    state(said, opened, fix(at_s))

    again = state(said, opened, fix(at_s + STEP_S - 1))

    assert said.clauses(again) == ["35.4"]
    assert batches(said, opened) == 1


def test_a_batch_of_two_steps_is_none() -> None:
    """So it could pass for one of either."""
    said = talk()
    opened = under_way(said)
    at_s = positions.next_step(said)

    both = state(said, opened, fix(at_s), fix(at_s + STEP_S))

    assert said.clauses(both) == ["35.4"]


def test_the_charter_fixes_the_rate() -> None:
    """Five minutes, where so many are moving."""
    said = talk(positions=PositionTerms(every_s=300))
    opened = under_way(said)
    at_s = (said.now_s // 300 + 1) * 300
    state(said, opened, fix(at_s))

    assert said.clauses(state(said, opened, fix(at_s + 60))) == ["35.4"]
    assert said.clauses(state(said, opened, fix(at_s + 300))) == []


@pytest.mark.parametrize("end", [move.Complete, move.Aborted])
def test_a_movement_that_is_over_is_followed_no_more(end: type[move.Event]) -> None:
    """Where its people go then is nobody's business."""
    said = talk()
    opened = under_way(said)
    movements.event(said, opened, end)

    reported = state(said, opened, fix(positions.next_step(said)))

    assert said.clauses(reported) == ["35.1"]
    assert batches(said, opened) == 0


def test_an_incident_that_is_closed_is_followed_no_more() -> None:
    """By both, and by both it is known."""
    said = talk()
    opened = said.say("NORTH", initial(said.now_s), precedence="O")
    said.say("NORTH", SHARED, answers=[opened])
    for code in ("NORTH", "SOUTH", "NORTH"):
        said.say(code, inc.Closed(), answers=[opened], to_post=_to(code))

    reported = state(said, opened, fix(positions.next_step(said)))

    assert said.clauses(reported) == ["35.1"]


def test_sharing_is_taken_back_and_given_again() -> None:
    """What was told before stays told."""
    said = talk()
    opened = under_way(said)
    state(said, opened, fix(positions.next_step(said)))
    [share] = said.case_of(opened).shares
    said.say("NORTH", SHARED, kind="CANCEL", changes=[share.by.said])

    assert said.clauses(state(said, opened, fix(positions.next_step(said)))) == ["35.1"]
    said.say("NORTH", SHARED, answers=[opened])
    assert said.clauses(state(said, opened, fix(positions.next_step(said)))) == []
    assert batches(said, opened) == 2


def test_an_entry_that_attaches_another_batch_than_it_names_is_void() -> None:
    """It would show one thing, and have said another."""
    said = talk()
    opened = under_way(said)
    other = positions.attached(batch.render((fix(said.now_s, lat=1.0),)))
    at_s = positions.next_step(said)

    for listed in ((other,), ()):
        reported = state(said, opened, fix(at_s), attachments=listed)
        assert said.clauses(reported) == ["35.3"]
    assert batches(said, opened) == 0


def test_a_batch_of_a_time_to_come_is_void() -> None:
    """Nobody was anywhere yet."""
    said = talk()
    opened = under_way(said)
    at_s = positions.next_step(said)

    assert said.clauses(state(said, opened, fix(at_s), at=at_s - 1)) == ["35.3"]


def test_bytes_that_are_not_what_the_entry_says_are_refused() -> None:
    """More reports than it counts: what else is in it that it does not say?"""
    data = batch.render((fix(600), fix(601)))
    stated = batch.stating(data, positions.attached(data).sha256)
    assert len(batch.read(data, stated)) == 2

    for wrong in (
        batch.render((fix(600),)),
        batch.render((fix(600), fix(602))),
        b"",
        data + b"\x00",
    ):
        with pytest.raises(Malformed):
            batch.read(wrong, stated)


REPORTS = st.lists(
    st.builds(
        batch.Report,
        object=st.sampled_from(("a", "b", "ü")),
        time_ms=st.integers(0, 10**13),
        lat_e7=st.integers(-(9 * 10**8), 9 * 10**8),
        lon_e7=st.integers(-(18 * 10**8), 18 * 10**8),
        alt_mm=st.none() | st.integers(-(10**7), 10**8),
        course_cdeg=st.none() | st.integers(0, 35_999),
        speed_mms=st.none() | st.integers(0, 10**6),
        source=st.sampled_from(batch.SOURCES),
        accuracy_m=st.none() | st.integers(0, 10**5),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda report: (report.object, report.time_ms),
)


@given(REPORTS, st.randoms(use_true_random=False))
def test_a_batch_has_one_spelling(reports: list[batch.Report], dice: object) -> None:
    """Whatever the order in which reports came; and what is read is what was put in."""
    data = batch.render(tuple(reports))
    dice.shuffle(reports)  # type: ignore[attr-defined]

    assert batch.render(tuple(reports)) == data
    assert set(batch.parse(data)) == set(reports)


@given(
    st.binary(max_size=80) | REPORTS.map(lambda r: batch.render(tuple(r))), st.data()
)
def test_what_is_read_as_a_batch_is_one(data: bytes, draw: st.DataObject) -> None:
    """A byte that is changed makes another batch of it, or none."""
    at = draw.draw(st.integers(0, max(len(data) - 1, 0)))
    changed = data[:at] + draw.draw(st.binary(max_size=1)) + data[at + 1 :]
    try:
        reports = batch.parse(changed)
    except Malformed:
        return
    assert batch.render(reports) == changed


def test_a_charter_that_lets_no_files_travel_permits_no_positions() -> None:
    """There would be entries about batches that never come."""
    with pytest.raises(Malformed, match="travel as attachments"):
        talk(attachments=None)
    with pytest.raises(Malformed, match="below one"):
        talk(positions=PositionTerms(every_s=0))


@settings(max_examples=30)
@given(st.data())
def test_both_nodes_judge_batches_alike_in_whatever_order_feeds_come(
    draw: st.DataObject,
) -> None:
    """Shared, reported, ended, answered: each side has folded it in its own pieces."""
    said = talk()
    opened = movements.notify(said)
    for _ in range(draw.draw(st.integers(1, 10))):
        _anything(said, opened, draw)
    whole = said.standing()
    one = begin(said.founding)
    left = {feed: [e for e in said.all if e.feed == feed] for feed in said.sizes}
    while any(left.values()):
        feed = draw.draw(st.sampled_from([f for f, e in left.items() if e]))
        count = draw.draw(st.integers(1, len(left[feed])))
        one = fold.extend(one, left[feed][:count])
        left[feed] = left[feed][count:]
    entered = whole.entries[opened.id]
    case, other = whole.case_of(entered), one.case_of(one.entries[opened.id])
    assert isinstance(other, MovementCase)
    assert other.shares == case.shares
    assert other.marks == case.marks


def _anything(said: Talk, opened: Said, draw: st.DataObject) -> None:
    code = draw.draw(st.sampled_from(("NORTH", "NORTH", "SOUTH")))
    seen = {
        p: draw.draw(st.integers(max(1, n - 3), n)) for p, n in said.heads().items()
    }
    seen["NORTH" if code == "SOUTH" else code] = said.heads()["NORTH"]
    match draw.draw(st.sampled_from(("share", "state", "state", "note", "over"))):
        case "share":
            said.say(code, SHARED, answers=[opened], to_post=_to(code), seen=seen)
        case "state":
            at_s = said.now_s + draw.draw(st.integers(-60, 60))
            state(said, opened, fix(at_s), code=code, to_post=_to(code), seen=seen)
        case "note":
            said.say("SOUTH", move.Noted(), answers=[opened], seen=seen)
        case _:
            if draw.draw(st.integers(0, 3)) == 0:
                movements.event(said, opened, move.Complete)
