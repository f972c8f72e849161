"""Find in which areas places lie, by cells of space and time (clauses 33.4 and 33.5).

Faces are divided into squares, and time into moments; a box stands in every cell that
it reaches, a place in one. What of both stands in a cell is compared in whole steps.
Whether a polygon holds a place is counted along a ray; what lies too near a side is
left `OPEN`, and so is what is no polygon.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from detente.space.kernels.figures import (
    APART,
    BITS,
    EAST,
    END,
    HIGH,
    LOW,
    MEET,
    NORTH,
    OPEN,
    SOUTH,
    START,
    WEST,
    Cells,
    Declaration,
    Division,
    Outlines,
    Places,
    Rows,
)
from detente.space.kernels.jit import compiled
from detente.space.meeting.planar import CLOSE
from detente.space.sphere import UNIT, Integers

_FACES: Final = 6
_HALF_WIDE: Final = 4.0
_STEPS: Final = (1 << BITS) / (2 * _HALF_WIDE)
_MS_US: Final = 1_000
_METRE_MM: Final = 1_000
_FAR: Final = 1 << BITS
_X, _Y, _STEP, _LOW, _HIGH = range(5)


@compiled
def indexed(rows: Rows, face: Rows, by: Division) -> Cells:
    """Return boxes by cell."""
    begin = np.zeros(_cells(by) + 1, np.int64)
    for here in range(len(rows)):
        for cell in _cells_of(rows, here, face[here], by):
            begin[cell + 1] += 1
    _summed(begin)
    box, kept = np.empty(begin[-1], np.int32), np.empty((begin[-1], 8), np.int32)
    for here in range(len(rows)):
        for cell in _cells_of(rows, here, face[here], by):
            box[begin[cell]] = here
            for column in range(8):
                kept[begin[cell], column] = rows[here, column]
            begin[cell] += 1
    _back(begin)
    return Cells(begin, kept, box)


@compiled
def _cells_of(rows: Rows, here: int, face: int, by: Division) -> Iterator[int]:
    """Yield the cells that a box reaches."""
    west, east = _square(rows[here, WEST], by), _square(rows[here, EAST], by)
    south, north = _square(rows[here, SOUTH], by), _square(rows[here, NORTH], by)
    first, last = rows[here, START] >> by.shift, rows[here, END] >> by.shift
    for up in range(south, north + 1):
        for across in range(west, east + 1):
            for moment in range(first, last + 1):
                yield _cell(face, up, across, moment, by)


@compiled
def _cells(by: Division) -> int:
    return (_FACES << (2 * by.bits)) * ((_FAR >> by.shift) + 1)


@compiled
def _square(step: int, by: Division) -> int:
    """Return in which row or column of squares of a face a step lies."""
    # A face is a quarter of a chart wide, in its middle.
    within = (step - 3 * (_FAR >> 3)) >> (BITS - 2 - by.bits)
    return min(max(within, 0), (1 << by.bits) - 1)


@compiled
def _cell(face: int, up: int, across: int, moment: int, by: Division) -> int:
    square = ((face << by.bits | up) << by.bits) | across
    return square * ((_FAR >> by.shift) + 1) + moment


@compiled
def _summed(begin: Integers) -> None:
    """Turn counts into where each cell begins."""
    for cell in range(1, len(begin)):
        begin[cell] += begin[cell - 1]


@compiled
def _back(begin: Integers) -> None:
    """Turn where each cell ends into where it begins."""
    for cell in range(len(begin) - 1, 0, -1):
        begin[cell] = begin[cell - 1]
    begin[0] = 0


@compiled
def held(of: Places, by: Cells, declared: Declaration, on: Outlines) -> Integers:
    """Return places, entries that hold them, and `MEET` or `OPEN`: a row each."""
    order, steps, first = _in_order(of, declared)
    begin, rows, boxes = by.begin, by.rows, by.box
    found, many = np.empty((1024 + len(order), 3), np.int64), 0
    for cell in range(len(begin) - 1):
        for nth in range(first[cell], first[cell + 1]):
            for at in range(begin[cell], begin[cell + 1]):
                if many == len(found):
                    more = np.empty((2 * many, 3), np.int64)
                    more[:many] = found
                    found = more
                found[many, 0], found[many, 1] = order[nth], boxes[at]
                many += _in_box(rows, at, steps, nth)
    return _judged(of, declared, on, found[:many])


@compiled
def _judged(
    of: Places, declared: Declaration, on: Outlines, pairs: Integers
) -> Integers:
    """Return which places lie in which boxes' areas, with the entries instead."""
    count = 0
    for row in range(len(pairs)):
        each, box = pairs[row, 0], pairs[row, 1]
        if not _stands(of, each, declared, box):
            continue
        said = OPEN
        if declared.flat[box]:
            _, u, v = _on_face(of.directions, each)
            said = _said(on, declared.area[box], u, v)
        pairs[count, 0], pairs[count, 1] = each, declared.entry[box]
        pairs[count, 2] = said
        count += said != APART
    return pairs[:count]


@compiled
def _step(time_us: int, declared: Declaration) -> int:
    """Return in which step of time a moment is; the first or last if in none."""
    time_ms = min(max(time_us // _MS_US, declared.first_ms), declared.last_ms)
    return (time_ms - declared.first_ms) // declared.tick_ms


@compiled
def _in_box(rows: Rows, at: int, steps: Rows, nth: int) -> bool:
    x, y, step = steps[nth, _X], steps[nth, _Y], steps[nth, _STEP]
    found = (rows[at, WEST] <= x) & (rows[at, EAST] >= x)
    found &= (rows[at, SOUTH] <= y) & (rows[at, NORTH] >= y)
    found &= (rows[at, START] <= step) & (rows[at, END] >= step)
    found &= rows[at, LOW] <= steps[nth, _HIGH]
    return bool(found & (rows[at, HIGH] >= steps[nth, _LOW]))


@compiled
def _stands(of: Places, each: int, declared: Declaration, box: int) -> bool:
    """Say whether an entry stands when a place is taken, and at its height."""
    time_us, alt_mm = of.time_us[each], of.alt_mm[each]
    if time_us < declared.start_us[box] or time_us > declared.end_us[box]:
        return False
    if not of.known[each]:
        return True
    return bool(declared.lowest_mm[box] <= alt_mm <= declared.highest_mm[box])


@compiled
def _said(on: Outlines, area: int, x: float, y: float) -> int:
    """Say whether a polygon holds a place, or that it is too near a side."""
    inside = False
    for tail in range(on.begin[area], on.begin[area + 1]):
        head = on.head[tail]
        below, above = min(on.v[tail], on.v[head]), max(on.v[tail], on.v[head])
        if y < below - CLOSE or y > above + CLOSE:
            continue
        west, east = min(on.u[tail], on.u[head]), max(on.u[tail], on.u[head])
        if x > east + CLOSE:
            continue
        crossed = (on.v[tail] > y) != (on.v[head] > y)
        if x >= west - CLOSE:
            u, v = on.u[head] - on.u[tail], on.v[head] - on.v[tail]
            side = u * (y - on.v[tail]) - v * (x - on.u[tail])
            if abs(side) <= CLOSE * (abs(u) + abs(v)):
                return OPEN
            crossed = crossed and (side > 0) == (v > 0)
        if crossed:
            inside = not inside
    return MEET if inside else APART


@compiled
def _on_face(directions: Integers, each: int) -> tuple[int, float, float]:
    """Return on which face a direction lies, and where on its chart."""
    axis = 0
    for other in range(1, 3):
        if abs(directions[each, other]) > abs(directions[each, axis]):
            axis = other
    depth = abs(directions[each, axis]) / UNIT
    u = directions[each, (axis + 1) % 3] / UNIT / depth
    v = directions[each, (axis + 2) % 3] / UNIT / depth
    return 2 * axis + (directions[each, axis] < 0), u, v


@compiled
def _in_order(of: Places, declared: Declaration) -> tuple[Integers, Rows, Integers]:
    """Return places cell by cell, in whole steps, and where each cell begins."""
    count, by = len(of.time_us), declared.division
    cell, found = np.empty(count, np.int32), np.empty((count, 5), np.int32)
    begin = np.zeros(_cells(by) + 1, np.int64)
    for each in range(count):
        face, u, v = _on_face(of.directions, each)
        x, y = int((u + _HALF_WIDE) * _STEPS), int((v + _HALF_WIDE) * _STEPS)
        step = _step(of.time_us[each], declared)
        square = _square(y, by), _square(x, by)
        cell[each] = _cell(face, square[0], square[1], step >> by.shift, by)
        begin[cell[each] + 1] += 1
        found[each, _X], found[each, _Y], found[each, _STEP] = x, y, step
        low = max(min(of.alt_mm[each] // _METRE_MM, _FAR), -_FAR)
        found[each, _LOW] = low if of.known[each] else -_FAR
        found[each, _HIGH] = low + 1 if of.known[each] else _FAR
    _summed(begin)
    order, steps = np.empty(count, np.int64), np.empty((count, 5), np.int32)
    for each in range(count):
        to = begin[cell[each]]
        begin[cell[each]] += 1
        order[to] = each
        for column in range(5):
            steps[to, column] = found[each, column]
    _back(begin)
    return order, steps, begin
