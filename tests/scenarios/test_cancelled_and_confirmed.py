"""Cancelled and confirmed: two acts that cross end the same way on both sides."""

from tests.dialogue.talk import Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome

CLAUSES = ("12.6",)


def outcome(canceller: str, other: str) -> tuple[Outcome, bool, str]:
    """Let one side cancel a meeting while the other confirms a new time for it."""
    talk = Talk()
    asked = talk.request(canceller)
    talk.say(other, con.Accepted(), answers=[asked])
    before = talk.heads()
    called_off = con.Cancelled(reason=Text("Suspended."))
    confirmed = con.Scheduled(window=window(talk.now_s + 3600))
    talk.say(canceller, called_off, answers=[asked])
    talk.say(other, confirmed, answers=[asked], seen=before)
    contact = talk.contact(asked)
    return contact.outcome, contact.crossed, contact.cancelled_by


def play() -> None:
    """The day of a meeting is confirmed in the hour in which it is called off."""
    # Neither had seen the other. The weightier act holds, and both are flagged, so
    # nobody sits alone in a conference room.
    assert outcome("NORTH", "SOUTH") == (Outcome.CANCELLED, True, "NORTH")

    # Which side stands first in the charter makes no difference.
    assert outcome("SOUTH", "NORTH") == (Outcome.CANCELLED, True, "SOUTH")


def test_of_two_acts_that_crossed_both_sides_take_the_same() -> None:
    """By weight, never by whose message came first or who is party number one."""
    play()
