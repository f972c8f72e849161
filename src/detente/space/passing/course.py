"""Move objects along great circles at a constant rate (clause 32.2).

The rate is exact on the ellipsoid where the object is now: a metre north or east turns
its direction by what it does there, and not by what it would do on some mean sphere.
"""

from math import pi
from typing import Final, NamedTuple

import numpy as np

from detente.space.passing.moving import Moving
from detente.space.passing.sines import sines
from detente.space.sphere import Integers, Reals, directions
from detente.space.volume import E9

RADIUS_M: Final = 6_356_752.314
"""The polar semi-axis: the lateral metre of clause 30.3."""
EQUATOR_M: Final = 6_378_137.0
DEGREE: Final = pi / 180


class Courses(NamedTuple):
    """Where objects are, where to they turn, and by how many radians a second.

    Directions are unit vectors, one a column.
    """

    start: Reals
    toward: Reals
    rate: Reals


def courses_of(moving: Moving) -> Courses:
    """Return the great circles on which objects move."""
    # Each figure of all directions lies in one piece; else every gather copies all.
    start = directions(moving.lat_e9, moving.lon_e9).T.astype(np.float64, order="C")
    start /= np.sqrt(squared(start))
    turn = _turning(moving)
    # A direction is rounded, and the turn stands upright on the exact one.
    turn -= start * (start[0] * turn[0] + start[1] * turn[1] + start[2] * turn[2])
    rate = np.sqrt(squared(turn))
    return Courses(start, turn / np.where(rate > 0, rate, 1), rate)


def _turning(moving: Moving) -> Reals:
    """Return how directions turn now, by the velocity north and east.

    What squeezes the ellipsoid into a sphere is linear: it takes velocities as well.
    """
    sin_lat, cos_lat = sines(moving.lat_e9 / E9 * DEGREE)
    sin_lon, cos_lon = sines(moving.lon_e9 / E9 * DEGREE)
    sin_track, cos_track = sines(moving.track_deg * DEGREE)
    north = moving.ground_speed_ms * cos_track
    east = moving.ground_speed_ms * sin_track
    found: Reals = np.empty((3, len(north)))
    found[0] = (-north * sin_lat * cos_lon - east * sin_lon) / EQUATOR_M
    found[1] = (-north * sin_lat * sin_lon + east * cos_lon) / EQUATOR_M
    found[2] = north * cos_lat / RADIUS_M
    return found


def squared(vectors: Reals) -> Reals:
    """Return the squared length of each column."""
    found: Reals = vectors[0] ** 2 + vectors[1] ** 2 + vectors[2] ** 2
    return found


def of_rows(courses: Courses, rows: Integers) -> Courses:
    """Return the courses of some objects, which may stand there several times."""
    return Courses(
        courses.start.take(rows, 1), courses.toward.take(rows, 1), courses.rate[rows]
    )


def at(courses: Courses, times_s: Reals | float) -> Reals:
    """Return the directions of objects, all at one time or each at one of its own."""
    sine, cosine = sines(courses.rate * times_s)
    found: Reals = courses.start * cosine
    found += courses.toward * sine
    return found


def chord(lateral_m: float) -> float:
    """Return how far apart the tips of two directions lie at a lateral distance."""
    sine, _ = sines(np.array([min(lateral_m / RADIUS_M, pi) / 2]))
    return 2 * float(sine[0])


def lateral_m(chords: Reals) -> Reals:
    """Return the lateral distance of directions whose tips lie so far apart."""
    found: Reals = 2 * RADIUS_M * np.arcsin(np.minimum(chords / 2, 1))
    return found
