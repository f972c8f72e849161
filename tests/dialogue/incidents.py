"""Aircraft that nearly met, as North reports it, and the talk about it."""

from tests.dialogue.matter import Matter

from detente.dialogue.cases.incident import Incident
from detente.dialogue.fields import Text
from detente.dialogue.forms import inc
from detente.dialogue.position import Position

MIN_S = 60
SPOT = Position(1_850_000, 11_250_000, mgrs="49QFA7213853213")
RECORD = inc.Recorded(text=Text("They touched."), measures=(Text("A call first."),))


def initial(happened: int, **changed: object) -> inc.Initial:
    """Return a first report of a near miss."""
    usual: dict[str, object] = {
        "happened": happened,
        "position": SPOT,
        "who": "Patrol aircraft, North",
        "whom": "Fighter, South",
        "what": "near miss",
        "emergency": Text("None."),
    }
    return inc.Initial(**{**usual, **changed})  # type: ignore[arg-type]


def full(**changed: object) -> inc.Account:
    """Return a full account."""
    usual: dict[str, object] = {
        "code": "near miss",
        "narrative": Text("It passed under the nose."),
        "assessment": "UNSAFE",
    }
    return inc.Account(**{**usual, **changed})  # type: ignore[arg-type]


def facts(*texts: str, first: int = 1) -> inc.Facts:
    """Return numbered facts."""
    return inc.Facts(first=first, facts=tuple(map(Text, texts)))


class Encounter(Matter[Incident]):
    """A talk in which North reported, `after_s` later, that aircraft nearly met."""

    family = Incident

    def __init__(self, after_s: int = 10 * MIN_S, /, **changed: object) -> None:
        super().__init__()
        self.happened = self.talk.now_s + 1 - after_s
        body = initial(**{"happened": self.happened, **changed})  # type: ignore[arg-type]
        info = ("EAST/Watch",)
        self.asked = self.by("NORTH", body, info_posts=info, precedence="O")

    @property
    def statuses(self) -> list[tuple[str, int, str]]:
        """Each fact: whose, its number, where it stands."""
        return [(f.party, f.number, f.status) for f in self.case.facts]

    def due(self) -> list[tuple[str, str, int]]:
        """Return what clause 19.4 asks: of whom, what, how long after the incident."""
        found = [each for each in self.dues("SOUTH") if each.clause == "19.4"]
        rows = [(each.of, each.kind, each.at_s - self.happened) for each in found]
        return sorted(rows, key=lambda row: (row[2], row))
