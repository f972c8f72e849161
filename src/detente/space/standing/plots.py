"""Keep what reaches a face where one question finds it: by boxes, and as bytes.

An entry is found by its box on the chart, its time and its height together (`boxes`).
What GEOS judges is kept as the bytes that it reads, a third of what a shape of its own
takes, and read when it is asked for.
"""

from collections.abc import Iterable, Iterator
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
from detente.space.standing.rows import AREA, PARTY, WHAT, WHOSE, entries

APART: Final = 2
"""So many parties have boxes of their own, where there are many."""
_FEW: Final = 1_024
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


class Boxed(NamedTuple):
    """What of a party reaches a face: packed boxes, and for each its entry.

    `whose` are they: one party's, or nought for all that have no boxes of their own;
    `place` is where the area of each stands on the chart.
    """

    chart: Chart
    whose: int
    boxes: Boxes
    entry: Integers
    place: Integers


def boxed(rows: Integers, areas: int, charts: Iterable[Chart]) -> Iterator[Boxed]:
    """Yield what reaches the faces of charts, apart by party.

    Args:
        rows: all entries of a picture.
        areas: how many areas it has.
        charts: where they lie.
    """
    party = rows[:, WHOSE] >> PARTY
    apart = _apart(party)
    whose = np.where(np.isin(party, apart), party, 0)
    for chart in charts:
        known = np.full(areas, -1, dtype=np.int64)
        known[chart.at] = np.arange(len(chart.at))
        place = known[rows[:, WHAT] & AREA]
        for one in (0, *apart):
            entry = np.flatnonzero((place >= 0) & (whose == one))
            if len(entry):
                some = entries(rows[entry])
                yield _packed(chart, one, some, entry, place[entry])


def _apart(party: Integers) -> list[int]:
    """Return the parties whose boxes stand apart: those that declared most.

    What is asked for by one of them is not looked for among its own.
    """
    if len(party) <= _FEW:
        return []
    counts = np.bincount(party)
    counts[:1] = 0
    most = np.argsort(-counts, kind="stable")[:APART].tolist()
    return [each for each in most if counts[each]]


def _packed(
    chart: Chart, whose: int, some: Entries, entry: Integers, place: Integers
) -> Boxed:
    box = chart.boxes[place]
    begin = _columns(box[:, :2], some.start_ms, some.lowest_mm)
    end = _columns(box[:, 2:], some.end_ms, some.highest_mm)
    boxes, order = packed(begin, end)
    return Boxed(chart, whose, boxes, narrow(entry[order], 32), place[order])


def plot(areas: Areas, found: Boxed, *, wider: bool) -> Plot:
    """Return what reaches the face of a chart, with its shapes.

    Args:
        areas: of a picture.
        found: some of their boxes.
        wider: whether their chart draws everything wider, by a lateral minimum.
    """
    chart = found.chart
    # What lies near each other is asked for together, and stands so in memory.
    known, first = np.unique(found.place, return_index=True)
    near = known[np.argsort(first)]
    number = np.empty(len(chart.at), dtype=np.int64)
    number[near] = np.arange(len(near))
    text, ends = _written(areas, chart.at[near], chart.face, wider=wider)
    shape = narrow(number[found.place])
    return Plot(found.boxes, found.entry, shape, text, ends)


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
