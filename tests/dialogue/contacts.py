"""What the sides of a contact request say: to each act its body, and whole courses."""

from typing import TypeAlias

from tests.dialogue.talk import START_S, Talk, window

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import con
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said

HELLO = Message(subject=Text("Exercise"), text=Text("It begins at noon."))
NO = con.Refused(reason="conditions", text=Text("There is no atmosphere for it."))
SOON = con.Scheduled(window=window(START_S + 30))
OFF = con.Cancelled(reason=Text("Circumstances."))
STEP_DOWN = con.AcceptedLower(post="Working level")
LOWER = "Working level"

Line: TypeAlias = tuple[str, Body]


def play(talk: Talk, asked: Said, course: list[Line]) -> list[Said]:
    """Let the sides say this of a request, one after the other."""
    return [talk.say(code, body, answers=[asked]) for code, body in course]
