"""UNI, a one-sided request: asked of a side that has no node (clause 26.1).

Sixteen requests in a row went unanswered, and the figures were one side's alone. Where
the other side has no node, or refuses one, what is asked of it by telephone, letter,
fax or e-mail is written down in a channel of one's own, as it was made, with what
became of it. It is UNILATERAL wherever it is shown, and counted apart: nobody has
receipted it. Once there is a line, each is put to the other side, which confirms or
disputes it. What follows is folded by `detente.dialogue.cases.unilateral`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.forms.con import Mode
from detente.record.errors import Malformed
from detente.record.statement import parse_reference

Medium: TypeAlias = Literal[
    "telephone", "letter", "fax", "e-mail", "courier", "in person"
]
Became: TypeAlias = Literal["made", "delivered", "answered", "no answer"]
ID_BYTES: Final = 32
CODE: Final = "UNI"


class _Own(Body, frozen=True, tag_field="act"):
    """What one side writes down for itself."""

    clocked: ClassVar[bool] = False

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: the other side is there to be asked itself."""
        if not setting.founding.charter.alone:
            yield Fault(
                "26.1", "The other side is in this channel: ask it here.", voids=True
            )


class _Told(Body, frozen=True, tag_field="act"):
    """What is said of it once there is a line."""

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nobody is there to confirm or dispute it."""
        if setting.founding.charter.alone:
            yield Fault(
                "26.1", "Nobody is in this channel to be put this to.", voids=True
            )


class _Asked(Body, frozen=True, tag_field="act", kw_only=True):
    """What was asked, of whom, and how.

    `party` and `office` are in words, for there is no key that says who they are.
    `code` is what a courier's receipt is matched by. `message_id` and `sha256` say of
    which e-mail or row of a table it was made, where it was imported.
    """

    opens: ClassVar[Opens] = "always"

    medium: Annotated[Medium, label("Medium")]
    made_at: Annotated[int, label("Made at")]
    made_by: Annotated[str, label("Made by", "Our post or office")]
    party: Annotated[str, label("Party asked", "In words")]
    office: Annotated[str, label("Office asked", "In words")]
    level_sought: Annotated[str, label("Level sought", "In words")] = ""
    mode: Annotated[Mode | None, label("Mode", "Of the contact asked for")] = None
    purpose: Annotated[Text, label("Purpose")]
    text: Annotated[Text | None, label("Text", "As it was sent or said")] = None
    code: Annotated[str, label("Delivery code")] = ""
    answer_by: Annotated[int | None, label("Answer asked by")] = None
    message_id: Annotated[str, label("Message-ID", "Of an e-mail")] = ""
    sha256: Annotated[bytes | None, label("Imported from", "The SHA-256")] = None

    def summary(self) -> str:
        """Return who was asked for what, and that nobody has receipted it."""
        return f"{self.title} by {self.medium} to {self.party}: {self.purpose}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: a field left empty, a time to come, a digest."""
        yield from super().faults(setting)
        filled = (self.party, self.office, self.made_by, self.purpose.text)
        if not all(each.strip() for each in filled):
            yield Fault("26.2", "A request names party, office, who made it, purpose.")
        if self.made_at > setting.header.released:
            yield Fault("26.2", "A request was made at a time to come.")
        if self.sha256 is not None and len(self.sha256) != ID_BYTES:
            yield Fault("26.2", "A digest is not 32 bytes.")


class Request(_Asked, _Own, frozen=True, tag="request", kw_only=True):
    """A request that was made outside any line."""

    title: ClassVar[str] = "UNILATERAL REQUEST"


class _Became(_Own, frozen=True, kw_only=True):
    opens: ClassVar[Opens] = "never"

    at: Annotated[int, label("At")]

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also a time to come."""
        yield from super().faults(setting)
        if self.at > setting.header.released:
            yield Fault("26.2", "What became of a request is of a time to come.")


class Delivered(_Became, frozen=True, tag="delivered", kw_only=True):
    """It was handed over, by the receipt that the courier brought back."""

    title: ClassVar[str] = "UNILATERAL, DELIVERED BY HAND"

    office: Annotated[str, label("To which office", "As on the receipt")]
    code: Annotated[str, label("Delivery code", "As on the receipt")]
    text: Annotated[Text | None, label("Text")] = None

    def summary(self) -> str:
        """Return to whom it was handed."""
        return f"{self.title} to {self.office}"


class Answered(_Became, frozen=True, tag="answered", kw_only=True):
    """What they answered, in their words as this side took them down."""

    title: ClassVar[str] = "UNILATERAL, ANSWERED"

    medium: Annotated[Medium, label("Medium")]
    text: Annotated[Text, label("Their words", "Word for word")]

    def summary(self) -> str:
        """Return their words."""
        return f"{self.title} by {self.medium}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also an answer without words."""
        yield from super().faults(setting)
        if not self.text.text.strip():
            yield Fault("26.2", "An answer is written down without its words.")


class NoAnswer(_Became, frozen=True, tag="no answer", kw_only=True):
    """Up to this time none has come, as far as this side knows."""

    title: ClassVar[str] = "UNILATERAL, NO ANSWER"

    text: Annotated[Text | None, label("Text", "What was tried")] = None


class Put(_Asked, _Told, frozen=True, tag="put", kw_only=True):
    """A one-sided request is put to the side that was asked.

    `request`, `request_id` and `channel` say where it stands in the other channel;
    `became` and what follows, what this side says became of it.
    """

    title: ClassVar[str] = "UNILATERAL REQUEST, PUT"

    request: Annotated[str, label("Request", "Its reference, in its own channel")]
    request_id: Annotated[bytes, label("Request, its id")]
    channel: Annotated[bytes, label("Its channel", "The id")]
    became: Annotated[Became, label("What became of it", "As we say")]
    delivered_at: Annotated[int | None, label("Delivered at")] = None
    answered_at: Annotated[int | None, label("Answered at")] = None
    answer: Annotated[Text | None, label("Their words", "As we took them down")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also a request that stands nowhere else."""
        yield from super().faults(setting)
        ids = {len(self.request_id), len(self.channel)}
        here = self.channel == setting.header.channel
        if ids != {ID_BYTES} or here or _form(self.request) != CODE:
            yield Fault("26.6", "It is not the request of a channel of one's own.")


class Confirmed(_Told, frozen=True, tag="confirmed", kw_only=True):
    """The request was made, and became what is said of it."""

    title: ClassVar[str] = "UNILATERAL REQUEST CONFIRMED"
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("Text")] = None


class Disputed(_Told, frozen=True, tag="disputed", kw_only=True):
    """The request was not made so, or became something else."""

    title: ClassVar[str] = "UNILATERAL REQUEST DISPUTED"
    opens: ClassVar[Opens] = "never"

    what: Annotated[Text, label("What is disputed")]

    def summary(self) -> str:
        """Return what is disputed."""
        return f"{self.title}: {self.what}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it; also that nothing is named."""
        yield from super().faults(setting)
        if not self.what.text.strip():
            yield Fault("26.7", "A dispute does not say what is disputed.")


def _form(reference: str) -> str | None:
    """Return the form that a reference names; None where it is no reference."""
    try:
        return parse_reference(reference).form
    except Malformed:
        return None


Asked: TypeAlias = Request | Put
Verdict: TypeAlias = Confirmed | Disputed

FORMS = (
    Form(
        CODE,
        1,
        "One-sided request",
        (Request, Delivered, Answered, NoAnswer, Put, Confirmed, Disputed),
        "unilateral",
        frozenset({CODE}),
    ),
)
