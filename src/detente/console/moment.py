"""Decide what the map's address asks to see: a moment, how it is meant, a conflict.

Two questions are kept apart. *For* a moment: what stands declared for it, by the record
as it is now. *As known* at a moment: what stood in our record then, and nothing that
came later. Whatever is chosen stands in the address, so that a page that is sent on, or
found again, shows the same.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlencode

ADDRESS: Final = "/map"
REACH_S: Final = 72 * 3_600
STEP_S: Final = 900
KNOWN: Final = "known"
"""How an address says that it means what was known then."""
_DIGITS: Final = 12
_LONGEST: Final = 40


class Looked(NamedTuple):
    """What an address asks to see of the line.

    `at_s` is a moment, None for now; `known` says that it is looked at as it was known
    then; `conflict` is the number of one, if any.
    """

    at_s: int | None = None
    known: bool = False
    conflict: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What of an address asks this again."""
        told = {
            "at": "" if self.at_s is None else str(self.at_s),
            "as": KNOWN if self.known else "",
            "conflict": self.conflict,
        }
        return {name: value for name, value in told.items() if value}


def looked(asked: Mapping[str, str], now_s: int) -> Looked:
    """Return what an address asks to see; a moment that is none is now.

    What was known is known by now at the latest: a later moment counts as now.
    """
    at = asked.get("at", "")
    told = at.isascii() and at.isdigit() and len(at) <= _DIGITS
    at_s = int(at) if told else None
    known = at_s is not None and asked.get("as", "") == KNOWN
    if at_s is not None and known:
        at_s = min(at_s, now_s)
    return Looked(at_s, known, asked.get("conflict", "")[:_LONGEST])


def address(*asked: Mapping[str, str]) -> str:
    """Return the address of the map that asks for these.

    Of two that bear one name the later counts; an empty one takes it out.
    """
    whole = {name: value for each in asked for name, value in each.items()}
    query = urlencode({name: value for name, value in whole.items() if value})
    return f"{ADDRESS}?{query}" if query else ADDRESS


def stepped(at_s: int) -> int:
    """Return the step of the slider that a moment lies in."""
    return at_s - at_s % STEP_S
