"""Fold what the parties do with the charter: so far, that each has founded it."""

from typing import ClassVar

from detente.dialogue.case import Case


class CharterLife(Case, frozen=True, gc=False):
    """A party's founding statement; later, proposals, amendments and suspension."""

    family: ClassVar[str] = "charter"


FAMILY = CharterLife
