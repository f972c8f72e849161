"""Alone at night: who takes the watch unrelieved says so, and what he takes over."""

import msgspec
from tests.dialogue.talk import Talk
from tests.scenarios.watch import HOUR_S, is_void, overdue

from detente.dialogue import turnover
from detente.dialogue.asked import Local
from detente.dialogue.fields import Text
from detente.dialogue.forms import hov, stop
from detente.dialogue.forms.msg import Message
from detente.dialogue.position import Position
from detente.dialogue.receipts import ReceiptBook

CLAUSES = ("16.9", "16.11", "16.12", "16.13")

BRIDGE = Position(3_533_000, 4_013_000, mgrs="37SFV0270010225")


def play() -> None:
    """The first officer leaves at midnight. Who comes in finds the chair empty."""
    talk = Talk(two_key_forms=("MSG", "HOV"))
    evening = hov.Relieved(incoming=1, outgoing=2, declared="open")
    talk.say("SOUTH", evening, officers=(1, 2))
    fire = stop.Requested(
        position=BRIDGE, happening=Text("Shells."), since=talk.now_s, wanted="hold"
    )
    asked = talk.say("NORTH", fire, precedence="Z")
    warning = Message(subject=Text("Rocket"), text=Text("At dawn."))
    sent = talk.say("NORTH", warning, precedence="Z", officers=(1, 2))
    passing = stop.Understood(passed_to="Brigade")
    passed = talk.say("SOUTH", passing, answers=[asked], precedence="Z")
    talk.now_s += HOUR_S

    # The node lists what lies open, for there is nobody to ask. The STOP is among it:
    # it was understood, and nothing came of it yet. So is South's own answer to it,
    # which nobody in North has read.
    local = Local("SOUTH", talk.now_s, ReceiptBook([]))
    lists = turnover.propose(talk.standing(), local, "open")
    found = hov.Assumed(incoming=2, **msgspec.structs.asdict(lists))
    assert found.open_stops == (asked.header.reference,)
    open_z = tuple(each.header.reference for each in (asked, sent, passed))
    assert found.open_z == open_z
    assert found.taken_over == ()

    # Entered as it is proposed, it is marked: he has not said that he has read them.
    hasty = talk.say("SOUTH", found, officers=(2,))
    assert talk.clauses(hasty) == ["16.11"]

    # He reads all three and names them. One signature suffices, for there is one man;
    # and nothing that North says meanwhile, or leaves unsaid, holds him up.
    taken = msgspec.structs.replace(
        found, taken_over=found.open_z, reason=Text("Nobody at the desk.")
    )
    assumed = talk.say("SOUTH", taken, officers=(2,))
    assert talk.clauses(assumed) == []
    assert not is_void(talk, assumed)
    kinds = [kind for of, kind in overdue(talk, "SOUTH") if of == "SOUTH"]
    assert "result of STOP" in kinds

    # Both sides see who has South's watch, and that nobody handed it to him.
    watch = turnover.on_watch(talk.standing(), "SOUTH")
    assert watch is not None
    assert (watch.officer, watch.unrelieved) == (2, True)


def test_what_the_evening_knew_the_night_does_not_learn_by_accident() -> None:
    """The lists come from the record, and the officer takes over by name."""
    play()
