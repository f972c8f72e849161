"""Turn places into whole-numbered directions, alike on every processor (clause 30.2).

Sines differ in their last bit from processor to processor. So a direction is defined as
the nearest whole numbers to the exact one; floating point finds them wherever it is
certain which those are, and where it is not, some hundred binary places do: of many by
two figures each, in the end by whole numbers.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import cos, isqrt, pi, sin, sqrt
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space import twofold
from detente.space.sines import BITS, PI, sine_cosine
from detente.space.twofold import Twofold
from detente.space.volume import E9, Point

Vector: TypeAlias = tuple[int, int, int]
Integers: TypeAlias = npt.NDArray[np.int64]
Reals: TypeAlias = npt.NDArray[np.float64]

UNIT_BITS: Final = 36
UNIT: Final = 1 << UNIT_BITS
"""The length of a direction."""

_F_E: Final = 298_257_223_563, E9
"""The inverse flattening of WGS 84, as a fraction."""

# Floating point is off by at most 3e-15 of a direction (two roundings of an angle up to
# pi, sines good to 4 units in the last place, a product, a quotient): by 2.1e-4 units.
CERTAIN: Final = 2.5e-4
_SURE: Final = 0.5 - CERTAIN
_RAD: Final = pi / 180 / E9  # as near as 64 bits come
FLAT: Final = (_F_E[0] - _F_E[1]) / _F_E[0]
_FLAT: Final = twofold.of(Fraction(_F_E[0] - _F_E[1], _F_E[0]))
# Numbers of twice the places are off by less than 1e-15 units, and so is what rounding
# adds: this is far more than both.
_DOUBT: Final = 1e-9
_FEW: Final = 32
"""So few places are sooner settled by whole numbers one by one."""
_BLOCK: Final = 1 << 14
"""So many places at once stay near the processor."""


def direction(point: Point) -> Vector:
    """Return the direction of a place, by whole numbers alone (clause 30.2)."""
    sin_lat, cos_lat = sine_cosine(PI * point.lat_e9 // (180 * E9))
    sin_lon, cos_lon = sine_cosine(PI * point.lon_e9 // (180 * E9))
    over, under = _F_E
    x, y = cos_lat * cos_lon >> BITS, cos_lat * sin_lon >> BITS
    z = sin_lat * (over - under) // over
    length = isqrt(x * x + y * y + z * z)
    return nearest((x, y, z), length)


def nearest(vector: Vector, length: int) -> Vector:
    """Return the direction of a vector of some length, to the nearest whole numbers."""
    x, y, z = ((2 * each * UNIT + length) // (2 * length) for each in vector)
    return x, y, z


def directions(lat_e9: Integers, lon_e9: Integers) -> Integers:
    """Return the directions of many places, a row each; the same as one by one."""
    found = np.empty((len(lat_e9), 3), dtype=np.int64)
    doubtful = [np.empty(0, dtype=np.int64)]
    for begin in range(0, len(found), _BLOCK):
        some = slice(begin, begin + _BLOCK)
        figures = _figures(lat_e9[some], lon_e9[some])
        whole = np.rint(figures)
        found[some] = whole.T
        figures -= whole
        sure = (np.abs(figures, out=figures) <= _SURE).all(axis=0)
        doubtful.append(np.flatnonzero(~sure) + begin)
    return settled(found, np.concatenate(doubtful), lat_e9, lon_e9)


def _figures(lat_e9: Integers, lon_e9: Integers) -> Reals:
    """Return directions before they are rounded, a column each."""
    lat, lon = np.deg2rad(lat_e9 / E9), np.deg2rad(lon_e9 / E9)
    level = np.cos(lat)
    found = np.empty((3, len(lat)))
    np.multiply(level, np.cos(lon), out=found[0])
    np.multiply(level, np.sin(lon), out=found[1])
    np.multiply(np.sin(lat), FLAT, out=found[2])
    found *= UNIT / np.sqrt(np.einsum("ij,ij->j", found, found))
    return found


def settled(
    found: Integers, doubtful: Integers, lat_e9: Integers, lon_e9: Integers
) -> Integers:
    """Return directions with those that floating point leaves in doubt put right.

    Many are by twice its places; what these leave in doubt, by whole numbers.
    """
    if len(doubtful) > _FEW:
        whole, still = _by_twofold(lat_e9[doubtful], lon_e9[doubtful])
        found[doubtful] = whole
        doubtful = doubtful[still]
    for row in doubtful.tolist():
        found[row] = direction(Point(int(lat_e9[row]), int(lon_e9[row])))
    return found


def _by_twofold(lat_e9: Integers, lon_e9: Integers) -> tuple[Integers, Integers]:
    """Return the directions of places, and which of them are still in doubt."""
    given = np.stack([lat_e9, lon_e9]).astype(np.float64)
    angles = Twofold(given, np.zeros_like(given)).times(twofold.RADIANS)
    (sin_lat, sin_lon), (cos_lat, cos_lon) = (
        (Twofold(high, low) for high, low in zip(*each, strict=True))
        for each in twofold.sine_cosine(angles)
    )
    vector = cos_lat.times(cos_lon), cos_lat.times(sin_lon), sin_lat.times(_FLAT)
    x, y, z = (each.times(each) for each in vector)
    scale = twofold.inverse_root(x.plus(y).plus(z))
    found = np.empty((len(lat_e9), 3), dtype=np.int64)
    doubtful = np.zeros(len(lat_e9), dtype=np.bool_)
    for column, each in enumerate(vector):
        figure = each.times(scale)
        whole = np.rint(figure.high * UNIT)
        left = (figure.high * UNIT - whole) + figure.low * UNIT
        # The second figure may tell that another whole number is nearer.
        found[:, column] = whole + np.rint(left)
        doubtful |= np.abs(np.abs(left) - 0.5) < _DOUBT
    return found, np.flatnonzero(doubtful)


def few(points: Iterable[Point]) -> list[Vector]:
    """Return the directions of places, as `directions` does; faster up to a hundred."""
    found = []
    for lat_e9, lon_e9 in points:
        lat, lon = lat_e9 * _RAD, lon_e9 * _RAD
        level = cos(lat)
        x, y, z = level * cos(lon), level * sin(lon), sin(lat) * FLAT
        unit = UNIT / sqrt(x * x + y * y + z * z)
        x, y, z = x * unit, y * unit, z * unit
        a, b, c = whole = round(x), round(y), round(z)
        if abs(x - a) < _SURE and abs(y - b) < _SURE and abs(z - c) < _SURE:
            found.append(whole)
        else:
            found.append(direction(Point(lat_e9, lon_e9)))
    return found


def rows(points: Sequence[Point]) -> Integers:
    """Return the directions of places, a row each."""
    given = np.array(points, dtype=np.int64).reshape(-1, 2)
    return directions(given[:, 0], given[:, 1])
