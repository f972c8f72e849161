"""CFL, which conflicts a side's node finds in what both hold (clause 34.10).

Two programs that find different conflicts in one record are more dangerous than none:
each side would be sure. So a node says by itself what it has found, as a digest at
heads that it names, and the other's node compares that with its own. It says nothing
of any one conflict: those, both hold.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.fields import label
from detente.dialogue.form import Body, Form, Opens, Setting

DIGEST_BYTES: Final = 32


class HeadOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many entries of a feed were held."""

    party: Annotated[str, label("Party")]
    generation: Annotated[int, label("Generation")]
    size: Annotated[int, label("Entries")]


class Stated(Body, frozen=True, tag_field="act", tag="stated", kw_only=True):
    """At these heads, these conflicts were found, by this engine.

    `digest` is that of all lives (clause 34.7), `standing` counts those that stand.
    """

    title: ClassVar[str] = "CONFLICTS STATED"
    opens: ClassVar[Opens] = "free"
    automatic: ClassVar[bool] = True
    clocked: ClassVar[bool] = False

    engine: Annotated[str, label("Engine", "By whose rules conflicts are found")]
    heads: Annotated[tuple[HeadOf, ...], label("Heads", "Of the record looked at")]
    standing: Annotated[int, label("Conflicts that stand")]
    digest: Annotated[bytes, label("Digest", "Of all conflicts, past ones too")]

    def summary(self) -> str:
        """Return how many conflicts stand, and by whose rules."""
        return f"{self.title}: {self.standing} standing, {self.engine}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: it says nothing that can be compared."""
        header = setting.header
        shown = {(each.party, each.generation): each.size for each in header.seen}
        own = header.reference.partition("/")[0]
        if len(self.digest) != DIGEST_BYTES or not self.engine.strip():
            yield Fault("34.10", "It lacks a digest or an engine.", voids=True)
        if self.standing < 0 or min((each.size for each in self.heads), default=0) < 1:
            yield Fault("34.10", "It counts less than none.", voids=True)
        others = (each for each in self.heads if each.party != own)
        if any(
            each.size > shown.get((each.party, each.generation), 0) for each in others
        ):
            yield Fault("34.10", "It rests on heads that it has not seen.", voids=True)


FORMS = (Form("CFL", 1, "Conflicts compared", (Stated,), "thread", frozenset()),)
