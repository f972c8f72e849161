"""Number the cells that any box covers, in grids of several widths."""

from typing import Final

import numpy as np

from detente.space.kernels.figures import BITS, EAST, NORTH, SOUTH, WEST, Rows
from detente.space.kernels.jit import compiled
from detente.space.sphere import Integers

FINEST: Final = 10
"""A cell is a quarter as wide as one of the next coarser grid; here some 50 m."""
_PLACE_BITS: Final = 2 * FINEST
_MIXED: Final = 0x9E3779B97F4A7C1
_LOW_BITS: Final = 38
"""Those below depend on few bits of what was mixed."""


@compiled
def keyed(grid: int, up: int, across: int) -> int:
    """Return the key of a cell: its grid, row and column."""
    return ((grid << _PLACE_BITS) | up) << _PLACE_BITS | across


@compiled
def homes(rows: Rows) -> tuple[Rows, Rows]:
    """Return in which grid each box is at home, and which grids are any's home."""
    home, used = np.zeros(len(rows), np.int32), np.zeros(FINEST + 1, np.int32)
    for here in range(len(rows)):
        row = rows[here]
        wide = max(row[EAST] - row[WEST], row[NORTH] - row[SOUTH])
        while home[here] < FINEST and wide <= 1 << (BITS - 2 * home[here] - 2):
            home[here] += 1
        used[home[here]] = 1
    return home, used


@compiled
def place_of(keys: Integers, key: int) -> int:
    """Return where a key stands, or would."""
    mask = len(keys) - 1
    place = ((key * _MIXED) >> _LOW_BITS) & mask
    while keys[place] >= 0 and keys[place] != key:
        place = (place + 1) & mask
    return place


@compiled
def grown(keys: Integers, ids: Rows) -> tuple[Integers, Rows]:
    """Return the same in twice the room."""
    more, numbers = (
        np.full(2 * len(keys), -1, np.int64),
        np.empty(2 * len(ids), np.int32),
    )
    for each in range(len(keys)):
        if keys[each] >= 0:
            place = place_of(more, keys[each])
            more[place], numbers[place] = keys[each], ids[each]
    return more, numbers
