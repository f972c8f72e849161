"""Decide most pairs of polygons on a chart by a circle within each and a hull around.

A hull is a polygon's extent along each of some axes of the chart: a gap along any of
them parts two polygons. A circle lies within its polygon, so polygons of which the
circles meet meet. Both leave room for rounding, and what neither decides is judged
corner by corner (`detente.space.meeting.planar`): so nothing is found otherwise than
there.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space.meeting.charts import Chart, corners_of, on_chart, ranges
from detente.space.meeting.planar import CLOSE
from detente.space.picture import Areas, Flags
from detente.space.sphere import Integers, Reals

AXES: Final = tuple(
    (float(np.cos(angle)), float(np.sin(angle))) for angle in np.arange(8) * (np.pi / 8)
)
"""Directions on a chart, an eighth of half a circle from each other."""
EAST, NORTH_EAST, NORTH_WEST = 0, 2, 6
"""Which of them is along the first coordinate, and which along both."""
_ROUNDED: Final = 1e-12
"""More than rounding moves anything here; a chart is some four wide."""


class Hulls(NamedTuple):
    """Polygons on a chart, a row each: extents along axes, and circles within.

    A row is of an area of the chart, in its order; what is no polygon has no circle,
    and no extent that says anything. A radius below nought is no circle.
    """

    low: Reals
    high: Reals
    u: Reals
    v: Reals
    radius: Reals

    def take(self, at: Integers) -> "Hulls":
        """Return some of them."""
        low, high, *circles = self
        return Hulls(low[:, at], high[:, at], *(column[at] for column in circles))


def hulls(areas: Areas, chart: Chart) -> Hulls:
    """Return what polygons of a chart fill, and what they do not reach beyond."""
    count, flat = len(chart.at), np.flatnonzero(areas.flat[chart.at])
    low = np.full((len(AXES), count), -np.inf)
    u, v, radius = np.zeros(count), np.zeros(count), np.full(count, -1.0)
    found = Hulls(low, -low, u, v, radius)
    if not len(flat):
        return found
    at, counts = corners_of(areas, chart.at[flat])
    begin = np.cumsum(counts) - counts
    x, y = on_chart(areas, at, chart.face)
    for axis, (east, north) in enumerate(AXES):
        along = x * east + y * north
        found.low[axis, flat] = np.minimum.reduceat(along, begin)
        found.high[axis, flat] = np.maximum.reduceat(along, begin)
    u[flat], v[flat], radius[flat] = _circles(areas, chart.at[flat], x, y)
    return found


def _circles(
    areas: Areas, which: Integers, x: Reals, y: Reals
) -> tuple[Reals, Reals, Reals]:
    """Return a circle within each polygon about the middle of its corners, if any."""
    _, counts = corners_of(areas, which)
    begin = np.cumsum(counts) - counts
    middle_x = np.add.reduceat(x, begin) / counts
    middle_y = np.add.reduceat(y, begin) / counts
    x, y = x - np.repeat(middle_x, counts), y - np.repeat(middle_y, counts)
    head = heads(areas, which)
    dx, dy = x[head] - x, y[head] - y
    length = np.maximum(dx * dx + dy * dy, 1e-300)
    part = np.clip(-(x * dx + y * dy) / length, 0.0, 1.0)
    away = np.minimum.reduceat(np.hypot(x + part * dx, y + part * dy), begin)
    cut = (y > 0) != (y[head] > 0)
    east = cut & (x - y * dx / np.where(dy == 0, 1.0, dy) > 0)
    inside = np.add.reduceat(east, begin, dtype=np.int64) % 2 == 1
    return middle_x, middle_y, np.where(inside, away - _ROUNDED, -1.0)


def heads(areas: Areas, which: Integers) -> Integers:
    """Return for each corner the next of its ring, one after the other."""
    rings = ranges(areas.rings[which], np.diff(areas.rings)[which])
    size = areas.corners[rings + 1] - areas.corners[rings]
    end = np.cumsum(size)
    head = np.arange(1, int(size.sum()) + 1)
    head[end - 1] = end - size
    return head


def parted(one: Hulls, i: Integers, other: Hulls, j: Integers) -> Flags:
    """Say of pairs whether a gap along an axis surely parts them."""
    found = np.zeros(len(i), dtype=np.bool_)
    for low, high, low_j, high_j in zip(
        one.low, one.high, other.low, other.high, strict=True
    ):
        found |= high[i] + 2 * CLOSE < low_j[j]
        found |= high_j[j] + 2 * CLOSE < low[i]
    return found


def overlap(one: Hulls, i: Integers, other: Hulls, j: Integers) -> Flags:
    """Say of pairs whether their circles surely meet."""
    mine, theirs = one.radius[i], other.radius[j]
    apart = np.hypot(one.u[i] - other.u[j], one.v[i] - other.v[j])
    return np.asarray((mine > 0) & (theirs > 0) & (apart <= mine + theirs))
