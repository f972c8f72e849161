"""Find where the sides of a polygon's rings meet, and which rings hold which (30.7).

Floating point passes over what certainly lies apart; whole numbers decide the rest. In
one hemisphere sides behave as straight ones do in a plane, for a chart from the centre
of the Earth shows them so and keeps what is left and right of them.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from detente.space.exact import cross, dot, is_crossed, level, turn
from detente.space.sphere import UNIT, Integers, Reals, Vector

Signs: TypeAlias = npt.NDArray[np.int8]

ROUNDED: Final = 2.0**24
"""More than floating point loses of a determinant, by the length of its side in units.

The side as a difference of directions is exact. Two products make a figure of the
normal, three of those the determinant, each off by its 2^-53rd part: by less than nine
times 2^-53 of 2^72 in all, for each unit of length; 2^24 is more than three times that.
"""
_FEW: Final = 64
_AT_ONCE: Final = 256
_PAD: Final = 1e-9


class Corner(NamedTuple):
    """A corner by the numbers of its ring and its place in it, both from nought."""

    ring: int
    place: int


class Rings:
    """The rings of one polygon, outer one first, and what is reckoned from them once.

    Args:
        rings: of directions; one hemisphere holds all, none has a side without length.
        middle: the middle of such a hemisphere.
    """

    def __init__(self, rings: Sequence[Sequence[Vector]], middle: Vector) -> None:
        self.middle = middle
        self.corners = [each for ring in rings for each in ring]
        self.names = [
            Corner(number, place)
            for number, ring in enumerate(rings)
            for place in range(len(ring))
        ]
        self.ring = np.repeat(np.arange(len(rings)), [len(each) for each in rings])
        self.first = np.searchsorted(self.ring, np.arange(len(rings)))
        self.after = np.arange(1, len(self.corners) + 1)
        self.after[[*(self.first[1:] - 1), -1]] = self.first
        self._from = np.array(self.corners, dtype=np.float64)
        along = self._from[self.after] - self._from
        self._normal = np.cross(self._from, along)
        self._length = np.linalg.norm(along, axis=1)
        self._bound = ROUNDED * self._length

    def spike(self) -> Corner | None:
        """Return a corner from which a ring runs back along the side it came by."""
        doubtful = self._sides_of(np.arange(len(self.corners)), self.after[self.after])
        for side in np.flatnonzero(doubtful == 0).tolist():
            at = int(self.after[side])
            a, b, c = (self.corners[each] for each in (side, at, self.after[at]))
            if turn(a, b, c) == 0 and dot(cross(a, b), cross(b, c)) < 0:
                return self.names[at]
        return None

    def meeting(self) -> tuple[Corner, Corner] | None:
        """Return the first corners of two sides that share a point, not as neighbours.

        Right where no ring has a spike.
        """
        for one, other in self._pairs():
            near = (self.after[one] != other) & (self.after[other] != one)
            u, v = self._astride(one[near], other[near])
            v, u = self._astride(v, u)
            for i, j in zip(u.tolist(), v.tolist(), strict=True):
                if touch(*self._side(i), *self._side(j)):
                    return self.names[i], self.names[j]
        return None

    def around(self, hole: int) -> list[int]:
        """Return the numbers of the rings that hold the first corner of another.

        Right where no two sides meet: a great circle from it to the edge of the
        hemisphere crosses the sides of such a ring an odd number of times.
        """
        p, away = self.corners[self.first[hole]], level(self.middle)
        plane = cross(p, away)
        normal = np.array(plane, dtype=np.float64)
        height = self._from @ normal
        left = height > 0
        doubtful = np.abs(height) <= 2.0**-48 * UNIT * float(np.linalg.norm(normal))
        asked = (left != left[self.after]) | doubtful | doubtful[self.after]
        asked &= self.ring != hole
        crossed = [
            int(self.ring[side])
            for side in np.flatnonzero(asked).tolist()
            if is_crossed(p, plane, *self._side(side))
        ]
        return [each for each in sorted(set(crossed)) if crossed.count(each) % 2]

    def _side(self, number: int) -> tuple[Vector, Vector]:
        return self.corners[number], self.corners[self.after[number]]

    def _astride(self, one: Integers, other: Integers) -> tuple[Integers, Integers]:
        """Leave out pairs where the other certainly lies on one side of the one."""
        ends = self._sides_of(one, other), self._sides_of(one, self.after[other])
        left = ends[0] * ends[1] <= 0
        return one[left], other[left]

    def _sides_of(self, sides: Integers, corners: Integers) -> Signs:
        """Say on which side of sides corners certainly lie; nought is uncertain."""
        found = np.einsum("ij,ij->i", self._normal[sides], self._from[corners])
        return certain(found, self._bound[sides])

    def _pairs(self) -> Iterator[tuple[Integers, Integers]]:
        """Yield pairs of sides, each once: among them all that may share a point."""
        count = len(self.corners)
        if count <= _FEW:
            yield np.triu_indices(count, 1)
            return
        boxes = np.asarray(shapely.box(*self._boxes().T), dtype=np.object_)
        tree = shapely.STRtree(boxes)
        for start in range(0, count, _AT_ONCE):
            one, other = tree.query(boxes[start : start + _AT_ONCE])
            later = other > one + start
            yield one[later] + start, other[later]

    def _boxes(self) -> Reals:
        """Return boxes around the sides, seen straight from above the middle.

        They lie along the way that most sides take: so those of long ones stay thin.
        A side bulges from the chord between its ends by no more than its sagitta.
        """
        scale = max(map(abs, self.middle))
        up = np.array([each / scale for each in self.middle])
        east = np.array([each / scale for each in level(self.middle)])
        chart = np.stack([east, np.cross(up, east)], axis=1)
        flat = self._from / UNIT @ (chart / np.linalg.norm(chart, axis=0))
        flat = flat @ _level_with(flat[self.after] - flat)
        half = np.minimum(self._length / UNIT / 2, 1.0)
        bulge = (1 - np.sqrt(1 - half * half) + _PAD)[:, None]
        ends = flat, flat[self.after]
        return np.hstack([np.minimum(*ends) - bulge, np.maximum(*ends) + bulge])


def _level_with(along: Reals) -> Reals:
    """Return the turn that lays most of some vectors along the first axis."""
    x, y = along.T
    angle = np.arctan2((2 * x * y).sum(), (x * x - y * y).sum()) / 2
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def certain(found: Reals, bound: Reals) -> Signs:
    """Return the signs of what lies beyond its bound; nought is uncertain."""
    signs: Signs = (found > bound).view(np.int8) - (found < -bound).view(np.int8)
    return signs


def touch(a: Vector, b: Vector, c: Vector, d: Vector) -> bool:
    """Say whether two sides in one hemisphere share a point, be it an end."""
    ab_c, ab_d = turn(a, b, c), turn(a, b, d)
    if ab_c * ab_d > 0:
        return False
    cd_a, cd_b = turn(c, d, a), turn(c, d, b)
    if cd_a * cd_b > 0:
        return False
    if ab_c or ab_d or cd_a or cd_b:
        return True
    return _between(a, b, c) or _between(a, b, d) or _between(c, d, a)


def _between(a: Vector, b: Vector, p: Vector) -> bool:
    """Say whether a direction on the great circle of a side lies on the side."""
    normal = cross(a, b)
    return turn(normal, a, p) >= 0 and turn(b, normal, p) >= 0
