"""Aircraft that nearly met, as North reports it, and the talk about it."""

from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due, Local
from detente.dialogue.cases.incident import Incident
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import inc
from detente.dialogue.position import Position
from detente.dialogue.reading import Said
from detente.dialogue.receipts import ReceiptBook

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


class Encounter:
    """A talk in which North reported, `after_s` later, that aircraft nearly met."""

    def __init__(self, after_s: int = 10 * MIN_S, /, **changed: object) -> None:
        self.talk = Talk(("EAST", "NORTH", "SOUTH"))
        self.happened = self.talk.now_s + 1 - after_s
        body = initial(**{"happened": self.happened, **changed})  # type: ignore[arg-type]
        info = ("EAST/Watch",)
        self.asked = self.by("NORTH", body, info_posts=info, precedence="O")

    def by(self, code: str, body: Body, **fields: object) -> Said:
        """Say something: to North, or from North to South."""
        to = "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"
        fields.setdefault("to_post", to)
        return self.talk.say(code, body, **fields)  # type: ignore[arg-type]

    def say(self, code: str, body: Body, *cited: Said, **fields: object) -> Said:
        """Say something in the case."""
        return self.by(code, body, answers=cited or [self.asked], **fields)

    def change(self, of: Said, body: Body, **fields: object) -> Said:
        """Change a statement by its own side."""
        fields.setdefault("kind", "UPDATE")
        return self.by(of.feed.party, body, changes=[of], **fields)

    @property
    def case(self) -> Incident:
        """The case."""
        standing = self.talk.standing()
        found = standing.case_of(standing.entries[self.asked.id])
        assert isinstance(found, Incident)
        return found

    @property
    def statuses(self) -> list[tuple[str, int, str]]:
        """Each fact: whose, its number, where it stands."""
        return [(f.party, f.number, f.status) for f in self.case.facts]

    def due(self) -> list[tuple[str, str, int]]:
        """Return what clause 19.4 asks: of whom, what, how long after the incident."""
        local = Local("SOUTH", self.talk.now_s, ReceiptBook([]))
        found: list[Due] = list(self.case.dues(self.talk.founding, local))
        rows = [
            (d.of, d.kind, d.at_s - self.happened) for d in found if d.clause == "19.4"
        ]
        return sorted(rows, key=lambda row: (row[2], row))
