"""The head of government: four receipts, and none is taken for another."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, is_void, overdue

from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Acknowledged, Delivered, Opened
from detente.dialogue.forms.msg import Message

CLAUSES = ("11.23",)


def play() -> None:
    """A letter for the head of government reaches a desk, and then an anteroom."""
    talk = Talk()
    letter = Message(subject=Text("To the Minister"), text=Text("In person."))
    sent = talk.say("NORTH", letter, precedence="Z")

    # It was opened, and it was carried to the minister's office. Neither says that
    # anybody understood it: that is still asked for.
    talk.say("SOUTH", Opened(), answers=[sent])
    brought = Delivered(principal="SOUTH/Minister", at=talk.now_s)
    delivered = talk.say("SOUTH", brought, answers=[sent])
    assert ("SOUTH", "acknowledge") in overdue(talk, "NORTH", 10 * MINUTE_S)

    # Nor can North receipt its own letter in South's place.
    understood = Acknowledged(read_back=Text("A letter for the minister in person."))
    assert is_void(talk, talk.say("NORTH", understood, answers=[sent]))

    # Each act stands by itself, with the post it names and its time.
    talk.say("SOUTH", understood, answers=[sent])
    assert ("SOUTH", "acknowledge") not in overdue(talk, "NORTH", 10 * MINUTE_S)
    case = talk.case_of(sent)
    kinds = [type(each.by.body) for each in case.receipts]
    assert kinds == [Opened, Delivered, Acknowledged]
    assert case.receipts[1].by.id == delivered.id


def test_a_letter_in_the_anteroom_is_not_a_letter_that_was_read() -> None:
    """Stored, opened, acknowledged and delivered are four things."""
    play()
