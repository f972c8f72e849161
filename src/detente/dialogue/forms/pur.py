"""PUR, the purge of a body that both sides agree on (clause 29).

A contact's telephone, the plates of a convoy, a photograph: what was told so that
people would be spared may one day point at them, and it lies on two sides. So a body
can be destroyed, on every node, once all who speak have consented; the statement, its
signatures and its digest stay, and what it changed stays changed. What remains of the
body is a part of the proposal: with the same outcome, and PURGED in place of the words.
What follows is folded by `detente.dialogue.cases.purge` and `detente.dialogue.fold`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting

KEPT: Final = frozenset({"CHT", "PUR", "VOID"})
"""Forms that are never purged: what binds, and what says what is gone."""


class _Purge(Body, frozen=True, tag_field="act"):
    during_suspension: ClassVar[bool] = True


class Proposed(_Purge, frozen=True, tag="propose", kw_only=True):
    """The body of the statement that `answers` cites is to be destroyed.

    `purged` are the fields in which PURGED takes the place of what was said, and
    `remainder` is the whole body with it, as bytes. `files` are the attachments of the
    statement that are to be destroyed too. A proposal is its party's consent.
    """

    title: ClassVar[str] = "PURGE PROPOSED"
    opens: ClassVar[Opens] = "always"

    purged: Annotated[tuple[str, ...], label("Purged", "Names of fields")]
    remainder: Annotated[
        bytes, label("What remains", "Left out, it is made from the fields named")
    ] = b""
    files: Annotated[
        tuple[bytes, ...],
        label("Attachments purged", "SHA-256; photographs go with contacts"),
    ] = ()
    reason: Annotated[Text, label("Reason")]

    def summary(self) -> str:
        """Return what is to be gone, and why."""
        return f"{self.title} of {', '.join(self.purged)}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason, or not one statement to purge."""
        header = setting.header
        if not self.reason.text.strip() or not self.purged:
            yield Fault("29.2", "A purge says what is to be gone, and why.")
        if header.kind not in {"NEW", "CANCEL"}:
            yield Fault("29.2", "A purge is not changed: propose anew.", voids=True)
        if header.kind == "NEW" and len(header.answers) != 1:
            yield Fault("29.2", "A purge is of one statement, cited alone.", voids=True)


class Consented(_Purge, frozen=True, tag="accept", kw_only=True):
    """This party consents: its node destroys the body too."""

    title: ClassVar[str] = "PURGE ACCEPTED"
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("Text")] = None


class Declined(_Purge, frozen=True, tag="decline", kw_only=True):
    """This party wants the body kept."""

    title: ClassVar[str] = "PURGE DECLINED"
    opens: ClassVar[Opens] = "never"

    reason: Annotated[Text | None, label("Reason")] = None


FORMS = (Form("PUR", 1, "Purge", (Proposed, Consented, Declined), "purge"),)
