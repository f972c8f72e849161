"""Hand loops to numba, and keep what it makes of them where that can be kept."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(loop: F) -> F:
    """Return a loop as machine code, made when first called with figures of a kind.

    It is kept beside the source, or among the caches of the user, and loaded from
    there afterwards; where neither can be written it is made anew in each process.
    """
    # Nothing is divided by nought, and to look for that would part loops into branches.
    made = partial(numba.njit, loop, nogil=True, error_model="numpy")
    try:
        return cast("F", made(cache=True))
    except RuntimeError:
        return cast("F", made())
