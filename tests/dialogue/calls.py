"""A call of South's watch, and the accounts of it."""

from tests.dialogue.talk import Talk

from detente.dialogue.cases.call import Call
from detente.dialogue.fields import Text
from detente.dialogue.forms.tel import CallRecord
from detente.dialogue.reading import Said

BEGAN_AGO_S = 400


def record(talk: Talk, **changed: object) -> CallRecord:
    """Return an account of a call of South's watch, taken by North's."""
    usual: dict[str, object] = {
        "caller": "SOUTH/Watch",
        "began": talk.now_s - BEGAN_AGO_S,
        "answered_after_s": 10,
        "message": "left",
        "words": Text("Your strikes hit our troops."),
        "read_back": Text("Strikes hit your troops."),
        "transcribed_by": "1",
    }
    return CallRecord(**{**usual, **changed})  # type: ignore[arg-type]


def enter(talk: Talk, code: str = "NORTH", **changed: object) -> Said:
    """Enter an account that opens its own case."""
    return talk.say(code, record(talk, **changed))


def call(talk: Talk, said: Said) -> Call:
    """Return the case of a call."""
    return talk.case(said, Call)
