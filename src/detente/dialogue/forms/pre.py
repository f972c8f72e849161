"""PRE, a precondition in its numbered register (clause 11.25).

A precondition is said once, under a number of the party that raises it, and answered
apart from the requests it stands against: it never closes the line, and never a request
by itself. The party that raised it says that it is met or withdrawn; the other may
dispute it, or claim that it is met.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting


class Stated(Body, frozen=True, tag_field="act", tag="stated", kw_only=True):
    """A precondition is raised; the header's `answers` cite the requests it is for."""

    title: ClassVar[str] = "PRECONDITION STATED"
    opens: ClassVar[Opens] = "always"

    number: Annotated[
        int, label("Number", "In the register of the party that raises it")
    ]
    text: Annotated[Text, label("Precondition")]

    def summary(self) -> str:
        """Return number and text."""
        return f"PRECONDITION {self.number}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: number or text."""
        del setting
        if self.number < 1:
            yield Fault("11.25", "Preconditions are numbered from one.", voids=True)
        if not self.text.text.strip():
            yield Fault("11.25", "A precondition says nothing.")


class _Answer(Body, frozen=True, tag_field="act", kw_only=True):
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("Text")] = None


class Disputed(_Answer, frozen=True, tag="disputed"):
    """The other side holds that the precondition is none."""

    title: ClassVar[str] = "PRECONDITION DISPUTED"


class Met(_Answer, frozen=True, tag="met"):
    """It is met: said by who raised it, a fact of the register; else a claim."""

    title: ClassVar[str] = "PRECONDITION MET"


class Withdrawn(_Answer, frozen=True, tag="withdrawn"):
    """Who raised it does so no longer."""

    title: ClassVar[str] = "PRECONDITION WITHDRAWN"


Act: TypeAlias = Stated | Disputed | Met | Withdrawn

FORMS = (
    Form(
        "PRE",
        1,
        "Precondition",
        (Stated, Disputed, Met, Withdrawn),
        "precondition",
        frozenset({"CON", "PRE"}),
    ),
)
