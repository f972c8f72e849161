"""Take sines and cosines alike on every processor, and in compiled loops.

Those of numpy and of the C library differ in their last bit from processor to
processor, and from each other. These are made of sums, products and quotients, which do
not; each is within one unit in the last place or so.
"""

from math import factorial, pi
from typing import Final, TypeVar

import numpy as np

from detente.space.sphere import Reals

RIGHT_HIGH: Final = 1.5707963267341256
"""The first 33 binary places of a right angle; some multiples of it are exact."""
RIGHT_LOW: Final = 6.077100506506192e-11
HALF_RIGHT: Final = pi / 4
RIGHTS: Final = 2 / pi

_S3, _S5, _S7, _S9, _S11, _S13, _S15 = (
    (-1) ** (power // 2) / factorial(power) for power in range(3, 16, 2)
)
_C4, _C6, _C8, _C10, _C12, _C14, _C16 = (
    (-1) ** (power // 2) / factorial(power) for power in range(4, 17, 2)
)

Figure = TypeVar("Figure", float, Reals)


def small(angle: Figure) -> tuple[Figure, Figure]:
    """Return sine and cosine of an angle of at most half a right one, or of many."""
    z = angle * angle
    sine = z * (_S9 + z * (_S11 + z * (_S13 + z * _S15)))
    sine = _S3 + z * (_S5 + z * (_S7 + sine))
    cosine = z * (_C10 + z * (_C12 + z * (_C14 + z * _C16)))
    cosine = z * (_C4 + z * (_C6 + z * (_C8 + cosine)))
    half = 0.5 * z
    most = 1.0 - half
    # Of the cosine first what was lost of the half, and then the rest.
    return angle + angle * z * sine, most + ((1.0 - most - half) + z * cosine)


def sines(angle: Reals) -> tuple[Reals, Reals]:
    """Return sines and cosines of angles of some turns at most."""
    if max(angle.max(initial=0.0), -angle.min(initial=0.0)) <= HALF_RIGHT:
        return small(angle)
    rights = np.rint(angle * RIGHTS)
    sine, cosine = small(angle - rights * RIGHT_HIGH - rights * RIGHT_LOW)
    turned = rights.astype(np.int64) & 3
    odd = (turned & 1).astype(bool)
    sine, cosine = np.where(odd, cosine, sine), np.where(odd, sine, cosine)
    sine = np.where(turned >= 2, -sine, sine)  # noqa: PLR2004 - two right angles
    return sine, np.where((turned == 1) | (turned == 2), -cosine, cosine)  # noqa: PLR2004
