"""A balloon that North asks about, or admits to be its own."""

from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due
from detente.dialogue.cases.object import ObjectCase
from detente.dialogue.forms import obj
from detente.dialogue.position import Position
from detente.dialogue.reading import Said

SPOT = Position(3_671_800, 6_886_300, mgrs="42SVF8776163590")


def told(talk: Talk, kind: type[obj.Told], **changed: object) -> obj.Told:
    """Return a question or admission about a balloon."""
    usual: dict[str, object] = {
        "kind": "balloon",
        "position": SPOT,
        "since": talk.now_s - 60,
    }
    return kind(**{**usual, **changed})  # type: ignore[arg-type]


def ask(talk: Talk, **changed: object) -> Said:
    """Let North ask whose the balloon is."""
    return talk.say("NORTH", told(talk, obj.Question, **changed), precedence="Z")


def ask_before_east(talk: Talk) -> Said:
    """Let North ask South whose the balloon is, and tell East of it."""
    question = told(talk, obj.Question)
    info = ("EAST/Watch",)
    return talk.say(
        "NORTH", question, to_post="SOUTH/Watch", info_posts=info, precedence="Z"
    )


def admit(talk: Talk) -> Said:
    """Let North admit that the balloon is its own."""
    return talk.say("NORTH", told(talk, obj.Admission), precedence="Z")


def answer(talk: Talk, code: str, body: obj.Answer, asked: Said) -> Said:
    """Answer a question."""
    return talk.say(code, body, answers=[asked], precedence="Z")


def case(talk: Talk, asked: Said) -> ObjectCase:
    """Return the case of an object."""
    return talk.case(asked, ObjectCase)


def due(talk: Talk, clause: str) -> list[Due]:
    """Return what the clocks ask now by a clause."""
    return [each for each in talk.dues("SOUTH") if each.clause == clause]
