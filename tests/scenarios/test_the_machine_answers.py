"""The machine answers: that it was stored is not that anyone has read it."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, is_void, overdue

from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.msg import Message

CLAUSES = ("11.15", "11.20")


def play() -> None:
    """A warning arrives at a desk where nobody sits."""
    talk = Talk()
    warning = Message(subject=Text("Rocket"), text=Text("A test, from the coast."))
    sent = talk.say("NORTH", warning, precedence="Z")

    # South's machine has it, and says so within seconds, under its keys.
    stored = talk.receipt("SOUTH", "NORTH", sent.position + 1, talk.now_s + 2)

    # It does not stop the clock. In ten minutes a person is wanted, on both screens.
    for own in ("NORTH", "SOUTH"):
        due = overdue(talk, own, 10 * MINUTE_S, receipts=(stored,))
        assert ("SOUTH", "acknowledge") in due

    # Somebody has set the machine up to acknowledge by itself. That is void.
    read = Acknowledged(read_back=Text("Read and understood."))
    by_machine = talk.by_node("SOUTH", read, answers=[sent])
    assert is_void(talk, by_machine)
    due = overdue(talk, "NORTH", 10 * MINUTE_S, receipts=(stored,))
    assert ("SOUTH", "acknowledge") in due

    # An officer reads it.
    heard = Acknowledged(read_back=Text("A rocket test, from your coast."))
    talk.say("SOUTH", heard, answers=[sent])
    due = overdue(talk, "NORTH", 10 * MINUTE_S, receipts=(stored,))
    assert ("SOUTH", "acknowledge") not in due


def test_a_machine_never_speaks_for_a_person() -> None:
    """It holds, and says that it holds."""
    play()
