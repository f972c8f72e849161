"""Tracks of play, and an oracle that replays them by looking at many instants."""

from collections.abc import Iterator, Sequence
from math import sin
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st
from tests.space.places import Row, away_rad, beyond, unit

from detente.space.levels import highest_mm, lowest_mm
from detente.space.picture import picture
from detente.space.tracking.nearby import Declared
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import merged, portions, replay
from detente.space.tracking.tracks import (
    DEFAULT,
    UNKNOWN_MM,
    Problem,
    Terms,
    Tracks,
    legs,
)
from detente.space.volume import Point, Volume

EPOCH_US = 1_700_000_000_000_000
SECOND_US = 1_000_000
Inside = dict[tuple[str, str], list[list[int]]]


class Fix(NamedTuple):
    """One report: the track, microseconds after the epoch of play, place and height."""

    track: str
    after_us: int
    point: Point
    alt_mm: int | None = None


def tracks(fixes: Sequence[Fix]) -> Tracks:
    """Return reports as columns."""
    ids = sorted({fix.track for fix in fixes})
    rows = [
        (
            ids.index(fix.track),
            EPOCH_US + fix.after_us,
            *fix.point,
            UNKNOWN_MM if fix.alt_mm is None else fix.alt_mm,
            number + 1,
        )
        for number, fix in enumerate(fixes)
    ]
    return Tracks(ids, *np.array(rows, dtype=np.int64).reshape(-1, 6).T)


def replayed(
    fixes: Sequence[Fix], volumes: Sequence[Volume], terms: Terms = DEFAULT
) -> tuple[Inside, list[Problem]]:
    """Return who was where, in milliseconds after the epoch of play, and problems."""
    held = tracks(fixes)
    ways, problems = legs(held, terms)
    declared = Declared(picture(volumes), cut_mm(ways))
    hits = merged([replay(ways.take(part), declared) for part in portions(ways)])
    found: Inside = {}
    for track, volume, *interval in zip(*(each.tolist() for each in hits), strict=True):
        told = [time_ms - EPOCH_US // 1_000 for time_ms in interval]
        found.setdefault((held.ids[track], volumes[volume].id), []).append(told)
    return found, problems


@st.composite
def flights(
    draw: st.DrawFn, track: str, about: tuple[float, float] = (60.0, 20.0)
) -> list[Fix]:
    """Draw a track of a few fixes about a place, at all speeds."""
    lat, lon = about
    now, fixes = draw(st.integers(0, 100)) * SECOND_US, []
    height = st.none() | st.integers(0, 12_000_000)
    for _ in range(draw(st.integers(1, 5))):
        away = draw(st.sampled_from([0.0, 1e-5, 0.001, 0.01, 0.03]))
        point = beyond(lat, lon, draw(st.floats(0, 359)), away)
        fixes.append(Fix(track, now, point, draw(height)))
        now += draw(st.integers(1, 800)) * SECOND_US
    return fixes


class Instant(NamedTuple):
    """Where an object is at some time, in microseconds and millimetres."""

    at_us: float
    direction: Row
    alt_mm: float | None


def instants(one: Fix, other: Fix, count: int) -> Iterator[Instant]:
    """Yield so many instants between two fixes of a track."""
    tail, head = unit(one.point), unit(other.point)
    angle = float(np.arctan2(np.linalg.norm(np.cross(tail, head)), tail @ head))
    for part in np.linspace(0, 1, count).tolist():
        if angle < 1e-14:
            at = tail
        else:
            at = (sin((1 - part) * angle) * tail + sin(part * angle) * head) / sin(
                angle
            )
        heights = one.alt_mm, other.alt_mm
        alt = None
        if heights[0] is not None and heights[1] is not None:
            alt = heights[0] + part * (heights[1] - heights[0])
        yield Instant(one.after_us + part * (other.after_us - one.after_us), at, alt)


def margin(instant: Instant, volume: Volume) -> float:
    """Return how far an instant is outside a volume, negative inside.

    The largest of radians, kilometres of height and seconds, each in its own unit.
    """
    lateral = min(away_rad(instant.direction, area) for area in volume.areas)
    vertical = -1.0
    if instant.alt_mm is not None:
        low = (
            [] if volume.lower is None else [lowest_mm(*volume.lower) - instant.alt_mm]
        )
        top = (
            [] if volume.upper is None else [instant.alt_mm - highest_mm(*volume.upper)]
        )
        vertical = max([-1.0, *(each / 1e6 for each in low + top)])
    return max(
        lateral, vertical, min(_away_s(instant, each) for each in volume.windows)
    )


def _away_s(instant: Instant, window: tuple[int | None, int | None]) -> float:
    start, end = window
    now_ms = (EPOCH_US + instant.at_us) / 1_000
    early = -1.0 if start is None else (start - now_ms) / 1_000
    late = -1.0 if end is None else (now_ms - end) / 1_000
    return max(early, late)
