"""Draw areas on the six faces of a cube, where great circles are straight lines.

A gnomonic chart has neither date line nor pole, and planar tests on it are true. Every
direction lies on some face; so two areas that meet do so on a face that both reach,
and are compared on its chart, as far as it is good: to 75 degrees from its middle.
Areas too wide for that are *wide*, and compared with everything.
"""

from collections.abc import Iterator
from math import cos, radians
from typing import Final, NamedTuple

import numpy as np

from detente.space.exact import RADIUS_MM
from detente.space.picture import Areas, Flags
from detente.space.sphere import UNIT, Integers, Reals
from detente.space.vectors import unit

FACES: Final = tuple((axis, sign) for axis in range(3) for sign in (1, -1))
EDGE: Final = 1 + 1e-9
"""How far from its middle a face extends on its chart; a hair over, for rounding."""
GOOD_RAD: Final = radians(75)
GOOD_COS: Final = cos(GOOD_RAD)
_HALF_WIDE: Final = 4.0
"""No chart is good so far from its middle."""
_CONVEX_RAD: Final = 1.5
"""Beyond a right angle a circle holds corners, and not always what lies between."""
_MEANT: Final = 1e-6
"""A mean of directions that is shorter points nowhere."""
FACE_RAD: Final = radians(54.74)
"""No direction of a face lies farther from its middle: a corner of the cube."""


class Caps(NamedTuple):
    """A circle around the core of each area: unit directions, and radii in radians."""

    middle: Reals
    radius: Reals


def caps(areas: Areas) -> Caps:
    """Return a circle around the core of each area; a hair too wide, for rounding."""
    units = areas.directions / UNIT
    begin = areas.corners[areas.rings[:-1]]
    total = np.add.reduceat(units, begin, axis=0) if len(begin) else units
    length = np.sqrt(np.einsum("ij,ij->i", total, total))
    middle = total / np.maximum(length, 1e-9)[:, None]
    away = units - np.repeat(middle, _counts(areas), axis=0)
    chord = np.sqrt(np.einsum("ij,ij->i", away, away))
    widest = np.maximum.reduceat(chord, begin) if len(begin) else chord
    radius = 2 * np.arcsin(np.minimum(widest / 2, 1.0)) + 1e-9
    sure = (radius < _CONVEX_RAD) & (length > _MEANT)
    return Caps(middle, np.where(sure, radius, np.pi))


def _counts(areas: Areas) -> Integers:
    """Return how many corners each area has."""
    return np.diff(areas.corners[areas.rings])


class Chart(NamedTuple):
    """The areas that reach a face, and their boxes there: west, south, east, north.

    A box holds the core, and all that lies within the area's reach and half the
    lateral minimum of it. `at` are the areas, in order.
    """

    face: tuple[int, int]
    at: Integers
    boxes: Reals

    def neighbours_together(self) -> "Chart":
        """Return the chart with areas that lie near each other standing so, too.

        What is looked up one after the other then lies in memory so (Morton's curve).
        """
        middle = (self.boxes[:, :2] + self.boxes[:, 2:]) / 2
        step = np.rint((middle + _HALF_WIDE) / (2 * _HALF_WIDE) * 0xFFFF)
        along = _every_other_bit(step.clip(0, 0xFFFF).astype(np.int64))
        order = np.argsort(along[:, 0] | along[:, 1] << 1, kind="stable")
        return self._replace(at=self.at[order], boxes=self.boxes[order])


def _every_other_bit(of: Integers) -> Integers:
    """Return numbers of 16 bits with a gap after each bit."""
    for shift, mask in (
        (8, 0xFF00FF),
        (4, 0xF0F0F0F),
        (2, 0x33333333),
        (1, 0x55555555),
    ):
        of = (of | of << shift) & mask
    return of


class Charted(NamedTuple):
    """A picture's areas on the charts that any reaches, and those too wide for them."""

    charts: tuple[Chart, ...]
    wide: Integers


def charted(areas: Areas, lateral_mm: int) -> Charted:
    """Return areas on the charts of the faces that they reach.

    Args:
        areas: of a picture.
        lateral_mm: the lateral minimum; each area is drawn wider by half of it.
    """
    around = caps(areas)
    wider = (areas.reach_mm + lateral_mm / 2) / RADIUS_MM + 1e-9
    wide = np.zeros(len(areas.of), dtype=np.bool_)
    drawn = []
    angle = np.arccos(np.clip(around.middle, -1, 1))
    reached = around.radius + wider + FACE_RAD
    for axis, sign in FACES:
        away = angle[:, axis] if sign > 0 else np.pi - angle[:, axis]
        may = np.flatnonzero(away <= reached)
        if not len(may):
            continue
        boxes, good = _boxes(areas, may, (axis, sign), wider[may])
        wide[may[~good]] = True
        reaching = good & _reaches_face(boxes)
        drawn.append(((axis, sign), may[reaching], boxes[reaching]))
    charts = []
    for face, at, boxes in drawn:
        keep = ~wide[at]
        if keep.any():
            charts.append(Chart(face, at[keep], boxes[keep]))
    return Charted(tuple(charts), np.flatnonzero(wide))


def _reaches_face(boxes: Reals) -> Flags:
    return np.asarray((boxes[:, :2] <= EDGE).all(1) & (boxes[:, 2:] >= -EDGE).all(1))


def _boxes(
    areas: Areas, may: Integers, face: tuple[int, int], wider: Reals
) -> tuple[Reals, Flags]:
    """Return boxes on a chart, and whether the chart is good for each area."""
    at, counts = corners_of(areas, may)
    begin = np.concatenate(([0], np.cumsum(counts)[:-1]))
    units = areas.directions[at] / UNIT
    depth = units[:, face[0]] * face[1]
    near = np.minimum.reduceat(depth, begin) >= GOOD_COS
    u, v = project(units, np.maximum(depth, GOOD_COS), face)
    low = [np.minimum.reduceat(each, begin) for each in (u, v)]
    high = [np.maximum.reduceat(each, begin) for each in (u, v)]
    far = np.hypot(*(np.maximum(-a, b) for a, b in zip(low, high, strict=True)))
    angle = np.arctan(far)
    # Nothing on the chart grows faster than along a line from its middle.
    pad = np.tan(np.minimum(angle + wider, GOOD_RAD)) - far
    good = near & (angle + wider < GOOD_RAD)
    return np.stack([low[0] - pad, low[1] - pad, high[0] + pad, high[1] + pad], 1), good


def corners_of(areas: Areas, which: Integers) -> tuple[Integers, Integers]:
    """Return where the corners of areas lie, one area after the other, and how many."""
    begin = areas.corners[areas.rings[which]]
    counts = areas.corners[areas.rings[which + 1]] - begin
    return ranges(begin, counts), counts


def ranges(begin: Integers, counts: Integers) -> Integers:
    """Return so many numbers from each beginning on, one range after the other."""
    if not len(counts):
        return np.empty(0, dtype=np.int64)
    before = np.cumsum(counts) - counts
    steps = np.arange(int(counts.sum()), dtype=np.int64)
    return np.asarray(steps + np.repeat(begin - before, counts))


def portions(counts: Integers, most: int) -> Iterator[slice]:
    """Yield slices of rows whose counts are no more than so many together."""
    total, begin = np.cumsum(counts), 0
    while begin < len(counts):
        before = int(total[begin - 1]) if begin else 0
        end = int(np.searchsorted(total, before + most, side="right"))
        yield slice(begin, max(end, begin + 1))
        begin = max(end, begin + 1)


def project(units: Reals, depth: Reals, face: tuple[int, int]) -> tuple[Reals, Reals]:
    """Return where directions lie on the chart of a face, at their depth below it."""
    axis, _ = face
    return units[:, (axis + 1) % 3] / depth, units[:, (axis + 2) % 3] / depth


def on_chart(areas: Areas, at: Integers, face: tuple[int, int]) -> tuple[Reals, Reals]:
    """Return where corners lie on the chart of a face, which is good for them all."""
    units = areas.directions[at] / UNIT
    return project(units, units[:, face[0]] * face[1], face)


def lifted(u: Reals, v: Reals, face: tuple[int, int]) -> Reals:
    """Return the directions of places on the chart of a face, of unit length."""
    axis, sign = face
    found = np.empty((len(u), 3))
    found[:, axis] = sign
    found[:, (axis + 1) % 3], found[:, (axis + 2) % 3] = u, v
    return unit(found)


def on_faces(vectors: Integers | Reals) -> tuple[Integers, Reals, Reals]:
    """Return on which face each vector lies, of `FACES`, and where on its chart."""
    sizes = [np.abs(vectors[:, axis]) for axis in range(3)]
    axis = (sizes[1] > sizes[0]).astype(np.int64)
    deepest = np.maximum(*sizes[:2])
    axis[sizes[2] > deepest] = 2
    np.maximum(deepest, sizes[2], out=deepest)
    figures, at = vectors.reshape(-1), np.arange(0, 3 * len(vectors), 3)
    # Of each axis the positive face stands first.
    face = 2 * axis + (figures.take(at + axis) < 0)
    u, v = (figures.take(at + (axis + step) % 3) / deepest for step in (1, 2))
    return face, u, v
