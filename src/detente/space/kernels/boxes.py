"""Find which boxes meet while both stand, by a sweep through time over a grid of cells.

In each cell that boxes cover they come in order of their beginnings; each looks at
those still standing there, and then stands itself. Grids are of several widths: a box
is at home in the finest whose cells are no narrower than it, and a guest in all coarser
ones. At home it looks at everything, as a guest at those at home: so of each two the
wider's home is where they are compared, in the one cell that holds the corner of what
they share.
"""

from typing import Final

import numpy as np

from detente.space.kernels.cells import grown, homes, keyed, place_of
from detente.space.kernels.figures import (
    BITS,
    EAST,
    END,
    HIGH,
    LOW,
    NORTH,
    SOUTH,
    START,
    WEST,
    Grids,
    Rows,
)
from detente.space.kernels.jit import compiled
from detente.space.sphere import Integers

_SLOTS: Final = 3
_LISTS: Final = 2 * _SLOTS
_KEPT: Final = 8


@compiled
def met(of: Grids, later: int, higher: int) -> Integers:
    """Return the numbers of boxes that meet, a row each.

    Two of one slot are not compared, unless that is nought.

    Args:
        of: the boxes.
        later: so many steps of time after its end a box still stands.
        higher: so many steps of height above it others still meet it.
    """
    kept = np.empty((_LISTS, _fullest(of.begin), _KEPT), np.int32)
    box = np.empty(kept.shape[:2], np.int32)
    found, many = np.empty((1024, 2), np.int64), 0
    for cell in range(len(of.begin) - 1):
        count = np.zeros(_LISTS, np.int64)
        for at in range(of.begin[cell], of.begin[cell + 1]):
            mine, held = of.rows[at], of.held[at]
            for which in range(_SLOTS if held >= _SLOTS else _LISTS):
                if held % _SLOTS and held % _SLOTS == which % _SLOTS:
                    continue
                if many + count[which] > len(found):
                    more = np.empty((2 * len(found) + count[which], 2), np.int64)
                    more[:many] = found[:many]
                    found = more
                count[which], many = _looked_at(
                    mine,
                    of.box[at],
                    (of.where[cell], later, higher),
                    (kept[which], box[which], count[which]),
                    (found, many),
                )
            place = count[held]
            for column in range(_KEPT):
                kept[held, place, column] = mine[column]
            box[held, place] = of.box[at]
            count[held] += 1
    return found[:many]


@compiled
def _looked_at(
    mine: Rows,
    here: int,
    terms: tuple[Rows, int, int],
    held: tuple[Rows, Rows, int],
    out: tuple[Integers, int],
) -> tuple[int, int]:
    """Note which of those that stand a box meets; drop those whose time is over."""
    (kept, box, end), (found, many), place = held, out, 0
    where, later, higher = terms
    shift, across, up = BITS - 2 * where[0], where[1], where[2]
    west, south, east, north = mine[WEST], mine[SOUTH], mine[EAST], mine[NORTH]
    start, low, high = mine[START] - later, mine[LOW] - higher, mine[HIGH] + higher
    while place < end:
        one = kept[place]
        if one[END] < start:
            end -= 1
            for column in range(_KEPT):
                one[column] = kept[end, column]
            box[place] = box[end]
            continue
        meet = (one[WEST] <= east) & (one[EAST] >= west) & (one[SOUTH] <= north)
        meet &= (one[NORTH] >= south) & (one[LOW] <= high) & (one[HIGH] >= low)
        # No cell but that of the south-west corner of what they share tells of them.
        meet &= max(one[WEST], west) >> shift == across
        meet &= max(one[SOUTH], south) >> shift == up
        found[many, 0], found[many, 1] = box[place], here
        many += meet
        place += 1
    return end, many


@compiled
def placed(rows: Rows, slot: Rows) -> Grids:
    """Return boxes in grids."""
    home, used = homes(rows)
    cells = np.empty(_places(rows, home, used), np.int32)
    keys, ids = np.full(1 << 12, -1, np.int64), np.empty(1 << 12, np.int32)
    where = np.empty((len(cells), 3), np.int32)
    count, at = 0, 0
    for here in range(len(rows)):
        for grid in range(home[here] + 1):
            if not used[grid]:
                continue
            west, south, east, north = _covered(rows[here], grid)
            for up in range(south, north + 1):
                for across in range(west, east + 1):
                    key = keyed(grid, up, across)
                    place = place_of(keys, key)
                    if keys[place] < 0:
                        keys[place], ids[place] = key, count
                        where[count, 0], where[count, 1], where[count, 2] = (
                            grid,
                            across,
                            up,
                        )
                        count += 1
                    cells[at] = ids[place]
                    at += 1
                    if 2 * count > len(keys):
                        keys, ids = grown(keys, ids)
    return _by_cell(rows, slot, home, used, cells, where[:count].copy())


@compiled
def _fullest(begin: Integers) -> int:
    """Return how many boxes there are in a cell, at most."""
    found = 0
    for cell in range(len(begin) - 1):
        found = max(found, begin[cell + 1] - begin[cell])
    return found


@compiled
def _by_cell(
    rows: Rows, slot: Rows, home: Rows, used: Rows, cells: Rows, where: Rows
) -> Grids:
    """Return boxes by cell, in each as they come."""
    begin = np.zeros(len(where) + 1, np.int64)
    for cell in cells:
        begin[cell + 1] += 1
    for cell in range(len(where)):
        begin[cell + 1] += begin[cell]
    free = begin.copy()
    found = np.empty((len(cells), _KEPT), np.int32)
    box, held = np.empty(len(cells), np.int32), np.empty(len(cells), np.int32)
    at = 0
    for here in range(len(rows)):
        for grid in range(home[here] + 1):
            if not used[grid]:
                continue
            west, south, east, north = _covered(rows[here], grid)
            for _ in range((north - south + 1) * (east - west + 1)):
                to = free[cells[at]]
                free[cells[at]] += 1
                at += 1
                for column in range(_KEPT):
                    found[to, column] = rows[here, column]
                box[to] = here
                held[to] = slot[here] + (_SLOTS if grid != home[here] else 0)
    return Grids(found, box, held, begin, where)


@compiled
def _covered(row: Rows, grid: int) -> tuple[int, int, int, int]:
    """Return the first column and row of cells that a box covers, and the last."""
    shift = BITS - 2 * grid
    return (
        row[WEST] >> shift,
        row[SOUTH] >> shift,
        row[EAST] >> shift,
        row[NORTH] >> shift,
    )


@compiled
def _places(rows: Rows, home: Rows, used: Rows) -> int:
    """Return how many cells boxes cover, in all grids together."""
    total = 0
    for here in range(len(rows)):
        for grid in range(home[here] + 1):
            if used[grid]:
                west, south, east, north = _covered(rows[here], grid)
                total += (east - west + 1) * (north - south + 1)
    return total
