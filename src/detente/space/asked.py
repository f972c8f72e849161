"""Compare one volume with a whole picture, at every message (clause 30.6).

The same answers as `pairs` gives, on a shorter way: what is prepared for a million
costs too much for one. A volume too wide for the charts goes the long way.
"""

from collections.abc import Iterator
from functools import cached_property
from math import acos, atan, hypot, pi, tan
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import shapely

from detente.space import exact, lateral, planar, sphere
from detente.space.charts import EDGE, FACE_RAD, FACES, GOOD_COS, GOOD_RAD, project
from detente.space.cores import core, reach_mm
from detente.space.entries import Compared, Entries, possible
from detente.space.exact import RADIUS_MM
from detente.space.pairs import Prepared, conflicts
from detente.space.picture import Flags, Picture, levels, picture, rings, span
from detente.space.sheets import Sheet
from detente.space.sphere import UNIT, Integers, Reals
from detente.space.volume import Area, Minima, Polygon, Volume

Face: TypeAlias = tuple[int, int]
_HAIR: Final = 1e-7
"""Added to every angle here: a cosine says little of a small one."""
_NOBODY: Final = np.empty(0, dtype=np.int64)


class _Drawn(NamedTuple):
    """An area on the chart of a face: itself if it is `flat`, else its box."""

    area: int
    face: Face
    shape: shapely.Geometry
    flat: bool


class Asked:
    """A volume, ready to be compared with pictures at some minima."""

    def __init__(self, volume: Volume, minima: Minima) -> None:
        """Draw it on the charts that it reaches."""
        self.volume, self.minima = volume, minima
        self._drawn: list[_Drawn] = []
        self._is_wide = False
        for number, area in enumerate(volume.areas):
            self._draw(number, area)

    def _draw(self, number: int, area: Area) -> None:
        wider = (reach_mm(area) + self.minima.lateral_mm / 2) / RADIUS_MM + _HAIR
        flat = isinstance(area, Polygon) and self.minima.lateral_mm == 0
        corners = [sphere.rows(ring) / UNIT for ring in rings(area)]
        for face in _faces(corners[0], wider):
            if min(_depth(each, face).min() for each in corners) < GOOD_COS:
                self._is_wide = True
                return
            outlines = [_on_chart(each, face) for each in corners]
            box = _box(outlines[0], wider)
            if box is None:
                self._is_wide = True
                return
            if box[0] <= EDGE and box[1] <= EDGE and min(box[2], box[3]) >= -EDGE:
                shape = _polygon(outlines) if flat else _diagonal(box)
                self._drawn.append(_Drawn(number, face, shape, flat))

    @cached_property
    def alone(self) -> Picture:
        """It, as a picture of its own."""
        return picture([self.volume])

    @cached_property
    def measured(self) -> lateral.Drawn:
        """Its areas with what measuring asks for."""
        return lateral.drawn(self.alone.areas)

    def conflicts(self, base: Prepared) -> Integers:
        """Return the volumes of a picture that it conflicts with, in order.

        The picture is prepared for the same minima. Volumes of its own party count.
        """
        if self._is_wide or len(base.wide):
            alone = Prepared(self.alone, self.minima.lateral_mm)
            return conflicts(alone, base, self.minima)[:, 1]
        found = [
            self._on_sheet(drawn, base.sheets[drawn.face], base)
            for drawn in self._drawn
            if drawn.face in base.sheets
        ]
        return np.unique(np.concatenate([_NOBODY, *found]))

    def _on_sheet(self, drawn: _Drawn, sheet: Sheet, base: Prepared) -> Integers:
        """Return the volumes that an area of it meets on a sheet."""
        at = self._boxes_meet(drawn, sheet)
        windows = len(self.volume.windows)
        i, j = np.repeat(np.arange(windows), len(at)), np.tile(at, windows)
        pairs = Compared(self._entries, i, sheet.entries, j)
        left = possible(pairs, self.minima, of_one=False).j
        left = left if windows == 1 else np.unique(left)
        if not len(left):
            return _NOBODY
        areas = sheet.entries.area[left]
        if drawn.flat and base.flat[areas].all():
            met = self._judged(drawn, base, areas, sheet.outlines(left))
        else:
            met = self._measured(drawn.area, base, areas)
        return sheet.entries.volume[left[met]]

    @cached_property
    def _entries(self) -> Entries:
        """Its windows as entries; of which area is known without them."""
        volume, count = self.volume, len(self.volume.windows)
        spans = np.array([span(each) for each in volume.windows], dtype=np.int64).T
        return Entries(
            *(np.full(count, each) for each in (0, 0, 0)),
            *spans,
            *(np.full(count, each) for each in levels(volume)),
        )

    def _boxes_meet(self, drawn: _Drawn, sheet: Sheet) -> Integers:
        """Return the entries of a sheet whose boxes meet an area's, and may in time."""
        early, late = self._entries.start_ms.min(), self._entries.end_ms.max()
        apart, found = self.minima.time_ms, []
        for block in sheet.blocks:
            if block.start_ms <= late + apart and early <= block.end_ms + apart:
                hits = block.tree.query(drawn.shape)
                if len(hits):
                    found.append(hits + block.begin)
        return np.concatenate(found) if found else _NOBODY

    def _judged(
        self, drawn: _Drawn, base: Prepared, areas: Integers, shapes: planar.Shapes
    ) -> Flags:
        def exactly(row: int) -> bool:
            other = base.areas.core(int(areas[row]))
            return exact.meet(
                core(self.volume.areas[drawn.area]), other, planar.TOUCHING
            )

        own = np.full(len(shapes), drawn.shape)
        return planar.meets(own, shapes, exactly)

    def _measured(self, area: int, base: Prepared, areas: Integers) -> Flags:
        own = np.full(len(areas), area, dtype=np.int64)
        lateral_mm = self.minima.lateral_mm
        return lateral.meets(self.measured, own, base.drawn, areas, lateral_mm)


def _faces(corners: Reals, wider: float) -> Iterator[Face]:
    """Yield the faces that an area may reach, by a circle around its corners."""
    total = corners.sum(axis=0)
    length = hypot(*total)
    middle = total / max(length, _HAIR)
    radius = acos(max(-1.0, min(1.0, float((corners @ middle).min())))) + _HAIR
    reached = FACE_RAD + wider + (radius if radius < pi / 2 else pi)
    for face in FACES:
        axis, sign = face
        if acos(max(-1.0, min(1.0, sign * float(middle[axis])))) <= reached:
            yield face


def _depth(corners: Reals, face: Face) -> Reals:
    axis, sign = face
    return corners[:, axis] * sign


def _on_chart(corners: Reals, face: Face) -> Reals:
    return np.stack(project(corners, _depth(corners, face), face), axis=1)


def _box(outline: Reals, wider: float) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of what lies so far around; None: too wide."""
    (west, south), (east, north) = (
        outline.min(axis=0).tolist(),
        outline.max(axis=0).tolist(),
    )
    far = hypot(max(-west, east), max(-south, north))
    angle = atan(far) + wider
    if angle >= GOOD_RAD:
        return None
    pad = tan(angle) - far
    return west - pad, south - pad, east + pad, north + pad


def _polygon(outlines: list[Reals]) -> shapely.Polygon:
    return shapely.Polygon(outlines[0], outlines[1:])


def _diagonal(box: tuple[float, float, float, float]) -> shapely.LineString:
    return shapely.LineString([box[:2], box[2:]])
