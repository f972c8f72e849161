"""Every family says in the field's words what has become of its cases."""

import pytest
from tests.dialogue import (
    activities,
    calls,
    clarifications,
    evidences,
    incidents,
    movements,
    objects,
    sites,
    stops,
    turnovers,
)
from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import act, clr, con, evd, inc, move, obj, pre, site, stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said

WHY = Text("A reason.")


def shown(talk: Talk, said: Said) -> tuple[str, tuple[str, ...]]:
    """Return outcome and flags, those left out that any family has."""
    found = talk.case_of(said)
    flags = (flag for flag in found.flags if "ACKNOWLEDGED" not in flag)
    return found.outcome_words, tuple(flags)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (None, ("ASKED", ())),
        (stop.Understood(), ("UNDERSTOOD", ("NO RESULT YET",))),
        (stop.Stopped(at=1), ("STOPPED", ("SOUTH SAYS SO",))),
        (stop.NotOurs(), ("NOT OURS", ("SOUTH SAYS SO",))),
        (stop.Unable(reason=WHY), ("UNABLE", ("SOUTH SAYS SO",))),
    ],
)
def test_a_stop_shows_whether_it_stopped(
    answer: Body | None, expected: tuple[str, tuple[str, ...]]
) -> None:
    """Understood is not stopped."""
    talk = Talk()
    asked = stops.ask(talk)
    if answer is not None:
        talk.say("SOUTH", answer, answers=[asked], precedence="Z")
    assert shown(talk, asked) == expected


def test_an_object_shows_who_says_that_it_is_his() -> None:
    """Ours on one screen is theirs on the other."""
    talk = Talk()
    asked = objects.ask(talk)
    objects.answer(talk, "SOUTH", obj.Strayed(), asked)
    outcome = "OURS, NOT UNDER CONTROL"
    assert shown(talk, asked) == (outcome, (f"SOUTH SAYS {outcome}",))


def test_an_admission_shows_whose_it_is() -> None:
    """Before anybody had to ask."""
    talk = Talk()
    said = objects.admit(talk)
    assert shown(talk, said) == ("ADMITTED", ("NORTH SAYS OURS, AND STRAYED",))


def test_a_call_on_hold_shows_that_a_second_officer_is_due() -> None:
    """And that one side alone has told of it."""
    talk = Talk()
    said = calls.enter(talk, message="still on hold", on_hold_s=180, words=None)
    flags = ("OVER 2 MIN ON HOLD", "SECOND OFFICER DUE", "ACCOUNT OF NORTH ALONE")
    assert shown(talk, said) == ("STILL ON HOLD", flags)


def test_two_accounts_of_a_call_show_where_they_differ() -> None:
    """Neither is made to agree."""
    talk = Talk()
    said = calls.enter(talk)
    other = calls.record(talk, message="none", words=None)
    talk.say("SOUTH", other, answers=[said])
    assert shown(talk, said) == ("NO MESSAGE", ("ACCOUNTS DIFFER: MESSAGE",))


def test_a_site_shows_who_has_not_passed_it_on_and_that_it_is_stale() -> None:
    """Staleness is a matter of the time asked about."""
    talk = Talk()
    opened = sites.notify(talk)
    assert shown(talk, opened) == ("NOTIFIED", ("NOT DISSEMINATED BY SOUTH",))
    assert talk.case_of(opened).outcome_at(talk.now_s) == "NOTIFIED"
    assert talk.case_of(opened).outcome_at(talk.now_s + 900 * DAY_S) == "STALE"


def test_a_site_that_was_passed_on_and_withdrawn_shows_no_flag() -> None:
    """What is over asks nothing of anybody."""
    talk = Talk()
    opened = sites.notify(talk)
    talk.say("NORTH", site.Withdrawn(), answers=[opened])
    assert shown(talk, opened) == ("WITHDRAWN", ())


def test_a_movement_shows_lost_contact_and_where_it_was() -> None:
    """And what its receivers advise."""
    talk = Talk()
    opened = movements.under_way(talk)
    movements.event(talk, opened, move.AtWaypoint, waypoint=1)
    advice = move.HoldAdvised(reason=WHY)
    talk.say("SOUTH", advice, answers=[opened])
    movements.lose(talk, opened)
    flags = ("WAYPOINT 1", "NOT DISSEMINATED BY SOUTH", "HOLD ADVISED BY SOUTH")
    assert shown(talk, opened) == ("LOST CONTACT", flags)


def test_a_movement_that_is_over_asks_nothing_of_anybody() -> None:
    """Nobody has to pass it on any more."""
    talk = Talk()
    opened = movements.under_way(talk)
    movements.event(talk, opened, move.Complete)
    assert shown(talk, opened) == ("COMPLETE", ())


def test_an_activity_shows_each_answer_and_each_separation() -> None:
    """Nothing shows as approved."""
    talk = Talk()
    body = activities.notice(activities.phase(talk.now_s + 9 * DAY_S))
    told = talk.say("NORTH", body)
    assert shown(talk, told) == ("NOTIFIED", ("NOT ANSWERED BY SOUTH",))
    talk.say("SOUTH", act.Noted(), answers=[told])
    proposal = act.SeparationProposed(phase=1, lateral_m=9_000)
    asked = talk.say("SOUTH", proposal, answers=[told])
    flags = ("NOTED BY SOUTH", "SEPARATION PROPOSED FOR PHASE 1")
    assert shown(talk, told) == ("NOTIFIED", flags)
    talk.say("NORTH", act.SeparationAgreed(), answers=[asked])
    talk.say("NORTH", act.Cancelled(), answers=[told], to_post="SOUTH/Watch")
    flags = ("NOTED BY SOUTH", "SEPARATION AGREED FOR PHASE 1")
    assert shown(talk, told) == ("CANCELLED", flags)


def test_a_late_notice_shows_late() -> None:
    """As the clause cited has it."""
    talk = Talk()
    phase = activities.phase(talk.now_s + DAY_S)
    body = activities.notice(phase, clause="Article 5", notice_due_s=9 * DAY_S)
    told = talk.say("NORTH", body)
    assert shown(talk, told)[1][0] == "LATE"


def test_an_incident_shows_disputed_facts_and_who_alone_has_closed_it() -> None:
    """It is open until both have."""
    talk = Talk()
    said = talk.say("NORTH", incidents.initial(talk.now_s), precedence="Z")
    facts = talk.say(
        "NORTH", incidents.facts("It turned."), answers=[said], to_post="SOUTH/Watch"
    )
    dispute = inc.FactDisputed(number=1, text=WHY)
    talk.say("SOUTH", dispute, answers=[facts])
    talk.say("NORTH", inc.Closed(), answers=[said], to_post="SOUTH/Watch")
    flags = ("FACTS DISPUTED: 1", "CLOSED BY NORTH ALONE")
    assert shown(talk, said) == ("REPORTED", flags)


def test_a_late_first_report_shows_late() -> None:
    """Half an hour is the time."""
    talk = Talk()
    said = talk.say("NORTH", incidents.initial(talk.now_s - 3_600), precedence="Z")
    assert shown(talk, said) == ("REPORTED", ("LATE",))


def test_a_clarification_shows_what_is_open_and_what_was_declined() -> None:
    """Question by question."""
    talk = Talk()
    said = talk.say("NORTH", clarifications.asked())
    declined = clr.Declined(questions=(1,), reason=WHY)
    talk.say("SOUTH", declined, answers=[said])
    flags = ("QUESTIONS OPEN: 1", "QUESTIONS DECLINED: 1")
    assert shown(talk, said) == ("REPLIED IN PART", flags)


def test_evidence_shows_its_answer_and_a_publication_that_came_early() -> None:
    """The right of reply was not over."""
    talk = Talk()
    said = evidences.present(talk)
    talk.say("SOUTH", evd.Declined(reason="not shown", text=WHY), answers=[said])
    evidences.publish(talk, said)
    flags = ("PUBLISHED", "PUBLISHED BEFORE THE RIGHT OF REPLY WAS OVER")
    assert shown(talk, said) == ("DECLINED", flags)


def test_a_turnover_shows_what_it_passes_over() -> None:
    """And that nobody handed over."""
    talk = Talk()
    flash = "SOUTH/2026/0009/MSG/1/O"
    body = turnovers.assumed(open_z=(flash,), open_stops=(flash,), declared="suspended")
    said = turnovers.hand_over(talk, body, (2,))
    flags = ("FLASH NOT TAKEN OVER: 1", "OPEN STOPS: 1", "LINE SUSPENDED")
    assert shown(talk, said) == ("WATCH ASSUMED, UNRELIEVED", flags)


def test_a_turnover_that_is_taken_back_shows_so() -> None:
    """By its own side; another's word changes nothing."""
    talk = Talk()
    said = turnovers.hand_over(talk, turnovers.relieved())
    assert shown(talk, said) == ("WATCH RELIEVED", ())
    body = turnovers.relieved()
    talk.say("NORTH", body, officers=(1, 2), changes=[said], kind="CANCEL")
    assert shown(talk, said) == ("TAKEN BACK", ())


def test_a_contact_shows_who_cancelled_and_what_crossed() -> None:
    """A refusal that had not seen the cancellation."""
    talk = Talk()
    asked = talk.request()
    seen = talk.heads()
    talk.say("NORTH", con.Cancelled(reason=WHY), answers=[asked], to_post="SOUTH/Watch")
    talk.say(
        "SOUTH", con.Refused(reason="stated", text=WHY), answers=[asked], seen=seen
    )
    outcome, flags = shown(talk, asked)
    assert outcome == "CANCELLED"
    assert {"BY NORTH", "CROSSED"} <= set(flags)


def test_a_line_check_and_a_precondition_show_theirs() -> None:
    """As they always did."""
    talk = Talk()
    check = talk.say("NORTH", Challenge(path="https", text="one", readability=0))
    assert talk.case_of(check).outcome_words == "OPEN"
    talk.say(
        "SOUTH",
        Echo(text="one", received=talk.now_s, clock_offset_ms=0),
        answers=[check],
    )
    assert talk.case_of(check).outcome_words == "ECHOED"
    raised = talk.say("NORTH", pre.Stated(number=1, text=WHY))
    talk.say("SOUTH", pre.Met(), answers=[raised])
    told = "THE OTHER SIDE CLAIMS THAT IT IS MET"
    assert shown(talk, raised) == ("STATED", (told,))


def test_a_position_read_back_wrongly_is_a_flag_with_its_distance() -> None:
    """Nine kilometres once lay between the two."""
    talk = Talk()
    asked = stops.ask(talk)
    body = Acknowledged(read_back=Text("Understood."), positions=(stops.OFF,))
    talk.say("SOUTH", body, answers=[asked], precedence="Z")
    assert talk.case_of(asked).flags == ("POSITION READ BACK 9,016 M OFF",)


def test_a_plain_message_has_no_outcome_and_shows_who_waits() -> None:
    """A message moves nothing."""
    talk = Talk()
    said = talk.say("NORTH", Message(subject=Text("Hello"), text=Text("There.")))
    found = talk.case_of(said)
    assert (found.outcome_words, found.flags) == ("", ("1 NOT ACKNOWLEDGED",))
