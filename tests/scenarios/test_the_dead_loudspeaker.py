"""The dead loudspeaker: the other side learns that nobody may hear it."""

from tests.dialogue.talk import Talk
from tests.scenarios.watch import MINUTE_S, overdue

from detente.dialogue.fields import Text
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.wch import Attended, Unattended
from detente.node import attending
from detente.node.sounder import Tried

CLAUSES = ("23.4", "23.5")

DEAD = (Tried("device hw:0", "aplay ended with 1"), Tried("webhook", "no answer"))
MENDED = (Tried("device hw:0"), Tried("webhook", "no answer"))


def play() -> None:
    """A plug is pulled at South's watch, and a FLASH comes in."""
    talk = Talk()
    warning = Message(subject=Text("Rocket"), text=Text("A test, from the coast."))
    sent = talk.say("NORTH", warning, precedence="Z")
    assert ("SOUTH", "acknowledge") in overdue(talk, "NORTH", 10 * MINUTE_S)

    # South's node cannot sound it on any channel. It says so, by itself and once.
    standing = talk.standing()
    assert attending.is_attended(standing, "SOUTH")
    said = attending.told(standing, "SOUTH", DEAD, talk.now_s)
    assert said == Unattended(since=talk.now_s)
    dead = talk.by_node("SOUTH", said)
    assert talk.clauses(dead) == []
    assert attending.told(talk.standing(), "SOUTH", DEAD, talk.now_s) is None

    # North's officer sees it, and need not take a dead loudspeaker for a refusal. He
    # has nothing to acknowledge, and telephones.
    assert not attending.is_attended(talk.standing(), "SOUTH")
    asked_of_north = [of for of, _ in overdue(talk, "NORTH", 12 * 60 * MINUTE_S)]
    assert "NORTH" not in asked_of_north

    # The plug is back. One channel that sounds is enough, and North sees that too.
    said = attending.told(talk.standing(), "SOUTH", MENDED, talk.now_s)
    assert said == Attended(since=talk.now_s)
    talk.by_node("SOUTH", said)
    assert attending.is_attended(talk.standing(), "SOUTH")
    assert attending.told(talk.standing(), "SOUTH", MENDED, talk.now_s) is None

    # The warning has waited all the while, and waits still.
    assert ("SOUTH", "acknowledge") in overdue(talk, "SOUTH", 10 * MINUTE_S)
    assert talk.entered(sent).effective


def test_a_dead_loudspeaker_is_not_a_silent_officer() -> None:
    """Its node says which of the two it is."""
    play()
