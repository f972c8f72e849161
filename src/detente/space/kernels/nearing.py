"""Find which moving objects may come within reach, and while they are level enough.

What `detente.space.passing` does in arrays, for one pair after the other; but boxes are
sorted into cells of all three axes, and not by the sides of a cube. As there, whatever
may be close is found; what of it is close, `detente.space.kernels.approaches` decides.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space.kernels.courses import at, course_of
from detente.space.kernels.figures import Flying, Near, Rows, Terms
from detente.space.kernels.jit import compiled
from detente.space.passing.course import Courses
from detente.space.passing.sweep import HEIGHTS, SLACK
from detente.space.sphere import Integers, Reals

_MIDDLE: Final = 2.5
_STEPS: Final = float(1 << 28)
"""Of a figure of a direction; no box reaches beyond the middle on either side."""
_INDEX_BITS: Final = 20
_HALF_BITS: Final = 10
"""Of those that a height in steps has."""
_LEAST_SHIFT: Final = 11
"""Of steps, for a cell: some 50 m, and `_INDEX_BITS` are enough to number them."""
_LEAST_BITS: Final = 10
_MIXED: Final = 0x9E3779B97F4A7C1
_BOTTOM, _TOP, _KEPT = 6, 7, 8
"""Columns of a row, after the low and the high side on each of the three axes."""


class _Cells(NamedTuple):
    """Boxes by cell, in each by their lowest height.

    Several cells may share a bucket; so each row has the key of its cell beside the
    number of its box.
    """

    kept: Rows
    box: Rows
    cell: Integers


@compiled
def near(courses: Courses, flying: Flying, terms: Terms) -> Near:
    """Return the pairs that may come within reach, each once, and while level.

    Args:
        courses: how objects move.
        flying: heights and parties.
        terms: when and how close.
    """
    rows, moves = _swept(courses, terms)
    _raised(rows, flying, terms)
    shift = _shift(rows)
    begin, cells = _in_cells(rows, _upward(rows), shift)
    pairs, many = np.empty((1024, 2), np.int64), 0
    for bucket in range(len(begin) - 1):
        which = begin[bucket], begin[bucket + 1]
        if which[1] - which[0] > 1:
            pairs, many = _met(cells, which, shift, flying.whose, (pairs, many))
    return _level(pairs[:many], moves, flying, terms)


@compiled
def _met(
    of: _Cells,
    which: tuple[int, int],
    shift: int,
    whose: Integers,
    out: tuple[Integers, int],
) -> tuple[Integers, int]:
    """Note which boxes of a bucket meet; return pairs and how many there are now."""
    kept, (begin, end), (pairs, many) = of.kept, which, out
    for nth in range(begin, end):
        if many + end - nth > len(pairs):
            more = np.empty((2 * len(pairs) + end - nth, 2), np.int64)
            more[:many] = pairs[:many]
            pairs = more
        a, b, c = kept[nth, 0], kept[nth, 1], kept[nth, 2]
        d, e, f = kept[nth, 3], kept[nth, 4], kept[nth, 5]
        cell, top = of.cell[nth], kept[nth, _TOP]
        for beside in range(nth + 1, end):
            if kept[beside, _BOTTOM] > top:
                break
            meet = (kept[beside, 0] <= d) & (kept[beside, 3] >= a)
            meet &= (kept[beside, 1] <= e) & (kept[beside, 4] >= b)
            meet &= (kept[beside, 2] <= f) & (kept[beside, 5] >= c)
            if not meet or of.cell[beside] != cell:
                continue
            # No cell but that of the lowest corner of what they share tells it.
            x, y = max(a, kept[beside, 0]) >> shift, max(b, kept[beside, 1]) >> shift
            if _keyed(x, y, max(c, kept[beside, 2]) >> shift) != cell:
                continue
            pairs[many, 0], pairs[many, 1] = of.box[nth], of.box[beside]
            many += _of_two_parties(whose, of.box[nth], of.box[beside])
    return pairs, many


@compiled
def _swept(courses: Courses, terms: Terms) -> tuple[Rows, Reals]:
    """Return boxes in whole steps, rounded down: what overlaps does so.

    And where each object is at first, and how far it gets on a straight line.
    """
    count = len(courses.rate)
    rows, moves = np.empty((count, _KEPT), np.int32), np.empty((count, 6))
    span_s = terms.end_s - terms.start_s
    for each in range(count):
        course = course_of(courses, each)
        here, there = at(course, terms.start_s), at(course, terms.end_s)
        turn = course.rate * span_s
        wide = terms.reach / 2 + turn * turn / 8 + SLACK
        moves[each, 0], moves[each, 1], moves[each, 2] = here
        moves[each, 3], moves[each, 4], moves[each, 5] = there
        for axis in range(3):
            one, other = moves[each, axis], moves[each, axis + 3]
            low, high = min(one, other) - wide, max(one, other) + wide
            rows[each, axis] = int((low + _MIDDLE) * _STEPS)
            rows[each, axis + 3] = int((high + _MIDDLE) * _STEPS)
            moves[each, axis + 3] = other - one
    return rows, moves


@compiled
def _raised(rows: Rows, flying: Flying, terms: Terms) -> None:
    """Give boxes their heights in whole steps, rounded down; an unknown one is every.

    Half of the reach is added on either side.
    """
    lowest, highest = np.inf, -np.inf
    for each in range(len(rows)):
        low, high = _heights(flying, each, terms)
        if not np.isnan(low):
            lowest, highest = min(lowest, low), max(highest, high)
    scale = (HEIGHTS - 1) / max(highest - lowest, 1.0)
    for each in range(len(rows)):
        low, high = _heights(flying, each, terms)
        if np.isnan(low):
            rows[each, _BOTTOM], rows[each, _TOP] = 0, HEIGHTS - 1
        else:
            rows[each, _BOTTOM] = int((low - lowest) * scale)
            rows[each, _TOP] = min(int((high - lowest) * scale), HEIGHTS - 1)


@compiled
def _heights(flying: Flying, each: int, terms: Terms) -> tuple[float, float]:
    """Return the lowest and the highest altitude of an object, with half the reach."""
    start = flying.alt_m[each] + flying.climb_ms[each] * terms.start_s
    end = flying.alt_m[each] + flying.climb_ms[each] * terms.end_s
    return min(start, end) - terms.half_m, max(start, end) + terms.half_m


@compiled
def _upward(rows: Rows) -> Rows:
    """Return all boxes by their lowest height: by its lower figures, then the upper."""
    order = np.arange(len(rows)).astype(np.int32)
    for shift in (0, _HALF_BITS):
        free = np.zeros((1 << _HALF_BITS) + 1, np.int32)
        for each in range(len(rows)):
            free[_figures(rows, each, shift) + 1] += 1
        for figures in range(1 << _HALF_BITS):
            free[figures + 1] += free[figures]
        raised = np.empty(len(order), np.int32)
        for nth in range(len(order)):
            figures = _figures(rows, order[nth], shift)
            raised[free[figures]] = order[nth]
            free[figures] += 1
        order = raised
    return order


@compiled
def _figures(rows: Rows, each: int, shift: int) -> int:
    return int(rows[each, _BOTTOM] >> shift) & ((1 << _HALF_BITS) - 1)


@compiled
def _shift(rows: Rows) -> int:
    """Return how wide cells are: twice to four times as wide as boxes usually are.

    By the mean cube of their widest sides there are at most some five entries a box,
    however unlike they are; usually there are one or two.
    """
    total = 0.0
    for each in range(len(rows)):
        wide = 0.0
        for axis in range(3):
            wide = max(wide, float(rows[each, axis + 3]) - float(rows[each, axis]))
        total += wide**3
    shift = _LEAST_SHIFT
    while float(1 << shift) ** 3 * len(rows) < total:
        shift += 1
    return shift + 1


@compiled
def _keyed(x: int, y: int, z: int) -> int:
    return ((x << _INDEX_BITS) | y) << _INDEX_BITS | z


@compiled
def _covered(rows: Rows, shift: int) -> int:
    """Return how many cells boxes reach, all together."""
    total = 0
    for each in range(len(rows)):
        cells = 1
        for axis in range(3):
            low, high = rows[each, axis] >> shift, rows[each, axis + 3] >> shift
            cells *= high - low + 1
        total += cells
    return total


@compiled
def _cells(rows: Rows, order: Rows, shift: int) -> tuple[Rows, Integers]:
    """Return boxes in an order, each once for a cell that it reaches, and the cells."""
    count = _covered(rows, shift)
    box, keys, at = np.empty(count, np.int32), np.empty(count, np.int64), 0
    for each in order:
        row = rows[each]
        for x in range(row[0] >> shift, (row[3] >> shift) + 1):
            for y in range(row[1] >> shift, (row[4] >> shift) + 1):
                for z in range(row[2] >> shift, (row[5] >> shift) + 1):
                    box[at], keys[at] = each, _keyed(x, y, z)
                    at += 1
    return box, keys


@compiled
def _in_cells(rows: Rows, order: Rows, shift: int) -> tuple[Rows, _Cells]:
    """Return where each bucket of cells begins, and what lies in them."""
    boxes, keys = _cells(rows, order, shift)
    count, bits = len(keys), _LEAST_BITS
    while 1 << bits < count:
        bits += 1
    begin = np.zeros((1 << bits) + 1, np.int32)
    for key in keys:
        begin[_bucket(key, bits) + 1] += 1
    for bucket in range(1 << bits):
        begin[bucket + 1] += begin[bucket]
    free = begin.copy()
    kept, box = np.empty((count, _KEPT), np.int32), np.empty(count, np.int32)
    cell = np.empty(count, np.int64)
    for nth in range(count):
        bucket = _bucket(keys[nth], bits)
        to = free[bucket]
        free[bucket] += 1
        box[to], cell[to] = boxes[nth], keys[nth]
        for column in range(_KEPT):
            kept[to, column] = rows[boxes[nth], column]
    return begin, _Cells(kept, box, cell)


@compiled
def _bucket(key: int, bits: int) -> int:
    return ((key * _MIXED) >> (64 - bits)) & ((1 << bits) - 1)


@compiled
def _of_two_parties(whose: Integers, one: int, other: int) -> bool:
    """Say whether two are compared; without any parties all are."""
    if len(whose) == 0 or whose[one] == 0:
        return True
    return bool(whose[one] != whose[other])


@compiled
def _level(pairs: Integers, moves: Reals, flying: Flying, terms: Terms) -> Near:
    """Return the pairs that may be close while they are level, and while they are."""
    times, count = np.empty((2, len(pairs))), 0
    for row in range(len(pairs)):
        one, other = pairs[row, 0], pairs[row, 1]
        enter, leave = _while_level(flying, one, other, terms)
        if enter > leave:
            continue
        low, high, start_s = 0.0, 1.0, terms.start_s
        if terms.end_s > start_s:
            span_s = terms.end_s - start_s
            low, high = (enter - start_s) / span_s, (leave - start_s) / span_s
        pairs[count, 0], pairs[count, 1] = one, other
        times[0, count], times[1, count] = enter, leave
        count += _passes(moves, one, other, (low, high, terms.square))
    return Near(
        pairs[:count, 0].copy(),
        pairs[:count, 1].copy(),
        times[0, :count].copy(),
        times[1, :count].copy(),
    )


@compiled
def _while_level(
    flying: Flying, one: int, other: int, terms: Terms
) -> tuple[float, float]:
    """Return from when until when two come within vertical reach; if ever, forwards.

    Figure by figure as `detente.space.passing.encounters` has it, for this is told.
    """
    above = flying.alt_m[one] - flying.alt_m[other]
    climb = flying.climb_ms[one] - flying.climb_ms[other]
    if np.isnan(above) or climb == 0:
        if abs(above) > terms.vertical_m:
            return 1.0, 0.0
        return terms.start_s, terms.end_s
    sinks, rises = (
        (-terms.vertical_m - above) / climb,
        (terms.vertical_m - above) / climb,
    )
    return max(min(sinks, rises), terms.start_s), min(max(sinks, rises), terms.end_s)


@compiled
def _passes(
    moves: Reals, one: int, other: int, terms: tuple[float, float, float]
) -> bool:
    """Say whether two may come within reach, as `Passing` does."""
    low, high, square = terms
    x, y, z = (
        moves[one, 0] - moves[other, 0],
        moves[one, 1] - moves[other, 1],
        moves[one, 2] - moves[other, 2],
    )
    u, v, w = (
        moves[one, 3] - moves[other, 3],
        moves[one, 4] - moves[other, 4],
        moves[one, 5] - moves[other, 5],
    )
    along, way = x * u + y * v + z * w, u * u + v * v + w * w
    part = -along / way if way > 0 else 0.0
    part = min(max(part, low), high)
    return bool(x * x + y * y + z * z + part * (2 * along + part * way) <= square)
