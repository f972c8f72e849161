"""Fold a proposal to destroy a body: who has consented, and whether all have.

Spec clauses 29.3 and 29.4. What is agreed cannot be taken back: by then a node may have
destroyed the body, and what is gone on one side is not asked for on the other.
"""

from typing import ClassVar, Literal, Self, TypeAlias

from detente.dialogue.consent import Proposal
from detente.dialogue.entered import Entered
from detente.dialogue.forms import pur
from detente.dialogue.pairing import Founding

State: TypeAlias = Literal["proposed", "purged", "declined", "taken back"]


class Purge(Proposal, frozen=True, kw_only=True, gc=False):
    """A proposal to destroy a body.

    `against` are the statements that declined it or took it back.
    """

    family: ClassVar[str] = "purge"

    against: tuple[Entered, ...] = ()

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        if not entered.effective:
            return case
        cancels = entered.header.kind == "CANCEL"
        if isinstance(entered.body, pur.Consented) and not cancels:
            # A consent that crossed the taking back holds: its node has done it.
            if any(entered.knows(each) for each in self.against):
                return case.mark(
                    entered, "29.4", "It was declined or taken back before."
                )
            return case.consented(entered)
        if not cancels and not isinstance(entered.body, pur.Declined):
            return case
        if self.agreed:
            return case.mark(entered, "29.4", "It was agreed before: the body is gone.")
        return case.having(against=(*self.against, entered))

    @property
    def purged(self) -> bytes:
        """The id of the statement whose body is to be gone."""
        return self.opened.header.answers[0].id

    @property
    def state(self) -> State:
        """What has come of it."""
        if self.agreed:
            return "purged"
        if not self.against:
            return "proposed"
        declined = isinstance(self.against[0].body, pur.Declined)
        return "declined" if declined else "taken back"

    @property
    def outcome_words(self) -> str:
        """What has become of it, as screens say it."""
        return self.state.upper()


FAMILY = Purge
