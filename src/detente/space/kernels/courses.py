"""Find the great circles on which objects move, as `detente.space.passing.course` does.

Figure by figure: each sum and product is taken as there, so that nothing differs.
"""

from typing import NamedTuple

import numpy as np

from detente.space.kernels.jit import compiled
from detente.space.passing import sines as arrays
from detente.space.passing.course import DEGREE, EQUATOR_M, RADIUS_M, Courses
from detente.space.passing.sines import HALF_RIGHT, RIGHT_HIGH, RIGHT_LOW, RIGHTS
from detente.space.sphere import Integers, Reals
from detente.space.volume import E9

_small = compiled(arrays.small)


@compiled
def courses(
    directions: Integers, lat_e9: Integers, lon_e9: Integers, way: Reals
) -> Courses:
    """Return the courses of objects.

    Args:
        directions: where they are, a row each.
        lat_e9: the latitudes of that.
        lon_e9: the longitudes.
        way: their speeds, and below these their tracks.
    """
    count = len(lat_e9)
    # All figures of an object lie together: two that meet may lie far apart in memory.
    kept = np.empty((count, 8))
    start, toward, rate = kept[:, 0:3].T, kept[:, 3:6].T, kept[:, 6]
    for each in range(count):
        x, y, z = (
            float(directions[each, 0]),
            float(directions[each, 1]),
            float(directions[each, 2]),
        )
        length = np.sqrt(x * x + y * y + z * z)
        x, y, z = x / length, y / length, z / length
        u, v, w = _turning(lat_e9[each], lon_e9[each], way[0, each], way[1, each])
        along = x * u + y * v + z * w
        u, v, w = u - x * along, v - y * along, w - z * along
        rate[each] = np.sqrt(u * u + v * v + w * w)
        length = rate[each] if rate[each] > 0 else 1.0
        start[0, each], start[1, each], start[2, each] = x, y, z
        toward[0, each], toward[1, each], toward[2, each] = (
            u / length,
            v / length,
            w / length,
        )
    return Courses(start, toward, rate)


@compiled
def _turning(
    lat_e9: int, lon_e9: int, speed_ms: float, track_deg: float
) -> tuple[float, float, float]:
    """Return how a direction turns now."""
    sin_lat, cos_lat = sines(lat_e9 / E9 * DEGREE)
    sin_lon, cos_lon = sines(lon_e9 / E9 * DEGREE)
    sin_track, cos_track = sines(track_deg * DEGREE)
    north, east = speed_ms * cos_track, speed_ms * sin_track
    return (
        (-north * sin_lat * cos_lon - east * sin_lon) / EQUATOR_M,
        (-north * sin_lat * sin_lon + east * cos_lon) / EQUATOR_M,
        north * cos_lat / RADIUS_M,
    )


@compiled
def sines(angle: float) -> tuple[float, float]:
    """Return sine and cosine of an angle of some turns at most."""
    if abs(angle) <= HALF_RIGHT:
        return _small(angle)
    rights = np.rint(angle * RIGHTS)
    sine, cosine = _small(angle - rights * RIGHT_HIGH - rights * RIGHT_LOW)
    turned = int(rights) & 3
    if turned == 0:
        return sine, cosine
    if turned == 1:
        return cosine, -sine
    return (-sine, -cosine) if turned == 2 else (-cosine, sine)  # noqa: PLR2004 - rights


class Course(NamedTuple):
    """How one object moves; figures by themselves are handed on for nothing."""

    start: tuple[float, float, float]
    toward: tuple[float, float, float]
    rate: float


@compiled
def course_of(courses: Courses, each: int) -> Course:
    """Return how one object moves."""
    start, toward = courses.start, courses.toward
    return Course(
        (start[0, each], start[1, each], start[2, each]),
        (toward[0, each], toward[1, each], toward[2, each]),
        courses.rate[each],
    )


@compiled
def at(course: Course, moment_s: float) -> tuple[float, float, float]:
    """Return the direction of an object at a moment."""
    sine, cosine = sines(course.rate * moment_s)
    (x, y, z), (u, v, w) = course.start, course.toward
    return x * cosine + u * sine, y * cosine + v * sine, z * cosine + w * sine
