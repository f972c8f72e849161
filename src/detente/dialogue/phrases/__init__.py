"""Decide what a numbered stock phrase says, and whether its wording was published.

Spec clauses 11.22, 21.8 and 21.9. At 03:00 two officers without a common language need
the same words for the same thing; the agreements at sea and on dangerous activities
therefore number their phrases, and print both languages. A statement carries the
number alone. A phrase whose wording in both languages nobody has found in a published
text is shown UNREVIEWED: a translation of our own, read as if it had been agreed, could
turn a request to keep clear into permission to pass.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, TypeAlias

import msgspec

from detente.dialogue.definition import PHRASE
from detente.dialogue.phrases.phrase import Phrase
from detente.dialogue.phrases.safety import SAFETY
from detente.record.errors import Malformed

PhraseNumber: TypeAlias = Annotated[int, msgspec.Meta(extra={PHRASE: True})]
"""A field of this type is shown as the phrase that it numbers."""


def by_number(phrases: tuple[Phrase, ...]) -> Mapping[int, Phrase]:
    """Return phrases by their numbers.

    Raises:
        Malformed: two phrases bear one number.
    """
    table = {each.number: each for each in phrases}
    if len(table) != len(phrases):
        raise Malformed("Two stock phrases bear one number (clause 21.8).")
    return MappingProxyType(table)


BOOK: Final = by_number(SAFETY)
