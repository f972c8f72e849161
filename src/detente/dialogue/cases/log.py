"""Fold a line of the watch log: what was written, and what strikes it through.

Spec clause 27.3. Nothing is erased: the line, each correction and each time stay. Only
who signed a line strikes it, so that no officer's log is put right by another after the
fact; the last correction of the signer holds.
"""

from typing import ClassVar, Self

from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.forms.log import Correction
from detente.dialogue.pairing import Founding


class LogLine(Case, frozen=True, kw_only=True, gc=False):
    """A line of the watch log; `struck` are its corrections, the last one holds."""

    family: ClassVar[str] = "log"

    struck: tuple[Entered, ...] = ()

    def add(self, entered: Entered, founding: Founding) -> Self:
        """Return the case with its next statement."""
        case = super().add(entered, founding)
        if not entered.effective or not isinstance(entered.body, Correction):
            return case
        signers = set(self.opened.header.releasers)
        if not set(entered.header.releasers) <= signers:
            fault = Fault("27.3", "Only who signed a line strikes it.", voids=True)
            return case.marked(entered, fault)
        return case.having(struck=(*self.struck, entered))

    @property
    def outcome_words(self) -> str:
        """Whether the line holds, as screens say it."""
        return "STRUCK THROUGH" if self.struck else ""


FAMILY = LogLine
