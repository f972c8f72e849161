"""The suspension: declared in writing, and deaf to nothing that saves a life."""

from tests.dialogue.amending import suspend
from tests.dialogue.talk import Talk

from detente.dialogue import suspension
from detente.dialogue.fields import Text
from detente.dialogue.forms import cht, stop
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.position import Position

CLAUSES = ("22.3", "22.5", "22.6")

NOTICE = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
BRIDGE = Position(3_533_000, 4_013_000, mgrs="37SFV0270010225")


def play() -> None:
    """South suspends the line for a week; people die on no account of it."""
    talk = Talk()
    suspended = suspend(talk, "SOUTH")
    declared = suspension.declared(talk.standing().charters, talk.now_s)
    assert declared.state == "suspended"

    # North says something all the same. It is marked, held, and to be read.
    noted = talk.say("NORTH", NOTICE)
    assert talk.clauses(noted) == ["22.5"]
    assert talk.entered(noted).effective

    # The check of the line is none of what is suspended, nor is a STOP.
    checked = talk.say("NORTH", Challenge(path="https", text="Чай 茶"))
    assert talk.clauses(checked) == []
    halt = stop.Requested(
        position=BRIDGE, happening=Text("A convoy."), since=talk.now_s, wanted="hold"
    )
    asked = talk.say("NORTH", halt, precedence="Z")
    answered = talk.say("SOUTH", stop.Stopped(at=talk.now_s), answers=[asked])
    assert "22.5" not in talk.clauses(asked) + talk.clauses(answered)

    # South resumes, and the line is open: by its word, and from its hour on.
    talk.say("SOUTH", cht.Resumed(), answers=[suspended])
    declared = suspension.declared(talk.standing().charters, talk.now_s)
    assert declared.state == "open"
    assert talk.clauses(talk.say("NORTH", NOTICE)) == []


def test_a_suspended_line_is_a_line() -> None:
    """What is declared is in the record, and nobody asks a spokesman."""
    play()
