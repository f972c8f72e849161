"""POS, live positions of a movement or of an incident (clauses 35.1 to 35.4).

Kunduz 2015: who flew had no current picture, and nobody could lay one beside the list.
A convoy whose owner wants it seen says so, once; from then on one entry a minute names
a batch of reports by its hash. Nothing else is followed: neither a patrol nor a ship of
a notice, for what moves in a notice is its owner's secret. Whether an entry has its
place is folded by `detente.dialogue.sharing`; what a batch is, byte for byte, is
`detente.dialogue.batch`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from detente.dialogue.fault import Fault
from detente.dialogue.fields import label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.terms import PositionTerms
from detente.record.feed import HASH_BYTES

MEDIA_TYPE = "application/vnd.detente.positions"


class Positions(Body, frozen=True, tag_field="act"):
    """What is said of the live positions of a case."""

    opens: ClassVar[Opens] = "never"
    clocked: ClassVar[bool] = False
    during_suspension: ClassVar[bool] = True

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: a charter that lets no positions travel."""
        if setting.founding.charter.terms.positions is None:
            yield Fault("35.1", "The charter permits no live positions.", voids=True)


class Shared(Positions, frozen=True, tag="shared", kw_only=True):
    """The owner lets live positions be seen; a CANCEL of it ends that."""

    title: ClassVar[str] = "LIVE POSITIONS SHARED"

    tracker: Annotated[str, label("Tracker", "What reports: its kind and number")]
    fastest_kmh: Annotated[
        int | None,
        label("Fastest", "In km/h: what is faster is no true report"),
    ] = None

    def summary(self) -> str:
        """Return what reports."""
        return f"{self.title}: {self.tracker}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no tracker named, no speed that could be."""
        yield from super().faults(setting)
        fastest_kmh = self.fastest_kmh
        if not self.tracker.strip() or (fastest_kmh is not None and fastest_kmh < 1):
            yield Fault("35.1", "It names no tracker, or a speed of none.")


class Reported(Positions, frozen=True, tag="reported", kw_only=True):
    """A batch of reports, attached by its hash; `first` and `last` are of reports."""

    title: ClassVar[str] = "POSITIONS"
    automatic: ClassVar[bool] = True

    sha256: Annotated[bytes, label("SHA-256", "Of the batch attached")]
    reports: Annotated[int, label("Reports", "How many there are in the batch")]
    first: Annotated[int, label("First report at")]
    last: Annotated[int, label("Last report at")]

    def summary(self) -> str:
        """Return how many reports there are."""
        return f"{self.title}: {self.reports}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no batch attached, more than a step of them."""
        yield from super().faults(setting)
        header, terms = setting.header, setting.founding.charter.terms.positions
        if header.kind != "NEW":
            yield Fault("35.3", "A batch of positions is not changed.", voids=True)
        listed = [each.sha256 for each in header.attachments]
        if len(self.sha256) != HASH_BYTES or listed != [self.sha256]:
            sentence = "It attaches another batch than it names, or none."
            yield Fault("35.3", sentence, voids=True)
        if self.reports < 1 or not 0 <= self.first <= self.last:
            yield Fault("35.3", "Its reports are none, or of no time.", voids=True)
        elif self.last > header.released:
            sentence = "It has reports of a time to come."
            yield Fault("35.3", sentence, voids=True)
        elif terms is not None and step(self.first, terms) != step(self.last, terms):
            sentence = "Its reports are not of one step of the charter's rate."
            yield Fault("35.4", sentence, voids=True)


def step(at_s: int, terms: PositionTerms) -> int:
    """Return the step of the charter's rate in which a time lies (clause 35.4)."""
    return at_s // terms.every_s


FORMS = (
    Form(
        "POS",
        1,
        "Live positions",
        (Shared, Reported),
        answers=frozenset({"MOVE", "INC"}),
    ),
)
