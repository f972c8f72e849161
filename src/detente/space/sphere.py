"""Turn places into whole-numbered directions, alike on every processor (clause 30.2).

Sines differ in their last bit from processor to processor. So a direction is defined as
the nearest whole numbers to the exact one; floating point finds them wherever it is
certain which those are, and where it is not, some hundred binary places do.
"""

from collections.abc import Iterable, Sequence
from math import cos, isqrt, pi, sin, sqrt
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space.volume import E9, Point

Vector: TypeAlias = tuple[int, int, int]
Integers: TypeAlias = npt.NDArray[np.int64]
Reals: TypeAlias = npt.NDArray[np.float64]

UNIT_BITS: Final = 36
UNIT: Final = 1 << UNIT_BITS
"""The length of a direction."""

BITS: Final = 192
ONE: Final = 1 << BITS
# 200 binary places of pi, from its 62 decimal ones; checked against a series by a test.
PI: Final = (
    31415926535897932384626433832795028841971693993751058209749446 * ONE // 10**61
)
_F_E: Final = 298_257_223_563, E9
"""The inverse flattening of WGS 84, as a fraction."""

# Floating point is off by at most 3e-15 of a direction (two roundings of an angle up to
# pi, sines good to 4 units in the last place, a product, a quotient): by 2.1e-4 units.
CERTAIN: Final = 2.5e-4
_SURE: Final = 0.5 - CERTAIN
_RAD: Final = pi / 180 / E9  # as near as 64 bits come
FLAT: Final = (_F_E[0] - _F_E[1]) / _F_E[0]


def sine_cosine(angle: int) -> tuple[int, int]:
    """Return sine and cosine of an angle of at most 4 radians, to some 180 places.

    Args:
        angle: in radians, times `ONE`, as is what is returned.
    """
    square = angle * angle >> BITS
    sine = term_s = angle
    cosine = term_c = ONE
    step = 0
    while term_c or term_s:
        step += 2
        term_c = -(term_c * square >> BITS) // (step * (step - 1))
        term_s = -(term_s * square >> BITS) // (step * (step + 1))
        # The last place of a negative term never shifts away by itself.
        term_c, term_s = term_c if term_c != -1 else 0, term_s if term_s != -1 else 0
        cosine, sine = cosine + term_c, sine + term_s
    return sine, cosine


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
    lat, lon = np.deg2rad(lat_e9 / E9), np.deg2rad(lon_e9 / E9)
    level = np.cos(lat)
    figures = np.empty((len(lat), 3))
    figures[:, 0] = level * np.cos(lon)
    figures[:, 1] = level * np.sin(lon)
    figures[:, 2] = np.sin(lat) * FLAT
    figures *= UNIT / np.sqrt(np.einsum("ij,ij->i", figures, figures))[:, None]
    whole = np.rint(figures)
    doubtful = (np.abs(np.abs(figures - whole) - 0.5) < CERTAIN).any(axis=1)
    return settled(whole.astype(np.int64), np.flatnonzero(doubtful), lat_e9, lon_e9)


def settled(
    found: Integers, doubtful: Integers, lat_e9: Integers, lon_e9: Integers
) -> Integers:
    """Return directions with those that floating point leaves in doubt put right."""
    for row in doubtful.tolist():
        found[row] = direction(Point(int(lat_e9[row]), int(lon_e9[row])))
    return found


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
