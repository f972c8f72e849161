"""HOV, the turnover of the watch, as far as the other side is told (clause 16.9).

What one watch knows and does not hand on, the next one learns by accident. In the
channel a turnover says who has the watch now, and what lies open between the sides, so
that a slip in the list is seen by whoever holds the same record.

It says only what the other side may know: who has the watch (numbers of credentials,
which the key document lists), the paths of this line as seen from here, statements
that both hold, what their clocks ask, checks missed, and faults of the line that the
other side would notice. Own orders, own equipment, other channels, and what the watch
thinks of it all have no field here: they belong in the watch's own log, which stands in
a channel of one's own (clause 27.1). What the lists hold is proposed by
`detente.dialogue.turnover`; that each open FLASH is taken over is for the officer to
say, one by one.
"""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.record.errors import Malformed
from detente.record.statement import parse_reference

Declared: TypeAlias = Literal["open", "restricted", "suspended"]
BOTH = 2
_NUMBER: Final = re.compile(r"[0-9]{5}( [0-9]{5}){2}")


class Deadline(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Something that a clock asks of a party, about a statement if `about` has one."""

    at: Annotated[int, label("Due")]
    asked: Annotated[str, label("What is asked")]
    of: Annotated[str, label("Of whom", "The party's code")]
    about: Annotated[str, label("About", "A reference")] = ""


class _Turnover(Body, frozen=True, tag_field="act", kw_only=True):
    """What lies open between the sides when the watch changes.

    Lists of statements hold references. `taken_over` names each open FLASH that the
    incoming officer has read and answers for from now on; `unlisted` counts what the
    lists have no room for.
    """

    opens: ClassVar[Opens] = "always"
    clocked: ClassVar[bool] = False
    one_suffices: ClassVar[bool] = True
    during_suspension: ClassVar[bool] = True

    incoming: Annotated[int, label("Incoming officer", "Number of the credential")]
    declared: Annotated[Declared, label("Line, as declared")]
    paths_up: Annotated[tuple[str, ...], label("Paths that work")] = ()
    paths_down: Annotated[tuple[str, ...], label("Paths that fail")] = ()
    open_z: Annotated[tuple[str, ...], label("Open FLASH", "References")] = ()
    taken_over: Annotated[
        tuple[str, ...], label("FLASH taken over", "References, one by one")
    ] = ()
    open_o: Annotated[tuple[str, ...], label("Open IMMEDIATE", "References")] = ()
    open_stops: Annotated[tuple[str, ...], label("Open STOPs", "References")] = ()
    deadlines: Annotated[
        tuple[Deadline, ...], label("Deadlines", "Overdue, and of the next 12 h")
    ] = ()
    expected: Annotated[
        tuple[str, ...], label("Next 12 h", "References of what is to take place")
    ] = ()
    missed_checks: Annotated[
        tuple[Deadline, ...], label("Missed checks", "Of the last 24 h")
    ] = ()
    conflicts: Annotated[tuple[str, ...], label("Open conflicts", "Their numbers")] = ()
    unlisted: Annotated[int, label("Not listed", "How many more there are")] = 0
    line_faults: Annotated[tuple[Text, ...], label("Faults of the line")] = ()
    text: Annotated[Text | None, label("Text")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: an officer, a reference, a FLASH passed over."""
        del setting
        if self.incoming < 1:
            yield Fault("16.11", "The incoming officer has no credential's number.")
        listed = (self.open_z, self.taken_over, self.open_o, self.open_stops)
        if not all(_is_reference(each) for row in listed for each in row):
            yield Fault("16.11", "An open statement is not named by its reference.")
        if not all(_NUMBER.fullmatch(each) for each in self.conflicts):
            yield Fault("16.11", "An open conflict is not named by its number.")
        passed_over = len(set(self.open_z) - set(self.taken_over))
        if passed_over:
            yield Fault("16.11", f"{passed_over} open FLASH were not taken over.")


class Relieved(_Turnover, frozen=True, tag="relieved", kw_only=True):
    """One officer hands the watch to another; both sign."""

    title: ClassVar[str] = "WATCH RELIEVED"

    outgoing: Annotated[int, label("Outgoing officer", "Number of the credential")]

    def summary(self) -> str:
        """Return who hands over to whom, and what is open."""
        whom = f"officer {self.outgoing} by officer {self.incoming}"
        return f"{self.title}, {whom}; {_open(self)}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also an officer who relieves himself."""
        yield from super().faults(setting)
        if self.outgoing < 1 or self.outgoing == self.incoming:
            yield Fault("16.11", "The outgoing officer is not another one.")
        if len(set(setting.header.releasers)) < BOTH:
            yield Fault("16.11", "A turnover between two officers bears one signature.")


class Assumed(_Turnover, frozen=True, tag="assumed alone", kw_only=True):
    """An officer takes the watch and nobody hands it over: unrelieved."""

    title: ClassVar[str] = "WATCH ASSUMED, UNRELIEVED"

    reason: Annotated[Text | None, label("Reason")] = None

    def summary(self) -> str:
        """Return who took the watch, and what is open."""
        return f"{self.title}, by officer {self.incoming}; {_open(self)}"


Turnover: TypeAlias = Relieved | Assumed


def _open(turnover: _Turnover) -> str:
    counts = len(turnover.open_z), len(turnover.open_o), len(turnover.open_stops)
    return "open: {} Z, {} O, {} STOP".format(*counts)


def _is_reference(text: str) -> bool:
    try:
        parse_reference(text)
    except Malformed:
        return False
    return True


FORMS = (Form("HOV", 1, "Turnover of the watch", (Relieved, Assumed), "turnover"),)
