"""Fold messages, and whatever has no family of its own, as a plain thread."""

from typing import ClassVar

from detente.dialogue.case import Case


class Thread(Case, frozen=True, gc=False):
    """Statements in their order, and who has read them."""

    family: ClassVar[str] = "thread"


FAMILY = Thread
