"""The tracks of the space benchmark: what flew in the theatres in a week.

Decides how they begin, turn and climb: a report every ten seconds, 250 m/s, a heading
that wanders, a height that does. Made as columns, as the volumes of `theatres` are.
"""

from __future__ import annotations

import numpy as np

from bench.theatres import THEATRES, WEEK_MS
from detente.space.sphere import Integers, Reals
from detente.space.tracking.tracks import Tracks

STEP_US = 10_000_000
STEP_DEG = 250.0 * 10 / 111_300
HIGHEST_M = 12_000.0


def flights(count: int, reports: int, seed: int) -> Tracks:
    """Return so many tracks of so many reports each.

    Args:
        count: of the tracks.
        reports: of each track; at most a week of them.
        seed: the same seed gives the same tracks.
    """
    random = np.random.default_rng(seed)
    lat, lon, over = _starts(random, count)
    turns = np.cumsum(random.normal(0, 0.02, (count, reports)), axis=1)
    heading = random.uniform(0, 2 * np.pi, count)[:, None] + turns
    lat = (lat[:, None] + np.cumsum(np.cos(heading) * STEP_DEG, axis=1)).clip(-89, 89)
    east = np.sin(heading) * STEP_DEG / np.cos(np.radians(lat))
    lon = (lon[:, None] + np.cumsum(east, axis=1) + 180) % 360 - 180
    climbs = np.cumsum(random.normal(0, 20, (count, reports)), axis=1)
    alt = (over[:, None] + climbs).clip(0)
    last_ms = WEEK_MS - reports * STEP_US // 1_000
    start = random.integers(0, last_ms, count)[:, None] * 1_000
    return Tracks(
        [f"T{track:06d}" for track in range(count)],
        np.repeat(np.arange(count), reports),
        (start + np.arange(reports) * STEP_US).ravel(),
        _whole(lat, 1e9),
        _whole(lon, 1e9),
        _whole(alt, 1e3),
        np.arange(1, count * reports + 1),
    )


def _starts(random: np.random.Generator, count: int) -> tuple[Reals, Reals, Reals]:
    theatre = np.array(THEATRES)[random.integers(0, len(THEATRES), count)]
    lat = theatre[:, 0] + random.normal(0, 1, count) * theatre[:, 2]
    wide = theatre[:, 2] / np.cos(np.radians(theatre[:, 0]))
    lon = theatre[:, 1] + random.normal(0, 1, count) * wide
    return lat, lon, random.uniform(0, HIGHEST_M, count)


def _whole(figures: Reals, times: float) -> Integers:
    return np.rint(figures * times).astype(np.int64).ravel()
