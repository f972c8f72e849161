"""CLR, a request for clarification, and the replies to it (clause 19.10).

Troops that nobody announced are seen on the move, and the alternative to asking is to
guess. So one side states its concern and what it saw, and asks by number; the other
replies to each question, or declines it with a reason; and where doubt remains there is
another round, a meeting or a visit. What follows is folded by
`detente.dialogue.cases.clarification`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, Window, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.position import Placed, Position

Urgency: TypeAlias = Literal["urgent", "routine"]
REPLY_S: dict[Urgency, int] = {"urgent": 48 * 3_600, "routine": 7 * 86_400}


class _Act(Body, frozen=True, tag_field="act"):
    opens: ClassVar[Opens] = "never"


class _Round(_Act, frozen=True, kw_only=True):
    """Questions, and the time that their replies have from the receipt on."""

    questions: Annotated[tuple[Text, ...], label("Questions", "Numbered in order")]
    urgency: Annotated[Urgency, label("Urgency")] = "urgent"
    reply_by_s: Annotated[
        int, label("Reply by", "Seconds, from the time in their receipt")
    ]

    @property
    def within_s(self) -> int:
        """How long the replies may take: never less than the clause says."""
        return max(self.reply_by_s, REPLY_S[self.urgency])

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing asked, or no time left to reply."""
        del setting
        if not self.questions or not all(q.text.strip() for q in self.questions):
            yield Fault("19.11", "A question asks nothing.")
        if self.reply_by_s < REPLY_S[self.urgency]:
            yield Fault(
                "19.12", "The time to reply is below 48 hours or 7 days, which hold."
            )


class Asked(_Round, frozen=True, tag="asked", kw_only=True):
    """Something gives concern, and these are the questions about it."""

    title: ClassVar[str] = "CLARIFICATION ASKED"
    opens: ClassVar[Opens] = "always"

    about: Annotated[
        tuple[str, ...], label("About", "References, if it is about statements")
    ] = ()
    concern: Annotated[Text, label("Concern")]
    observed: Annotated[tuple[Text, ...], label("Facts observed", "One each")]
    position: Annotated[Position | None, label("Position", "Where observed")] = None

    def summary(self) -> str:
        """Return the concern."""
        return f"{self.title}: {self.concern}"

    def placed(self) -> Iterator[Placed]:
        """Yield where it was observed, if that is given."""
        if self.position is not None:
            yield Placed("position", self.position, area=True)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no concern, nothing observed."""
        yield from super().faults(setting)
        observed = [each.text.strip() for each in self.observed]
        if not self.concern.text.strip() or not observed or not all(observed):
            yield Fault("19.11", "It states no concern, or nothing that was observed.")


class AskedAgain(_Round, frozen=True, tag="asked again", kw_only=True):
    """Doubt remains; the questions are numbered on."""

    title: ClassVar[str] = "CLARIFICATION ASKED AGAIN"

    text: Annotated[Text | None, label("What is still not clear")] = None


class Replied(_Act, frozen=True, tag="replied", kw_only=True):
    """The reply to one question."""

    title: ClassVar[str] = "REPLIED"

    question: Annotated[int, label("Question", "By number")]
    text: Annotated[Text, label("Reply")]

    def summary(self) -> str:
        """Return the number and the reply."""
        return f"{self.title} to question {self.question}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing replied."""
        del setting
        if not self.text.text.strip():
            # Else a blank would stop the clock.
            yield Fault("19.13", "A reply says nothing.", voids=True)


class Declined(_Act, frozen=True, tag="declined", kw_only=True):
    """These questions are not replied to, and why."""

    title: ClassVar[str] = "DECLINED"

    questions: Annotated[tuple[int, ...], label("Questions", "By number")]
    reason: Annotated[Text, label("Reason")]

    def summary(self) -> str:
        """Return the numbers and the reason."""
        numbers = ", ".join(map(str, self.questions))
        return f"{self.title}, question {numbers}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason."""
        del setting
        if not self.reason.text.strip():
            yield Fault("19.13", "A question is declined without a reason.")


class _Proposal(_Act, frozen=True, kw_only=True):
    windows: Annotated[tuple[Window, ...], label("Windows")]
    place: Annotated[str, label("Place")] = ""
    text: Annotated[Text | None, label("Text", "Who comes, and what for")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no time, or none that is one."""
        del setting
        if not self.windows or not all(window.sound for window in self.windows):
            yield Fault("19.14", "A meeting or visit is proposed for no time.")


class MeetingProposed(_Proposal, frozen=True, tag="meeting proposed", kw_only=True):
    """Let us speak about it."""

    title: ClassVar[str] = "MEETING PROPOSED"


class VisitProposed(_Proposal, frozen=True, tag="visit proposed", kw_only=True):
    """Let one side go and see."""

    title: ClassVar[str] = "VISIT PROPOSED"


class Agreed(_Act, frozen=True, tag="agreed", kw_only=True):
    """The meeting or visit that the header's `answers` cite is agreed, at this time."""

    title: ClassVar[str] = "AGREED"

    window: Annotated[Window, label("Time")]
    text: Annotated[Text | None, label("Text")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no span of time."""
        del setting
        if not self.window.sound:
            yield Fault("19.14", "The time agreed is none.", voids=True)


class NotAgreed(_Act, frozen=True, tag="not agreed", kw_only=True):
    """The meeting or visit that the header's `answers` cite does not take place."""

    title: ClassVar[str] = "NOT AGREED"

    reason: Annotated[Text, label("Reason")]

    def summary(self) -> str:
        """Return the reason."""
        return f"{self.title}: {self.reason}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason."""
        del setting
        if not self.reason.text.strip():
            yield Fault("19.14", "A meeting or visit is not agreed, without a reason.")


class Settled(_Act, frozen=True, tag="settled", kw_only=True):
    """The side that asked has no further question."""

    title: ClassVar[str] = "SETTLED"

    text: Annotated[Text | None, label("Text")] = None


Round: TypeAlias = Asked | AskedAgain
Proposal: TypeAlias = MeetingProposed | VisitProposed
Act: TypeAlias = Round | Replied | Declined | Proposal | Agreed | NotAgreed | Settled

FORMS = (
    Form(
        "CLR",
        1,
        "Clarification",
        (
            Asked,
            AskedAgain,
            Replied,
            Declined,
            MeetingProposed,
            VisitProposed,
            Agreed,
            NotAgreed,
            Settled,
        ),
        "clarification",
        frozenset({"CLR"}),
    ),
)
