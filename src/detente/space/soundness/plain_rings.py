"""Pass over rings that are certainly sound, a thousand at a time (clause 30.7).

Most areas are small and plain: floating point shows at once that no side of theirs
comes near another. What it is not certain of is left to
`detente.space.soundness.rings`; so this file saves time and decides nothing.
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space import sphere
from detente.space.soundness.rings import ROUNDED, Signs, certain
from detente.space.sphere import UNIT, Reals
from detente.space.volume import Point

Flags: TypeAlias = npt.NDArray[np.bool_]

MOST_CORNERS: Final = 32
_FEWEST: Final = 3
_FIGURES_AT_ONCE: Final = 1 << 20
_INSIDE: Final = 1e-9


def plain(rings: Sequence[tuple[Point, ...]]) -> list[bool]:
    """Say of each ring, outlining an area without holes, if it is certainly sound.

    Args:
        rings: with all latitudes and longitudes in range.
    """
    found = np.zeros(len(rings), dtype=np.bool_)
    by_length: dict[int, list[int]] = {}
    for number, ring in enumerate(rings):
        if _FEWEST <= len(ring) <= MOST_CORNERS:
            by_length.setdefault(len(ring), []).append(number)
    for length, numbers in by_length.items():
        step = max(1, _FIGURES_AT_ONCE // (3 * length * length))
        for start in range(0, len(numbers), step):
            some = numbers[start : start + step]
            points = [point for number in some for point in rings[number]]
            corners = sphere.rows(points).astype(np.float64)
            found[some] = _plain(corners.reshape(-1, length, 3))
    return found.tolist()


def _plain(corners: Reals) -> Flags:
    """Say of each ring of one length, a row each, if it is certainly sound."""
    length = corners.shape[1]
    middle = corners.sum(axis=1)
    inside = np.einsum("rkx,rx->rk", corners, middle)
    bound = _INSIDE * UNIT * np.linalg.norm(middle, axis=1)
    found: Flags = (inside > bound[:, None]).all(axis=1)
    signs = _signs(corners)
    for i in range(length):
        # A turn at each corner: no two in one place, none back, not all on one circle.
        found &= signs[:, i, (i + 2) % length] != 0
    for i, j in combinations(range(length), 2):
        if j - i in {1, length - 1}:
            continue
        one = signs[:, i, j] * signs[:, i, (j + 1) % length]
        other = signs[:, j, i] * signs[:, j, i + 1]
        found &= (one > 0) | (other > 0)
    return found


def _signs(corners: Reals) -> Signs:
    """Say on which side of each side each corner lies; nought is uncertain."""
    along = np.roll(corners, -1, axis=1) - corners
    found = np.cross(corners, along) @ corners.transpose(0, 2, 1)
    return certain(found, ROUNDED * np.linalg.norm(along, axis=2)[:, :, None])
