"""LOG, the watch log: what the watch writes down for itself (clause 27.1).

A log that can be tidied up afterwards says what its keeper wishes he had done. So each
line is a signed entry of a channel of one's own, and stays: a mistake is struck through
by who signed it, and what was struck is read for ever beside what took its place. Who
has the watch stands in it as well, with the turnover that the other side was given, if
there was one. What the other side is not to know belongs here, so LOG is void wherever
another party listens. Corrections are folded by `detente.dialogue.cases.log`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Precedence, Setting
from detente.record.errors import Malformed
from detente.record.statement import parse_reference


class _Log(Body, frozen=True, tag_field="act"):
    clocked: ClassVar[bool] = False
    always: ClassVar[Precedence | None] = "R"
    one_suffices: ClassVar[bool] = True

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: others read it, or it changes by its kind."""
        if not setting.founding.charter.alone:
            yield Fault(
                "27.1", "The watch log is for a channel of one's own.", voids=True
            )
        header, strikes = setting.header, isinstance(self, Correction)
        kind = "CORRECTION" if strikes else "NEW"
        if header.kind != kind or len(header.changes) != strikes:
            yield Fault(
                "27.3", "One line of the log is changed, by a correction.", voids=True
            )


class _Line(_Log, frozen=True, kw_only=True):
    """A line of the log; `at` is when it happened, as its writer says."""

    opens: ClassVar[Opens] = "always"

    at: Annotated[int, label("At")]

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also a time to come."""
        yield from super().faults(setting)
        if self.at > setting.header.released:
            yield Fault("27.2", "A line of the log is of a time to come.")


class Entry(_Line, frozen=True, tag="entry", kw_only=True):
    """What happened. `about` is a statement of whatever channel, by its reference."""

    title: ClassVar[str] = "ENTRY"

    text: Annotated[Text, label("Text")]
    about: Annotated[str, label("About", "A reference, of any channel")] = ""

    def summary(self) -> str:
        """Return the text."""
        return f"{self.title}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing said, or about no statement."""
        yield from super().faults(setting)
        if not self.text.text.strip():
            yield Fault("27.2", "An entry of the log says nothing.")
        if self.about and _form(self.about) is None:
            yield Fault("27.2", "What the entry is about is no reference.")


class Correction(_Log, frozen=True, tag="correction", kw_only=True):
    """The line cited is struck through; `text` stands in its place, if there is any."""

    title: ClassVar[str] = "CORRECTION"
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("In its place", "Left out: only struck")] = None

    def summary(self) -> str:
        """Return what stands in place of the line."""
        return f"{self.title}: {self.text or 'struck through'}"


class _Watch(_Line, frozen=True, kw_only=True):
    officer: Annotated[int, label("Officer", "Number of the credential")]
    turnover: Annotated[str, label("Turnover", "Reference of the HOV, if any")] = ""

    def summary(self) -> str:
        """Return which officer."""
        return f"{self.title}, officer {self.officer}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no officer, or no turnover cited."""
        yield from super().faults(setting)
        if self.officer < 1:
            yield Fault("27.4", "The officer has no credential's number.")
        if self.turnover and _form(self.turnover) != "HOV":
            yield Fault("27.4", "The turnover cited is no HOV.")


class _Handed(_Watch, frozen=True, kw_only=True):
    other: Annotated[
        int, label("Other officer", "Whom, or by whom: number of the credential")
    ]

    def summary(self) -> str:
        """Return both officers."""
        return f"{super().summary()}; the other is officer {self.other}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also an officer who relieves himself."""
        yield from super().faults(setting)
        if self.other < 1 or self.other == self.officer:
            yield Fault("27.4", "The other officer is not another one.")


class Assumed(_Handed, frozen=True, tag="assumed", kw_only=True):
    """`officer` has taken the watch from `other`: the first line of a watch."""

    title: ClassVar[str] = "WATCH ASSUMED"


class Relieved(_Handed, frozen=True, tag="relieved", kw_only=True):
    """`officer` was properly relieved by `other`: the last line of a watch."""

    title: ClassVar[str] = "WATCH RELIEVED"


class AssumedAlone(_Watch, frozen=True, tag="assumed alone", kw_only=True):
    """`officer` has taken the watch, and nobody handed it over."""

    title: ClassVar[str] = "WATCH ASSUMED, UNRELIEVED"

    reason: Annotated[Text | None, label("Reason")] = None


def _form(reference: str) -> str | None:
    """Return the form that a reference names; None where it is no reference."""
    try:
        return parse_reference(reference).form
    except Malformed:
        return None


Line: TypeAlias = Entry | Assumed | Relieved | AssumedAlone

FORMS = (
    Form(
        "LOG",
        1,
        "Watch log",
        (Entry, Correction, Assumed, Relieved, AssumedAlone),
        "log",
        frozenset(),
    ),
)
