"""Keep what reaches a face where one question finds it: by boxes, and as bytes.

An entry is found by its box on the chart, its time and its height together (`boxes`).
What GEOS judges is kept as the bytes that it reads, a third of what a shape of its own
takes, and read when it is asked for.
"""

from typing import Final, NamedTuple

import numpy as np
import shapely

from detente.space.meeting.charts import Chart
from detente.space.meeting.entries import Entries
from detente.space.meeting.planar import shapes
from detente.space.picture import Areas
from detente.space.sphere import Integers, Reals
from detente.space.standing.boxes import Boxes, Figures, packed
from detente.space.standing.narrow import narrow

_AT_ONCE: Final = 20_000
"""So many shapes are drawn before they are written: it bounds what that needs."""


class Plot(NamedTuple):
    """What reaches a face: for each box its entry, and which shape is its area's.

    Shape `n` is `text[ends[n]:ends[n + 1]]`; one without bytes has to be measured.
    """

    boxes: Boxes
    entry: Integers
    shape: Integers
    text: bytes
    ends: Integers

    def meeting(self, question: Figures) -> tuple[Integers, Integers]:
        """Return the entries whose boxes a question meets, and their shapes."""
        found = self.boxes.meeting(question)
        return self.entry.take(found), self.shape.take(found)

    def written(self, shape: int) -> bytes:
        """Return a shape as GEOS reads it; nothing if it has to be measured."""
        return self.text[self.ends[shape] : self.ends[shape + 1]]


def plot(areas: Areas, entries: Entries, chart: Chart, *, wider: bool) -> Plot:
    """Return what reaches the face of a chart.

    Args:
        areas: of a picture.
        entries: all of that picture.
        chart: where its areas lie.
        wider: whether the chart draws everything wider, by a lateral minimum.
    """
    place = np.full(len(areas.of), -1, dtype=np.int64)
    place[chart.at] = np.arange(len(chart.at))
    shape = place[entries.area]
    entry = np.flatnonzero(shape >= 0)
    shape, some = shape[entry], entries.take(entry)
    box = chart.boxes[shape]
    begin = _columns(box[:, :2], some.start_ms, some.lowest_mm)
    end = _columns(box[:, 2:], some.end_ms, some.highest_mm)
    boxes, order = packed(begin, end)
    entry, shape = entry[order], shape[order]
    # What lies near each other is asked for together, and stands so in memory.
    known, first = np.unique(shape, return_index=True)
    near = known[np.argsort(first)]
    number = np.empty(len(near), dtype=np.int64)
    number[near] = np.arange(len(near))
    text, ends = _written(areas, chart.at[near], chart.face, wider=wider)
    return Plot(boxes, narrow(entry), narrow(number[shape]), text, ends)


def _columns(place: Reals, ms: Integers, mm: Integers) -> Reals:
    return np.column_stack((place, ms, mm)).astype(np.float64)


def _written(
    areas: Areas, at: Integers, face: tuple[int, int], *, wider: bool
) -> tuple[bytes, Integers]:
    """Return the shapes of polygons one after the other, and where each ends."""
    texts, sizes = [], np.zeros(len(at) + 1, dtype=np.int64)
    flat = areas.flat[at] & (not wider)
    which = np.flatnonzero(flat)
    for begin in range(0, len(which), _AT_ONCE):
        some = which[begin : begin + _AT_ONCE]
        written = shapely.to_wkb(shapes(areas, at[some], face)).tolist()
        sizes[some + 1] = list(map(len, written))
        texts.append(b"".join(written))
    return b"".join(texts), narrow(np.cumsum(sizes))
