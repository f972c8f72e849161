"""A contact at a lower level, beside or in place of the one that was asked for."""

from tests.dialogue.contacts import LOWER, STEP_DOWN, Line, play
from tests.dialogue.talk import START_S, Talk, request, window

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome

LOWER_SOON = con.Scheduled(window=window(START_S + 30), post=LOWER)
LOWER_RECORD = con.Held(window=window(START_S + 30), post=LOWER, participants=())


def test_a_lower_contact_held_leaves_the_senior_request_stepped_down() -> None:
    """What the working level does never counts as the ministers' call."""
    talk = Talk()
    asked = talk.request()
    course: list[Line] = [
        ("SOUTH", STEP_DOWN),
        ("NORTH", LOWER_SOON),
        ("NORTH", LOWER_RECORD),
        ("SOUTH", LOWER_RECORD),
    ]
    said = play(talk, asked, course)
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    assert contact.lower.outcome is Outcome.HELD
    assert talk.clauses(said[-1]) == []


def test_a_lower_contact_called_off_leaves_the_senior_request_open() -> None:
    """Only the lower track is cancelled."""
    talk = Talk()
    asked = talk.request()
    off = con.Cancelled(reason=Text("Illness."), post=LOWER)
    play(talk, asked, [("SOUTH", STEP_DOWN), ("SOUTH", off)])
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    assert contact.lower.outcome is Outcome.CANCELLED


def test_after_stepping_down_the_senior_request_can_still_be_accepted() -> None:
    """It stayed open."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", STEP_DOWN), ("SOUTH", con.Accepted())])
    assert talk.contact(asked).outcome is Outcome.ACCEPTED


def test_a_time_at_a_lower_level_steps_down() -> None:
    """Who is asked for the minister and sets a time for others has stepped down."""
    talk = Talk()
    asked = talk.request()
    play(talk, asked, [("SOUTH", LOWER_SOON)])
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.ACCEPTED_LOWER
    assert contact.lower.outcome is Outcome.SCHEDULED


def test_the_asker_does_not_schedule_a_level_nobody_offered() -> None:
    """A lower contact too takes two."""
    talk = Talk()
    asked = talk.request()
    said = play(talk, asked, [("NORTH", LOWER_SOON)])
    assert talk.clauses(said[0]) == ["12.5"]


def test_a_lower_request_beside_a_senior_one_leaves_it_where_it_was() -> None:
    """It is a request of its own."""
    talk = Talk()
    senior = talk.request()
    beside = request(level_sought=LOWER, beside=senior.header.reference)
    lower = talk.say("NORTH", beside)
    talk.say("SOUTH", con.Accepted(), answers=[lower])
    assert talk.contact(senior).outcome is Outcome.PENDING
    assert talk.contact(lower).outcome is Outcome.ACCEPTED
