"""Hand loops to numba, and keep what it makes of them where that can be kept."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])


def compiled(loop: F) -> F:
    """Return a loop as machine code, made when first called with figures of a kind.

    It is kept beside the source, or among the caches of the user, and loaded from
    there afterwards; where neither can be written it is made anew in each process.
    """
    try:
        made = numba.njit(loop, cache=True, nogil=True)
    except RuntimeError:
        made = numba.njit(loop, nogil=True)
    return cast("F", made)
