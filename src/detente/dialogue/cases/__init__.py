"""Decide which case families there are: one file of this package each.

Every module here holds `FAMILY`, a kind of `Case`; a form names its family by name. A
form whose family has no file folds as a plain thread.
"""

from collections.abc import Mapping
from typing import Final

from detente.dialogue.case import Case
from detente.dialogue.cases.thread import Thread
from detente.dialogue.discovery import modules

FAMILIES: Final[Mapping[str, type[Case]]] = {
    each.FAMILY.family: each.FAMILY for each in modules(__name__, __path__)
}


def family(name: str) -> type[Case]:
    """Return a case family by name."""
    return FAMILIES.get(name, Thread)
