"""Find which of many boxes a box meets: in place, in height and in time at once.

A box is eight figures of 32 bits: where it begins in two directions on a chart, in time
and in height, then minus where it ends in each. So two boxes meet if no figure of the
one is above the other's ends and minus its beginnings: one comparison. Rounding keeps
the order of figures, so boxes that meet are always found, and a few that just do not.
Boxes lie packed in nodes of 32, and nodes again, up to a few that are all looked at.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space.sphere import Integers, Reals

Figures: TypeAlias = npt.NDArray[np.float32]

SIZE: Final = 8
_BITS: Final = 5
WIDTH: Final = 1 << _BITS
_PLACE: Final = WIDTH - 1
"""How many boxes a node holds: fewer take more steps, more are looked at in vain."""
_FIRST: Final = 1_024
"""So many boxes are looked at without looking for them."""
_SORTED: Final = (0, 1, 2)
"""Nodes hold what lies near each other on the chart and in time."""
_ALL: Final = np.frombuffer(b"\x01" * SIZE, dtype=np.uint64)[0]


class Boxes(NamedTuple):
    """Packed boxes: `levels` from the top, nodes by rows; the last are the boxes."""

    levels: tuple[Figures, ...]

    def meeting(self, question: Figures) -> Integers:
        """Return where the boxes lie that a question meets."""
        # A row of answers is of eight bytes: side by side they are one figure.
        below = (self.levels[0] <= question).view(np.uint64) == _ALL
        found: Integers = below.ravel().nonzero()[0]
        for level in self.levels[1:]:
            below = (level.take(found, axis=0) <= question).view(np.uint64) == _ALL
            place = below.ravel().nonzero()[0]
            found = (found.take(place >> _BITS) << _BITS) + (place & _PLACE)
        return found


def asked(begin: Sequence[float], end: Sequence[float]) -> Figures:
    """Return the question for all that meets a box, as `Boxes` want it."""
    question = np.empty((WIDTH, SIZE), dtype=np.float32)
    question[:] = [*end, *(-each for each in begin)]
    return question.reshape(-1)


def packed(begin: Reals, end: Reals) -> tuple[Boxes, Integers]:
    """Return boxes as packed ones, and which of those given lies where."""
    order = _order((begin + end) / 2)
    rows = np.concatenate((begin, -end), axis=1)[order].astype(np.float32)
    levels = [_nodes(rows)]
    while levels[-1].size > _FIRST * SIZE:
        levels.append(_nodes(_around(levels[-1])))
    return Boxes(tuple(levels[::-1])), order


def over(boxes: Boxes) -> Boxes:
    """Return the same boxes with levels up to a single node."""
    levels = [*boxes.levels]
    while len(levels[0]) > 1:
        levels.insert(0, _nodes(_around(levels[0])))
    return Boxes(tuple(levels))


def _around(level: Figures) -> Figures:
    """Return a box around each node."""
    found: Figures = np.fmin.reduce(level.reshape(-1, WIDTH, SIZE), axis=1)
    return found


def _nodes(rows: Figures) -> Figures:
    """Return boxes by nodes; what fills the last one up meets nothing."""
    node = np.full((-(-len(rows) // WIDTH), WIDTH * SIZE), np.nan, np.float32)
    node.reshape(-1, SIZE)[: len(rows)] = rows
    return node


def _order(middle: Reals) -> Integers:
    """Return an order in which running boxes lie near each other.

    They are cut into as many parts along each direction as make nodes of all together.
    """
    count = len(middle)
    parts = max(1, round((count / WIDTH) ** (1 / len(_SORTED))))
    part = np.zeros(count, dtype=np.int64)
    for along in _SORTED:
        order = np.lexsort((middle[:, along], part))
        sizes = np.bincount(part)
        before = np.repeat(np.cumsum(sizes) - sizes, sizes)
        within = (np.arange(count) - before) * parts // np.repeat(sizes, sizes)
        part[order] = part[order] * parts + within
    return np.argsort(part, kind="stable")
