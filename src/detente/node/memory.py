"""Decide how a process that keeps large pictures gives memory back, and looks for it.

A picture of a million volumes is made by way of arrays that are needed meanwhile and
then freed. glibc takes large arrays from the system one by one and gives each back, but
raises the size from which it does so with every one that is freed (mallopt(3), dynamic
threshold): after a few, what is freed stays in its own heap, half as much again as the
picture. Fixing that size once, before anything large is made, ends this. Elsewhere than
on glibc nothing is done, and nothing is lost but memory.

Python looks for what only refers to itself, and by default through all that is held as
often as a quarter has come: with thousands of volumes for half a second each time, in
which nothing else happens, a FLASH included. What is held here is freed without that.
So it looks through what is young as ever, and through everything seldom.
"""

import ctypes
import gc
from typing import Final

APART_BYTES: Final = 1 << 20
"""Arrays of this size and more are taken from the system one by one."""
_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of malloc.h
SELDOM: Final = (5_000, 10, 2_000)
"""Objects that come on balance, looks at those, and looks at what outlived them, until
what is older is looked through (`gc.set_threshold`): everything after 100 million."""


def settle() -> None:
    """Have the process that calls this last: before anything large is made."""
    keep_large_apart()
    gc.set_threshold(*SELDOM)


def keep_large_apart() -> bool:
    """Have large arrays given back when they are freed; say whether that is so now."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_MMAP_THRESHOLD, APART_BYTES))
