"""Shapely alone, as whoever has it does the jobs in an afternoon.

Decides how: degrees are taken for a plane, one tree holds the boxes of all volumes,
`intersects` judges, and numpy compares times, heights and parties of what is left. So
it is the same GEOS that the product uses, without charts, stretches or hulls. It is
wrong across the date line, and by kilometres along a side of 200 km: what it finds
otherwise than the product is counted, and is no fault of the product.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from bench.tables import polygons

if TYPE_CHECKING:
    from bench.sightings import Reports
    from bench.theatres import Week
    from detente.space.meeting.planar import Shapes
    from detente.space.picture import Flags
    from detente.space.sphere import Integers

_AT_ONCE: Final = 20_000


class Flat:
    """The volumes of a week on a plane, with their tree."""

    def __init__(self, week: Week) -> None:
        self._picture = week.picture
        self._shapes: Shapes = polygons(week, range(len(week.picture.ids)))
        self._tree = shapely.STRtree(self._shapes)

    def pairs(self) -> Integers:
        """Return all pairs of two parties, the lower number first."""
        found = []
        for begin in range(0, len(self._shapes), _AT_ONCE):
            i, j = self._tree.query(self._shapes[begin : begin + _AT_ONCE])
            i, j = self._left(i + begin, j)
            meet = shapely.intersects(self._shapes[i], self._shapes[j])
            found.append(np.stack([i[meet], j[meet]], 1))
        return np.concatenate(found)

    def _left(self, i: Integers, j: Integers) -> tuple[Integers, Integers]:
        party, spans, levels = self._picture.party, *self._picture[4:2:-1]
        left = i < j
        i, j = i[left], j[left]
        left = party[i] != party[j]
        left &= spans.start_ms[i] <= spans.end_ms[j]
        left &= spans.start_ms[j] <= spans.end_ms[i]
        left &= levels.lowest_mm[i] <= levels.highest_mm[j]
        left &= levels.lowest_mm[j] <= levels.highest_mm[i]
        return i[left], j[left]

    def reports(self, reports: Reports) -> Integers:
        """Return which reports lie in which volumes."""
        spans, levels = self._picture.spans, self._picture.levels
        found = []
        for begin in range(0, len(reports.time_ms), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            lat, lon = reports.lat_e9[part] / 1e9, reports.lon_e9[part] / 1e9
            places = np.asarray(shapely.points(lon, lat))
            i, j = self._tree.query(places)
            time, alt = reports.time_ms[part][i], reports.alt_mm[part][i]
            left = _between(spans.start_ms[j], time, spans.end_ms[j])
            left &= _between(levels.lowest_mm[j], alt, levels.highest_mm[j])
            i, j = i[left], j[left]
            meet = shapely.intersects(places[i], self._shapes[j])
            found.append(np.stack([i[meet] + begin, j[meet]], 1))
        return np.concatenate(found)


def _between(low: Integers, at: Integers, high: Integers) -> Flags:
    return np.asarray((low <= at) & (at <= high))
