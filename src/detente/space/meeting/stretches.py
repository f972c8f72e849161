"""Sort windows into stretches of time, so that only those are compared which may meet.

A stretch holds windows of about one length that begin about one time: short ones of
half a day, longer ones of two days, and all the rest, open ends among them, together.
Few windows need no sorting.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple, Protocol, TypeVar

import numpy as np

from detente.space.sphere import Integers

HOUR_MS: Final = 3_600_000
WIDTHS_MS: Final = (12 * HOUR_MS, 48 * HOUR_MS)
FEW: Final = 2_000
"""So many windows are compared faster at once than sorted."""


class Stretch(NamedTuple):
    """Windows, by number, and the time from the first beginning to the last end."""

    at: Integers
    start_ms: int
    end_ms: int


def stretches(start_ms: Integers, end_ms: Integers) -> list[Stretch]:
    """Return windows in stretches; each in one, none empty."""
    if not len(start_ms):
        return []
    if len(start_ms) <= FEW:
        return [_stretch(np.arange(len(start_ms)), start_ms, end_ms)]
    length = end_ms - start_ms
    level = np.searchsorted(np.array(WIDTHS_MS), length)
    width = np.append(WIDTHS_MS, 0)[level]
    bucket = np.where(width > 0, start_ms // np.maximum(width, 1), 0)
    order = np.lexsort((bucket, level))
    sorted_level, sorted_bucket = level[order], bucket[order]
    new = (np.diff(sorted_level) != 0) | (np.diff(sorted_bucket) != 0)
    parts = np.split(order, np.flatnonzero(new) + 1)
    return [_stretch(part, start_ms, end_ms) for part in parts]


def _stretch(at: Integers, start_ms: Integers, end_ms: Integers) -> Stretch:
    return Stretch(at, int(start_ms[at].min()), int(end_ms[at].max()))


class Timed(Protocol):
    """Something that lasts from the first beginning to the last end in it."""

    start_ms: int
    end_ms: int


T = TypeVar("T", bound=Timed)


def overlapping(one: list[T], other: list[T], minimum_ms: int) -> Iterator[tuple[T, T]]:
    """Yield the pairs of stretches in which windows may meet, with a time minimum.

    Of a list with itself each pair comes once.
    """
    for at, mine in enumerate(one):
        for theirs in other[at:] if one is other else other:
            begun = mine.start_ms <= theirs.end_ms + minimum_ms
            if begun and theirs.start_ms <= mine.end_ms + minimum_ms:
                yield mine, theirs
