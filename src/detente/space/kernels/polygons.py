"""Say of pairs of polygons on a chart whether they meet, or that it is close.

As `detente.space.meeting.planar`: what touches on the chart to within `SURE` lies no
farther apart on the Earth, for a chart draws no angle smaller than it is, and clause
30.3 allows three times that. What lies farther apart than `CLOSE` on the chart does not
meet. Between the two a pair is left `OPEN`.
"""

from typing import Final

import numpy as np

from detente.space.kernels.figures import APART, MEET, OPEN, Outlines
from detente.space.kernels.jit import compiled
from detente.space.meeting.planar import CLOSE
from detente.space.sphere import Integers, Reals

SURE: Final = 1e-11
"""In radians; 2^-35 is 2.9e-11, and rounding moves nothing on a chart by 1e-14."""
ROUNDED: Final = 4e-16
"""Of the sum of two products of differences: by so much their difference may be off."""


@compiled
def judged(one: Outlines, i: Integers, other: Outlines, j: Integers) -> Integers:
    """Return for each pair `APART`, `MEET` or `OPEN`."""
    found = np.empty(len(i), np.int64)
    sides = np.empty((2, max(_most(one.begin), _most(other.begin))), np.int64)
    for row in range(len(i)):
        a, b = i[row], j[row]
        if _circles_meet(one.circle, a, other.circle, b):
            found[row] = MEET
            continue
        found[row] = by_sides(one, a, other, b, sides)
        if found[row] == APART and (holds(one, a, other, b) or holds(other, b, one, a)):
            found[row] = MEET
    return found


@compiled
def _most(begin: Integers) -> int:
    """Return how many corners an area has at most."""
    found = 0
    for area in range(len(begin) - 1):
        found = max(found, begin[area + 1] - begin[area])
    return found


@compiled
def _circles_meet(one: Reals, a: int, other: Reals, b: int) -> bool:
    reach = one[a, 2] + other[b, 2]
    if one[a, 2] <= 0 or other[b, 2] <= 0:
        return False
    u, v = one[a, 0] - other[b, 0], one[a, 1] - other[b, 1]
    return bool(u * u + v * v <= reach * reach)


@compiled
def by_sides(one: Outlines, a: int, other: Outlines, b: int, sides: Integers) -> int:
    """Return what the sides of two polygons say; `APART` if none come near."""
    # Sides that leave the box of the other aside are apart from all of it.
    mine = _near(one, a, (other.box, b), (sides, 0))
    theirs = _near(other, b, (one.box, a), (sides, 1)) if mine else 0
    found = APART
    for x in range(mine):
        c, d = sides[0, x], one.head[sides[0, x]]
        for y in range(theirs):
            e, f = sides[1, y], other.head[sides[1, y]]
            said = _side_by_side(
                (one.u[c], one.v[c]),
                (one.u[d], one.v[d]),
                (other.u[e], other.v[e]),
                (other.u[f], other.v[f]),
            )
            if said == MEET:
                return MEET
            found = max(found, said)
    return found


@compiled
def _near(
    of: Outlines, area: int, box: tuple[Reals, int], out: tuple[Integers, int]
) -> int:
    """Note which sides come near a box; return how many."""
    (boxes, row), (sides, to), count = box, out, 0
    west, south, east, north = (
        boxes[row, 0],
        boxes[row, 1],
        boxes[row, 2],
        boxes[row, 3],
    )
    for tail in range(of.begin[area], of.begin[area + 1]):
        head = of.head[tail]
        if max(of.u[tail], of.u[head]) < west or min(of.u[tail], of.u[head]) > east:
            continue
        if max(of.v[tail], of.v[head]) < south or min(of.v[tail], of.v[head]) > north:
            continue
        sides[to, count] = tail
        count += 1
    return count


Place = tuple[float, float]


@compiled
def _side_by_side(a: Place, b: Place, c: Place, d: Place) -> int:
    """Return whether the sides from `a` to `b` and from `c` to `d` meet."""
    for axis in range(2):
        if max(a[axis], b[axis]) + CLOSE < min(c[axis], d[axis]):
            return APART
        if max(c[axis], d[axis]) + CLOSE < min(a[axis], b[axis]):
            return APART
    first = _beside(a, b, c, d)
    if first == APART:
        return APART
    second = _beside(c, d, a, b)
    if second == APART:
        return APART
    if first == MEET and second == MEET:
        return MEET
    if _away(a, c, d) <= SURE or _away(b, c, d) <= SURE:
        return MEET
    if _away(c, a, b) <= SURE or _away(d, a, b) <= SURE:
        return MEET
    return OPEN


@compiled
def _beside(a: Place, b: Place, c: Place, d: Place) -> int:
    """Return `APART` if both `c` and `d` surely lie well on one side of a line.

    And `MEET` if they surely lie on both sides of it.
    """
    u, v = b[0] - a[0], b[1] - a[1]
    one, other = u * (c[1] - a[1]), v * (c[0] - a[0])
    at_c, off_c = one - other, ROUNDED * (abs(one) + abs(other))
    one, other = u * (d[1] - a[1]), v * (d[0] - a[0])
    at_d, off_d = one - other, ROUNDED * (abs(one) + abs(other))
    # The length of the side is no more than this.
    gap = CLOSE * (abs(u) + abs(v))
    if min(at_c - off_c, at_d - off_d) > gap or max(at_c + off_c, at_d + off_d) < -gap:
        return APART
    if (at_c > off_c and at_d < -off_d) or (at_c < -off_c and at_d > off_d):
        return MEET
    return OPEN


@compiled
def _away(p: Place, a: Place, b: Place) -> float:
    """Return how far a place lies from a place on a side, the nearest or nearly so."""
    u, v, x, y = b[0] - a[0], b[1] - a[1], p[0] - a[0], p[1] - a[1]
    part = (x * u + y * v) / max(u * u + v * v, 1e-300)
    part = min(max(part, 0.0), 1.0)
    return float(np.hypot(x - part * u, y - part * v))


@compiled
def holds(one: Outlines, a: int, other: Outlines, b: int) -> bool:
    """Say whether a polygon holds the first corner of another; it is near no side."""
    x, y = other.u[other.begin[b]], other.v[other.begin[b]]
    if x < one.box[a, 0] or y < one.box[a, 1]:
        return False
    if x > one.box[a, 2] or y > one.box[a, 3]:
        return False
    inside = False
    for tail in range(one.begin[a], one.begin[a + 1]):
        head = one.head[tail]
        below, under = one.v[tail] > y, one.v[head] > y
        if below == under:
            continue
        u, v = one.u[head] - one.u[tail], one.v[head] - one.v[tail]
        if ((x - one.u[tail]) * v < u * (y - one.v[tail])) == (v > 0):
            inside = not inside
    return inside
