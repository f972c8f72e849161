"""Say of many pairs of polygons at once whether they meet, on a chart (clause 30.3).

Sides are straight on a chart, so GEOS may judge. What it finds to meet lies no farther
apart than rounding (some 1e-15), which is less than clause 30.3 allows: it meets. What
it finds apart, and within a billionth of each other, is left to whole numbers.
"""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import shapely

from detente.space import exact
from detente.space.meeting.charts import corners_of, on_chart, ranges
from detente.space.picture import Areas, Flags
from detente.space.sphere import Integers

Shapes: TypeAlias = npt.NDArray[np.object_]

# Clause 30.3 lets 2^-35 lie between what meets; a chart stretches it up to 15 times.
CLOSE: Final = 1e-9
TOUCHING: Final = exact.reach(0)
"""How far apart polygons may lie that touch."""


def shapes(areas: Areas, which: Integers, face: tuple[int, int]) -> Shapes:
    """Return polygons as GEOS has them on the chart of a face."""
    per_area = np.diff(areas.rings)[which]
    rings = ranges(areas.rings[which], per_area)
    at, _ = corners_of(areas, which)
    u, v = on_chart(areas, at, face)
    counts = areas.corners[rings + 1] - areas.corners[rings]
    end = np.cumsum(counts)
    # GEOS wants the first corner of a ring once more at its end.
    first = end - counts
    u, v = np.insert(u, end, u[first]), np.insert(v, end, v[first])
    offsets = np.concatenate(([0], np.cumsum(counts + 1)))
    ends = np.concatenate(([0], np.cumsum(per_area)))
    return np.asarray(
        shapely.from_ragged_array(
            shapely.GeometryType.POLYGON, np.stack([u, v], 1), (offsets, ends)
        )
    )


def meet(
    one: shapely.Geometry, others: Shapes, exactly: Callable[[int], bool]
) -> Flags:
    """Say of one polygon whether it meets others; as `meets`, in fewer steps."""
    found = np.asarray(shapely.intersects(one, others))
    if not found.all():
        apart = (~found).nonzero()[0]
        close = apart[shapely.dwithin(one, others[apart], CLOSE)]
        for row in close.tolist():
            found[row] = exactly(row)
    return found


def meets(a: Shapes, b: Shapes, exactly: Callable[[int], bool]) -> Flags:
    """Say of pairs of polygons whether they meet.

    Args:
        a: the first of each pair, on a chart.
        b: the second, on the same chart.
        exactly: decides the pair of a row by whole numbers.
    """
    found = np.asarray(shapely.intersects(a, b))
    apart = np.flatnonzero(~found)
    if len(apart):
        close = apart[shapely.dwithin(a[apart], b[apart], CLOSE)]
        for row in close.tolist():
            found[row] = exactly(row)
    return found
