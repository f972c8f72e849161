"""Fold a turnover of the watch: how it was taken, and what it passes over.

Spec clauses 16.9 to 16.12. A turnover stands as its own side says, last corrected;
nobody changes the words of another (clause 11.10).
"""

from collections.abc import Iterator
from typing import ClassVar

from detente.dialogue.case import Case
from detente.dialogue.forms import hov


class TurnoverCase(Case, frozen=True, kw_only=True, gc=False):
    """A turnover of the watch."""

    family: ClassVar[str] = "turnover"

    @property
    def turnover(self) -> hov.Turnover | None:
        """The turnover as last said; None where it was taken back."""
        own = [
            each
            for each in self.statements
            if each.effective and isinstance(each.body, hov.Turnover)
        ]
        if not own or own[-1].header.kind == "CANCEL":
            return None
        body = own[-1].body
        assert isinstance(body, hov.Turnover)  # noqa: S101 - these were chosen so
        return body

    @property
    def outcome_words(self) -> str:
        """How the watch was taken."""
        return "TAKEN BACK" if self.turnover is None else self.turnover.title

    def own_flags(self) -> Iterator[str]:
        """Yield what is passed over, and what is not as it should be."""
        turnover = self.turnover
        if turnover is None:
            return
        passed_over = len(set(turnover.open_z) - set(turnover.taken_over))
        if passed_over:
            yield f"FLASH NOT TAKEN OVER: {passed_over}"
        if turnover.open_stops:
            yield f"OPEN STOPS: {len(turnover.open_stops)}"
        if turnover.declared != "open":
            yield f"LINE {turnover.declared.upper()}"


FAMILY = TurnoverCase
