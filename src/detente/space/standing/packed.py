"""Keep directions in two thirds of their room: three figures of 38 bits in two of 64.

No figure of a direction is longer than its length, 2^36 (`sphere.UNIT`); so 38 bits
hold one with its sign.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space.exact import Core
from detente.space.meeting.charts import ranges
from detente.space.picture import Areas, Flags
from detente.space.sphere import Integers
from detente.space.standing.narrow import narrow, wide

_BITS: Final = 38
_REST: Final = 64 - _BITS
"""So much of the second figure stands with the first, the others with the third."""
_LOW: Final = _BITS - _REST
_FREE: Final = 128 - 3 * _BITS
_AT_ONCE: Final = 1 << 20


def packed(directions: Integers) -> Integers:
    """Return directions, a row of two figures each; some at a time."""
    found = np.empty((len(directions), 2), dtype=np.int64)
    for begin in range(0, len(directions), _AT_ONCE):
        x, y, z = directions[begin : begin + _AT_ONCE].T
        some = found[begin : begin + _AT_ONCE]
        some[:, 0] = x << _REST | y >> _LOW & (1 << _REST) - 1
        some[:, 1] = (y & (1 << _LOW) - 1) << 64 - _LOW | (
            z & (1 << _BITS) - 1
        ) << _FREE
    return found


def unpacked(figures: Integers) -> Integers:
    """Return the directions that were packed, a row each."""
    first, second = figures.T
    found = np.empty((len(figures), 3), dtype=np.int64)
    found[:, 0] = first >> _REST
    # Shifted up and down again, what is left keeps its sign.
    found[:, 1] = first << _BITS >> _REST | second >> 64 - _LOW & (1 << _LOW) - 1
    found[:, 2] = second << _LOW >> _REST
    return found


class Lying(NamedTuple):
    """The areas of a picture as they are kept: `Areas`, its directions packed."""

    of: Integers
    reach_mm: Integers
    closed: Flags
    rings: Integers
    corners: Integers
    directions: Integers

    @classmethod
    def of_areas(cls, areas: Areas) -> "Lying":
        """Return areas as they are kept."""
        return cls(
            narrow(areas.of),
            narrow(areas.reach_mm),
            areas.closed,
            narrow(areas.rings, 32),
            narrow(areas.corners, 32),
            packed(areas.directions),
        )

    def core(self, area: int) -> Core:
        """Return the core of an area, for exact decisions."""
        return self.taken(np.array([area])).core(0)

    def taken(self, which: Integers) -> Areas:
        """Return some areas, to be reckoned with."""
        rings_of = wide(self.rings[which])
        counts = self.rings[which + 1] - rings_of
        rings = ranges(rings_of, counts)
        begin = wide(self.corners[rings])
        lengths = self.corners[rings + 1] - begin
        return Areas(
            wide(self.of[which]),
            wide(self.reach_mm[which]),
            self.closed[which],
            np.concatenate(([0], np.cumsum(counts))),
            np.concatenate(([0], np.cumsum(lengths))),
            unpacked(self.directions[ranges(begin, lengths)]),
        )
