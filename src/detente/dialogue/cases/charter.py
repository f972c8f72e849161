"""Fold what the parties do with the charter: a proposal, a suspension, a denunciation.

Spec clauses 10.12, 22.2 and 22.4. Here stands what came of each by itself. Which
version binds whom is `detente.dialogue.in_force`, and what is declared of the line
`detente.dialogue.suspension`: both look across all such cases.
"""

from typing import ClassVar, Literal, Self, TypeAlias

from detente.dialogue.consent import Proposal
from detente.dialogue.entered import Entered
from detente.dialogue.forms import cht
from detente.dialogue.pairing import Founding

State: TypeAlias = Literal[
    "founded",
    "proposed",
    "agreed",
    "suspended",
    "resumed",
    "denounced",
    "taken back",
]


class CharterLife(Proposal, frozen=True, kw_only=True, gc=False):
    """What one party began, and what the others made of it.

    `ended` is what ended a suspension or took back what is not agreed.
    """

    family: ClassVar[str] = "charter"

    ended: Entered | None = None

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        if not entered.effective:
            return case
        if isinstance(entered.body, cht.Consented):
            return case.consented(entered)
        if isinstance(entered.body, cht.Resumed) or entered.header.kind == "CANCEL":
            return case.having(ended=self.ended or entered)
        return case

    @property
    def outcome_words(self) -> str:
        """What has become of it, as screens say it."""
        return self.state.upper()

    @property
    def state(self) -> State:
        """What has come of it."""
        match self.opened.body:
            case cht.Proposed():
                # A consent that crossed the taking back holds (clause 10.12).
                if self.agreed:
                    return "agreed"
                return "proposed" if self.ended is None else "taken back"
            case cht.Suspended():
                return "suspended" if self.ended is None else "resumed"
            case cht.Denounced():
                return "denounced" if self.ended is None else "taken back"
            case _:
                return "founded"


FAMILY = CharterLife
