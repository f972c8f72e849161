"""Refusal on the eve: a late answer is an answer, and keeps its age."""

from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.msg import Message
from detente.dialogue.outcome import Outcome
from detente.dialogue.tally import tally

CLAUSES = ("11.2", "12.12", "13.3", "13.4")


def play() -> None:
    """An invitation of early May is refused overnight on the 29th."""
    talk = Talk()
    asked = talk.request(neutral_venue="Singapore")
    released_s = asked.header.released
    lapse = talk.lapse(asked, stored_at=talk.now_s + 5)
    assert talk.contact(asked).outcome is Outcome.NO_RESPONSE

    # South's desk has seen on its screen that the time is over: it wrote after it.
    talk.say("SOUTH", Message(subject=Text("Weather"), text=Text("Fog at the port.")))

    # Weeks later comes the refusal. Its page leaves that head out, as if South had
    # never known; but what a party has shown to know it cannot unlearn.
    late = con.Refused(reason="stated", text=Text("Not for the sake of communication."))
    answered_s = released_s + 25 * DAY_S
    before = {"NORTH": lapse.position}
    talk.say("SOUTH", late, answers=[asked], at=answered_s, seen=before)

    # The refusal holds, word for word; that it was late, and how late, holds too.
    contact = talk.contact(asked)
    assert contact.outcome is Outcome.REFUSED
    assert contact.late
    assert contact.revised == (Outcome.NO_RESPONSE,)
    total = tally(talk.standing()).total
    assert (total.refused, total.late) == (1, 1)
    assert total.longest_answer_s == 25 * DAY_S


def test_an_answer_on_the_eve_does_not_undo_the_weeks_of_silence() -> None:
    """An unanswered request and a late answer are two records."""
    play()
