"""Turn places into directions, as `detente.space.sphere` does, several at a time.

Sines are taken here by their series, which has no call and no branch in it: so the
processor works on as many places at once as it has room for. They are as good as those
that `sphere` counts on.
"""

from typing import Final

import numpy as np

from detente.space import twofold
from detente.space.kernels.jit import compiled
from detente.space.sphere import CERTAIN, FLAT, UNIT, Integers, Reals
from detente.space.volume import E9

_AT_ONCE: Final = 1024
_RIGHT_ANGLE: Final = 90.0 * E9
_RADIANS: Final = float(twofold.RADIANS.high)
_LENGTH: Final = float(UNIT)
_ROUNDING: Final = 1.5 * 2.0**52
"""Added to a figure, it leaves the nearest whole number in the last bits of the sum."""
_ROUNDING_BITS: Final = int(np.float64(_ROUNDING).view(np.int64))
_MOST: Final = 0.5 - CERTAIN


@compiled
def directions(lat_e9: Integers, lon_e9: Integers) -> tuple[Integers, Integers]:
    """Return the directions of places, and of which rows they are in doubt."""
    count = len(lat_e9)
    rounded, off = np.empty(3 * count), np.empty(_AT_ONCE)
    found = rounded.view(np.int64)
    doubtful, many = np.empty(count, np.int64), 0
    for begin in range(0, count, _AT_ONCE):
        end = min(count, begin + _AT_ONCE)
        lat, lon = _sines(lat_e9[begin:end]), _sines(lon_e9[begin:end])
        _round(lat, lon, rounded[3 * begin : 3 * end], off)
        for figure in range(3 * begin, 3 * end):
            found[figure] -= _ROUNDING_BITS
        for row in range(begin, end):
            doubtful[many] = row
            many += off[row - begin] > _MOST
    return found.reshape(count, 3), doubtful[:many]


@compiled
def _sines(angle_e9: Integers) -> Reals:
    """Return sines of angles, and cosines below them."""
    found = np.empty((2, len(angle_e9)))
    for row in range(len(angle_e9)):
        angle = float(angle_e9[row])
        turns = np.rint(angle * (1 / _RIGHT_ANGLE))
        # Half a right angle at most, where series are short; the difference is exact.
        x = (angle - turns * _RIGHT_ANGLE) * _RADIANS
        z = x * x
        sine = 1 - z * (1 / 156) * (1 - z * (1 / 210))
        sine = 1 - z * (1 / 72) * (1 - z * (1 / 110) * sine)
        sine = 1 - z * (1 / 20) * (1 - z * (1 / 42) * sine)
        sine = x * (1 - z * (1 / 6) * sine)
        cosine = 1 - z * (1 / 182) * (1 - z * (1 / 240))
        cosine = 1 - z * (1 / 90) * (1 - z * (1 / 132) * cosine)
        cosine = 1 - z * (1 / 30) * (1 - z * (1 / 56) * cosine)
        cosine = 1 - z * 0.5 * (1 - z * (1 / 12) * cosine)
        # One turn to either side exchanges both, two change their signs.
        odd, sign = turns * turns == 1, 1 - 0.5 * turns * turns
        found[0, row] = turns * cosine if odd else sign * sine
        found[1, row] = -turns * sine if odd else sign * cosine
    return found


@compiled
def _round(lat: Reals, lon: Reals, rounded: Reals, off: Reals) -> None:
    """Note directions, with `_ROUNDING` added, and how far they were from whole."""
    for row in range(lat.shape[1]):
        x, y = lat[1, row] * lon[1, row], lat[1, row] * lon[0, row]
        z = lat[0, row] * FLAT
        scale = _LENGTH / np.sqrt(x * x + y * y + z * z)
        x, y, z = x * scale, y * scale, z * scale
        a, b, c = x + _ROUNDING, y + _ROUNDING, z + _ROUNDING
        rounded[3 * row], rounded[3 * row + 1], rounded[3 * row + 2] = a, b, c
        x, y, z = x - (a - _ROUNDING), y - (b - _ROUNDING), z - (c - _ROUNDING)
        off[row] = max(abs(x), abs(y), abs(z))
