"""Keep what reaches the faces where the loops of the extra `[fast]` find it.

The boxes of `boxes`, those of all faces as one column of nodes, up to one node a face.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from detente.space.kernels import compiled
from detente.space.kernels.figures import (
    BOUNDLESS,
    CODES,
    FACES,
    NOTHING,
    SLOTS,
    Codes,
    Held,
    Rows,
)
from detente.space.sphere import Integers
from detente.space.standing.boxes import SIZE, WIDTH, Figures, over
from detente.space.standing.packed import Lying
from detente.space.standing.plots import Boxed


class Quick(NamedTuple):
    """What stands, as the loops have it."""

    held: Held

    def ask(self, question: Integers, own: int) -> Integers:
        """Return what `kernels.standing.found` says of a question.

        Args:
            question: as `told`.
            own: the party that asks, nought if it may be anybody.
        """
        return compiled.standing()(self.held, question, own)


def quick(rows: Integers, areas: Lying, boxed: Iterable[Boxed]) -> Quick:
    """Return what stands ready for the loops.

    Args:
        rows: all entries.
        areas: all areas.
        boxed: the boxes on each face.
    """
    first = np.full(WIDTH, -1, dtype=np.int32)
    found = [_Nodes(*_coded(np.full((1, WIDTH * SIZE), np.nan, np.float32)), first)]
    apart: list[int] = []
    begin = 1
    for each in boxed:
        axis, sign = each.chart.face
        if each.whose and each.whose not in apart:
            apart.append(each.whose)
            first[FACES * SLOTS + len(apart)] = each.whose
        slot = apart.index(each.whose) + 1 if each.whose else 0
        under = ~each.entry
        for level in reversed(over(each.boxes).levels):
            below = np.zeros(len(level) * WIDTH, dtype=np.int32)
            below[: len(under)] = under
            found.append(_Nodes(*_coded(level), below))
            under = np.arange(begin, begin + len(level), dtype=np.int32)
            begin += len(level)
        first[SLOTS * (2 * axis + (sign < 0)) + slot] = begin - 1
    frames, codes = (np.concatenate([each[at] for each in found]) for at in (0, 1))
    lying = np.concatenate([each.below for each in found]).reshape(-1, WIDTH)
    columns = rows, areas.rings, areas.corners, areas.directions
    return Quick(Held(frames, codes, lying, *columns))


class _Nodes(NamedTuple):
    frames: Figures
    codes: Codes
    below: Rows


def _coded(level: Figures) -> tuple[Figures, Codes]:
    """Return nodes as `Held` has them: frames, and codes within them.

    Of two figures the lesser never has the greater code; so what meets is found.
    """
    figures = level.reshape(-1, WIDTH, SIZE)
    known = np.where(figures > -BOUNDLESS, figures, np.nan)
    least, most = np.fmin.reduce(known, axis=1), np.fmax.reduce(known, axis=1)
    least, wide = np.nan_to_num(least), np.nan_to_num(most - least)
    steps = ((CODES - 1) / np.maximum(wide, 1e-30)).astype(np.float32)
    frames = np.stack((least, steps), axis=1)
    # As in `kernels.standing`, and in the same order: a step more or less would matter.
    code = (known.astype(np.float64) - least[:, None]) * steps[:, None]
    code = 1 + np.minimum(code, CODES - 1)
    code[~(figures > -BOUNDLESS)] = 0
    code[np.isnan(figures)] = NOTHING
    return frames, np.ascontiguousarray(code.astype(np.uint8).transpose(0, 2, 1))
