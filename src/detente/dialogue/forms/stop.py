"""STOP, the request to stop what is happening now (clause 15.1).

People called for fifty minutes while bombs fell on them, and asked for a man by name.
So any officer releases a STOP alone, always as FLASH, and any officer answers it; that
it was understood is not that it was stopped. What follows is folded by
`detente.dialogue.cases.stop`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Precedence, Setting
from detente.dialogue.position import Placed, Position

Wanted: TypeAlias = Literal["cease fire", "hold", "divert", "identify"]


class _Stop(Body, frozen=True, tag_field="act"):
    always: ClassVar[Precedence | None] = "Z"
    one_suffices: ClassVar[bool] = True
    during_suspension: ClassVar[bool] = True


class Requested(_Stop, frozen=True, tag="stop", kw_only=True):
    """Stop this now.

    `about` is the reference of a site, movement or activity that was notified; where
    there is none, `position` says where.
    """

    title: ClassVar[str] = "STOP"
    opens: ClassVar[Opens] = "always"

    about: Annotated[
        str, label("Site, movement or activity", "Its reference, if it was notified")
    ] = ""
    position: Annotated[Position | None, label("Position")] = None
    happening: Annotated[Text, label("What is happening")]
    since: Annotated[int, label("Since")]
    wanted: Annotated[Wanted, label("Act requested")]
    contact: Annotated[str, label("On-scene contact")] = ""

    def summary(self) -> str:
        """Return what is asked, and where."""
        where = self.about or (str(self.position) if self.position else "")
        return f"{self.title}, {self.wanted}: {where} {self.happening}"

    def placed(self) -> Iterator[Placed]:
        """Yield the position, if it is given."""
        if self.position is not None:
            yield Placed("position", self.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no place, nothing said, a time to come."""
        if not self.about and self.position is None:
            yield Fault("15.2", "A STOP names neither what is hit nor where.")
        if not self.happening.text.strip():
            yield Fault("15.2", "A STOP does not say what is happening.")
        if self.since > setting.header.released:
            yield Fault("15.2", "A STOP is about what is still to come.")


class _Answer(_Stop, frozen=True):
    opens: ClassVar[Opens] = "never"


class Understood(_Answer, frozen=True, tag="understood, passing", kw_only=True):
    """It is read, and being passed to who can stop it. It is no result."""

    title: ClassVar[str] = "UNDERSTOOD, PASSING"

    passed_to: Annotated[str, label("Passed to", "Echelon or unit")] = ""


class Stopped(_Answer, frozen=True, tag="stopped", kw_only=True):
    """What was asked is done."""

    title: ClassVar[str] = "STOPPED"

    at: Annotated[int, label("Stopped at")]


class NotOurs(_Answer, frozen=True, tag="not ours", kw_only=True):
    """Nobody of the answering side is doing this."""

    title: ClassVar[str] = "NOT OURS"

    text: Annotated[Text | None, label("Text")] = None


class Unable(_Answer, frozen=True, tag="unable", kw_only=True):
    """It is not being stopped, and why."""

    title: ClassVar[str] = "UNABLE"

    reason: Annotated[Text, label("Reason")]

    def summary(self) -> str:
        """Return the reason."""
        return f"{self.title}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason."""
        del setting
        if not self.reason.text.strip():
            yield Fault("15.2", "UNABLE gives no reason.")


Result: TypeAlias = Stopped | NotOurs | Unable

FORMS = (
    Form(
        "STOP",
        1,
        "Request to stop",
        (Requested, Understood, Stopped, NotOurs, Unable),
        "stop",
        frozenset({"STOP"}),
    ),
)
