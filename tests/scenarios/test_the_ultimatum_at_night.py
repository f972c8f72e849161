"""The ultimatum at night: what binds a side is released by two, or reviewed."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import HOUR_S, is_void, overdue

from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Reviewed
from detente.dialogue.forms.msg import Message

CLAUSES = ("11.14", "11.23")


def play() -> None:
    """One officer, at night, says what his side may not have decided."""
    talk = Talk(two_key_forms=("MSG",))
    demand = Message(subject=Text("The garrison"), text=Text("Leave in 48 hours."))

    # On one signature it is on record, and marked so on both screens: whoever reads it
    # at the other end sees that one man alone has said it.
    alone = talk.say("SOUTH", demand)
    assert talk.clauses(alone) == ["11.14"]
    assert talk.clauses(talk.say("SOUTH", demand, officers=(1, 2))) == []

    # As FLASH it goes out on one signature, since a FLASH must. A second officer is
    # then to review it within twelve hours, and both sides see whether it was done.
    flash = talk.say("SOUTH", demand, precedence="Z")
    assert talk.clauses(flash) == []
    for own in ("NORTH", "SOUTH"):
        assert ("SOUTH", "review") in overdue(talk, own, 13 * HOUR_S)

    # He cannot review himself.
    himself = talk.say("SOUTH", Reviewed(), answers=[flash])
    assert is_void(talk, himself)
    assert ("SOUTH", "review") in overdue(talk, "NORTH", 13 * HOUR_S)
    talk.say("SOUTH", Reviewed(), answers=[flash], officers=(2,))
    assert ("SOUTH", "review") not in overdue(talk, "NORTH", 13 * HOUR_S)


def test_an_ultimatum_on_one_signature_looks_like_one() -> None:
    """Haste is allowed, and is visible."""
    play()
