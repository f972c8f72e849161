"""Decide which requests a tally counts: those of a period, as it is typed."""

import re
from typing import Final

from detente.record.errors import Misasked
from detente.report.words import moment

_YEAR: Final = re.compile("[0-9]{4}")
_MONTH: Final = re.compile("([0-9]{4})-(0[1-9]|1[0-2])")
_DECEMBER: Final = 12


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
