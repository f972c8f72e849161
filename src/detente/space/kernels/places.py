"""Find in which areas places lie, by cells of space and time (clauses 33.4 and 33.5).

Faces are divided into squares, and time into moments; a box stands in every cell that
it reaches, a place in one. What of both stands in a cell is compared in whole steps.
Whether a polygon holds a place is counted along a ray; what lies too near a side is
left `OPEN`, and so is what is no polygon.
"""

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
_X, _Y, _STEP, _LOWEST, _HIGHEST, _PLACE, _CELL = range(7)
_WIDE: Final = 7


@compiled
def indexed(rows: Rows, face: Rows, by: Division) -> Cells:
    """Return boxes by cell."""
    squares = _occupied(rows, face, by)
    begin = np.zeros((squares.max() + 1) * _moments(by) + 1, np.int32)
    for here in range(len(rows)):
        for cell in _cells_of(rows, here, squares, face[here], by):
            begin[cell + 1] += 1
    for cell in range(1, len(begin)):
        begin[cell] += begin[cell - 1]
    box, kept = np.empty(begin[-1], np.int32), np.empty((begin[-1], 8), np.int32)
    for here in range(len(rows)):
        for cell in _cells_of(rows, here, squares, face[here], by):
            box[begin[cell]] = here
            for column in range(8):
                kept[begin[cell], column] = rows[here, column]
            begin[cell] += 1
    # Each now stands where the next one begins.
    for cell in range(len(begin) - 1, 0, -1):
        begin[cell] = begin[cell - 1]
    begin[0] = 0
    return Cells(squares, begin, kept, box)


@compiled
def _occupied(rows: Rows, face: Rows, by: Division) -> Rows:
    """Return the number of each square that a box reaches, of others one below nought.

    Those who declare do so in a few parts of the Earth.
    """
    found, many = np.full(_FACES << (2 * by.bits), -1, np.int32), 0
    for here in range(len(rows)):
        for square in _squares_of(rows, here, face[here], by):
            if found[square] < 0:
                found[square] = many
                many += 1
    return found


@compiled
def _squares_of(rows: Rows, here: int, face: int, by: Division) -> Integers:
    """Return the squares that a box reaches.

    As an array: one process cannot load a generator that another has made.
    """
    west, east = _part(rows[here, WEST], by), _part(rows[here, EAST], by)
    south, north = _part(rows[here, SOUTH], by), _part(rows[here, NORTH], by)
    found, many = np.empty((north - south + 1) * (east - west + 1), np.int64), 0
    for up in range(south, north + 1):
        for across in range(west, east + 1):
            found[many] = _square(face, up, across, by)
            many += 1
    return found


@compiled
def _cells_of(
    rows: Rows, here: int, squares: Rows, face: int, by: Division
) -> Integers:
    """Return the cells that a box reaches."""
    first, last = rows[here, START] >> by.shift, rows[here, END] >> by.shift
    reached = _squares_of(rows, here, face, by)
    found, many = np.empty(len(reached) * max(0, last - first + 1), np.int64), 0
    for square in reached:
        for moment in range(first, last + 1):
            found[many] = squares[square] * _moments(by) + moment
            many += 1
    return found


@compiled
def _moments(by: Division) -> int:
    return (_FAR >> by.shift) + 1


@compiled
def _part(step: int, by: Division) -> int:
    """Return in which row or column of squares of a face a step lies."""
    # A face is a quarter of a chart wide, in its middle.
    within = (step - 3 * (_FAR >> 3)) >> (BITS - 2 - by.bits)
    return min(max(within, 0), (1 << by.bits) - 1)


@compiled
def _square(face: int, up: int, across: int, by: Division) -> int:
    return ((face << by.bits | up) << by.bits) | across


@compiled
def held(of: Places, by: Cells, declared: Declaration, on: Outlines) -> Integers:
    """Return places, entries that hold them, and `MEET` or `OPEN`: a row each."""
    steps = _in_order(of, by, declared)
    found, many, done = np.empty((1024 + len(steps), 2), np.int32), 0, 0
    while True:
        many, done = _in_boxes(steps, done, by, found, many)
        if done == len(steps):
            return _judged(of, declared, on, found[:many])
        more = np.empty((2 * len(found) + len(by.box), 2), np.int32)
        more[:many] = found[:many]
        found = more


@compiled
def _in_boxes(
    steps: Rows, done: int, by: Cells, found: Rows, many: int
) -> tuple[int, int]:
    """Note which places lie in which boxes, as long as there is room.

    Return how many are noted, and how many places are done.
    """
    for nth in range(done, len(steps)):
        cell = steps[nth, _CELL]
        first, last = by.begin[cell], by.begin[cell + 1]
        if many + last - first > len(found):
            return many, nth
        for at in range(first, last):
            found[many, 0], found[many, 1] = steps[nth, _PLACE], by.box[at]
            many += _in_box(by.rows, at, steps, nth)
    return many, len(steps)


@compiled
def _judged(of: Places, declared: Declaration, on: Outlines, pairs: Rows) -> Integers:
    """Return which places lie in which boxes' areas, with the entries instead."""
    found, count = np.empty((len(pairs), 3), np.int64), 0
    for row in range(len(pairs)):
        each, box = pairs[row, 0], pairs[row, 1]
        if not _stands(of, each, declared, box):
            continue
        said = OPEN
        if declared.flat[box]:
            _, u, v = _on_face(of.directions, each)
            area = declared.area[box]
            said = MEET if _in_circle(on, area, u, v) else _said(on, area, u, v)
        found[count, 0], found[count, 1] = each, declared.entry[box]
        found[count, 2] = said
        count += said != APART
    return found[:count]


@compiled
def _in_circle(on: Outlines, area: int, x: float, y: float) -> bool:
    """Say whether a circle within a polygon surely holds a place."""
    u, v, radius = on.circle[area, 0] - x, on.circle[area, 1] - y, on.circle[area, 2]
    return bool(radius > CLOSE and u * u + v * v < (radius - CLOSE) ** 2)


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
    found &= rows[at, LOW] <= steps[nth, _HIGHEST]
    return bool(found & (rows[at, HIGH] >= steps[nth, _LOWEST]))


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
def _in_order(of: Places, by: Cells, declared: Declaration) -> Rows:
    """Return places in whole steps, square by square.

    Those that lie in no square are left out.
    """
    count, division = len(of.time_us), declared.division
    moments = _moments(division)
    begin = np.zeros(len(by.begin) // moments + 2, np.int32)
    number, found = np.empty(count, np.int32), np.empty((count, _WIDE), np.int32)
    for each in range(count):
        face, u, v = _on_face(of.directions, each)
        x, y = int((u + _HALF_WIDE) * _STEPS), int((v + _HALF_WIDE) * _STEPS)
        square = _square(face, _part(y, division), _part(x, division), division)
        number[each] = by.squares[square]
        begin[number[each] + 2] += 1
        step = _step(of.time_us[each], declared)
        low = max(min(of.alt_mm[each] // _METRE_MM, _FAR), -_FAR)
        known = of.known[each]
        found[each, _X], found[each, _Y], found[each, _STEP] = x, y, step
        found[each, _LOWEST] = low if known else -_FAR
        found[each, _HIGHEST] = low + 1 if known else _FAR
        found[each, _PLACE] = each
        found[each, _CELL] = number[each] * moments + (step >> division.shift)
    for square in range(1, len(begin)):
        begin[square] += begin[square - 1]
    steps = np.empty((count, _WIDE), np.int32)
    for each in range(count):
        to = begin[number[each] + 1]
        begin[number[each] + 1] += 1
        for column in range(_WIDE):
            steps[to, column] = found[each, column]
    # Those of no square stand first.
    return steps[begin[0] :]
