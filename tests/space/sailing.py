"""Closest approach by another way: spherical trigonometry, sampled.

Where an object is after some time follows from latitude, longitude and course by the
formulas of navigation, on parametric latitude; the distance of two by that of Vincenty
for a sphere. Nothing of it is shared with what it is to check.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detente.space.passing.moving import Closeness, Moving

Reals = npt.NDArray[np.float64]

CROWD = 70

A, B = 6_378_137.0, 6_356_752.314
E2 = 1 - (B / A) ** 2


class Craft(NamedTuple):
    """One object, as a person would note it down."""

    lat: float
    lon: float
    alt: float | None = 0.0
    speed: float = 0.0
    track: float = 0.0
    climb: float = 0.0
    party: str = ""


def moving(*craft: Craft, ids: Sequence[str] = "abcdefgh") -> Moving:
    """Return craft as the product holds them."""

    def figures(name: str) -> Reals:
        values = [getattr(each, name) for each in craft]
        return np.array([np.nan if v is None else v for v in values], dtype=float)

    parties = tuple(each.party for each in craft)
    return Moving(
        tuple(ids[: len(craft)]),
        np.rint(figures("lat") * 1e9).astype(np.int64),
        np.rint(figures("lon") * 1e9).astype(np.int64),
        figures("alt"),
        figures("speed"),
        figures("track"),
        figures("climb"),
        parties if any(parties) else (),
    )


def sailed(craft: Craft, times: Reals) -> tuple[Reals, Reals]:
    """Return parametric latitude and longitude after some times."""
    lat, lon = np.radians(craft.lat), np.radians(craft.lon)
    beta = np.arctan2(B / A * np.sin(lat), np.cos(lat))
    meridian = A * (1 - E2) / (1 - E2 * np.sin(lat) ** 2) ** 1.5
    squeezed = (B / A) / (np.cos(lat) ** 2 + (B / A * np.sin(lat)) ** 2)
    north = craft.speed * np.cos(np.radians(craft.track)) / meridian * squeezed
    east = craft.speed * np.sin(np.radians(craft.track)) / A
    course, turned = np.arctan2(east, north), np.hypot(north, east) * times
    there = np.sin(beta) * np.cos(turned)
    there += np.cos(beta) * np.sin(turned) * np.cos(course)
    # Near a pole the sine of a latitude says little of it: take its cosine too.
    x = np.cos(turned) * np.cos(beta) - np.sin(turned) * np.sin(beta) * np.cos(course)
    y = np.sin(turned) * np.sin(course)
    return np.arctan2(there, np.hypot(x, y)), lon + np.arctan2(y, x)


def lateral(one: Craft, other: Craft, times: Reals) -> Reals:
    """Return the distances of two craft after some times, in lateral metres."""
    (lat, lon), (lat2, lon2) = sailed(one, times), sailed(other, times)
    # The haversine keeps its figures where two are close.
    half = np.sin((lat - lat2) / 2) ** 2
    half += np.cos(lat) * np.cos(lat2) * np.sin((lon - lon2) / 2) ** 2
    found: Reals = 2 * B * np.arcsin(np.sqrt(np.minimum(half, 1)))
    return found


def vertical(one: Craft, other: Craft, times: Reals) -> Reals:
    """Return the differences of height; of an unknown one nought."""
    if one.alt is None or other.alt is None:
        return np.zeros_like(times)
    return np.abs(one.alt - other.alt + (one.climb - other.climb) * times)


def excess(one: Craft, other: Craft, times: Reals, limits: Closeness) -> Reals:
    """Return by how much they fail to be too close; nought or less: they are."""
    over = lateral(one, other, times) - limits.lateral_m
    return np.maximum(over, vertical(one, other, times) - limits.vertical_m)


def least(
    one: Craft, other: Craft, limits: Closeness, *, sideways: bool = False
) -> tuple[float, float]:
    """Return the least excess (or lateral distance) within the lookahead, and when."""

    def figure(times: Reals) -> Reals:
        if sideways:
            return lateral(one, other, times)
        return excess(one, other, times, limits)

    end = limits.lookahead_s
    step = 0.1 if end <= 600 else 1.0
    times = np.linspace(0, end, round(end / step) + 1) if end else np.zeros(1)
    for _ in range(4):
        values = figure(times)
        around = times[np.argsort(values, kind="stable")[:6]]
        near = around[:, None] + np.linspace(-1, 1, 81) * step
        times = np.unique(np.clip(np.concatenate([times[:0], near.ravel()]), 0, end))
        step /= 20
    values = figure(times)
    best = int(np.argmin(values))
    return float(values[best]), float(times[best])


def crowd(seed: int, about: tuple[float, float], spread_deg: float) -> list[Craft]:
    """Return many craft around a place, of every speed; some tell no height."""
    random = np.random.default_rng(seed)
    lat = np.clip(about[0] + random.uniform(-spread_deg, spread_deg, CROWD), -90, 90)
    lon = about[1] + random.uniform(-spread_deg, spread_deg, CROWD)
    lon += random.choice([0, 180], CROWD) * (abs(about[0]) == 90)
    return [
        Craft(
            round(float(lat[row]), 6),
            round(float((lon[row] + 180) % 360 - 180), 6),
            None if row % 20 == 0 else float(random.uniform(0, 12_000)),
            float(random.choice([0, 250, 3_000])),
            float(random.uniform(0, 360)),
            float(random.uniform(-20, 20)),
        )
        for row in range(CROWD)
    ]
