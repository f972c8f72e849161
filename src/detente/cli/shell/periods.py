"""Decide which requests a tally counts: those of a period, at heads that are named."""

import re
from collections.abc import Sequence
from typing import Final

from detente.dialogue import fold
from detente.dialogue.standing import Standing
from detente.record.errors import Misasked
from detente.report.words import moment

_YEAR: Final = re.compile("[0-9]{4}")
_MONTH: Final = re.compile("([0-9]{4})-(0[1-9]|1[0-2])")
_DECEMBER: Final = 12


LONGEST_SIZE = 20


def period_of(text: str) -> tuple[int | None, int | None]:
    """Return the first second of a period and the first one after it, POSIX.

    An empty text is all of time.

    Raises:
        Misasked: it is no period.
    """
    if not text:
        return None, None
    month = _MONTH.fullmatch(text)
    if _YEAR.fullmatch(text):
        start, end = f"{text}-01-01", f"{int(text) + 1:04d}-01-01"
    elif month is not None:
        year, number = int(month[1]), int(month[2])
        later = (year + 1, 1) if number == _DECEMBER else (year, number + 1)
        start, end = f"{text}-01", f"{later[0]:04d}-{later[1]:02d}-01"
    else:
        start, _, end = text.partition("/")
    if not end:
        raise Misasked(f"{text[:40]!r} is no period: 2026, 2026-05, or FROM/UNTIL.")
    return moment(start), moment(end)


def at_heads(standing: Standing, heads: Sequence[str]) -> Standing:
    """Return how things stood at the heads named; at those held where none is.

    Raises:
        Misasked: a head is of no feed, or beyond what is held.
    """
    if not heads:
        return standing
    sizes = standing.heads()
    for each in heads:
        party, _, size = each.partition("=")
        feeds = [feed for feed in sizes if feed.party == party]
        whole = size.isdecimal() and len(size) < LONGEST_SIZE
        if not feeds or not whole or int(size) > sizes[max(feeds)]:
            known = ", ".join(f"{feed.party}={size}" for feed, size in sizes.items())
            raise Misasked(f"{each[:40]!r} is no head that is held here: {known}.")
        sizes[max(feeds)] = int(size)
    return fold.at_heads(standing, sizes)
