"""Tell a question to the loops of the extra `[fast]`, as one row of figures.

In the order that `kernels.standing` reads. A question takes some ten microseconds, most
of them for Python to look at things; so things are looked at once, and by no detours.
"""

from itertools import chain
from struct import pack

import numpy as np

from detente.space.cores import reach_mm
from detente.space.picture import levels, rings, span
from detente.space.sphere import Integers
from detente.space.volume import Minima, Polygon, Volume


def told(volume: Volume, minima: Minima) -> Integers:
    """Return a volume and the minima of a question."""
    windows, areas = volume.windows, volume.areas
    found = [*minima, *levels(volume), len(windows), len(areas)]
    for window in windows:
        found += span(window)
    for area in areas:
        if isinstance(area, Polygon):
            outlines = (area.outer, *area.holes)
            found += (0, 1, len(outlines))
        else:
            outlines = tuple(rings(area))
            found += (reach_mm(area), 0, len(outlines))
        for ring in outlines:
            found.append(len(ring))
        for ring in outlines:
            found += chain.from_iterable(ring)
    return np.frombuffer(pack(f"{len(found)}q", *found), np.int64)
