"""Decide when all who speak have consented to what one of them proposes.

Spec clauses 10.12 and 29.3. To propose is to consent; observers are not asked.
"""

from typing import Self

import msgspec

from detente.dialogue.case import Case
from detente.dialogue.entered import Entered
from detente.dialogue.pairing import Founding


class Proposal(Case, frozen=True, kw_only=True, gc=False):
    """A case that its party opens by proposing something to all.

    `speaking` are the parties that must consent, `consenting` those that have.
    """

    speaking: frozenset[str] = frozenset()
    consenting: frozenset[str] = frozenset()

    @classmethod
    def begin(cls, entered: Entered, founding: Founding) -> Self:
        """Return the case that a statement opens."""
        case = super().begin(entered, founding)
        return msgspec.structs.replace(
            case, speaking=founding.speaking, consenting=frozenset({entered.party})
        )

    def consented(self, entered: Entered) -> Self:
        """Return the case once the party of a statement has consented."""
        return self.having(consenting=self.consenting | {entered.party})

    @property
    def agreed(self) -> bool:
        """Whether all have consented."""
        return self.consenting == self.speaking
