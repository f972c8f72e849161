"""Fold one precondition: who raised it, and where it stands (clause 11.25)."""

from collections.abc import Iterator
from typing import ClassVar, Literal, TypeAlias

from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.forms.pre import Disputed, Met, Stated, Withdrawn

Status: TypeAlias = Literal["stated", "disputed", "met", "withdrawn"]


class Precondition(Case, frozen=True, kw_only=True, gc=False):
    """A precondition in the register of the party that raised it."""

    family: ClassVar[str] = "precondition"

    @property
    def number(self) -> int:
        """Its number in that register."""
        return self.opened.body.number if isinstance(self.opened.body, Stated) else 0

    @property
    def raised_by(self) -> str:
        """The party that raised it."""
        return self.opened.party

    @property
    def answers(self) -> tuple[Entered, ...]:
        """What was said of it since, and took effect."""
        return tuple(
            each
            for each in self.statements[1:]
            if isinstance(each.body, Disputed | Met | Withdrawn) and each.effective
        )

    @property
    def status(self) -> Status:
        """Where it stands: the raiser's word decides, the other's disputes."""
        own = [each.body for each in self.answers if each.party == self.raised_by]
        if own and isinstance(own[-1], Withdrawn):
            return "withdrawn"
        if own and isinstance(own[-1], Met):
            return "met"
        return "disputed" if self._others(Disputed) else "stated"

    @property
    def claimed_met(self) -> bool:
        """Whether the other side claims that it is met."""
        return self._others(Met)

    @property
    def outcome_words(self) -> str:
        """Where it stands, for a screen."""
        return self.status.upper()

    def own_flags(self) -> Iterator[str]:
        """Yield what the other side claims of it."""
        if self.claimed_met:
            yield "THE OTHER SIDE CLAIMS THAT IT IS MET"

    def _others(self, act: type[Disputed | Met]) -> bool:
        theirs = [each.body for each in self.answers if each.party != self.raised_by]
        return bool(theirs) and isinstance(theirs[-1], act)


FAMILY = Precondition
