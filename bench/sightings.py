"""What moves in the space benchmark: objects, and reports of where they were.

Decides where, how fast and how high, in the theatres of the volumes: up to 12 km, from
a helicopter's speed to a jet's, two thirds in level flight. Reports come from the whole
week, each from somewhere and some time of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bench.theatres import WEEK_MS, centres

if TYPE_CHECKING:
    from detente.space.sphere import Integers, Reals

HIGHEST_M: Final = 12_000.0
_SLOWEST_MS, _FASTEST_MS = 40.0, 260.0
_LEVEL: Final = 2 / 3
_STEEPEST_MS: Final = 15.0


class Objects(NamedTuple):
    """Objects and how they move, in the units of the state vector (clause 32.1)."""

    lat_e9: Integers
    lon_e9: Integers
    alt_m: Reals
    ground_speed_ms: Reals
    track_deg: Reals
    vertical_speed_ms: Reals


class Reports(NamedTuple):
    """Where something was, and when."""

    lat_e9: Integers
    lon_e9: Integers
    time_ms: Integers
    alt_mm: Integers


def objects(count: int, seed: int) -> Objects:
    """Return so many objects at one moment."""
    random = np.random.default_rng(seed)
    lat, lon = centres(random, count)
    climb = random.uniform(-_STEEPEST_MS, _STEEPEST_MS, count)
    return Objects(
        np.rint(lat * 1e9).astype(np.int64),
        np.rint(lon * 1e9).astype(np.int64),
        random.uniform(0, HIGHEST_M, count),
        random.uniform(_SLOWEST_MS, _FASTEST_MS, count),
        random.uniform(0, 360, count),
        np.where(random.random(count) < _LEVEL, 0.0, climb),
    )


def reports(count: int, seed: int) -> Reports:
    """Return so many reports of one week."""
    random = np.random.default_rng(seed)
    lat, lon = centres(random, count)
    return Reports(
        np.rint(lat * 1e9).astype(np.int64),
        np.rint(lon * 1e9).astype(np.int64),
        random.integers(0, WEEK_MS, count),
        random.integers(0, int(HIGHEST_M) * 1_000, count),
    )
