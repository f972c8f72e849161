"""CON, a request for contact and everything that becomes of it (clause 12.1).

One form, a closed set of acts: a request, the answers to it, what is then scheduled,
held, cancelled or missed, and the two entries that the asker's node makes by itself.
What outcome follows is folded by `detente.dialogue.cases.contact`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, Window, label
from detente.dialogue.form import Body, Form, Opens, Setting

Mode: TypeAlias = Literal["voice", "video", "in person", "text"]
Urgency: TypeAlias = Literal["routine", "urgent", "crisis"]
Reason: TypeAlias = Literal[
    "stated",
    "not stated",
    "counterpart",
    "time",
    "subject",
    "conditions",
    "unavailable",
]


class Request(Body, frozen=True, tag_field="act", tag="request", kw_only=True):
    """Contact is asked for.

    `level_sought` and the lower levels are posts of the addressee, `principal` and
    `own_principal` whoever is to speak there and here. `preconditions` are numbers
    of the asker's own register; empty means none. `beside` is the reference of a
    senior request which this lower one leaves as it is.
    """

    title: ClassVar[str] = "CONTACT REQUESTED"
    opens: ClassVar[Opens] = "always"

    level_sought: Annotated[str, label("Level sought", "A post of the other side")]
    principal: Annotated[str, label("Principal")] = ""
    own_principal: Annotated[str, label("Own principal")]
    mode: Annotated[Mode, label("Mode")]
    purpose: Annotated[Text, label("Purpose")]
    agenda: Annotated[tuple[Text, ...], label("Agenda")]
    urgency: Annotated[Urgency, label("Urgency")] = "routine"
    windows: Annotated[tuple[Window, ...], label("Windows")] = ()
    duration_min: Annotated[int, label("Duration", "In minutes; 0: open")] = 0
    venue: Annotated[str, label("Venue")] = ""
    neutral_venue: Annotated[str, label("Neutral venue")] = ""
    host: Annotated[str, label("Host")] = ""
    interpreters: Annotated[str, label("Interpreters")] = ""
    acceptable_lower_levels: Annotated[
        tuple[str, ...], label("Acceptable lower levels", "Posts of the other side")
    ] = ()
    preconditions: Annotated[
        tuple[int, ...], label("Own preconditions", "By number; none: empty")
    ] = ()
    readout_rule: Annotated[str, label("Readout rule")] = ""
    answer_by_s: Annotated[
        int, label("Answer by", "Seconds, from the time in their receipt")
    ]
    beside: Annotated[str, label("Beside", "The senior request it leaves open")] = ""

    def summary(self) -> str:
        """Return who is asked for what."""
        return f"{self.mode} contact with {self.level_sought}: {self.purpose}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: fields that must be filled, spans of time."""
        filled = (self.level_sought, self.own_principal, self.purpose.text)
        if not all(field.strip() for field in filled) or not self.agenda:
            yield Fault(
                "12.2", "A request names level, own principal, purpose, agenda."
            )
        if not all(window.sound for window in self.windows) or self.duration_min < 0:
            yield Fault("12.2", "A window or duration of a request is not one.")
        deadlines = setting.founding.charter.terms.deadlines
        if self.answer_by_s < deadlines.answer_s(crisis=self.urgency == "crisis"):
            yield Fault(
                "12.3",
                "The time to answer is below the charter's, which holds instead.",
            )


class _Act(Body, frozen=True, tag_field="act"):
    opens: ClassVar[Opens] = "never"


class Accepted(_Act, frozen=True, tag="accepted", kw_only=True):
    """Contact at the level asked for is agreed, perhaps in one of the windows."""

    title: ClassVar[str] = "ACCEPTED"

    window: Annotated[Window | None, label("Window")] = None
    text: Annotated[Text | None, label("Text")] = None


class AcceptedLower(_Act, frozen=True, tag="accepted at lower level", kw_only=True):
    """Contact with another post is offered; the senior request stays open."""

    title: ClassVar[str] = "ACCEPTED AT LOWER LEVEL"

    post: Annotated[str, label("Post", "Of the answering side")]
    text: Annotated[Text | None, label("Text")] = None

    def summary(self) -> str:
        """Return the post offered."""
        return f"{self.title}: {self.post}"


class CounterProposed(_Act, frozen=True, tag="counter-proposed", kw_only=True):
    """Yes, but otherwise: each field that is filled is proposed in place of theirs."""

    title: ClassVar[str] = "COUNTER-PROPOSED"

    mode: Annotated[Mode | None, label("Mode")] = None
    windows: Annotated[tuple[Window, ...], label("Windows")] = ()
    venue: Annotated[str, label("Venue")] = ""
    neutral_venue: Annotated[str, label("Neutral venue")] = ""
    host: Annotated[str, label("Host")] = ""
    text: Annotated[Text | None, label("Text")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing proposed, or no span of time."""
        del setting
        places = self.venue or self.neutral_venue or self.host
        if not (self.mode or self.windows or places or self.text):
            yield Fault("12.2", "A counter-proposal proposes nothing.")
        if not all(window.sound for window in self.windows):
            yield Fault("12.2", "A window of a counter-proposal is not one.")


class Deferred(_Act, frozen=True, tag="deferred", kw_only=True):
    """Neither yes nor no until then."""

    title: ClassVar[str] = "DEFERRED"

    until: Annotated[int, label("Until")]
    text: Annotated[Text | None, label("Text")] = None


class Refused(_Act, frozen=True, tag="refused", kw_only=True):
    """No; the text is the refusal word for word."""

    title: ClassVar[str] = "REFUSED"

    reason: Annotated[Reason, label("Reason")]
    text: Annotated[Text, label("Text", "Word for word")]

    def summary(self) -> str:
        """Return the refusal word for word."""
        return f"{self.title}: {self.text}"


class RefusedPrecondition(_Act, frozen=True, tag="refused, precondition", kw_only=True):
    """No, for preconditions of the answering side's register."""

    title: ClassVar[str] = "REFUSED, PRECONDITION"

    preconditions: Annotated[tuple[int, ...], label("Preconditions", "By number")]
    text: Annotated[Text | None, label("Text")] = None

    def summary(self) -> str:
        """Return the numbers it rests on."""
        return f"{self.title} {', '.join(map(str, self.preconditions))}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no number named."""
        del setting
        if not self.preconditions:
            yield Fault("12.2", "A refusal for a precondition names none.")


class Scheduled(_Act, frozen=True, tag="scheduled", kw_only=True):
    """The contact stands at this time; `post` names a level other than the one sought.

    `words` are said once on the call, by which the principals know each other.
    """

    title: ClassVar[str] = "SCHEDULED"

    window: Annotated[Window, label("Time")]
    post: Annotated[str, label("Level", "Where not the level sought")] = ""
    mode: Annotated[Mode | None, label("Mode", "Where not the one asked for")] = None
    venue: Annotated[str, label("Venue")] = ""
    words: Annotated[tuple[str, ...], label("Words of the call")] = ()
    text: Annotated[Text | None, label("Text")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no span of time."""
        del setting
        if not self.window.sound:
            yield Fault("12.2", "The time scheduled ends before it begins.", voids=True)


class Held(_Act, frozen=True, tag="held", kw_only=True):
    """The record of the contact, as one side writes it."""

    title: ClassVar[str] = "RECORD OF CONTACT"

    window: Annotated[Window, label("Time")]
    post: Annotated[str, label("Level", "Where not the level sought")] = ""
    participants: Annotated[tuple[str, ...], label("Participants")]
    points: Annotated[tuple[Text, ...], label("Points agreed")] = ()
    follow_ups: Annotated[tuple[Text, ...], label("To follow")] = ()


class Agreed(_Act, frozen=True, tag="agreed"):
    """The record that the header's `answers` cite is agreed."""

    title: ClassVar[str] = "RECORD AGREED"


class Cancelled(_Act, frozen=True, tag="cancelled", kw_only=True):
    """The side that releases this calls the contact off."""

    title: ClassVar[str] = "CANCELLED"

    reason: Annotated[Text, label("Reason")]
    post: Annotated[str, label("Level", "Where not the level sought")] = ""

    def summary(self) -> str:
        """Return the reason."""
        return f"{self.title}: {self.reason}"


class NoShow(_Act, frozen=True, tag="no-show", kw_only=True):
    """The hour came and a side did not."""

    title: ClassVar[str] = "NO-SHOW"

    absent: Annotated[str, label("Who did not come", "The party's code")]
    post: Annotated[str, label("Level", "Where not the level sought")] = ""
    text: Annotated[Text | None, label("Text")] = None


class PathEvidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the asker's node saw of a path; `last_contact` 0 stands for none."""

    path: Annotated[str, label("Path")]
    last_contact: Annotated[int, label("Last contact", "0: none")]
    attempts: Annotated[int, label("Attempts")]


class _Automatic(_Act, frozen=True):
    automatic: ClassVar[bool] = True
    clocked: ClassVar[bool] = False


class Lapse(_Automatic, frozen=True, tag="lapse", kw_only=True):
    """The time to answer is over.

    With `note`, the addressee's own receipt (a cosigned checkpoint of the asker's
    feed), this says NO RESPONSE; without, NOT DELIVERED, and `line` is the evidence.
    """

    title: ClassVar[str] = "LAPSED"

    deadline: Annotated[int, label("Deadline")]
    note: Annotated[bytes | None, label("Their receipt")] = None
    line: Annotated[tuple[PathEvidence, ...], label("Evidence of the line")] = ()

    def receipt(self) -> bytes | None:
        """Return the addressee's receipt."""
        return self.note


class Receipted(_Automatic, frozen=True, tag="receipted", kw_only=True):
    """The receipt for a request that was NOT DELIVERED has come after all."""

    title: ClassVar[str] = "RECEIPT CAME"

    note: Annotated[bytes, label("Their receipt")]

    def receipt(self) -> bytes | None:
        """Return the addressee's receipt."""
        return self.note


Answer: TypeAlias = (
    Accepted
    | AcceptedLower
    | CounterProposed
    | Deferred
    | Refused
    | RefusedPrecondition
)
Act: TypeAlias = (
    Request
    | Answer
    | Scheduled
    | Held
    | Agreed
    | Cancelled
    | NoShow
    | Lapse
    | Receipted
)

FORMS = (
    Form(
        "CON",
        1,
        "Contact request",
        (
            Request,
            Accepted,
            AcceptedLower,
            CounterProposed,
            Deferred,
            Refused,
            RefusedPrecondition,
            Scheduled,
            Held,
            Agreed,
            Cancelled,
            NoShow,
            Lapse,
            Receipted,
        ),
        "contact",
        frozenset({"CON", "PRE"}),
    ),
)
