"""Decide by whole numbers alone whether the cores of two areas come near (clause 30.3).

Everything here is an integer of any size: slow, short, and the same everywhere. What is
fast comes here where floating point cannot tell; so these lines are the definition.
Polygons are sound (clause 30.7): their rings do not cross, and one hemisphere holds all
corners. What is said of sides holds for the shorter great circle between two corners.
"""

from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final, NamedTuple

from detente.space.sines import BITS, ONE, PI, sine_cosine
from detente.space.sphere import Vector

RADIUS_MM: Final = 6_356_752_314
"""The polar semi-axis: no distance on the ellipsoid is less than the angle times it."""
ROUNDED: Final = ONE >> 35
"""The angle by which rounding may part what touches, times `ONE`."""
# Sines and cosines are good to all but the last dozen of their binary places.
_SLACK: Final = 1 << 16


class Core(NamedTuple):
    """The core of an area: the rings of a polygon, outer one first, or an open route.

    A route of one direction is a place. `inner` is a direction whose hemisphere holds
    all corners of a polygon; a route needs none.
    """

    rings: tuple[tuple[Vector, ...], ...]
    inner: Vector | None = None

    def sides(self) -> Iterator[tuple[Vector, Vector]]:
        """Yield the sides of all rings; a place is a side from itself to itself."""
        for ring in self.rings:
            closed = (*ring, ring[0]) if self.inner or len(ring) == 1 else ring
            yield from pairwise(closed)

    def corners(self) -> Iterator[Vector]:
        """Yield the corners of all rings."""
        return chain.from_iterable(self.rings)


class Reach(NamedTuple):
    """An angle that two cores may lie apart and still meet, as its cosine and sine.

    Both are times `ONE`, the cosine no greater than it is and the sine no less; `wide`
    says that the angle is a right one or more.
    """

    cosine: int
    sine: int
    wide: bool


def reach(sum_mm: int) -> Reach:
    """Return the reach of a sum of reaches and minimum, in millimetres (30.3)."""
    angle = -(-sum_mm * ONE // RADIUS_MM) + ROUNDED
    if angle >= PI:
        return Reach(-ONE, 0, wide=True)
    sine, cosine = sine_cosine(angle)
    return Reach(cosine - _SLACK, sine + _SLACK, wide=2 * angle >= PI)


def cross(a: Vector, b: Vector) -> Vector:
    """Return the normal of the plane through two directions; its length is no unit."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def dot(a: Vector, b: Vector) -> int:
    """Return the product of two vectors: positive within a right angle."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def turn(a: Vector, b: Vector, c: Vector) -> int:
    """Return on which side of the great circle from `a` to `b` a direction lies.

    Positive to the left, seen from outside; nought on the plane.
    """
    return dot(cross(a, b), c)


def meet(one: Core, other: Core, within: Reach) -> bool:
    """Say whether two cores overlap, or come as near as a reach allows."""
    return (
        any(crosses(*a, *b) for a in one.sides() for b in other.sides())
        or _touches(one, other, within)
        or _touches(other, one, within)
        or holds(one, other.rings[0][0])
        or holds(other, one.rings[0][0])
    )


def _touches(one: Core, other: Core, within: Reach) -> bool:
    sides = list(other.sides())
    return any(near(p, a, b, within) for p in one.corners() for a, b in sides)


def near(p: Vector, a: Vector, b: Vector, within: Reach) -> bool:
    """Say whether a direction lies within a reach of the side from `a` to `b`."""
    if _close(p, a, within) or _close(p, b, within):
        return True
    normal = cross(a, b)
    if not any(normal):
        return False
    if turn(normal, a, p) < 0 or turn(b, normal, p) < 0:
        return False
    if within.wide:
        return True
    height = dot(normal, p)
    bound = within.sine * within.sine * dot(normal, normal) * dot(p, p)
    return height * height << 2 * BITS <= bound


def _close(p: Vector, q: Vector, within: Reach) -> bool:
    """Say whether two directions lie no farther apart than a reach."""
    product, cosine = dot(p, q), within.cosine
    bound = cosine * cosine * dot(p, p) * dot(q, q)
    square = product * product << 2 * BITS
    if cosine < 0:
        return product >= 0 or square <= bound
    return product >= 0 and square >= bound


def crosses(a: Vector, b: Vector, c: Vector, d: Vector) -> bool:
    """Say whether two sides cross, each truly between the other's ends.

    Sides that only touch are found by their corners (`near`).
    """
    ab_c, ab_d = turn(a, b, c), turn(a, b, d)
    if (ab_c > 0) == (ab_d > 0) or not ab_c or not ab_d:
        return False
    cd_a, cd_b = turn(c, d, a), turn(c, d, b)
    if (cd_a > 0) == (cd_b > 0) or not cd_a or not cd_b:
        return False
    # Else the one crosses what lies opposite to the other.
    return (ab_c > 0) == (cd_b > 0)


def holds(core: Core, p: Vector) -> bool:
    """Say whether a direction lies inside a polygon, holes left out; a route has none.

    A great circle from it to the edge of the hemisphere crosses the sides an odd number
    of times. Right for every direction that lies on no side.
    """
    inner = core.inner
    if inner is None or dot(inner, p) <= 0:
        return False
    plane = cross(p, level(inner))
    crossed = sum(is_crossed(p, plane, u, v) for u, v in core.sides())
    return crossed % 2 == 1


def level(inner: Vector) -> Vector:
    """Return a direction at a right angle to another."""
    x, y, _ = inner
    return (y, -x, 0) if x or y else (1, 0, 0)


def is_crossed(p: Vector, plane: Vector, u: Vector, v: Vector) -> bool:
    """Say whether the half circle from `p` on, in its plane, crosses a side.

    A corner on the half circle belongs to its left, so that it counts once.
    """
    left_u, left_v = dot(plane, u) >= 0, dot(plane, v) >= 0
    if left_u == left_v:
        return False
    # The side crosses the whole circle: on the half ahead, if `p` lies behind it.
    return (turn(u, v, p) > 0) == left_v
