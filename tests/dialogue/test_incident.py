"""An incident is reported in time, and closed by both sides."""

import pytest
from tests.dialogue.incidents import MIN_S, RECORD, Encounter, full, initial
from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import inc
from detente.dialogue.forms.msg import Message

DAY_S = 86_400
CLOSED = inc.Closed()


# ------------------------------------------------------------------ first report


def test_a_first_report_within_half_an_hour_is_unmarked() -> None:
    """Five facts, as IMMEDIATE."""
    met = Encounter()
    assert met.talk.clauses(met.asked) == []
    assert (met.case.state, met.case.live) == ("reported", True)


@pytest.mark.parametrize(
    "changed",
    [{"who": " "}, {"whom": ""}, {"emergency": Text(" ")}, {"happened": 4 * 10**9}],
)
def test_a_first_report_that_lacks_a_fact_is_marked(changed: dict[str, object]) -> None:
    """It is a report all the same."""
    met = Encounter(10 * MIN_S, **changed)
    assert met.talk.clauses(met.asked) == ["19.2"]
    assert met.case.live


def test_a_first_report_as_routine_is_marked() -> None:
    """Somebody may be in the water."""
    talk = Talk()
    said = talk.say("NORTH", initial(talk.now_s), precedence="R")
    assert talk.clauses(said) == ["19.2"]


def test_a_first_report_after_half_an_hour_is_late() -> None:
    """And says by how much; it opens the case like any other."""
    met = Encounter(31 * MIN_S)
    standing = met.talk.standing()
    [fault] = standing.faults(standing.entries[met.asked.id])
    assert (fault.clause, fault.voids) == ("19.4", False)
    assert "1 min" in fault.sentence


def test_the_other_side_gives_its_own_first_report_in_the_same_case() -> None:
    """Its own five facts stand beside ours."""
    met = Encounter()
    own = met.say("SOUTH", initial(met.happened + 60), precedence="O")
    found = met.case.report_of("SOUTH")
    assert found is not None
    assert found.id == own.id
    assert met.case.happened == met.happened


def test_its_position_is_read_back() -> None:
    """Who searches in the wrong place finds nobody."""
    met = Encounter()
    assert [each.id for each in met.case.unread] == [met.asked.id]


# ------------------------------------------------------------------------ clocks


def test_each_stage_is_due_of_each_side() -> None:
    """For who hears of it by the report, the times begin with the report."""
    met = Encounter()
    told_s = 10 * MIN_S
    assert met.due() == [
        ("SOUTH", "first report", told_s + 30 * MIN_S),
        ("NORTH", "full account", DAY_S),
        ("SOUTH", "full account", told_s + DAY_S),
        ("NORTH", "formal record", 15 * DAY_S),
        ("SOUTH", "formal record", told_s + 15 * DAY_S),
    ]


def test_a_corrected_time_moves_the_clocks() -> None:
    """The clock was set by a slip."""
    met = Encounter()
    met.change(met.asked, initial(met.happened - 60), kind="CORRECTION", precedence="O")
    assert met.case.happened == met.happened - 60


def test_an_account_answers_for_the_first_report_too() -> None:
    """Who has told all has told five facts of it."""
    met = Encounter()
    met.say("SOUTH", full())
    assert [row[:2] for row in met.due() if row[0] == "SOUTH"] == [
        ("SOUTH", "formal record")
    ]


@pytest.mark.parametrize(
    ("body", "after_s"), [(full(), DAY_S), (RECORD, 15 * DAY_S)], ids=["full", "record"]
)
def test_a_stage_that_comes_late_is_marked_once(body: Body, after_s: int) -> None:
    """What is changed later was in time or was not."""
    met = Encounter()
    last = met.happened + after_s
    late = met.say("NORTH", body, at=last + 1)
    assert met.talk.clauses(late) == ["19.4"]
    again = met.change(late, body)
    assert met.talk.clauses(again) == []
    other = met.say("SOUTH", body, at=last + 10 * MIN_S)
    assert met.talk.clauses(other) == []


# ----------------------------------------------------------------------- closure


def test_an_incident_is_open_until_both_have_closed_it() -> None:
    """One side alone closes nothing."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    assert (met.case.closed_by, met.case.live) == (("NORTH",), True)
    met.say("SOUTH", CLOSED)
    assert (met.case.state, met.due()) == ("closed", [])


def test_who_says_more_has_not_closed_it() -> None:
    """New evidence opens what was closed."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED)
    met.say("SOUTH", full())
    assert met.case.closed_by == ()


def test_a_message_about_it_opens_nothing_that_was_closed() -> None:
    """It is no act of the form, and moves no outcome."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED)
    met.say("SOUTH", Message(subject=Text("Thanks"), text=Text("For your help.")))
    assert met.case.state == "closed"


def test_a_void_act_opens_nothing_that_was_closed() -> None:
    """It changes no outcome."""
    met = Encounter()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED)
    met.say("SOUTH", inc.RecordAgreed())
    assert met.case.state == "closed"


def test_a_closure_over_an_account_that_was_not_seen_does_not_hold() -> None:
    """Whoever closes knows what he closes over."""
    met = Encounter()
    seen = met.talk.heads()
    met.say("SOUTH", full())
    met.say("SOUTH", CLOSED)
    met.say("NORTH", CLOSED, seen=seen)
    assert met.case.closed_by == ("SOUTH",)
    met.say("NORTH", CLOSED)
    assert met.case.state == "closed"


def test_two_closures_that_cross_close_it() -> None:
    """Neither is news to the other."""
    met = Encounter()
    seen = met.talk.heads()
    met.say("NORTH", CLOSED)
    met.say("SOUTH", CLOSED, seen=seen)
    assert met.case.state == "closed"


# ------------------------------------------------------------------------- sides


def test_a_third_party_has_no_part_in_it() -> None:
    """It was told for information."""
    met = Encounter()
    said = met.say("EAST", full())
    assert met.talk.clauses(said) == ["19.8"]
    assert "EAST" not in {each.party for each in met.case.acts}


def test_nothing_but_facts_is_taken_back() -> None:
    """What was said of an incident is corrected, not unsaid."""
    met = Encounter()
    body = initial(met.happened)
    back = met.change(met.asked, body, kind="CANCEL", precedence="O")
    assert met.talk.clauses(back) == ["19.8"]
    assert met.case.live


def test_two_reports_of_one_incident_go_on_in_one_case() -> None:
    """Who leaves its own case for the other's says so in its own."""
    met = Encounter()
    seen = met.talk.heads() | {"NORTH": met.talk.heads()["NORTH"] - 1}
    theirs = met.by("SOUTH", initial(met.happened), seen=seen, precedence="O")
    assert theirs.id not in {each.id for each in met.case.statements}
    met.say("NORTH", inc.Continued(), met.asked, theirs)
    assert (met.case.state, met.due()) == ("continued", [])


def test_nobody_leaves_the_case_of_another() -> None:
    """A side cannot talk a report of the other away."""
    met = Encounter()
    own = met.by("SOUTH", initial(met.happened), precedence="O")
    wrong = met.say("SOUTH", inc.Continued(), met.asked, own)
    nowhere = met.say("NORTH", inc.Continued(), met.asked)
    assert met.talk.clauses(wrong) == met.talk.clauses(nowhere) == ["19.9"]
    assert met.case.state == "reported"
