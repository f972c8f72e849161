"""Find the entries whose boxes meet, on one chart, stretch by stretch of time.

A block holds the entries of one chart and stretch. Blocks of stretches that overlap are
joined through a tree of boxes (GEOS), each two of them once.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import numpy as np
import shapely

from detente.space.charts import Chart
from detente.space.entries import Compared, Entries, entries
from detente.space.picture import Picture
from detente.space.planar import Shapes
from detente.space.sphere import Reals
from detente.space.stretches import Stretch, overlapping, stretches

MOST_AT_ONCE: Final = 20_000
"""So many boxes are looked up at once; how many they meet is known only afterwards."""


class Block:
    """The entries of one chart and stretch, with their boxes."""

    def __init__(self, held: Entries, boxes: Reals, stretch: Stretch) -> None:
        """Take a stretch of a chart's entries."""
        self.entries = held.take(stretch.at)
        self.start_ms, self.end_ms = stretch.start_ms, stretch.end_ms
        self._boxes = boxes[stretch.at]

    @cached_property
    def bounds(self) -> Shapes:
        """For each entry something that has its box as its bounds, for GEOS."""
        return np.asarray(shapely.linestrings(self._boxes.reshape(-1, 2, 2)))

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The boxes as a tree."""
        return shapely.STRtree(self.bounds)

    def joined(self, other: "Block") -> Iterator[Compared]:
        """Yield the pairs of entries whose boxes meet; of a block itself, each once."""
        for begin in range(0, len(self.bounds), MOST_AT_ONCE):
            asked = self.bounds[begin : begin + MOST_AT_ONCE]
            i, j = other.tree.query(asked)
            i = i + begin
            if other is self:
                once = i < j
                i, j = i[once], j[once]
            yield Compared(self.entries, i, other.entries, j)


def blocks(picture: Picture, chart: Chart) -> list[Block]:
    """Return the blocks of a chart."""
    held, place = entries(picture, chart.at)
    boxes = chart.boxes[place]
    return [Block(held, boxes, each) for each in stretches(held.start_ms, held.end_ms)]


def joined(one: list[Block], other: list[Block], minimum_ms: int) -> Iterator[Compared]:
    """Yield the pairs of entries whose boxes meet and whose stretches do."""
    for here, there in overlapping(one, other, minimum_ms):
        yield from here.joined(there)
