"""Draw the areas of one question on the charts that they reach, as `outlined` does.

A figure of a direction that floating point leaves in doubt is taken as it comes: it may
be wrong by one, or 1.5e-11 of a radian. So what seems to touch within `SURE` lies no
farther apart than clause 30.3 allows, which is 2.9e-11; and what seems farther apart
than `CLOSE` does not meet. Where two figures of one corner are in doubt, nothing is
sure.
"""

from typing import Final

import numpy as np

from detente.space.exact import RADIUS_MM
from detente.space.kernels.figures import FACES, Outlines
from detente.space.kernels.jit import compiled
from detente.space.meeting.charts import EDGE, FACE_RAD, GOOD_COS, GOOD_RAD
from detente.space.meeting.planar import CLOSE
from detente.space.sphere import CERTAIN, FLAT, UNIT, Integers, Reals
from detente.space.volume import E9

WIDE: Final = -1
"""An area that is too wide for the charts reaches so many of them."""
_HAIR: Final = 1e-7
_INSIDE: Final = 2 - EDGE


@compiled
def heads(sizes: Integers) -> Integers:
    """Return to which corner a side leads from each, ring after ring."""
    head = np.empty(sizes.sum(), np.int64)
    begin = 0
    for count in sizes:
        for at in range(begin, begin + count):
            head[at] = at + 1
        head[begin + count - 1] = begin
        begin += count
    return head


@compiled
def directions(places: Integers) -> tuple[Reals, bool]:
    """Return the directions of places of unit length, and whether all are sure."""
    found, sure = np.empty((len(places) // 2, 3)), True
    for row in range(len(found)):
        lat = np.deg2rad(places[2 * row] / E9)
        lon = np.deg2rad(places[2 * row + 1] / E9)
        level = np.cos(lat)
        x, y, z = level * np.cos(lon), level * np.sin(lon), np.sin(lat) * FLAT
        scale = UNIT / np.sqrt(x * x + y * y + z * z)
        doubts = 0
        for column, figure in enumerate((x * scale, y * scale, z * scale)):
            whole = np.rint(figure)
            found[row, column] = whole / UNIT
            doubts += abs(abs(figure - whole) - 0.5) < CERTAIN
        sure = sure and doubts <= 1
    return found, sure


@compiled
def reached(units: Reals, outer: int, sum_mm: float) -> tuple[int, Integers, Reals]:
    """Return how many faces an area reaches, which, and its box on each.

    Args:
        units: the directions of its corners.
        outer: so many of them are of its outer ring.
        sum_mm: how far it reaches beyond its corners.
    """
    wider = sum_mm / RADIUS_MM + _HAIR
    faces, boxes = np.empty(FACES, np.int64), np.empty((FACES, 4))
    order = np.empty(FACES, np.int64)
    count = 0
    for place in range(_faces(units, outer, wider, order)):
        face = order[place]
        if not _good(units, face) or not _box(units, outer, face, wider, boxes[count]):
            return WIDE, faces, boxes
        west, south, east, north = boxes[count]
        if max(west, south) <= EDGE and min(east, north) >= -EDGE:
            faces[count] = face
            count += 1
            if min(west, south) > -_INSIDE and max(east, north) < _INSIDE:
                break  # it reaches no other
    return count, faces, boxes


@compiled
def _faces(units: Reals, outer: int, wider: float, order: Integers) -> int:
    """Note the faces that an area may reach; the one that its middle lies on first."""
    a, b, c = 0.0, 0.0, 0.0
    for row in range(outer):
        a, b, c = a + units[row, 0], b + units[row, 1], c + units[row, 2]
    middle, own = (a, b, c), 0
    for face in range(FACES):
        if _along(middle, face) > _along(middle, own):
            own = face
    order[0], count = own, 1
    length = max(np.sqrt(a * a + b * b + c * c), _HAIR)
    least = 1.0
    for row in range(outer):
        product = units[row, 0] * a + units[row, 1] * b + units[row, 2] * c
        least = min(least, product / length)
    # A circle wider than a hemisphere holds corners, and not what lies between.
    around = np.arccos(least) + _HAIR if least > 0 else np.pi
    far = np.cos(min(FACE_RAD + wider + around, np.pi)) * length
    for face in range(FACES):
        if face != own and _along(middle, face) >= far:
            order[count] = face
            count += 1
    return count


@compiled
def _along(middle: tuple[float, float, float], face: int) -> float:
    along = middle[0] if face < 2 else middle[1] if face < 4 else middle[2]  # noqa: PLR2004 - two faces an axis
    return -along if face % 2 else along


@compiled
def _good(units: Reals, face: int) -> bool:
    axis, sign = face // 2, 1 - 2 * (face % 2)
    least = 1.0
    for row in range(len(units)):
        least = min(least, sign * units[row, axis])
    return least >= GOOD_COS


@compiled
def _box(units: Reals, outer: int, face: int, wider: float, box: Reals) -> bool:
    """Put down the box of what lies so far around a ring; False: it is too wide."""
    axis, sign = face // 2, 1 - 2 * (face % 2)
    one, other = (axis + 1) % 3, (axis + 2) % 3
    west = south = np.inf
    east = north = -np.inf
    for row in range(outer):
        depth = sign * units[row, axis]
        u, v = units[row, one] / depth, units[row, other] / depth
        west, east = min(west, u), max(east, u)
        south, north = min(south, v), max(north, v)
    far = np.hypot(max(-west, east), max(-south, north))
    angle = np.arctan(far) + wider
    if angle >= GOOD_RAD:
        return False
    pad = np.tan(angle) - far
    box[0], box[1], box[2], box[3] = west - pad, south - pad, east + pad, north + pad
    return True


@compiled
def drawn(units: Reals, head: Integers, face: int) -> Outlines:
    """Return an area on the chart of a face, which is good for it."""
    axis, sign = face // 2, 1 - 2 * (face % 2)
    one, other = (axis + 1) % 3, (axis + 2) % 3
    found = blank(len(units))
    box = found.box[0]
    box[:2], box[2:] = np.inf, -np.inf
    for row in range(len(units)):
        depth = sign * units[row, axis]
        u, v = units[row, one] / depth, units[row, other] / depth
        found.u[row], found.v[row] = u, v
        box[0], box[1] = min(box[0], u - CLOSE), min(box[1], v - CLOSE)
        box[2], box[3] = max(box[2], u + CLOSE), max(box[3], v + CLOSE)
        found.head[row] = head[row]
    found.begin[1] = len(units)
    return found


@compiled
def blank(most: int) -> Outlines:
    """Return room for one area of so many corners; no circle in it is known."""
    places, whole = np.empty((2, most)), np.zeros(most + 2, np.int64)
    around = np.zeros((2, 4))
    return Outlines(places[0], places[1], whole[2:], whole[:2], around[:1], around[1:])
