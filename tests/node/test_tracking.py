"""What is followed live alarms both watches, once, also over a restart (35.9)."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue import positions
from tests.dialogue.activities import area, notice
from tests.dialogue.positions import SHARED, STEP_S, fix, talk
from tests.scenarios.humanitarian import convoy

from detente.dialogue import batch
from detente.dialogue.batch import Report
from detente.dialogue.forms import act, move
from detente.dialogue.reading import Said
from detente.dialogue.sounding import Lasting
from detente.dialogue.standing import Standing
from detente.node.attending import Attending
from detente.node.tracking import Tracking
from detente.record.errors import StoreFailed
from detente.testing.alarms import Alarms
from detente.testing.trackers import Shelf

RANGE = 36.718, 68.863
BESIDE = 36.718, 68.963  # nine kilometres east of the middle of ten
AWAY = 36.718, 70.0


class Followed:
    """A convoy of North that shares where it is, and a range that South notified."""

    def __init__(self) -> None:
        self.talk = talk()
        self.opened = self.talk.say("NORTH", convoy(self.talk))
        self.talk.say("NORTH", SHARED, answers=[self.opened])
        volume = act.Phase(number=1, volumes=(area(self.talk.now_s - 60),))
        self.range = self.talk.say("SOUTH", notice(volume))
        self.batches: list[bytes] = []

    def report(self, place: tuple[float, float], **more: object) -> Said:
        """Let the convoy report once in the next step."""
        report = fix(positions.next_step(self.talk), place[0], place[1], **more)
        self.batches.append(batch.render((report,)))
        return positions.state(self.talk, self.opened, report)

    @property
    def standing(self) -> Standing:
        """How things stand."""
        return self.talk.standing()

    def words(self) -> str:
        """Return what an alarm about the range says."""
        convoy_, range_ = (e.header.reference for e in (self.opened, self.range))
        return f"{convoy_} by NORTH in {range_} phase 1, volume 1"


def shelf(*batches: bytes) -> Shelf:
    """Return a store that holds these batches."""
    found = Shelf()
    for each in batches:
        found.come(each)
    return found


def test_an_incursion_stands_at_both_watches_alike() -> None:
    """From the same batches, each node by itself."""
    followed = Followed()
    followed.report(AWAY)
    followed.report(RANGE)
    held = shelf(*followed.batches)

    found = [Tracking(own, held).look(followed.standing) for own in ("NORTH", "SOUTH")]

    assert found[0] == found[1] == (Lasting("incursion", followed.words()),)


def test_who_owns_neither_is_not_woken() -> None:
    """A third party sees it on its map."""
    followed = Followed()
    followed.report(RANGE)

    assert Tracking("EAST", shelf(*followed.batches)).look(followed.standing) == ()


def test_what_has_not_come_yet_alarms_once_it_has() -> None:
    """The entry is there, and its bytes follow."""
    followed, held = Followed(), Shelf()
    tracking = Tracking("SOUTH", held)
    followed.report(RANGE)
    assert tracking.look(followed.standing) == ()

    held.come(followed.batches[0])

    assert len(tracking.look(followed.standing)) == 1


def test_a_batch_that_is_not_what_its_entry_says_is_not_used() -> None:
    """Its hash is right, and it says something else than was signed."""
    followed = Followed()
    said = followed.talk
    at_s = positions.next_step(said)
    data = batch.render((fix(at_s, *RANGE), fix(at_s + 1, *RANGE)))
    listed = positions.attached(data)
    body = batch.stating(batch.render((fix(at_s, *RANGE),)), listed.sha256)
    said.by_node(
        "NORTH", body, answers=[followed.opened], attachments=(listed,), at=at_s + 2
    )

    assert Tracking("SOUTH", shelf(data)).look(followed.standing) == ()


@pytest.mark.parametrize("ends", ["complete", "withdrawn", "no longer shared"])
def test_an_alarm_ends_with_what_it_is_about(ends: str) -> None:
    """With the movement, with the notice, and with the sharing."""
    followed = Followed()
    followed.report(RANGE)
    said, tracking = followed.talk, Tracking("SOUTH", shelf(*followed.batches))
    assert tracking.look(followed.standing)

    match ends:
        case "complete":
            said.say("NORTH", move.Complete(at=said.now_s), answers=[followed.opened])
        case "withdrawn":
            said.say("SOUTH", act.Ended(at=said.now_s), answers=[followed.range])
        case _:
            [share] = said.case_of(followed.opened).shares
            said.say("NORTH", SHARED, kind="CANCEL", changes=[share.by.said])

    assert tracking.look(followed.standing) == ()


def sounded(tracking: Tracking, attending: Attending, standing: Standing) -> None:
    """Let a duty look once, as `node.duty` does."""
    lasting = tracking.look(standing)
    asyncio.run(attending.look(standing, (), 0, lasting))
    tracking.keep()


def test_a_node_that_starts_again_sounds_nothing_that_has_sounded(
    tmp_path: Path,
) -> None:
    """It was dealt with at ten; at three, when the node is restarted, nobody wakes."""
    followed, kept = Followed(), tmp_path / "known.json"
    followed.report(RANGE)
    held, log = shelf(*followed.batches), Alarms()
    tracking = Tracking("SOUTH", held, kept)
    sounded(tracking, Attending("SOUTH", (), log, tracking.known), followed.standing)
    assert [kind for kind, _ in log.sounded] == ["due"]

    again = Tracking("SOUTH", held, kept)
    attending = Attending("SOUTH", (), log, again.known)
    sounded(again, attending, followed.standing)
    assert len(log.sounded) == 1

    # It comes out, and is said to be; and goes in again, which is news.
    for place in (AWAY, AWAY, AWAY, AWAY, RANGE):
        followed.report(place, speed_mms=0, course_cdeg=0)
        held.come(followed.batches[-1])
        sounded(again, attending, followed.standing)
    assert [kind for kind, _ in log.sounded] == ["due", "ended", "due"]


def test_a_file_that_is_none_of_ours_stops_the_node(tmp_path: Path) -> None:
    """To start without it would sound everything anew."""
    kept = tmp_path / "known.json"
    kept.write_text("[1]")

    with pytest.raises(StoreFailed):
        Tracking("SOUTH", Shelf(), kept)


def test_what_is_not_new_is_not_compared_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A node looks twice a second, at five hundred convoys."""
    followed = Followed()
    followed.report(RANGE)
    tracking = Tracking("SOUTH", shelf(*followed.batches))
    first = tracking.look(followed.standing)

    def never(*_: object) -> None:
        raise AssertionError

    standing = followed.standing
    tracking.look(standing)
    monkeypatch.setattr("detente.dialogue.incursion.incursions", never)
    assert tracking.look(standing) == first


PLACES = st.sampled_from((RANGE, BESIDE, AWAY, (36.8, 68.8)))


@settings(max_examples=25)
@given(st.lists(PLACES, min_size=1, max_size=8), st.data())
def test_both_nodes_end_with_the_same_alarms_however_the_bytes_come(
    places: list[tuple[float, float]], draw: st.DataObject
) -> None:
    """One holds each batch at once, the other gets them late and in any order."""
    followed = Followed()
    early, late = Shelf(), Shelf()
    one, other = Tracking("NORTH", early), Tracking("SOUTH", late)
    for place in places:
        followed.report(place)
        early.come(followed.batches[-1])
        standing = followed.standing
        one.look(standing)
    for data in draw.draw(st.permutations(followed.batches)):
        late.come(data)
        other.look(followed.standing)

    known = {each for each in one.look(followed.standing) if each.kind == "incursion"}
    assert known == {
        each for each in other.look(followed.standing) if each.kind == "incursion"
    }


def test_the_position_of_an_object_that_fell_silent_is_not_forgotten() -> None:
    """Two vehicles: the beacon of one dies within the range, the other drives home."""
    followed = Followed()
    said, held = followed.talk, Shelf()
    tracking = Tracking("SOUTH", held)

    def both(*reports: Report) -> None:
        data = batch.render(reports)
        held.come(data)
        positions.state(said, followed.opened, *reports)

    at_s = positions.next_step(said)
    both(fix(at_s, *RANGE, object="a"), fix(at_s, *AWAY, object="b"))
    found: tuple[Lasting, ...] = ()
    for step in range(1, 30):
        both(fix(at_s + step * STEP_S, *AWAY, object="b"))
        found = tracking.look(followed.standing)
        assert found == (Lasting("incursion", followed.words()),)
    assert Tracking("NORTH", held).look(followed.standing) == found
