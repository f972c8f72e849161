"""Keep columns of whole numbers no wider than what stands in them needs."""

from typing import Final

import numpy as np

from detente.space.sphere import Integers

_LIMITS: Final = tuple(
    (np.dtype(kind), -(1 << bits - 1), (1 << bits - 1) - 1)
    for kind, bits in ((np.int8, 8), (np.int16, 16), (np.int32, 32))
)


def narrow(column: Integers, bits: int = 8) -> Integers:
    """Return a column of the narrowest kind that holds it, of so many bits or more.

    It says that it is of 64 bits and is not: whoever reckons with it takes `wide`.
    """
    low, high = (int(column.min()), int(column.max())) if column.size else (0, 0)
    for kind, least, most in _LIMITS:
        if bits <= 8 * kind.itemsize and least <= low and high <= most:
            return np.asarray(column.astype(kind))
    return column.astype(np.int64)


def wide(column: Integers) -> Integers:
    """Return a column, or some of one, to reckon with."""
    return column.astype(np.int64)
