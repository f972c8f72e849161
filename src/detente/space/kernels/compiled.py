"""Hand work to the loops of the extra `[fast]`, where numba is there and worth it.

All that is asked of them stands here. They are loaded when first needed, since loading
takes half a second; and the first time ever they are made, which takes half a minute,
so a single job has to be large. What is found is the same without them.
"""

from collections.abc import Callable
from functools import cache
from typing import Final

from detente.space.kernels.figures import (
    Cells,
    Declaration,
    Division,
    Grids,
    Outlines,
    Places,
    Rows,
)
from detente.space.sphere import Integers, settled

MANY: Final = 100_000
"""Volumes, or reports, that are worth it."""


@cache
def at_hand() -> bool:
    """Say whether numba can be loaded."""
    try:
        from detente.space.kernels import jit  # noqa: F401 - asked whether it loads
    except ImportError:
        return False
    return True


def chosen(count: int, *, fast: bool | None, many: int = MANY) -> bool:
    """Say whether a job is done by them.

    Args:
        count: how many volumes, reports or objects it has.
        fast: whether they are asked for; None leaves it to the size of the job.
        many: how many are worth it.
    """
    wanted = count >= many if fast is None else fast
    return wanted and at_hand()


def judged(one: Outlines, i: Integers, other: Outlines, j: Integers) -> Integers:
    """Say of pairs of polygons whether they meet, or that it is not known."""
    from detente.space.kernels import polygons

    return polygons.judged(one, i, other, j)


def placed(rows: Rows, slot: Rows) -> Grids:
    """Return boxes in grids."""
    from detente.space.kernels import boxes

    return boxes.placed(rows, slot)


def met(grids: Grids, later: int, higher: int) -> Integers:
    """Return which boxes may meet, a row a pair."""
    from detente.space.kernels import boxes

    return boxes.met(grids, later, higher)


def indexed(rows: Rows, face: Rows, by: Division) -> Cells:
    """Return boxes by cell of space and time."""
    from detente.space.kernels import places

    return places.indexed(rows, face, by)


def held(of: Places, by: Cells, declared: Declaration, on: Outlines) -> Integers:
    """Return places, entries that hold them, and whether they surely do."""
    from detente.space.kernels import places

    return places.held(of, by, declared, on)


def directions(lat_e9: Integers, lon_e9: Integers) -> Integers:
    """Return the directions of many places, a row each (clause 30.2)."""
    from detente.space.kernels import directions as loops

    found, doubtful = loops.directions(lat_e9, lon_e9)
    return settled(found, doubtful, lat_e9, lon_e9)


@cache
def standing() -> Callable[..., Integers]:
    """Return what finds the volumes that one meets, `kernels.standing.found`.

    The loop itself and no way to it: a question takes no longer than asking for it.
    """
    from detente.space.kernels import standing as loops

    return loops.found
