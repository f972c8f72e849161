"""Find which objects may come close, without comparing all with all (clause 32.4).

What an object sweeps in some time lies in a box around the chord of its way, half the
reach wider on every side: where two come within reach, the middle between them lies in
both boxes. Boxes are sorted into square cells of the six sides of a cube, on each of
which two of the three axes serve as a map, so no place on Earth is at an edge; within
a cell they are swept by height. Whatever is close is among what is found; more may be.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from detente.space.passing.approach import Pair
from detente.space.passing.course import Courses, at
from detente.space.sphere import Integers, Reals

SLACK: Final = 1e-9
"""In radians; far more than rounding moves a box."""
_LEAST_CELL: Final = 2.0**-17
_INDEX_BITS: Final = 20
HEIGHTS: Final = 1 << 20
_BLOCK: Final = 1 << 15
"""So many boxes are compared at once: they fit into a processor's cache."""
_FIRST_COLUMN: Final = 1
_FIRST_ROW: Final = 2
_AXES: Final = ((1, 2), (0, 2), (0, 1))


class Swept(NamedTuple):
    """What objects sweep: a box each, its sides in columns, and heights in steps.

    `ends` are their directions at both moments.
    """

    ends: tuple[Reals, Reals]
    low: Reals
    high: Reals
    bottom: Integers
    top: Integers


def swept(
    courses: Courses,
    spans_m: tuple[Reals, Reals],
    times_s: tuple[float, float],
    reach: float,
) -> Swept:
    """Return what objects sweep from one moment to another.

    Args:
        courses: how they move.
        spans_m: their lowest and highest altitude, half the reach added; or nan.
        times_s: both moments.
        reach: the chord within which two are too close.
    """
    here, there = (at(courses, moment) for moment in times_s)
    bulge = (courses.rate * (times_s[1] - times_s[0])) ** 2 / 8
    wide = reach / 2 + bulge + SLACK
    low, high = np.minimum(here, there) - wide, np.maximum(here, there) + wide
    return Swept((here, there), low, high, *_steps(*spans_m))


def _steps(bottom_m: Reals, top_m: Reals) -> tuple[Integers, Integers]:
    """Return heights as whole steps; an unknown one is from the lowest to the highest.

    Both are rounded down: what overlaps in metres overlaps in steps.
    """
    known = ~np.isnan(bottom_m)
    if not known.any():
        bottom = np.zeros(len(known), dtype=np.int64)
        return bottom, bottom
    lowest, highest = bottom_m[known].min(), top_m[known].max()
    scale = (HEIGHTS - 1) / max(highest - lowest, 1.0)
    bottom = (np.where(known, bottom_m - lowest, 0) * scale).astype(np.int64)
    top = (np.where(known, top_m - lowest, highest - lowest) * scale).astype(np.int64)
    return bottom, np.minimum(top, HEIGHTS - 1)


def candidates(found: Swept) -> Iterator[Pair]:
    """Yield the pairs of objects whose boxes and heights overlap, each pair once."""
    sides = _sides(found)
    for side in range(6):
        rows = np.flatnonzero(sides >> side & 1)
        if len(rows) < 2:  # noqa: PLR2004 - a pair has two
            continue
        for one, other in _on_side(found, side % 3, rows):
            shared = sides[one] & sides[other]
            first = (shared & -shared) == 1 << side
            yield one[first], other[first]


def _sides(found: Swept) -> Integers:
    """Return which sides of the cube each box may lie on, a bit each."""
    least = np.maximum(np.maximum(found.low, -found.high), 0)
    sides = np.zeros(found.low.shape[1], dtype=np.int64)
    for axis, (across, along) in enumerate(_AXES):
        needed = np.maximum(least[across], least[along])
        sides |= (found.high[axis] >= needed).astype(np.int64) << axis
        sides |= (-found.low[axis] >= needed).astype(np.int64) << axis + 3
    return sides


class _Entries(NamedTuple):
    """Boxes in cells, by cell and lowest height; one box may be in several."""

    row: Integers
    place: npt.NDArray[np.uint8]
    low: Reals
    high: Reals
    last: Integers


def _on_side(found: Swept, axis: int, rows: Integers) -> Iterator[Pair]:
    entries = _entries(found, axis, rows)
    begin = np.arange(1, len(entries.row) + 1)
    count = entries.last - begin
    total = np.cumsum(count)
    start = 0
    while start < len(count):
        done = total[start - 1] if start else 0
        stop = max(int(np.searchsorted(total, done + _BLOCK, "right")), start + 1)
        yield _overlapping(entries, begin[start:stop], count[start:stop], start)
        start = stop


def _entries(found: Swept, axis: int, rows: Integers) -> _Entries:
    """Put boxes into cells as wide as boxes usually are.

    With the mean square of their sides there are at most some four entries a box.
    """
    plane = list(_AXES[axis])
    low, high = found.low[plane][:, rows], found.high[plane][:, rows]
    cell = max(float(np.sqrt(((high - low) ** 2).mean())), _LEAST_CELL)
    first = np.floor((low + 2) / cell).astype(np.int64)
    size = np.floor((high + 2) / cell).astype(np.int64) - first + 1
    each = size[0] * size[1]
    box = np.repeat(np.arange(len(rows)), each)
    within = np.arange(len(box)) - np.repeat(np.cumsum(each) - each, each)
    column, line = np.divmod(within, size[1][box])
    cells = (first[0][box] + column << _INDEX_BITS) + first[1][box] + line
    base = cells * HEIGHTS
    key = base + found.bottom[rows][box]
    order = np.argsort(key)
    last = np.searchsorted(key[order], (base + found.top[rows][box])[order], "right")
    place = (column == 0) * _FIRST_COLUMN + (line == 0) * _FIRST_ROW
    box = box[order]
    return _Entries(
        rows[box], place[order].astype(np.uint8), low[:, box], high[:, box], last
    )


def _overlapping(
    entries: _Entries, begin: Integers, count: Integers, start: int
) -> Pair:
    """Return which boxes overlap, of those that share a cell and a height.

    A pair that shares several cells is found in the first of them alone.
    """
    one = np.repeat(np.arange(start, start + len(count)), count)
    skipped = np.cumsum(count) - count
    other = np.arange(len(one)) + np.repeat(begin - skipped, count)
    first = (entries.place[one] | entries.place[other]) == _FIRST_COLUMN | _FIRST_ROW
    one, other = one[first], other[first]
    for low, high in zip(entries.low, entries.high, strict=True):
        meet = (low[one] <= high[other]) & (low[other] <= high[one])
        one, other = one[meet], other[meet]
    return entries.row[one], entries.row[other]
