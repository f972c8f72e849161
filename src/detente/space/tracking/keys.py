"""Put rows in order by whole numbers, several columns as one."""

from typing import Final

import numpy as np

from detente.space.sphere import Integers

_BITS: Final = 63


def in_order(keys: Integers) -> tuple[Integers, Integers]:
    """Return keys in order, and where each stood.

    Each carries its place in its low bits: whole numbers alone are sorted several times
    faster than places are by them.
    """
    bits = len(keys).bit_length()
    packed = np.sort((keys << bits) + np.arange(len(keys)))
    return packed >> bits, packed & ((1 << bits) - 1)


def in_order_if_apart(first: Integers, second: Integers) -> Integers | None:
    """Return the order of pairs of whole numbers, none below nought.

    None where two are the same, or one would be too long for a key.
    """
    if not len(first):
        return np.empty(0, dtype=np.int64)
    bits = int(second.max()).bit_length()
    if int(first.max()).bit_length() + bits + len(first).bit_length() > _BITS:
        return None
    keys, order = in_order((first << bits) | second)
    return None if (keys[1:] == keys[:-1]).any() else order
