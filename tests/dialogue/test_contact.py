"""What becomes of a contact request: each outcome, and each way out of it."""

import pytest
from tests.dialogue.contacts import HELLO, NO, OFF, SOON, STEP_DOWN, Line, play
from tests.dialogue.talk import START_S, Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.outcome import Outcome

RECORD = con.Held(window=window(START_S + 30), participants=("Minister", "Minister"))
NORTH_ABSENT = con.NoShow(absent="NORTH")
SOUTH_ABSENT = con.NoShow(absent="SOUTH")

# Who says what after a request by North, and what then holds.
COURSES: dict[str, tuple[list[Line], Outcome]] = {
    "nothing": ([], Outcome.PENDING),
    "accepted": ([("SOUTH", con.Accepted())], Outcome.ACCEPTED),
    "lower level": ([("SOUTH", STEP_DOWN)], Outcome.ACCEPTED_LOWER),
    "countered": (
        [("SOUTH", con.CounterProposed(neutral_venue="Singapore"))],
        Outcome.COUNTER_PROPOSED,
    ),
    "deferred": ([("SOUTH", con.Deferred(until=START_S + 9))], Outcome.DEFERRED),
    "refused": ([("SOUTH", NO)], Outcome.REFUSED),
    "refused for a precondition": (
        [("SOUTH", con.RefusedPrecondition(preconditions=(1,)))],
        Outcome.REFUSED_PRECONDITION,
    ),
    "refused, then accepted": (
        [("SOUTH", NO), ("SOUTH", con.Accepted())],
        Outcome.ACCEPTED,
    ),
    "scheduled": ([("SOUTH", con.Accepted()), ("NORTH", SOON)], Outcome.SCHEDULED),
    "scheduled by who is asked": ([("SOUTH", SOON)], Outcome.SCHEDULED),
    "scheduled on a counter-proposal": (
        [("SOUTH", con.CounterProposed(venue="Geneva")), ("NORTH", SOON)],
        Outcome.SCHEDULED,
    ),
    "a record of one side": (
        [("SOUTH", SOON), ("NORTH", RECORD)],
        Outcome.SCHEDULED,
    ),
    "the same record of both": (
        [("SOUTH", SOON), ("NORTH", RECORD), ("SOUTH", RECORD)],
        Outcome.HELD,
    ),
    "two records that differ": (
        [
            ("SOUTH", SOON),
            ("NORTH", RECORD),
            ("SOUTH", con.Held(window=window(START_S), participants=())),
        ],
        Outcome.SCHEDULED,
    ),
    "cancelled by the asker": ([("NORTH", OFF)], Outcome.CANCELLED),
    "cancelled by the other": (
        [("SOUTH", con.Accepted()), ("SOUTH", OFF)],
        Outcome.CANCELLED,
    ),
    "cancelled once scheduled": ([("SOUTH", SOON), ("SOUTH", OFF)], Outcome.CANCELLED),
    "a message": ([("SOUTH", HELLO)], Outcome.PENDING),
    "an acknowledgement": (
        [("SOUTH", Acknowledged(read_back=Text("A call.")))],
        Outcome.PENDING,
    ),
}

# Who says what after a request by North that changes nothing: it is void.
WITHOUT_EFFECT: dict[str, tuple[list[Line], Outcome]] = {
    "the asker answers itself": ([("NORTH", con.Accepted())], Outcome.PENDING),
    "who is asked cancels what it never accepted": (
        [("SOUTH", OFF)],
        Outcome.PENDING,
    ),
    "the asker schedules what nobody accepted": ([("NORTH", SOON)], Outcome.PENDING),
    "the asker schedules what was refused": (
        [("SOUTH", NO), ("NORTH", SOON)],
        Outcome.REFUSED,
    ),
    "the asker cancels a refusal away": (
        [("SOUTH", NO), ("NORTH", OFF)],
        Outcome.REFUSED,
    ),
    "a refusal of what is scheduled": (
        [("SOUTH", SOON), ("SOUTH", NO)],
        Outcome.SCHEDULED,
    ),
    "an answer to what is cancelled": (
        [("NORTH", OFF), ("SOUTH", con.Accepted())],
        Outcome.CANCELLED,
    ),
    "a schedule of what is cancelled": (
        [("SOUTH", SOON), ("NORTH", OFF), ("NORTH", SOON)],
        Outcome.CANCELLED,
    ),
    "a record of what was never agreed": ([("NORTH", RECORD)], Outcome.PENDING),
    "agreement to no record": (
        [("SOUTH", SOON), ("NORTH", con.Agreed())],
        Outcome.SCHEDULED,
    ),
    "a no-show without a time": ([("NORTH", SOUTH_ABSENT)], Outcome.PENDING),
    "a no-show before the time": (
        [("SOUTH", SOON), ("NORTH", SOUTH_ABSENT)],
        Outcome.SCHEDULED,
    ),
    "a second cancellation": (
        [("NORTH", OFF), ("NORTH", OFF)],
        Outcome.CANCELLED,
    ),
}


@pytest.mark.parametrize(("course", "outcome"), COURSES.values(), ids=COURSES)
def test_a_course_of_acts_has_its_outcome(course: list[Line], outcome: Outcome) -> None:
    """Every outcome that the forms know, by the acts that lead there."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, course)
    assert talk.contact(asked).outcome is outcome
    assert talk.contact(asked).marks == ()


@pytest.mark.parametrize(
    ("course", "outcome"), WITHOUT_EFFECT.values(), ids=WITHOUT_EFFECT
)
def test_an_act_out_of_place_is_void(course: list[Line], outcome: Outcome) -> None:
    """What may not follow is shown, marked with the clause, and changes nothing."""
    talk = Talk()
    asked = talk.request()
    said = play(talk, asked, course)
    assert talk.contact(asked).outcome is outcome
    assert talk.clauses(said[-1]) == ["12.5"]


def test_a_record_agreed_by_citing_it_is_held() -> None:
    """One side writes the record, the other agrees to that very one."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    record = talk.say("NORTH", RECORD, answers=[asked])
    talk.say("SOUTH", con.Agreed(), answers=[asked, record])
    assert talk.contact(asked).outcome is Outcome.HELD


def test_nobody_agrees_to_his_own_record() -> None:
    """It takes both sides."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    record = talk.say("NORTH", RECORD, answers=[asked])
    talk.say("NORTH", con.Agreed(), answers=[asked, record])
    assert talk.contact(asked).outcome is Outcome.SCHEDULED


def test_a_no_show_names_who_did_not_come() -> None:
    """Once the time set has come, either side may say so."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    talk.say("NORTH", SOUTH_ABSENT, answers=[asked], at=START_S + 60)
    contact = talk.contact(asked)
    assert (contact.outcome, contact.absent) == (Outcome.NO_SHOW, ("SOUTH",))


def test_each_side_may_say_that_the_other_did_not_come() -> None:
    """Both accounts are shown; nobody's is taken for the truth."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    talk.say("NORTH", SOUTH_ABSENT, answers=[asked], at=START_S + 60)
    talk.say("SOUTH", NORTH_ABSENT, answers=[asked])
    assert talk.contact(asked).absent == ("SOUTH", "NORTH")


def test_a_no_show_of_a_stranger_is_void() -> None:
    """Only a side of the contact can fail to come."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    absent = con.NoShow(absent="EAST")
    said = talk.say("NORTH", absent, answers=[asked], at=START_S + 60)
    assert talk.clauses(said) == ["12.5"]


def test_a_missed_contact_can_be_scheduled_again() -> None:
    """A no-show that did not last is shown as revised."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", SOON)])
    talk.say("NORTH", SOUTH_ABSENT, answers=[asked], at=START_S + 60)
    talk.say("SOUTH", SOON, answers=[asked])
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.SCHEDULED
    assert contact.revised == (Outcome.NO_SHOW,)


def test_a_cancellation_says_by_whom_and_with_what_notice() -> None:
    """Notice is what lies between the word and the time that had been set."""
    talk = Talk()
    asked = talk.request()
    when = con.Scheduled(window=window(START_S + 1000))
    talk.say("SOUTH", when, answers=[asked])
    talk.say("SOUTH", OFF, answers=[asked], at=START_S + 400)
    contact = talk.contact(asked)
    assert (contact.cancelled_by, contact.notice_s) == ("SOUTH", 600)


def test_a_request_that_was_not_cancelled_has_no_notice() -> None:
    """Neither a side nor a time is made up."""
    talk = Talk()
    contact = talk.contact(talk.request())
    assert (contact.cancelled_by, contact.notice_s) == ("", None)
