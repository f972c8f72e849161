"""Decide what humanitarian notices share: whose acts, which answers, what is printed.

Spec clauses 17.1 and 17.6. Kunduz 2015: the hospital stood on a list at headquarters,
and the crew never had it. Gaza 2024: route and hours were agreed, and did not reach who
flew. So the answers say to which echelon a notice was passed on and when; what was not
passed on counts as such, and nothing here is ever "approved": a notice asks for no
permission. Each form has its own kinds of these (`forms.site`, `forms.move`); what the
answers lead to is folded by `detente.dialogue.dissemination`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Opens, Setting

DUTY_STANDS = "Notice does not change the duty to protect, nor does its absence."


class Act(Body, frozen=True, tag_field="act"):
    """What is said of a site or a movement; `by_owner` is who says it."""

    by_owner: ClassVar[bool] = True
    during_suspension: ClassVar[bool] = True
    opens: ClassVar[Opens] = "never"


class Notification(Act, frozen=True):
    """A site or a movement is notified, or its notification changed.

    `to_print` stands on every screen and page that shows one.
    """

    opens: ClassVar[Opens] = "always"
    to_print: ClassVar[str] = DUTY_STANDS


class Answer(Act, frozen=True):
    """What a side says to whom a site or a movement is notified."""

    by_owner: ClassVar[bool] = False


class Noted(Answer, frozen=True, kw_only=True):
    """It is noted. It is no permission, and none is asked."""

    title: ClassVar[str] = "NOTED"
    clocked: ClassVar[bool] = False

    text: Annotated[Text | None, label("Text")] = None


class Disseminated(Answer, frozen=True, kw_only=True):
    """It was passed on to who must know it; said once for each echelon."""

    title: ClassVar[str] = "DISSEMINATED TO"
    clocked: ClassVar[bool] = False

    echelon: Annotated[str, label("Echelon", "Who has it now: unit, cell, crews")]
    at: Annotated[int, label("Disseminated at")]

    def summary(self) -> str:
        """Return who has it."""
        return f"{self.title} {self.echelon}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nobody named, or still to come."""
        if not self.echelon.strip():
            yield Fault("17.6", "It was disseminated to nobody named.", voids=True)
        if self.at > setting.header.released:
            yield Fault("17.6", "It is not disseminated yet.", voids=True)


class _Reasoned(Answer, frozen=True, kw_only=True):
    reason: Annotated[Text, label("Reason")]

    def summary(self) -> str:
        """Return the reason."""
        return f"{self.title}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason."""
        del setting
        if not self.reason.text.strip():
            yield Fault("17.6", f"{self.title} gives no reason.")


class HoldAdvised(_Reasoned, frozen=True, kw_only=True):
    """To wait is advised; whether to, the owner decides."""

    title: ClassVar[str] = "HOLD ADVISED"

    until: Annotated[int | None, label("Until")] = None


class RerouteRequested(_Reasoned, frozen=True, kw_only=True):
    """Another way or place is asked for."""

    title: ClassVar[str] = "RE-ROUTE REQUESTED"

    proposed: Annotated[str, label("Proposed", "Which way or place instead")] = ""


class Unable(_Reasoned, frozen=True, kw_only=True):
    """It cannot be disseminated, and why."""

    title: ClassVar[str] = "UNABLE"


class Contacts(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """What helps whoever would harm people, kept apart to be purged (clause 17.12).

    Posts and call signs, never names. `photos` are names of attachments.
    """

    photos: Annotated[
        tuple[str, ...], label("Photographs", "Names of attachments")
    ] = ()


def blank(*fields: str) -> bool:
    """Say whether a field that must be filled is not."""
    return not all(field.strip() for field in fields)


def unattached(personal: Contacts, setting: Setting) -> list[str]:
    """Return the photographs that are not attached under their names."""
    attached = {each.name for each in setting.header.attachments}
    return [photo for photo in personal.photos if photo not in attached]
