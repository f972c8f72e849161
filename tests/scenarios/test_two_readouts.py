"""Two readouts: of a call there is one record, and both sides have signed it."""

from tests.dialogue.talk import Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.outcome import Outcome

CLAUSES = ("12.13",)


def play() -> None:
    """After a call each side tells it otherwise."""
    talk = Talk()
    asked = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    when = window(talk.now_s + 600)
    talk.say("SOUTH", con.Scheduled(window=when), answers=[asked])
    people = ("NORTH/Minister", "SOUTH/Minister")

    # North's record says that something was agreed. That is North's record.
    warm = con.Held(window=when, participants=people, points=(Text("To meet again."),))
    talk.say("NORTH", warm, answers=[asked])
    assert talk.contact(asked).outcome is Outcome.SCHEDULED

    # South's says otherwise. Both stand in the case, and neither is the record.
    cold = con.Held(window=when, participants=people)
    other = talk.say("SOUTH", cold, answers=[asked])
    assert talk.contact(asked).outcome is Outcome.SCHEDULED

    # What both can sign is what was held.
    talk.say("NORTH", con.Agreed(), answers=[asked, other])
    assert talk.contact(asked).outcome is Outcome.HELD


def test_one_sides_account_of_a_call_is_not_its_record() -> None:
    """Speech leaves nothing behind but what both have signed."""
    play()
