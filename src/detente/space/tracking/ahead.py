"""Move what was reported on: along its great circle, at the rate it has (clause 35.8).

The course is the one reported, or that of the way from the report before. Floating
point all of it: what is foreseen is no fact, and may differ at its last place.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space.passing.course import RADIUS_M, Courses, at, courses_of
from detente.space.passing.moving import Moving
from detente.space.sphere import UNIT, Integers, Reals, directions
from detente.space.tracking.tracks import Legs

_EQUATOR_M: Final = 6_378_137.0
_MOST_TURN: Final = 3.0
"""In radians: no leg leads around the Earth."""
_US: Final = 1_000_000
_E9: Final = 1e9


class Fix(NamedTuple):
    """The last report of an object, and the one before it if it is to be trusted.

    `course_deg` and `speed_ms` are as reported; None where the way between both reports
    is to tell. An unknown height stays what it is.
    """

    time_us: int
    lat_e9: int
    lon_e9: int
    alt_mm: int
    course_deg: float | None = None
    speed_ms: float | None = None
    before: tuple[int, int, int] | None = None


def courses(fixes: list[Fix]) -> Courses:
    """Return the great circles on which objects go on from their last reports."""
    moving = _moving(fixes)
    told = courses_of(moving)
    for row, fix in enumerate(fixes):
        if fix.course_deg is not None and fix.speed_ms is not None:
            continue
        toward, rate = _way(fix, told.start[:, row])
        told.toward[:, row], told.rate[row] = toward, rate
    return told


def _moving(fixes: list[Fix]) -> Moving:
    rows = [
        (fix.lat_e9, fix.lon_e9, fix.speed_ms or 0.0, fix.course_deg or 0.0)
        for fix in fixes
    ]
    lat, lon, speed, course = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    nought = np.zeros(len(fixes))
    whole = lat.astype(np.int64), lon.astype(np.int64)
    names = tuple(map(str, range(len(fixes))))
    return Moving(names, *whole, nought, speed.copy(), course.copy(), nought)


def _way(fix: Fix, here: Reals) -> tuple[Reals, float]:
    """Return where to an object turns and how fast, by its last two reports."""
    still: Reals = np.zeros(3)
    if fix.before is None or fix.time_us <= fix.before[0]:
        return still, 0.0
    time_us, lat, lon = fix.before
    [tail] = directions(np.array([lat]), np.array([lon])) / UNIT
    cosine = float(np.clip(here @ tail, -1, 1))
    away: Reals = here * cosine - tail
    sine = float(np.sqrt(away @ away))
    if sine == 0:
        return still, 0.0
    angle = float(np.arctan2(sine, cosine))
    return away / sine, angle * _US / (fix.time_us - time_us)


def ways(fixes: list[Fix], on: Courses, ahead_s: float) -> Legs:
    """Return the legs that objects go on, each as a track of its own, from its fix."""
    over = np.minimum(on.rate * ahead_s, _MOST_TURN)
    there = on.start * np.cos(over) + on.toward * np.sin(over)
    times = np.array([fix.time_us for fix in fixes], dtype=np.int64)
    heights = np.array([fix.alt_mm for fix in fixes], dtype=np.int64)
    lat = np.array([fix.lat_e9 for fix in fixes], dtype=np.int64)
    lon = np.array([fix.lon_e9 for fix in fixes], dtype=np.int64)
    tail = directions(lat, lon)
    head = np.where(on.rate[:, None] > 0, np.rint(there.T * UNIT), tail)
    return Legs(
        np.arange(len(fixes)),
        times,
        times + round(ahead_s * _US),
        heights,
        heights.copy(),
        tail,
        head.astype(np.int64),
    )


def placed(
    names: tuple[str, ...],
    parties: tuple[str, ...],
    fixes: list[Fix],
    on: Courses,
    at_us: int,
    unknown_mm: int,
) -> Moving:
    """Return where objects are at one time, and how they move there."""
    after_s = np.array([(at_us - fix.time_us) / _US for fix in fixes])
    here = at(on, after_s)
    angle = on.rate * after_s
    turn = on.rate * (on.toward * np.cos(angle) - on.start * np.sin(angle))
    lat, lon = _place(here)
    speed, track = _velocity(here, turn, lat, lon)
    heights = [fix.alt_mm for fix in fixes]
    alt = np.array([np.nan if h == unknown_mm else h / 1_000 for h in heights])
    lat_e9 = np.rint(np.rad2deg(lat) * _E9).astype(np.int64)
    lon_e9 = np.rint(np.rad2deg(lon) * _E9).astype(np.int64)
    nought = np.zeros(len(fixes))
    return Moving(names, lat_e9, lon_e9, alt, speed, track, nought, parties)


def _place(here: Reals) -> tuple[Reals, Reals]:
    """Return latitudes and longitudes of directions: what was squeezed is undone."""
    level = np.hypot(here[0], here[1])
    lat: Reals = np.arctan2(here[2] * _EQUATOR_M, level * RADIUS_M)
    lon: Reals = np.arctan2(here[1], here[0])
    return lat, lon


def _velocity(here: Reals, turn: Reals, lat: Reals, lon: Reals) -> tuple[Reals, Reals]:
    """Return speed and course over ground of directions that turn."""
    east = _EQUATOR_M * (turn[1] * np.cos(lon) - turn[0] * np.sin(lon))
    low, level = here[2], np.hypot(here[0], here[1])
    up = turn[2] * level - low * (turn[0] * np.cos(lon) + turn[1] * np.sin(lon))
    north = up / (np.sin(lat) * low / _EQUATOR_M + np.cos(lat) * level / RADIUS_M)
    track: Reals = np.rad2deg(np.arctan2(east, north)) % 360.0
    speed: Reals = np.hypot(east, north)
    return speed, track


def trusted(legs: Legs, latest_us: Integers, gap_us: int) -> Integers:
    """Return the places of legs that may alarm.

    A report to which no leg leads although it came soon after the one before it is one
    of which nothing is known but that it leaps; until the next agrees it is not used.

    Args:
        legs: in order of track and time; a report alone is a leg to itself.
        latest_us: for each leg when the report before it came; below nought: none did.
        gap_us: what is longer breaks the sweep by itself.
    """
    alone = (legs.start_us == legs.end_us) & (legs.tail == legs.head).all(axis=1)
    soon = (latest_us >= 0) & (legs.start_us - latest_us <= gap_us)
    return np.flatnonzero(~(alone & soon))
