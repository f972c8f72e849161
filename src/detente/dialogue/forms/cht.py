"""CHT, the charter: founding, amending, suspending, ending (clauses 10.11 to 22.4).

The second entry of every feed holds the charter's bytes, so that a feed explains
itself. Later versions are proposed and accepted by name and digest, so that nobody
signs terms he was not shown. In 2023 notifications were suspended while the link stayed
up, and who suspended what, from when, stood in press releases alone: so a suspension is
a statement, with scope, time and reason. Which version binds whom is decided by
`detente.dialogue.in_force`, what is suspended by `detente.dialogue.suspension`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, TypeAlias

from detente.dialogue.charter import amended, channel_id
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.record.errors import Malformed

FOUNDING_POSITION = 1


class _Charter(Body, frozen=True, tag_field="act"):
    during_suspension: ClassVar[bool] = True


class Found(_Charter, frozen=True, tag="found"):
    """This party founds the channel by this charter."""

    title: ClassVar[str] = "CHARTER FOUNDED"
    opens: ClassVar[Opens] = "always"
    clocked: ClassVar[bool] = False

    charter: Annotated[bytes, label("Charter")]

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: another charter, or another place."""
        if channel_id(self.charter) != setting.founding.channel:
            yield Fault(
                "11.21", "It founds another channel than the one it is in.", voids=True
            )
        if setting.position != FOUNDING_POSITION:
            yield Fault("11.21", "It is not the second entry of its feed.", voids=True)


class Proposed(_Charter, frozen=True, tag="propose", kw_only=True):
    """These terms are to bind from now on; the proposal is its party's consent."""

    title: ClassVar[str] = "CHARTER AMENDMENT PROPOSED"
    opens: ClassVar[Opens] = "always"

    version: Annotated[int, label("Version", "One more than the last proposed")]
    previous: Annotated[
        bytes, label("Previous version", "SHA-256 of the charter that binds now")
    ]
    terms: Annotated[bytes, label("Amended terms", "The whole terms, as bytes")]
    text: Annotated[Text | None, label("What changes, and why")] = None

    def summary(self) -> str:
        """Return the version, and what it changes."""
        why = "" if self.text is None else f": {self.text}"
        return f"{self.title}, version {self.version}{why}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: terms that cannot be kept by these parties."""
        try:
            amended(setting.founding.charter, self.terms)
        except Malformed as error:
            yield Fault("10.11", error.sentence, voids=True)
        if setting.header.kind not in {"NEW", "CANCEL"}:
            yield Fault("10.11", "A proposal is not changed: propose anew.", voids=True)


class Consented(_Charter, frozen=True, tag="accept", kw_only=True):
    """This party consents to the proposal that it answers, as it stands."""

    title: ClassVar[str] = "CHARTER AMENDMENT ACCEPTED"
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("Text")] = None


class Suspended(_Charter, frozen=True, tag="suspend", kw_only=True):
    """This party suspends the charter, or some forms of it, from a time on.

    Without `forms`, all that a suspension can stop; else these forms alone.
    """

    title: ClassVar[str] = "CHARTER SUSPENDED"
    opens: ClassVar[Opens] = "always"

    effective_from: Annotated[int, label("From", "Not before it is released")]
    reason: Annotated[Text, label("Reason")]
    forms: Annotated[
        tuple[str, ...], label("Forms suspended", "None: all that can be")
    ] = ()

    def summary(self) -> str:
        """Return what is suspended, and why."""
        what = ", ".join(self.forms) or "all that can be"
        return f"{self.title}, {what}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason, or a time that is past."""
        if not self.reason.text.strip():
            yield Fault("22.2", "A suspension gives no reason.")
        if self.effective_from < setting.header.released:
            yield Fault("22.2", "A suspension is to hold from before it was released.")


class Resumed(_Charter, frozen=True, tag="resume", kw_only=True):
    """What this party suspended goes on again."""

    title: ClassVar[str] = "CHARTER RESUMED"
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("Text")] = None


class Denounced(_Charter, frozen=True, tag="denounce", kw_only=True):
    """This party will leave the charter when the time of notice is over."""

    title: ClassVar[str] = "CHARTER DENOUNCED"
    opens: ClassVar[Opens] = "always"

    notice_s: Annotated[int, label("Notice", "Seconds, at least the charter's")]
    reason: Annotated[Text, label("Reason")]

    def summary(self) -> str:
        """Return why."""
        return f"{self.title}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason, or too short a notice."""
        if not self.reason.text.strip():
            yield Fault("22.4", "A denunciation gives no reason.")
        if self.notice_s < setting.founding.charter.terms.denounce_notice_s:
            yield Fault(
                "22.4", "The notice is shorter than the charter's, which holds."
            )


Act: TypeAlias = Proposed | Consented | Suspended | Resumed | Denounced

FORMS = (
    Form(
        "CHT",
        1,
        "Charter",
        (Found, Proposed, Consented, Suspended, Resumed, Denounced),
        "charter",
        frozenset({"CHT"}),
    ),
)
