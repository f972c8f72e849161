"""Hand moving objects to the loops of the extra `[fast]`, as `compiled` hands areas.

It stands by itself because of what it knows: courses and pairs, which areas know not.
"""

from typing import Final

import numpy as np

from detente.space.kernels import compiled
from detente.space.kernels.figures import Flying, Near, Terms
from detente.space.passing.approach import Pairs
from detente.space.passing.course import Courses
from detente.space.passing.moving import Moving
from detente.space.sphere import Integers, Reals

MANY: Final = 200_000
"""Objects that are worth it: fewer are compared before the loops are loaded."""


def courses(moving: Moving) -> Courses:
    """Return the great circles on which objects move."""
    from detente.space.kernels import courses as loops

    lat_e9, lon_e9 = map(np.ascontiguousarray, (moving.lat_e9, moving.lon_e9))
    way = np.stack([moving.ground_speed_ms, moving.track_deg])
    return loops.courses(compiled.directions(lat_e9, lon_e9), lat_e9, lon_e9, way)


def near(courses: Courses, flying: Flying, terms: Terms) -> Near:
    """Return the pairs of moving objects that may come within reach."""
    from detente.space.kernels import nearing

    return nearing.near(courses, flying, terms)


def first_within(pairs: Pairs, reach: float) -> Reals:
    """Return when pairs of moving objects first come within reach."""
    from detente.space.kernels import approaches

    return approaches.first_within(pairs, reach)


def closest(pairs: Pairs, of: Integers, count: int) -> tuple[Reals, Reals]:
    """Return how close they come, and when."""
    from detente.space.kernels import approaches

    return approaches.closest(pairs, of, count)
