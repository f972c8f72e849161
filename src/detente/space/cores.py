"""Turn areas into cores and reaches (clause 30.1)."""

from collections.abc import Sequence
from typing import assert_never

from detente.record.errors import Misasked
from detente.space import hemisphere, sphere
from detente.space.exact import Core
from detente.space.sphere import Vector
from detente.space.volume import Area, Circle, Corridor, Point, Polygon


def core(area: Area) -> Core:
    """Return the core of an area.

    Raises:
        Misasked: it is a polygon of which no hemisphere holds all corners.
    """
    match area:
        case Polygon(outer=outer, holes=holes):
            rings = tuple(_ring(each) for each in (outer, *holes))
            inner = hemisphere.middle(rings[0])
            if inner is None:
                raise Misasked(
                    "An area is wider than half the Earth: what lies inside it is not "
                    "told by its corners. Declare it in parts (clause 30.1)."
                )
            return Core(rings, inner)
        case Circle(center=center):
            return Core((_ring((center,)),))
        case Corridor(points=points):
            return Core((_ring(points),))
        case _:
            assert_never(area)


def reach_mm(area: Area) -> int:
    """Return how far an area reaches beyond its core; a half goes outward."""
    match area:
        case Polygon():
            return 0
        case Circle(radius_mm=radius_mm):
            return radius_mm
        case Corridor(width_mm=width_mm):
            return -(-width_mm // 2)
        case _:
            assert_never(area)


def _ring(points: Sequence[Point]) -> tuple[Vector, ...]:
    return tuple((x, y, z) for x, y, z in sphere.rows(points).tolist())
