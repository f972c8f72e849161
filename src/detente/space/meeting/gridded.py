"""Put the boxes of entries into grids of cells, for the sweep of `kernels.boxes`.

Boxes, times and heights become whole steps, outward: what meets meets in steps. So what
the sweep finds holds all that meets, and a little more.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from detente.space.kernels import compiled
from detente.space.kernels.figures import BITS, Grids, Rows
from detente.space.meeting.entries import Compared, Entries
from detente.space.picture import FAR
from detente.space.sphere import Integers, Reals
from detente.space.volume import Minima

MOST_AT_ONCE: Final = 200_000
_HALF_WIDE: Final = 4.0
"""No chart is good so far from its middle."""
_MOST: Final = 1 << BITS
_METRE_MM: Final = 1_000


class Gridded(NamedTuple):
    """Boxes in grids: `order` says which entry each number stands for."""

    grids: Grids
    order: Integers
    tick_ms: int

    def pairs(self, minima: Minima) -> Integers:
        """Return the pairs of entries that may meet, a row each."""
        later = min(-(-minima.time_ms // self.tick_ms), _MOST)
        higher = min(-(-minima.vertical_mm // _METRE_MM), 2 * _MOST)
        return self.order[compiled.met(self.grids, later, higher)]


def gridded(boxes: Reals, entries: Entries, slot: Rows) -> Gridded:
    """Return the boxes of entries in grids; those of one slot above 0 do not meet."""
    order = np.argsort(entries.start_ms, kind="stable")
    rows, tick_ms = steps(boxes[order], entries.take(order), bounds(entries.start_ms))
    grids = compiled.placed(rows, slot[order])
    return Gridded(grids, order, tick_ms)


def bounds(time_ms: Integers) -> tuple[int, int]:
    """Return the first and the last of the times that are known; or nought."""
    known = time_ms[np.abs(time_ms) < FAR]
    return (int(known.min()), int(known.max())) if len(known) else (0, 0)


def steps(boxes: Reals, entries: Entries, span: tuple[int, int]) -> tuple[Rows, int]:
    """Return boxes, times and heights in steps, and how long one of time is.

    What lies before or after the span of time lies at its ends.
    """
    rows = np.empty((len(boxes), 8), dtype=np.int32)
    along = (boxes + _HALF_WIDE) * (_MOST / (2 * _HALF_WIDE))
    rows[:, :2], rows[:, 2:4] = np.floor(along[:, :2]) - 1, np.ceil(along[:, 2:]) + 1
    first, last = span
    tick_ms = (last - first) // _MOST + 1
    for column, time_ms in enumerate((entries.start_ms, entries.end_ms), 4):
        rows[:, column] = (time_ms.clip(first, last) - first) // tick_ms
    rows[:, 6] = (entries.lowest_mm // _METRE_MM).clip(-_MOST, _MOST)
    rows[:, 7] = (-(-entries.highest_mm // _METRE_MM)).clip(-_MOST, _MOST)
    return rows, tick_ms


def within(of: Gridded, entries: Entries, minima: Minima) -> Iterator[Compared]:
    """Yield the pairs of entries of one picture that may meet."""
    pairs = of.pairs(minima)
    for begin in range(0, max(len(pairs), 1), MOST_AT_ONCE):
        i, j = pairs[begin : begin + MOST_AT_ONCE].T
        yield Compared(entries, i, entries, j)


def between(
    one: tuple[Reals, Entries], other: tuple[Reals, Entries], minima: Minima
) -> Iterator[Compared]:
    """Yield the pairs of boxes and entries of two pictures that may meet."""
    count = len(one[0])
    boxes = np.concatenate([one[0], other[0]])
    columns = (map(np.asarray, each) for each in zip(one[1], other[1], strict=True))
    entries = Entries._make(np.concatenate(list(column)) for column in columns)
    slot = np.where(np.arange(len(boxes)) < count, 1, 2).astype(np.int32)
    pairs = np.sort(gridded(boxes, entries, slot).pairs(minima), axis=1)
    for begin in range(0, max(len(pairs), 1), MOST_AT_ONCE):
        i, j = pairs[begin : begin + MOST_AT_ONCE].T
        yield Compared(one[1], i, other[1], j - count)
