"""Decide whether a ring crosses itself as printed, and which order would not.

By whole numbers, on the directions of clause 30.2. The order printed is never changed:
another one is offered, and whoever issued the notice is asked.
"""

from collections.abc import Sequence
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Final

from detente.space.sphere import Vector, direction
from detente.space.volume import E9, Point

_EARTH_M: Final = 6_378_137
_MOST_TURNS: Final = 1_000


def crossing(points: Sequence[Point]) -> tuple[int, int] | None:
    """Return two sides that cross, each by its first corner; None if none do.

    A ring that comes back to a corner touches itself, and is told in the same way.
    """
    found = [direction(each) for each in points]
    size = len(found)
    for one in range(size):
        for two in range(one + 2, size):
            if (two + 1) % size == one:
                continue
            ends = found[one], found[one + 1], found[two], found[(two + 1) % size]
            if _cross(*ends) or found[one] == found[two]:
                return one, two
    return None


def untangled(points: Sequence[Point]) -> tuple[int, ...]:
    """Return an order of corners, from 0, in which no sides cross; () if none is found.

    Turning round what lies between two crossing sides shortens the way, so it ends.
    """
    order = list(range(len(points)))
    for _ in range(_MOST_TURNS):
        sides = crossing([points[at] for at in order])
        if sides is None:
            return tuple(order)
        one, two = sides
        order[one + 1 : two + 1] = reversed(order[one + 1 : two + 1])
    return ()


def metres(one: Point, two: Point) -> int:
    """Return how far apart two near places are at most, for people; rounded up."""
    lat, lat_2 = radians(one.lat_e9 / E9), radians(two.lat_e9 / E9)
    across = radians((two.lon_e9 - one.lon_e9) / E9)
    part = sin((lat_2 - lat) / 2) ** 2 + cos(lat) * cos(lat_2) * sin(across / 2) ** 2
    return ceil(2 * _EARTH_M * asin(sqrt(min(1.0, part))))


def _cross(a: Vector, b: Vector, c: Vector, d: Vector) -> bool:
    turns = _turn(a, c, b), _turn(c, b, d), _turn(b, d, a), _turn(d, a, c)
    return turns[0] != 0 and len(set(turns)) == 1


def _turn(a: Vector, b: Vector, c: Vector) -> int:
    """Return on which side of the great circle through two places a third lies."""
    x = a[1] * b[2] - a[2] * b[1]
    y = a[2] * b[0] - a[0] * b[2]
    z = a[0] * b[1] - a[1] * b[0]
    found = x * c[0] + y * c[1] + z * c[2]
    return (found > 0) - (found < 0)
