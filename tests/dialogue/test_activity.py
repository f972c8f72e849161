"""An activity is notified in time, changed, over, and never approved."""

import msgspec
import pytest
from tests.dialogue.activities import (
    ASIDE,
    DAY_S,
    EAST,
    HOUR_S,
    Range,
    area,
    notice,
    phase,
)
from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import FORMS, act
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.volume import Altitude, Circle

RULE = {"basis": "MOU", "clause": "Annex II, article 4", "notice_due_s": 7 * DAY_S}


def test_a_notice_is_unmarked_and_stands_as_notified() -> None:
    """Ten days ahead, with its area given twice."""
    firing = Range()
    assert firing.talk.clauses(firing.asked) == []
    assert (firing.case.state, firing.case.addressees) == (
        "notified",
        ("SOUTH", "EAST"),
    )


def test_no_word_of_the_form_approves() -> None:
    """Notice is not permission (clause 18.1)."""
    words = [str(body.__struct_config__.tag) for body in FORMS["ACT", 1].bodies]
    assert not [word for word in words if "approv" in word or "accept" in word]


@pytest.mark.parametrize(
    "changed",
    [
        {"designation": " "},
        {"purpose": Text("")},
        {"phases": ()},
        {"phases": (act.Phase(number=1, volumes=()),)},
        {"phases": (phase(9 * 10**9), phase(9 * 10**9))},
        {"phases": (phase(9 * 10**9, 0),)},
        {"troops": -1},
    ],
)
def test_a_notice_that_lacks_something_is_marked(changed: dict[str, object]) -> None:
    """It is a notice all the same, and to be reckoned with."""
    firing = Range(**changed)  # type: ignore[arg-type]
    assert "18.2" in firing.talk.clauses(firing.asked)
    assert firing.case.state == "notified"


# ---------------------------------------------------------------------- volumes


def test_a_volume_that_is_none_is_marked() -> None:
    """No engine could say what it holds; the notice stands all the same."""
    firing = Range(phases=(phase(9 * 10**9, 1, time_end=1),))
    assert firing.talk.clauses(firing.asked) == ["18.3"]
    assert firing.case.state == "notified"


def test_limits_of_two_datums_are_not_compared() -> None:
    """500 m above ground may well be below 400 m above the sea."""
    body = phase(9 * 10**9, altitude_lower=Altitude(9_000, "AGL"))
    firing = Range(phases=(body,))
    assert firing.talk.clauses(firing.asked) == []


def test_a_volume_without_outline_is_marked_and_has_no_position() -> None:
    """A notice of nowhere is still said to be one."""
    firing = Range(phases=(phase(9 * 10**9, outline_circle=None),))
    assert firing.talk.clauses(firing.asked) == ["18.3"]
    assert firing.case.unread == ()


def test_a_volume_whose_centre_is_given_once_is_marked() -> None:
    """One wrong figure moves a whole area."""
    firing = Range(phases=(phase(9 * 10**9, mgrs=""),))
    assert firing.talk.clauses(firing.asked) == ["14.1"]


def test_each_area_is_read_back_within_five_hundred_metres() -> None:
    """By the name of phase and volume."""
    later = area(9 * 10**9, outline_circle=Circle(EAST, 1_000))
    volumes = (area(9 * 10**9), later)
    body = notice(act.Phase(number=3, volumes=volumes))
    assert [(each.name, each.tolerance_m) for each in body.placed()] == [
        ("phase_3_volume_1", 500),
        ("phase_3_volume_2", 500),
    ]


# --------------------------------------------------------------------- lead time


def test_the_lead_time_is_from_release_to_the_first_start() -> None:
    """And it stands in the line that screens show."""
    start_s = Talk().now_s + 3 * DAY_S
    firing = Range(phases=(phase(start_s + DAY_S), phase(start_s, 2)))
    assert firing.case.lead_s == start_s - firing.asked.header.released
    assert "(said 2 d 23 h 59 min before its start)" in firing.case.summary()


def test_an_open_start_leaves_the_lead_time_unknown() -> None:
    """It is not guessed from the phases that have one."""
    phases = (phase(9 * 10**9), phase(9 * 10**9, 2, time_start=None))
    firing = Range(days=10, phases=phases, **RULE)
    assert firing.case.lead_s is None
    assert firing.talk.clauses(firing.asked) == []
    assert "its start is open" in firing.case.summary()


def test_an_open_start_of_one_volume_leaves_that_of_its_phase_unknown() -> None:
    """The other volume of the phase may begin much later."""
    volumes = (area(9 * 10**9), area(0, time_start=None))
    assert act.Phase(number=1, volumes=volumes).start is None


def test_a_notice_below_the_time_its_clause_demands_is_late() -> None:
    """It says so, by how much, and under which clause; and is taken all the same."""
    firing = Range(days=3, **RULE)
    standing = firing.talk.standing()
    [fault] = standing.faults(standing.entries[firing.asked.id])
    assert (fault.clause, fault.voids) == ("18.4", False)
    assert "Annex II, article 4" in fault.sentence
    assert "by 3 d 23 h 59 min" in fault.sentence
    assert firing.case.state == "notified"


@pytest.mark.parametrize(("days", "rule"), [(3, {}), (8, RULE)])
def test_nothing_is_late_without_a_clause_or_in_time(
    days: int, rule: dict[str, object]
) -> None:
    """A voluntary notice an hour ahead is a favour, and no breach."""
    firing = Range(days=days, **rule)
    assert firing.talk.clauses(firing.asked) == []


@pytest.mark.parametrize(("short_s", "clauses"), [(0, []), (1, ["18.4"])])
def test_a_notice_is_late_from_the_first_second_on(
    short_s: int, clauses: list[str]
) -> None:
    """And in time up to it."""
    talk = Talk()
    body = notice(phase(talk.now_s + 1 + 7 * DAY_S - short_s), **RULE)
    assert talk.clauses(talk.say("NORTH", body)) == clauses


def test_a_notice_after_the_start_says_so() -> None:
    """It is late under a clause that demands notice, and under no other."""
    firing = Range(phases=(phase(Talk().now_s - HOUR_S),), clause="Article 4")
    assert "after its start)" in firing.case.summary()
    assert firing.talk.clauses(firing.asked) == []


def test_notice_demanded_by_no_clause_is_marked() -> None:
    """Lateness is said only against a clause cited."""
    firing = Range(days=3, notice_due_s=7 * DAY_S)
    assert firing.talk.clauses(firing.asked) == ["18.4"]


def test_a_changed_notice_is_late_only_by_what_moved() -> None:
    """To tell of one more ship is not to be late with the whole exercise."""
    firing = Range(days=8, **RULE)
    firing.talk.now_s += 5 * DAY_S
    same = phase(firing.start_s)
    told = firing.change(firing.asked, notice(same, ships=("Frigate, 1",), **RULE))
    assert firing.talk.clauses(told) == []
    new = phase(firing.start_s + HOUR_S, 2)
    moved = firing.change(told, notice(same, new, **RULE))
    assert firing.talk.clauses(moved) == ["18.4"]


# ------------------------------------------------------------------ changed, over


def test_only_its_own_side_changes_a_notice() -> None:
    """Another party's UPDATE of its own words leaves the notice as it is."""
    firing = Range()
    noted = firing.say("SOUTH", act.Noted())
    forged = firing.change(noted, notice(phase(1)))
    assert firing.talk.clauses(forged) == ["18.6"]
    assert firing.case.notice.phases == (phase(firing.start_s),)


@pytest.mark.parametrize(
    ("body", "state"), [(act.Cancelled(), "cancelled"), (act.Ended(at=1), "ended")]
)
def test_its_own_side_says_that_it_is_over(body: Body, state: str) -> None:
    """Then nothing is due any more, and nothing changed."""
    firing = Range()
    firing.say("SOUTH", ASIDE)
    firing.say("NORTH", body)
    assert (firing.case.state, firing.due("18.7")) == (state, [])
    anew = firing.change(firing.asked, notice(phase(firing.start_s)))
    again = firing.say("NORTH", act.Ended(at=1))
    assert firing.talk.clauses(anew) == firing.talk.clauses(again) == ["18.8"]
    assert firing.case.state == state


def test_a_notice_is_taken_back_as_any_statement_is() -> None:
    """The header's CANCEL says it, whatever the body repeats."""
    firing = Range()
    firing.change(firing.asked, notice(phase(firing.start_s)), kind="CANCEL")
    assert firing.case.state == "cancelled"


def test_nobody_ends_the_activity_of_another() -> None:
    """A side that enters a live range on its own word is shot at."""
    firing = Range()
    ended = firing.say("SOUTH", act.Ended(at=1))
    assert firing.talk.clauses(ended) == ["18.8"]
    assert firing.case.state == "notified"


def test_an_end_to_come_ends_nothing() -> None:
    """The volumes are free when it has come, and not before."""
    firing = Range()
    now_s = firing.talk.now_s
    ended = firing.say("NORTH", act.Ended(at=now_s + 2))
    assert firing.talk.clauses(ended) == ["18.8"]
    assert firing.case.over is None
    firing.say("NORTH", act.Ended(at=now_s + 2))
    assert firing.case.state == "ended"


def test_a_case_is_live_while_something_is_unanswered() -> None:
    """And no longer, so that a clock need not look at it."""
    firing = Range()
    assert firing.case.live
    for code in ("SOUTH", "EAST"):
        firing.say(code, Acknowledged(read_back=Text("Firing.")))
    proposed = firing.say("SOUTH", ASIDE)
    assert msgspec.structs.replace(firing.case, waiting=(), unread=()).live
    firing.say("NORTH", act.SeparationAgreed(), proposed)
    assert not msgspec.structs.replace(firing.case, waiting=(), unread=()).live
