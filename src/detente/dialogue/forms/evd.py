"""EVD, evidence put to the other side, and its right to reply (clause 20.1).

Found parts, their marks and serials, who held them since, what a laboratory says: put
to the side concerned before it is put to the world. Of three requests to trace a part
two stay unanswered, so both the answer and the silence are of the record, and nothing
is published before the other side had its time. A claim about a table is a closed form
(`detente.dialogue.claim`). What follows is folded by `detente.dialogue.cases.evidence`.
"""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

import msgspec

from detente.dialogue.claim import HASH, Claim
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, Window, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.position import Placed, Position

ANSWER_S: Final = 28 * 86_400
COUNTRY: Final = re.compile("[A-Z]{2}")

Asked: TypeAlias = Literal["explain", "trace end user", "stop", "joint inspection"]
Confidence: TypeAlias = Literal["not given", "low", "moderate", "high"]
Traced: TypeAlias = Literal["traced", "traced in part", "not traced", "not ours"]
Use: TypeAlias = Literal["for the answer", "official use", "public"]
Reason: TypeAlias = Literal[
    "stated", "not stated", "not concerned", "not shown", "under law", "withheld source"
]


class Item(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A thing that is shown, as it was found."""

    number: Annotated[int, label("Number", "From 1, by which answers name it")]
    description: Annotated[Text, label("Description")]
    markings: Annotated[str, label("Markings", "Sign by sign")] = ""
    serial: Annotated[str, label("Serial")] = ""
    maker: Annotated[str, label("Maker")] = ""
    maker_country: Annotated[
        str, label("Country of maker", "ISO 3166, two letters")
    ] = ""
    batch: Annotated[str, label("Batch")] = ""


class Custody(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Who held the items, from when until when, under which seal."""

    holder: Annotated[str, label("Holder", "An office or post, no person")]
    from_s: Annotated[int, label("From")]
    until_s: Annotated[int | None, label("Until", "Left out: still")] = None
    seal: Annotated[str, label("Seal")] = ""


class Medium(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A photograph, film or file, by its digest."""

    sha256: Annotated[str, label("SHA-256", "Hexadecimal")]
    shows: Annotated[str, label("Shows")]
    kind: Annotated[Literal["original", "derived"], label("Kind")]
    device: Annotated[str, label("Device")] = ""


class _Evidence(Body, frozen=True, tag_field="act"):
    opens: ClassVar[Opens] = "never"


class Presented(_Evidence, frozen=True, tag="presented", kw_only=True):
    """This is what was found, what we say it shows, and what we ask."""

    title: ClassVar[str] = "EVIDENCE PRESENTED"
    opens: ClassVar[Opens] = "always"

    claim: Annotated[Text, label("Claim", "In one sentence")]
    rule: Annotated[str, label("Rule concerned", "Obligation, and its article")] = ""
    items: Annotated[tuple[Item, ...], label("Items")] = ()
    recovered: Annotated[int | None, label("Recovered at")] = None
    recovered_by: Annotated[str, label("Recovered by", "A unit or post")] = ""
    place: Annotated[str, label("Place of recovery")] = ""
    position: Annotated[Position | None, label("Position of recovery")] = None
    custody: Annotated[tuple[Custody, ...], label("Custody")] = ()
    media: Annotated[tuple[Medium, ...], label("Media")] = ()
    analysis: Annotated[Text | None, label("Analysis")] = None
    method: Annotated[str, label("Method", "And the laboratory")] = ""
    confidence: Annotated[Confidence, label("Confidence")] = "not given"
    table_claim: Annotated[
        Claim | None, label("Claim over a table", "The table goes as an attachment")
    ] = None
    withheld: Annotated[Text | None, label("What is withheld")] = None
    withheld_why: Annotated[str, label("Why it is withheld")] = ""
    asked: Annotated[tuple[Asked, ...], label("What is asked")]
    request: Annotated[Text | None, label("What is asked, in words")] = None
    answer_by_s: Annotated[
        int, label("Reply by", "Seconds, from the time in their receipt")
    ] = ANSWER_S
    permitted_use: Annotated[Use, label("Permitted use")] = "for the answer"

    def summary(self) -> str:
        """Return the claim."""
        return f"{self.title}: {self.claim}"

    def placed(self) -> Iterator[Placed]:
        """Yield where it was recovered, if that is given."""
        if self.position is not None:
            yield Placed("position", self.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: what must be said, and what cannot be so."""
        if not self.claim.text.strip() or "\n" in self.claim.text or not self.asked:
            yield Fault(
                "20.2", "Evidence makes no claim of one sentence, or asks none."
            )
        if self.analysis and not (self.method and self.confidence != "not given"):
            yield Fault("20.2", "An analysis is without its method or confidence.")
        if bool(self.withheld) != bool(self.withheld_why.strip()):
            yield Fault("20.2", "What is withheld and why do not stand together.")
        if self.recovered is not None and self.recovered > setting.header.released:
            yield Fault("20.3", "It was recovered after it was presented.")
        yield from self._things()
        if self.answer_by_s < ANSWER_S:
            yield Fault("20.5", "The time to answer is below 28 days, which hold.")
        if self.table_claim is not None:
            yield from _over_table(self.table_claim, setting)

    def _things(self) -> Iterator[Fault]:
        """Yield what is wrong with items, custody and media."""
        numbers = [each.number for each in self.items]
        if len(set(numbers)) != len(numbers) or min(numbers, default=1) < 1:
            yield Fault("20.3", "Two items bear one number, or one below 1.")
        countries = [each.maker_country for each in self.items if each.maker_country]
        if not all(map(COUNTRY.fullmatch, countries)):
            yield Fault("20.3", "A country is not given by its two letters.")
        if not all(HASH.fullmatch(each.sha256) for each in self.media):
            yield Fault("20.3", "A medium is not named by a SHA-256.")
        since_s = 0
        for each in self.custody:
            if not each.holder.strip() or each.from_s < since_s:
                yield Fault(
                    "20.3", "The chain of custody lacks a holder, or its order."
                )
                return
            since_s = each.from_s if each.until_s is None else each.until_s
            if since_s < each.from_s:
                yield Fault("20.3", "A custody ends before it begins.")
                return


def _over_table(claim: Claim, setting: Setting) -> Iterator[Fault]:
    """Yield what is wrong with a claim over a table, its bytes not looked at."""
    for reason in claim.unsound():
        yield Fault("20.13", reason)
    attached = {each.sha256.hex() for each in setting.header.attachments}
    if claim.table_sha256 not in attached:
        yield Fault("20.13", "The table of the claim is not attached.")
    if claim.stated is None:
        yield Fault("20.13", "The claim does not state what its giver counted.")


class Received(_Evidence, frozen=True, tag="received", kw_only=True):
    """It is here and is looked into; that is no answer."""

    title: ClassVar[str] = "RECEIVED"

    own_reference: Annotated[str, label("Own reference")] = ""
    passed_to: Annotated[str, label("Passed to", "A post")] = ""


class _Answer(_Evidence, frozen=True):
    def named(self) -> tuple[int, ...]:
        """Return the numbers of the items that it speaks of."""
        return ()


class NeedMore(_Answer, frozen=True, tag="need more", kw_only=True):
    """Nothing can be said without this; the presenter is now asked."""

    title: ClassVar[str] = "NEED MORE"

    items: Annotated[tuple[int, ...], label("Items", "By number")] = ()
    needed: Annotated[Text, label("What is needed")]

    def summary(self) -> str:
        """Return what is needed."""
        return f"{self.title}: {self.needed}"

    def named(self) -> tuple[int, ...]:
        """Return the items of which more is needed."""
        return self.items

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: it needs nothing."""
        del setting
        yield from _said(self.needed, self.title)


class TraceResult(_Answer, frozen=True, tag="trace result", kw_only=True):
    """What became of one item, as far as the answering side can tell."""

    title: ClassVar[str] = "TRACE RESULT"

    item: Annotated[int, label("Item", "By number")]
    result: Annotated[Traced, label("Result")]
    made: Annotated[int | None, label("Made at")] = None
    sold_to: Annotated[str, label("Sold or handed to")] = ""
    sold: Annotated[int | None, label("Sold or handed at")] = None
    text: Annotated[Text | None, label("Text")] = None

    def summary(self) -> str:
        """Return which item, and the result."""
        return f"{self.title}, item {self.item}: {self.result}"

    def named(self) -> tuple[int, ...]:
        """Return the item traced."""
        return (self.item,)


class Disputed(_Answer, frozen=True, tag="disputed", kw_only=True):
    """This fact is not so, or not shown."""

    title: ClassVar[str] = "DISPUTED"

    fact: Annotated[Text, label("Fact disputed")]
    items: Annotated[tuple[int, ...], label("Items", "By number")] = ()
    grounds: Annotated[Text | None, label("Grounds")] = None

    def summary(self) -> str:
        """Return the fact."""
        return f"{self.title}: {self.fact}"

    def named(self) -> tuple[int, ...]:
        """Return the items it is about."""
        return self.items

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no fact."""
        del setting
        yield from _said(self.fact, self.title)


class AcceptedInPart(_Answer, frozen=True, tag="accepted in part", kw_only=True):
    """So much of it is so."""

    title: ClassVar[str] = "ACCEPTED IN PART"

    accepted: Annotated[Text, label("What is accepted")]
    items: Annotated[tuple[int, ...], label("Items", "By number")] = ()

    def summary(self) -> str:
        """Return what is accepted."""
        return f"{self.title}: {self.accepted}"

    def named(self) -> tuple[int, ...]:
        """Return the items accepted."""
        return self.items

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing accepted."""
        del setting
        yield from _said(self.accepted, self.title)


class Declined(_Answer, frozen=True, tag="declined", kw_only=True):
    """No answer is given; the text is the refusal word for word."""

    title: ClassVar[str] = "DECLINED"

    reason: Annotated[Reason, label("Reason")]
    text: Annotated[Text, label("Text", "Word for word")]

    def summary(self) -> str:
        """Return the refusal word for word."""
        return f"{self.title}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no word."""
        del setting
        yield from _said(self.text, self.title)


class InspectionOffered(
    _Answer, frozen=True, tag="joint inspection offered", kw_only=True
):
    """Let both sides look at it together."""

    title: ClassVar[str] = "JOINT INSPECTION OFFERED"

    place: Annotated[str, label("Place")] = ""
    windows: Annotated[tuple[Window, ...], label("Windows")] = ()
    text: Annotated[Text | None, label("Text")] = None


def _said(text: Text, title: str) -> Iterator[Fault]:
    if not text.text.strip():
        yield Fault("20.4", f"{title} does not say what.")


class RightOfReply(_Evidence, frozen=True, tag="right of reply", kw_only=True):
    """This is to be published, and here is the time to reply to it."""

    title: ClassVar[str] = "RIGHT OF REPLY"

    to_publish: Annotated[Text, label("What is to be published")]
    where: Annotated[str, label("Where")] = ""
    reply_by_s: Annotated[
        int, label("Reply by", "Seconds, from the time in their receipt")
    ] = ANSWER_S

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no summary, or too short a time."""
        del setting
        yield from _said(self.to_publish, self.title)
        if self.reply_by_s < ANSWER_S:
            yield Fault("20.5", "The time to reply is below 28 days, which hold.")


class Reply(_Evidence, frozen=True, tag="reply", kw_only=True):
    """What is to stand beside the publication, word for word; or that nothing is."""

    title: ClassVar[str] = "REPLY"

    text: Annotated[Text, label("Text", "Word for word")]

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no word."""
        del setting
        yield from _said(self.text, self.title)


class Published(_Evidence, frozen=True, tag="published", kw_only=True):
    """It is public."""

    title: ClassVar[str] = "PUBLISHED"

    where: Annotated[str, label("Where")]
    at: Annotated[int, label("Published at")]
    with_reply: Annotated[bool, label("Their reply stands in it")] = False


class Lapse(_Evidence, frozen=True, tag="lapse", kw_only=True):
    """The time of what this answers is over, by the other side's own receipt."""

    title: ClassVar[str] = "LAPSED"
    automatic: ClassVar[bool] = True
    clocked: ClassVar[bool] = False

    deadline: Annotated[int, label("Deadline")]
    note: Annotated[bytes, label("Their receipt")]

    def receipt(self) -> bytes | None:
        """Return the other side's receipt."""
        return self.note


Answer: TypeAlias = (
    NeedMore | TraceResult | Disputed | AcceptedInPart | Declined | InspectionOffered
)
Theirs: TypeAlias = Received | Answer | Reply
Ours: TypeAlias = Presented | RightOfReply | Published | Lapse

FORMS = (
    Form(
        "EVD",
        1,
        "Evidence",
        (
            Presented,
            Received,
            NeedMore,
            TraceResult,
            Disputed,
            AcceptedInPart,
            Declined,
            InspectionOffered,
            RightOfReply,
            Reply,
            Published,
            Lapse,
        ),
        "evidence",
        frozenset({"EVD"}),
    ),
)
