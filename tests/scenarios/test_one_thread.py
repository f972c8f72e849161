"""One thread: the message, the call and the violations that followed hang together."""

from tests.dialogue.talk import DAY_S, Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.forms import con
from detente.dialogue.forms.msg import Message
from detente.dialogue.outcome import Outcome

CLAUSES = ("11.18", "11.22")


def note(subject: str) -> Message:
    """Return a written message."""
    return Message(subject=Text(subject), text=Text("As follows."))


def play() -> None:
    """A message stays unanswered; three days later the other side asks for a call."""
    talk = Talk()
    first = talk.say("NORTH", note("Our aim is limited"))

    # The call that South asks for is a case of its own: a request is not to be lost in
    # a correspondence.
    asked = talk.request("SOUTH", at=talk.now_s + 3 * DAY_S)

    # A kind word in writing is not yet an answer to it.
    talk.say("NORTH", note("We have your request"), answers=[asked])
    assert talk.contact(asked).outcome is Outcome.PENDING

    talk.say("NORTH", con.Accepted(), answers=[asked])
    when = window(talk.now_s + 600)
    record = con.Held(window=when, participants=("NORTH", "SOUTH"))
    held = talk.say("SOUTH", record, answers=[asked])
    talk.say("NORTH", con.Agreed(), answers=[asked, held])

    # The next day there are violations to report. The note answers the record of the
    # call, lies beside it ever after, and takes nothing back of what was agreed.
    noted = talk.say("NORTH", note("Violations"), answers=[held])
    contact = talk.contact(asked)
    assert noted.id in {each.id for each in contact.statements}
    assert contact.outcome is Outcome.HELD

    # The first message, which nobody has answered, stays where it is.
    assert talk.entered(first).case == first.id


def test_who_opens_the_call_finds_the_violations_beside_it() -> None:
    """Call, written message and note are one thread, and one never becomes another."""
    play()
