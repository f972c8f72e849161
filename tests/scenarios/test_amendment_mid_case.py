"""An amendment in mid-case: what has begun keeps the terms that it began under."""

from tests.dialogue.amending import FASTER, accept, propose
from tests.dialogue.talk import Talk

from detente.dialogue import due
from detente.dialogue.asked import Local
from detente.dialogue.fields import Text
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook

CLAUSES = ("10.13", "10.14")

NOTICE = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
ROUTINE_S = 21_600


def time_to_read(talk: Talk, said: Said) -> int:
    """Return within what time a statement is to be acknowledged, as the clocks ask."""
    local = Local("NORTH", said.header.released, ReceiptBook([]))
    found = due.dues(talk.standing(), local)
    (asked,) = [d for d in found if d.about is not None and d.about.id == said.id]
    return asked.at_s - said.header.released


def play() -> None:
    """South proposes ten minutes in place of six hours, and North accepts."""
    talk = Talk()
    begun = talk.say("NORTH", NOTICE)
    assert time_to_read(talk, begun) == ROUTINE_S
    proposed = propose(talk, "SOUTH")
    unaware = {"NORTH": talk.heads()["NORTH"]}
    accept(talk, "NORTH", proposed)

    # South has not seen North's consent yet. It speaks under the old version, rightly.
    still = talk.say("SOUTH", NOTICE, seen=unaware)
    assert talk.clauses(still) == []

    # Once it has, the new version binds what it says, with the new time.
    bound = talk.say("SOUTH", NOTICE, charter_version=2)
    assert talk.clauses(bound) == []
    assert time_to_read(talk, bound) == FASTER.acknowledge_r_s

    # The notice that North gave before keeps its six hours.
    assert time_to_read(talk, begun) == ROUTINE_S


def test_no_clock_is_shortened_under_whom_it_asks() -> None:
    """Nor is anyone bound by what he could not have seen."""
    play()
