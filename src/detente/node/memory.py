"""Decide how a process that keeps large pictures gives memory back.

A picture of a million volumes is made by way of arrays that are needed meanwhile and
then freed. glibc takes large arrays from the system one by one and gives each back, but
raises the size from which it does so with every one that is freed (mallopt(3), dynamic
threshold): after a few, what is freed stays in its own heap, half as much again as the
picture. Fixing that size once, before anything large is made, ends this. Elsewhere than
on glibc nothing is done, and nothing is lost but memory.
"""

import ctypes
from typing import Final

APART_BYTES: Final = 1 << 20
"""Arrays of this size and more are taken from the system one by one."""
_MMAP_THRESHOLD: Final = -3  # M_MMAP_THRESHOLD of malloc.h


def keep_large_apart() -> bool:
    """Have large arrays given back when they are freed; say whether that is so now."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return False
    return bool(mallopt(_MMAP_THRESHOLD, APART_BYTES))
