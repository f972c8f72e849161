"""Fold a one-sided request: what became of it, and whether the other side confirms it.

Spec clauses 26.3 to 26.8. In a channel of one's own its state is what one side says; in
a channel with the side that was asked, what that side says of it. A request that is
corrected there is put anew, for nobody has confirmed what it says now.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self, TypeAlias

import msgspec

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms import uni
from detente.dialogue.pairing import Founding

State: TypeAlias = Literal[
    "made",
    "delivered",
    "answered",
    "no answer",
    "put",
    "confirmed",
    "disputed",
    "taken back",
]

# Where each act is held: the last of a kind holds.
_HELD: Final[dict[type, str]] = {
    uni.Delivered: "delivered",
    uni.Answered: "answered",
    uni.NoAnswer: "unanswered",
    uni.Confirmed: "verdict",
    uni.Disputed: "verdict",
}


class Unilateral(Case, frozen=True, kw_only=True, gc=False):
    """A one-sided request, `request` as last amended.

    `delivered`, `answered` and `unanswered` are what its own side says became of it,
    `verdict` what the side it was put to says, `taken_back` its cancellation.
    """

    family: ClassVar[str] = "unilateral"

    request: uni.Asked
    delivered: Entered | None = None
    answered: Entered | None = None
    unanswered: Entered | None = None
    verdict: Entered | None = None
    taken_back: Entered | None = None

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a request opens."""
        body = entered.body
        assert isinstance(body, uni.Asked)  # noqa: S101 - only a request opens it
        case = Case.begin(entered, founding)
        return cls(**msgspec.structs.asdict(case), request=body)

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case, body = super().add(entered, founding), entered.body
        if not entered.effective:
            return case
        fault = case.misplaced(entered)
        if fault is not None:
            return case.marked(entered, fault)
        cancels = entered.header.kind == "CANCEL"
        if isinstance(body, uni.Asked):
            if cancels:
                return case.having(taken_back=entered)
            return case.having(request=body, verdict=None)
        field = _HELD.get(type(body))
        if field is None:
            return case
        if not cancels:
            return case.having(**{field: entered})
        held: Entered | None = getattr(case, field)
        gone = {citation.id for citation in entered.header.changes}
        return case.having(**{field: None}) if held and held.id in gone else case

    # ------------------------------------------------------------------ what it is

    @property
    def outcome_words(self) -> str:
        """What has become of it; it is one side's word alone, and says so."""
        return f"UNILATERAL, {self.state.upper()}"

    @property
    def state(self) -> State:
        """What has become of it; an answer that came after all comes before none."""
        if self.taken_back is not None:
            return "taken back"
        if isinstance(self.request, uni.Put):
            if self.verdict is None:
                return "put"
            confirmed = isinstance(self.verdict.body, uni.Confirmed)
            return "confirmed" if confirmed else "disputed"
        if self.answered is not None:
            return "answered"
        if self.unanswered is not None:
            return "no answer"
        return "made" if self.delivered is None else "delivered"

    @property
    def awaited(self) -> bool:
        """Whether its own side has still to write down what came of it."""
        return self.state in {"made", "delivered"}

    @property
    def live(self) -> bool:
        """Whether a clock may ask something of someone."""
        asks = self.awaited and self.request.answer_by is not None
        return asks or super().live

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: once its time is over, the answer or that none."""
        yield from super().dues(founding, local)
        at_s = self.request.answer_by
        if self.awaited and at_s is not None:
            own, post = self.opened.party, self.opened.header.from_post
            yield Due(at_s, "answer, or no answer", own, post, "26.5", self.opened)

    # ---------------------------------------------------------------- what follows

    def misplaced(self, entered: Entered) -> Fault | None:
        """Return why an act has no place in this case, if it has none."""
        body, code = entered.body, self.request.code
        if isinstance(body, uni.Delivered) and (not code or body.code != code):
            return Fault(
                "26.4", "The delivery code is not that of the request.", voids=True
            )
        if isinstance(body, uni.NoAnswer) and entered.header.kind != "CANCEL":
            return self._too_early(body)
        if isinstance(body, uni.Verdict) and entered.party != self.addressee:
            return Fault(
                "26.7", "Only the side it is put to says whether so.", voids=True
            )
        return None

    def _too_early(self, body: uni.NoAnswer) -> Fault | None:
        by_s = self.request.answer_by
        if by_s is not None and body.at < by_s:
            return Fault("26.5", "The time to answer was not over.", voids=True)
        answer = None if self.answered is None else self.answered.body
        if isinstance(answer, uni.Answered) and answer.at <= body.at:
            return Fault("26.5", "An answer had come by then.", voids=True)
        return None


FAMILY = Unilateral
