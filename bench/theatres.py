"""The volumes of the space benchmark: what two sides may have declared in a week.

Decides where they lie, how large, how high and how long: in eleven theatres, from 1 to
200 km across, 11 corners on the average (a fifth are circles, drawn by 32 corners for
everybody), two in a thousand without an end, five in a thousand without an upper limit.
Made as columns, since a million Python objects would take longer than any search.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from detente.space import sphere
from detente.space.picture import FAR, UNKNOWN, Areas, Levels, Picture, Spans
from detente.space.sphere import Integers, Reals

HOUR_MS: Final = 3_600_000
WEEK_MS: Final = 168 * HOUR_MS
EARTH_KM: Final = 6_371.0
THEATRES: Final = (
    (24.5, 119.5, 2.5),
    (15.0, 114.0, 4.0),
    (38.0, 125.0, 2.0),
    (35.5, 38.5, 2.5),
    (31.4, 34.4, 1.0),
    (48.5, 36.0, 4.0),
    (69.0, 33.0, 5.0),
    (57.0, 20.0, 3.0),
    (26.5, 53.0, 3.0),
    (52.0, 179.5, 4.0),
    (34.0, 74.5, 2.0),
)
"""Latitude, longitude and spread in degrees."""


CIRCLES: Final = 0.2
ENDLESS: Final = 0.002
OFF_THE_GROUND: Final = 0.6
UNLIMITED: Final = 0.005
"""Which share of the volumes is so."""


class Week(NamedTuple):
    """A picture, and its corners in degrees for peers: latitude, longitude."""

    picture: Picture
    lat: Reals
    lon: Reals


def week(count: int, seed: int) -> Week:
    """Return so many volumes of two sides, in one week."""
    random = np.random.default_rng(seed)
    lat, lon = centres(random, count)
    radius = np.exp(random.normal(np.log(12.0), 1.0, count)).clip(0.5, 100.0) / EARTH_KM
    corners, at_lat, at_lon = _outlines(random, lat, lon, radius)
    rings = np.arange(count + 1, dtype=np.int64)
    lat_e9 = np.rint(at_lat * 1e9).astype(np.int64)
    lon_e9 = np.rint(at_lon * 1e9).astype(np.int64)
    areas = Areas(
        np.arange(count, dtype=np.int64),
        np.zeros(count, dtype=np.int64),
        np.ones(count, dtype=np.bool_),
        rings,
        corners,
        sphere.directions(lat_e9, lon_e9),
    )
    ids = range(count)
    party = random.integers(1, 3, count)
    spans = _spans(random, count)
    names = [str(each) for each in ids], ("", "NORTH", "SOUTH")
    found = Picture(*names, party, _levels(random, count), spans, areas)
    return Week(found, lat_e9 / 1e9, lon_e9 / 1e9)


def centres(random: np.random.Generator, count: int) -> tuple[Reals, Reals]:
    """Return so many places in the theatres: latitude, longitude."""
    theatre = np.array(THEATRES)[random.integers(0, len(THEATRES), count)]
    lat = theatre[:, 0] + random.normal(0, 1, count) * theatre[:, 2]
    wide = theatre[:, 2] / np.cos(np.radians(theatre[:, 0]))
    lon = theatre[:, 1] + random.normal(0, 1, count) * wide
    return lat.clip(-84, 84), (lon + 180) % 360 - 180


def _outlines(
    random: np.random.Generator, lat: Reals, lon: Reals, radius: Reals
) -> tuple[Integers, Reals, Reals]:
    """Return where rings begin, and the corners: stars about their centres."""
    count = len(lat)
    circle = random.random(count) < CIRCLES
    counts = np.where(circle, 32, random.integers(4, 9, count))
    corners = np.concatenate(([0], np.cumsum(counts)))
    of = np.repeat(np.arange(count), counts)
    nth = np.arange(len(of)) - corners[of]
    jitter = np.where(circle[of], 0.0, random.uniform(0, 0.6, len(of)))
    bearing = (nth + jitter) * 2 * np.pi / counts[of]
    away = radius[of] * np.where(circle[of], 1.0, random.uniform(0.5, 1.0, len(of)))
    phi, lam = np.radians(lat[of]), np.radians(lon[of])
    there = np.arcsin(
        np.sin(phi) * np.cos(away) + np.cos(phi) * np.sin(away) * np.cos(bearing)
    )
    east = np.arctan2(
        np.sin(bearing) * np.sin(away) * np.cos(phi),
        np.cos(away) - np.sin(phi) * np.sin(there),
    )
    degrees = np.degrees(lam + east)
    return corners, np.degrees(there), (degrees + 180) % 360 - 180


def _spans(random: np.random.Generator, count: int) -> Spans:
    start = random.integers(0, WEEK_MS, count)
    length = np.exp(random.normal(np.log(4.0), 0.9, count)).clip(0.25, 72.0) * HOUR_MS
    end = start + length.astype(np.int64)
    end[random.random(count) < ENDLESS] = FAR
    return Spans(np.arange(count, dtype=np.int64), start, end)


def _levels(random: np.random.Generator, count: int) -> Levels:
    bottom = (
        random.integers(0, 12_000, count)
        * 1_000
        * (random.random(count) < OFF_THE_GROUND)
    )
    top = bottom + random.integers(300, 6_000, count) * 1_000
    known = random.random(count) >= UNLIMITED
    top = np.where(known, top, FAR)
    datum = np.zeros(count, dtype=np.int8)
    upper = np.where(known, 0, UNKNOWN).astype(np.int8)
    return Levels(bottom, datum, bottom, top, upper, top)
