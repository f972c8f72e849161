"""Keep the entries of a chart in blocks by stretch of time, each with a tree of boxes.

A sheet holds what reaches one face. Its blocks are joined with those of another sheet
where their stretches overlap, each two of them once (GEOS finds the boxes that meet).
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import shapely

from detente.space.charts import Chart
from detente.space.entries import Compared, Entries, entries
from detente.space.picture import Picture
from detente.space.planar import Shapes, shapes
from detente.space.sphere import Integers
from detente.space.stretches import overlapping, stretches

MOST_AT_ONCE: Final = 20_000
"""So many boxes are looked up at once; how many they meet is known only afterwards."""
_NOBODY: Final = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))


class Block:
    """The entries of a sheet from `begin` on, in one stretch, by their boxes."""

    def __init__(self, bounds: Shapes, begin: int, start_ms: int, end_ms: int) -> None:
        """Take what lies in a stretch."""
        self.bounds, self.begin = bounds, begin
        self.start_ms, self.end_ms = start_ms, end_ms

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The boxes as a tree."""
        return shapely.STRtree(self.bounds)

    def joined(self, other: "Block") -> Iterator[tuple[Integers, Integers]]:
        """Yield the entries of both whose boxes meet; of a block itself, each once."""
        for begin in range(0, len(self.bounds), MOST_AT_ONCE):
            asked = self.bounds[begin : begin + MOST_AT_ONCE]
            i, j = other.tree.query(asked)
            i = i + begin
            if other is self:
                once = i < j
                i, j = i[once], j[once]
            yield i + self.begin, j + other.begin


class Sheet(NamedTuple):
    """A chart's entries, and for each a shape that has its box as its bounds.

    Of a polygon without reach the shape is the polygon itself, if nothing is drawn
    wider; of anything else a line across its box.
    """

    face: tuple[int, int]
    entries: Entries
    bounds: Shapes
    blocks: list[Block]

    def joined(self, other: "Sheet", minimum_ms: int) -> Iterator[Compared]:
        """Yield the pairs of entries whose boxes meet and whose stretches do.

        Blocks with few pairs come together: each round of arithmetic has its price.
        """
        held, count = [_NOBODY], 0
        for here, there in overlapping(self.blocks, other.blocks, minimum_ms):
            for pair in here.joined(there):
                held.append(pair)
                count += len(pair[0])
                if count > MOST_AT_ONCE:
                    yield self._compared(other, held)
                    held, count = [_NOBODY], 0
        yield self._compared(other, held)

    def _compared(
        self, other: "Sheet", held: list[tuple[Integers, Integers]]
    ) -> Compared:
        i, j = (np.concatenate(column) for column in zip(*held, strict=True))
        return Compared(self.entries, i, other.entries, j)


def sheet(picture: Picture, chart: Chart, *, wider: bool) -> Sheet:
    """Return the sheet of a chart.

    Args:
        picture: whose areas they are.
        chart: where they lie.
        wider: whether the chart draws everything wider, by a lateral minimum.
    """
    held, place = entries(picture, chart.at)
    parts = stretches(held.start_ms, held.end_ms)
    order = np.concatenate([np.empty(0, dtype=np.int64), *(each.at for each in parts)])
    held, place = held.take(order), place[order]
    bounds = _bounds(picture, chart, wider=wider)[place]
    blocks, begin = [], 0
    for each in parts:
        end = begin + len(each.at)
        blocks.append(Block(bounds[begin:end], begin, each.start_ms, each.end_ms))
        begin = end
    return Sheet(chart.face, held, bounds, blocks)


def _bounds(picture: Picture, chart: Chart, *, wider: bool) -> Shapes:
    bounds = np.asarray(shapely.linestrings(chart.boxes.reshape(-1, 2, 2)))
    if not wider:
        flat = np.flatnonzero(picture.areas.flat[chart.at])
        bounds[flat] = shapes(picture.areas, chart.at[flat], chart.face)
    return bounds
