"""The operators' chat: a word between operators answers nothing and states nothing."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, is_void, overdue

from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.ord import OrderWire

CLAUSES = ("14.4", "16.7", "16.8")


def play() -> None:
    """A warning comes in while two operators talk about a garbled page."""
    talk = Talk()
    garbled = OrderWire(text="Your last page is garbled.")
    wire = talk.say("SOUTH", garbled, precedence="R")
    again = OrderWire(text="We send it by the folder.")
    assert talk.clauses(talk.say("NORTH", again, answers=[wire], precedence="R")) == []

    # Nobody is asked to acknowledge chat, and it goes behind everything else.
    assert overdue(talk, "SOUTH", 60 * MINUTE_S) == []
    loud = talk.say("SOUTH", garbled, precedence="Z")
    assert talk.clauses(loud) == ["14.4"]

    # A FLASH arrives. South's operator types that he has it, and means to be helpful.
    warning = Message(subject=Text("Rocket"), text=Text("A test, from the coast."))
    sent = talk.say("NORTH", warning, precedence="Z")
    got = OrderWire(text="Got it. All is well here, and you have our word.")
    chat = talk.say("SOUTH", got, answers=[sent], precedence="R")

    # It is void there. North still waits for an officer, and has nobody's word.
    assert is_void(talk, chat)
    assert ("SOUTH", "acknowledge") in overdue(talk, "NORTH", 10 * MINUTE_S)

    # Nor does a page become chat by being sent as such.
    page = OrderWire(text="Our position is as follows. " * 12)
    assert talk.clauses(talk.say("SOUTH", page, precedence="R")) == ["16.8"]

    read = Acknowledged(read_back=Text("A rocket test, from your coast."))
    talk.say("SOUTH", read, answers=[sent])
    assert ("SOUTH", "acknowledge") not in overdue(talk, "NORTH", 10 * MINUTE_S)


def test_what_operators_say_among_themselves_is_nobodys_word() -> None:
    """It stays on the order wire, and the officer's clock runs on."""
    play()
