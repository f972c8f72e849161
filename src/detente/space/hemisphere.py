"""Find a hemisphere that holds all corners of a ring, or know that there is none.

Clause 30.1 refuses a polygon without one. Whole numbers alone. The middles of all
hemispheres that hold a corner are those on its side of the plane at a right angle to
it; so the middles that remain for all corners are what remains of the six faces of a
cube when each corner has cut them.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from detente.space.exact import cross, dot
from detente.space.sphere import Vector

_FACE: Final = ((1, 1, 1), (-1, 1, 1), (-1, -1, 1), (1, -1, 1))


class Edge(NamedTuple):
    """An edge of a cone: the ray it begins at, and the normal inward of its plane.

    A new ray is the product of two planes that were given, so figures do not grow.
    """

    ray: Vector
    normal: Vector


def middle(corners: Sequence[Vector]) -> Vector | None:
    """Return the middle of a hemisphere that holds all corners; None if there is none.

    No corner lies on its edge.
    """
    mean = _sum(corners)
    if all(dot(mean, each) > 0 for each in corners):
        return mean
    for face in _faces():
        cone = face
        for each in corners:
            cone = _cut(cone, each)
            if not cone:
                break
        else:
            return _sum([edge.ray for edge in cone])
    return None


def _sum(rays: Sequence[Vector]) -> Vector:
    x, y, z = (sum(figures) for figures in zip(*rays, strict=True))
    return x, y, z


def _faces() -> Iterator[list[Edge]]:
    """Yield the six faces of a cube as cones, their edges counterclockwise."""
    for shift, sign in product(range(3), (1, -1)):
        rays = [
            (sign * ray[shift], sign * ray[shift - 2], sign * ray[shift - 1])
            for ray in _FACE[::sign]
        ]
        yield [
            Edge(ray, cross(ray, after))
            for ray, after in zip(rays, rays[1:] + rays[:1], strict=True)
        ]


def _cut(cone: list[Edge], corner: Vector) -> list[Edge]:
    """Return what of a cone lies on a corner's side; nothing if that has no inside."""
    depths = [dot(corner, edge.ray) for edge in cone]
    if max(depths) <= 0:
        return []
    if min(depths) >= 0:
        return cone
    left = []
    for edge, here, after in zip(cone, depths, depths[1:] + depths[:1], strict=True):
        if here > 0 or (here == 0 and after > 0):
            left.append(edge)
        elif here == 0:
            left.append(Edge(edge.ray, corner))
        if here > 0 > after:
            left.append(Edge(cross(edge.normal, corner), corner))
        elif here < 0 < after:
            left.append(Edge(cross(corner, edge.normal), edge.normal))
    return left
