"""An ordinary day on the line, on which nobody makes a mistake.

It goes the same way with any one clause switched off. So a switch takes away its clause
and not the line: a scenario that fails with it fails for want of that clause.
"""

from tests.dialogue.talk import Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.forms import con, stop
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.outcome import Outcome
from detente.dialogue.position import Position, ReadPosition

BRIDGE = Position(3_533_000, 4_013_000, mgrs="37SFV0270010225")


def ordinary_day() -> None:
    """Check the line, ask for a call and hold it, write, and stop a convoy."""
    talk = Talk()
    check = talk.say("NORTH", Challenge(path="https", text="Tide tables. Чай. 茶"))
    talk.say(
        "SOUTH",
        Echo(text="Tide tables. Чай. 茶", received=talk.now_s),
        answers=[check],
    )

    asked = talk.request()
    talk.say("SOUTH", con.Accepted(), answers=[asked])
    assert talk.contact(asked).outcome is Outcome.ACCEPTED
    when = window(talk.now_s + 3600)
    talk.say("SOUTH", con.Scheduled(window=when), answers=[asked])
    record = con.Held(window=when, participants=("NORTH/Minister", "SOUTH/Minister"))
    held = talk.say("NORTH", record, answers=[asked])
    talk.say("SOUTH", con.Agreed(), answers=[asked, held])
    assert talk.contact(asked).outcome is Outcome.HELD

    note = talk.say("NORTH", Message(subject=Text("Buoys"), text=Text("Moved.")))
    talk.say("SOUTH", Acknowledged(read_back=Text("Buoys moved.")), answers=[note])

    halt = stop.Requested(
        position=BRIDGE, happening=Text("A convoy."), since=talk.now_s, wanted="hold"
    )
    stopped = talk.say("SOUTH", halt, precedence="Z")
    read = ReadPosition("position", BRIDGE.lat_e5, BRIDGE.lon_e5)
    talk.say(
        "NORTH",
        Acknowledged(read_back=Text("Hold."), positions=(read,)),
        answers=[stopped],
    )
    talk.say("NORTH", stop.Stopped(at=talk.now_s), answers=[stopped])
    entered = talk.standing().entries
    assert entered[check.id].effective
    assert entered[note.id].effective
    assert entered[stopped.id].effective
