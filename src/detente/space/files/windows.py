"""Spread a recurrence out into windows, and find it again in them (clause 30.5)."""

from itertools import pairwise
from typing import Final, NamedTuple

from detente.record.errors import Malformed
from detente.space.volume import Window

MOST_WINDOWS: Final = 1_000


class Recurrence(NamedTuple):
    """The same span of time again, every so long; the last begins by `until_ms`."""

    every_ms: int
    until_ms: int


def spread(first: Window, again: Recurrence, of: str) -> tuple[Window, ...]:
    """Return the windows of a span of time that recurs.

    Raises:
        Malformed: it has no beginning or end, comes again before it has ended, never,
            or more than a thousand times.
    """
    start_ms, end_ms = first
    if start_ms is None or end_ms is None:
        raise Malformed(f"{of} recurs, and needs time_start and time_end.")
    if again.every_ms < max(end_ms - start_ms, 1):
        raise Malformed(f"{of} recurs before it has ended.")
    count = (again.until_ms - start_ms) // again.every_ms + 1
    if not 1 <= count <= MOST_WINDOWS:
        raise Malformed(f"{of} recurs never, or more than 1,000 times.")
    steps = range(0, count * again.every_ms, again.every_ms)
    return tuple(Window(start_ms + step, end_ms + step) for step in steps)


def found_in(windows: tuple[Window, ...]) -> Recurrence | None:
    """Return the recurrence that spreads out into these windows; None if none does."""
    first, last = windows[0], windows[-1]
    if first.start_ms is None or last.start_ms is None or len(windows) == 1:
        return None
    gaps = {
        (after.start_ms or 0) - (before.start_ms or 0)
        for before, after in pairwise(windows)
    }
    again = Recurrence(max(gaps), last.start_ms)
    try:
        return again if spread(first, again, "") == windows else None
    except Malformed:
        return None
