"""Decide what a stock phrase is made of (clauses 21.8 and 21.9)."""

from collections.abc import Mapping
from typing import NamedTuple


class Phrase(NamedTuple):
    """A stock phrase.

    Attributes:
        number: what statements carry; it never comes to mean something else.
        texts: its wording by language.
        source: the published text that has this wording in all these languages, with
            its article or table; empty while nobody has compared them.
        near: the published signal or phrase with which it is to be compared.
    """

    number: int
    texts: Mapping[str, str]
    source: str = ""
    near: str = ""

    @property
    def reviewed(self) -> bool:
        """Whether a published text in two languages is cited."""
        return bool(self.source) and len(self.texts) > 1
