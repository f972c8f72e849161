"""Keep the entries of a chart in blocks by stretch of time, each with a tree of boxes.

A sheet holds what reaches one face. Its blocks are joined with those of another sheet
where their stretches overlap, each two of them once (GEOS finds the boxes that meet).
The two parties that declare most have blocks of their own, which are not compared with
themselves: of two sides that is half of the work.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import numpy as np
import shapely

from detente.space.kernels.figures import Outlines
from detente.space.meeting import hulls
from detente.space.meeting.charts import Chart, corners_of, on_chart
from detente.space.meeting.entries import Compared, entries
from detente.space.meeting.gridded import Gridded, gridded
from detente.space.meeting.hulls import Hulls
from detente.space.meeting.planar import Shapes, shapes
from detente.space.meeting.stretches import overlapping, stretches
from detente.space.picture import Flags, Picture
from detente.space.sphere import Integers, Reals

MOST_AT_ONCE: Final = 20_000
"""So many boxes are looked up at once; how many they meet is known only afterwards."""
_NONE: Final = np.empty(0, dtype=np.int64)
_OWN_BLOCKS: Final = 2


class Block:
    """The entries of a sheet from `begin` on, in one stretch, by their boxes.

    `own` is whose they all are, or None.
    """

    def __init__(
        self, sheet: "Sheet", part: slice, stretch: tuple[int, int], own: int | None
    ) -> None:
        """Take what lies in a stretch, from its first beginning to its last end."""
        self._sheet, self._part, self.own = sheet, part, own
        self.begin = part.start
        self.start_ms, self.end_ms = stretch

    @cached_property
    def boxes(self) -> Shapes:
        """A line across the box of each."""
        boxes = self._sheet.boxes[self._part]
        return np.asarray(shapely.linestrings(boxes.reshape(-1, 2, 2)))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The boxes as a tree."""
        return shapely.STRtree(self.boxes)

    def joined(self, other: "Block") -> Iterator[tuple[Integers, Integers]]:
        """Yield the entries of both whose boxes meet; of a block itself, each once."""
        if len(other.boxes) < len(self.boxes):
            yield from ((i, j) for j, i in other.joined(self))
            return
        for begin in range(0, len(self.boxes), MOST_AT_ONCE):
            i, j = other.tree.query(self.boxes[begin : begin + MOST_AT_ONCE])
            i = i + begin
            if other is self:
                once = i < j
                i, j = i[once], j[once]
            yield i + self.begin, j + other.begin


class Sheet:
    """A chart's entries, in blocks; all else of them is made when first needed."""

    def __init__(self, picture: Picture, chart: Chart) -> None:
        """Sort the entries of a chart.

        Args:
            picture: whose areas they are.
            chart: where they lie.
        """
        self.face, chart = chart.face, chart.neighbours_together()
        self._areas, self._chart = picture.areas, chart
        held, place = entries(picture, chart.at)
        own = _own(held.party)
        parts = [
            (at[each.at], each, whose)
            for whose in (None, *own)
            if len(at := np.flatnonzero(_is_of(held.party, whose, own)))
            for each in stretches(held.start_ms[at], held.end_ms[at])
        ]
        order = np.concatenate([_NONE, *(at for at, _, _ in parts)])
        self.entries, self._place = held.take(order), place[order]
        self.blocks, begin = [], 0
        for at, each, whose in parts:
            part = slice(begin, begin + len(at))
            span = each.start_ms, each.end_ms
            self.blocks.append(Block(self, part, span, whose))
            begin = part.stop

    @property
    def repeated(self) -> bool:
        """Whether an area of several windows stands in as many entries."""
        return len(self._place) > len(self._chart.at)

    @property
    def boxes(self) -> Reals:
        """West, south, east and north of each entry."""
        return np.asarray(self._chart.boxes[self._place])

    @cached_property
    def _outlines(self) -> Shapes:
        found = np.full(len(self._chart.at), None)
        flat = np.flatnonzero(self._areas.flat[self._chart.at])
        found[flat] = shapes(self._areas, self._chart.at[flat], self.face)
        return found

    def outlines(self, entry: Integers) -> Shapes:
        """Return polygons of entries as GEOS has them; None of what has a reach."""
        return np.asarray(self._outlines[self._place[entry]])

    @cached_property
    def hulls(self) -> Hulls:
        """What each entry fills, and what it does not reach beyond."""
        return self._hulls.take(self._place)

    @cached_property
    def _hulls(self) -> Hulls:
        return hulls.hulls(self._areas, self._chart)

    @cached_property
    def outlined(self) -> Outlines:
        """Its areas as kernels have them."""
        at, counts = corners_of(self._areas, self._chart.at)
        u, v = on_chart(self._areas, at, self.face)
        circles = self._hulls[2:]
        return Outlines(
            u,
            v,
            hulls.heads(self._areas, self._chart.at),
            np.concatenate(([0], np.cumsum(counts))),
            self._chart.boxes,
            np.stack(circles, 1),
        )

    @cached_property
    def gridded(self) -> Gridded:
        """Its entries in grids, those of the parties with blocks of their own apart."""
        slot = np.zeros(len(self.entries.party), dtype=np.int32)
        for at, whose in enumerate(_own(self.entries.party)):
            slot[self.entries.party == whose] = at + 1
        return gridded(self.boxes, self.entries, slot)

    def places(self, entry: Integers) -> Integers:
        """Return which area of the sheet each entry is of."""
        return np.asarray(self._place[entry])

    def joined(
        self, other: "Sheet", minimum_ms: int, *, of_one: bool
    ) -> Iterator[Compared]:
        """Yield the pairs of entries whose boxes meet and whose stretches do.

        Blocks with few pairs come together: each round of arithmetic has its price.

        Args:
            other: of the same face.
            minimum_ms: the minimum of time.
            of_one: whether both are of one picture, where nobody meets himself.
        """
        held, count = [(_NONE, _NONE)], 0
        for here, there in overlapping(self.blocks, other.blocks, minimum_ms):
            if of_one and here.own == there.own is not None:
                continue
            for pair in here.joined(there):
                held.append(pair)
                count += len(pair[0])
                if count > MOST_AT_ONCE:
                    yield self._compared(other, held)
                    held, count = [(_NONE, _NONE)], 0
        yield self._compared(other, held)

    def _compared(
        self, other: "Sheet", held: list[tuple[Integers, Integers]]
    ) -> Compared:
        i, j = (np.concatenate(column) for column in zip(*held, strict=True))
        return Compared(self.entries, i, other.entries, j)


def _own(party: Integers) -> list[int]:
    """Return the parties that have blocks of their own; nobody known has none."""
    counts = np.bincount(party)
    counts[:1] = 0
    most = np.argsort(-counts, kind="stable")[:_OWN_BLOCKS].tolist()
    return [each for each in most if counts[each]]


def _is_of(party: Integers, whose: int | None, own: list[int]) -> Flags:
    return ~np.isin(party, own) if whose is None else party == whose
