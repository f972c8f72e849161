"""Fold a request to stop: who has understood it, and what came of it.

Spec clauses 15.3 to 15.6. Understood is not stopped: the clock runs on to a result, and
asks again every two minutes. The last result of the side that was asked holds; a STOP
that its own side takes back is over.
"""

from collections.abc import Iterator
from typing import ClassVar, Final, Literal, Self, TypeAlias

from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms import stop
from detente.dialogue.pairing import Founding

_ECHELONS: Final = (
    (0, "answer STOP"),
    (120, "STOP to second echelon"),
    (300, "STOP to third echelon"),
)
ASK_AGAIN_S: Final = 120

State: TypeAlias = Literal[
    "asked", "understood", "stopped", "not ours", "unable", "taken back"
]
_RESULT: Final[dict[type, State]] = {
    stop.Stopped: "stopped",
    stop.NotOurs: "not ours",
    stop.Unable: "unable",
}


class StopCase(Case, frozen=True, kw_only=True, gc=False):
    """A request to stop.

    `understood` is the first word of the side that was asked, `result` its last result,
    `taken_back` the asker's own cancellation.
    """

    family: ClassVar[str] = "stop"

    understood: Entered | None = None
    result: Entered | None = None
    taken_back: Entered | None = None

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        if not entered.effective:
            return case
        cancels = entered.header.kind == "CANCEL"
        if cancels and entered.party == self.opened.party:
            return case.having(taken_back=entered)
        if not isinstance(entered.body, stop.Understood | stop.Result):
            return case
        if entered.party != self.addressee:
            return case.mark(entered, "15.3", "Only the side that was asked answers.")
        case = case.having(understood=self.understood or entered)
        if cancels:
            # Who takes an answer back has not stopped; the clock runs on.
            return case.having(result=None)
        if isinstance(entered.body, stop.Understood):
            return case
        return case.having(result=entered)

    @property
    def state(self) -> State:
        """What has come of it."""
        if self.taken_back is not None:
            return "taken back"
        if self.result is not None:
            return _RESULT[type(self.result.body)]
        return "asked" if self.understood is None else "understood"

    @property
    def outcome_words(self) -> str:
        """What has become of it, for a screen."""
        return self.state.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield who says so, and that understood is not stopped."""
        if self.state == "understood":
            yield "NO RESULT YET"
        if self.result is not None and self.taken_back is None:
            yield f"{self.addressee} SAYS SO"

    @property
    def live(self) -> bool:
        """Whether a result is still awaited, or a person."""
        return self.state in {"asked", "understood"} or super().live

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: an answer, then its echelons, then a result."""
        yield from super().dues(founding, local)
        post, clause, opened = self.opened.header.to_post, "15.4", self.opened
        if self.state == "asked":
            start_s = min(opened.header.released, local.now_s)
            for echelon, (after_s, kind) in enumerate(_ECHELONS, 1):
                at_s, of = start_s + after_s, self.addressee
                yield Due(at_s, kind, of, post, clause, opened, None, echelon)
        elif self.state == "understood" and self.understood is not None:
            said_s = min(self.understood.header.released, local.now_s)
            # The ask that is due by now, or the first to come.
            rounds = max(1, (local.now_s - said_s) // ASK_AGAIN_S)
            at_s = said_s + rounds * ASK_AGAIN_S
            yield Due(at_s, "result of STOP", self.addressee, post, "15.5", opened)


FAMILY = StopCase
