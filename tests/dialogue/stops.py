"""A STOP that North asks of South, to cease fire at a position."""

from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due
from detente.dialogue.cases.stop import StopCase
from detente.dialogue.fields import Text
from detente.dialogue.forms import stop
from detente.dialogue.position import Position, ReadPosition
from detente.dialogue.reading import Said

SPOT = Position(3_671_800, 6_886_300, mgrs="42SVF8776163590")
READ = ReadPosition("position", 3_671_810, 6_886_310)
OFF = ReadPosition("position", 3_679_900, 6_886_310)


def ask(talk: Talk, **changed: object) -> Said:
    """Ask South to cease fire at a position, as Z."""
    usual: dict[str, object] = {
        "position": SPOT,
        "happening": Text("Bombs on a hospital."),
        "since": talk.now_s - 60,
        "wanted": "cease fire",
    }
    body = stop.Requested(**{**usual, **changed})  # type: ignore[arg-type]
    return talk.say("NORTH", body, precedence="Z")


def case(talk: Talk, asked: Said) -> StopCase:
    """Return the case of a STOP."""
    return talk.case(asked, StopCase)


def due(talk: Talk, own: str = "SOUTH") -> list[Due]:
    """Return what the clocks ask now, line checks left out."""
    return [d for d in talk.dues(own) if d.kind != "line check"]
