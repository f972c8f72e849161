"""Draw one area on the faces that it reaches, as `charts` does with many.

In plain numbers: for the few corners of one area, columns would take longer to make
than to reckon with. Every quotient here is the one that stands in columns.
"""

from collections.abc import Iterator, Sequence
from math import acos, atan, cos, hypot, pi, tan
from struct import pack
from typing import Final, NamedTuple, TypeAlias

from detente.space import sphere
from detente.space.cores import reach_mm
from detente.space.exact import RADIUS_MM
from detente.space.meeting.charts import EDGE, FACE_RAD, FACES, GOOD_COS, GOOD_RAD
from detente.space.picture import rings
from detente.space.sphere import UNIT, Vector
from detente.space.volume import Area, Polygon

Face: TypeAlias = tuple[int, int]
Place: TypeAlias = tuple[float, float]
_HAIR: Final = 1e-7
"""Added to every angle here: a cosine says little of a small one."""
_DEEP: Final = GOOD_COS * UNIT
_INSIDE: Final = 2 - EDGE


class Outlined(NamedTuple):
    """An area on the chart of a face: its box there, all that lies in reach included.

    Of a polygon with nothing around it `text` is what GEOS reads, else it is empty.
    """

    face: Face
    begin: Place
    end: Place
    text: bytes


class _Ring(NamedTuple):
    """The corners of a ring on a chart."""

    along: list[float]
    across: list[float]


def outlined(area: Area, lateral_mm: int) -> list[Outlined] | None:
    """Return an area on the charts that it reaches; None if it is too wide for them.

    Args:
        area: it makes sense (clause 30.7).
        lateral_mm: the lateral minimum; it is drawn wider by half of it.
    """
    wider = (reach_mm(area) + lateral_mm / 2) / RADIUS_MM + _HAIR
    flat = isinstance(area, Polygon) and lateral_mm == 0
    corners = [sphere.few(ring) for ring in rings(area)]
    found = []
    for face in _faces(corners[0], wider):
        on_chart = [_on_chart(ring, face) for ring in corners]
        drawn = [ring for ring in on_chart if ring is not None]
        box = _box(drawn[0], wider) if len(drawn) == len(corners) else None
        if box is None:
            return None
        begin, end = box
        if max(begin) <= EDGE and min(end) >= -EDGE:
            text = _written(drawn) if flat else b""
            found.append(Outlined(face, begin, end, text))
            if min(begin) > -_INSIDE and max(end) < _INSIDE:
                break  # it reaches no other
    return found


def _faces(corners: Sequence[Vector], wider: float) -> Iterator[Face]:
    """Yield the faces that an area may reach, by a circle around its corners.

    The one that its middle lies on comes first.
    """
    middle = [sum(figures) / UNIT for figures in zip(*corners, strict=True)]
    own = max(FACES, key=lambda face: face[1] * middle[face[0]])
    yield own
    length = max(hypot(*middle), _HAIR)
    a, b, c = (each / length for each in middle)
    least = min(x * a + y * b + z * c for x, y, z in corners) / UNIT
    # A circle wider than a hemisphere holds corners, and not what lies between.
    around = acos(min(least, 1.0)) + _HAIR if least > 0 else pi
    reached = cos(min(FACE_RAD + wider + around, pi)) * length
    for face in FACES:
        axis, sign = face
        if face != own and sign * middle[axis] >= reached:
            yield face


def _on_chart(ring: Sequence[Vector], face: Face) -> _Ring | None:
    """Return a ring on the chart of a face; None where that is not good."""
    axis, sign = face
    one, other = (axis + 1) % 3, (axis + 2) % 3
    depth = [sign * corner[axis] for corner in ring]
    if min(depth) < _DEEP:
        return None
    return _Ring(
        [corner[one] / below for corner, below in zip(ring, depth, strict=True)],
        [corner[other] / below for corner, below in zip(ring, depth, strict=True)],
    )


def _box(outline: _Ring, wider: float) -> tuple[Place, Place] | None:
    """Return beginning and end of what lies so far around; None: too wide."""
    along, across = outline
    west, south, east, north = min(along), min(across), max(along), max(across)
    far = hypot(max(-west, east), max(-south, north))
    angle = atan(far) + wider
    if angle >= GOOD_RAD:
        return None
    pad = tan(angle) - far
    return (west - pad, south - pad), (east + pad, north + pad)


def _written(outlines: Sequence[_Ring]) -> bytes:
    """Return a polygon as GEOS reads it: well-known binary, its rings closed."""
    parts = [pack("<BII", 1, 3, len(outlines))]
    for along, across in outlines:
        count = len(along) + 1
        figures = [0.0] * (2 * count)
        figures[0::2] = (*along, along[0])
        figures[1::2] = (*across, across[0])
        parts.append(pack(f"<I{2 * count}d", count, *figures))
    return b"".join(parts)
