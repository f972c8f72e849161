"""Find by compiled loops which fixes lie in which areas (`kernels.places`).

A fix is a leg from a moment to the same: a report of a track that has no other, or none
that it is known to have come from or gone to.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from detente.space.kernels import compiled
from detente.space.kernels.figures import (
    BITS,
    EAST,
    END,
    NORTH,
    SOUTH,
    START,
    WEST,
    Cells,
    Declaration,
    Division,
    Outlines,
    Places,
    Rows,
)
from detente.space.meeting import hulls
from detente.space.meeting.charts import Chart, corners_of, on_chart
from detente.space.meeting.entries import Entries
from detente.space.meeting.gridded import bounds, steps
from detente.space.meeting.hulls import Hulls
from detente.space.picture import Areas, Flags
from detente.space.sphere import Integers, Reals
from detente.space.tracking.tracks import UNKNOWN_MM, Legs

_MOMENT_BITS: Final = 6
_CELL_BITS: Final = 20
"""No face has more cells, of squares and moments."""
_OFTEN: Final = 3
"""In so many parts of a division a box may stand, on the average."""


class LookedUp(NamedTuple):
    """Entries by cell, for fixes to look them up."""

    cells: Cells
    declaration: Declaration
    outlines: Outlines


class Drawn(NamedTuple):
    """Boxes on charts: of which entry, and of which row among those of all charts.

    And on which face, and when each stands, in microseconds.
    """

    entry: Integers
    row: Integers
    face: Integers
    box: Reals
    start_us: Integers
    end_us: Integers


def alone(legs: Legs) -> Flags:
    """Say which legs are fixes."""
    found = (legs.start_us == legs.end_us) & (legs.first_mm == legs.last_mm)
    for column in range(3):
        found &= legs.tail[:, column] == legs.head[:, column]
    return np.asarray(found)


def looked_up(
    areas: Areas, entries: Entries, drawn: Drawn, outlines: Outlines
) -> LookedUp:
    """Return entries by cell.

    Args:
        areas: of a picture.
        entries: of the same.
        drawn: the boxes of all that are drawn.
        outlines: the areas of all charts.
    """
    held = entries.take(drawn.entry)
    first_ms, last_ms = bounds(np.concatenate([held.start_ms, held.end_ms]))
    rows, tick_ms = steps(drawn.box, held, (first_ms, last_ms))
    division = _division(rows)
    declaration = Declaration(
        first_ms,
        last_ms,
        tick_ms,
        division,
        drawn.entry,
        drawn.row,
        areas.flat[held.area],
        drawn.start_us,
        drawn.end_us,
        held.lowest_mm,
        held.highest_mm,
    )
    cells = compiled.indexed(rows, drawn.face.astype(np.int32), division)
    return LookedUp(cells, declaration, outlines)


def _division(rows: Rows) -> Division:
    """Return cells as small as keeps boxes in few of them, and both together few."""
    moments = _finest(rows[:, START : END + 1], BITS, range(_MOMENT_BITS, 0, -1))
    sides = range((_CELL_BITS - moments) // 2, 0, -1)
    across = (
        _finest(rows[:, column], BITS - 2, sides)
        for column in ([WEST, EAST], [SOUTH, NORTH])
    )
    return Division(min(across), BITS - moments)


def _finest(spans: Rows, whole: int, choices: range) -> int:
    """Return into how many parts, as bits, what is so wide may be cut."""
    for bits in choices:
        often = (spans[:, 1] >> (whole - bits)) - (spans[:, 0] >> (whole - bits)) + 1
        if often.sum() <= _OFTEN * len(spans):
            return bits
    return 0


def outlines(areas: Areas, charts: Sequence[tuple[Chart, Hulls]]) -> Outlines:
    """Return the areas of all charts, one chart after the other."""
    found, corners = [], 0
    for chart, held in charts:
        at, counts = corners_of(areas, chart.at)
        u, v = on_chart(areas, at, chart.face)
        head = hulls.heads(areas, chart.at) + corners
        begin = np.cumsum(counts) - counts + corners
        circle = np.stack([held.u, held.v, held.radius], 1)
        found.append((u, v, head, begin, chart.boxes, circle))
        corners += len(at)
    if not found:
        none, rows = np.empty(0), np.empty((0, 4))
        no = np.empty(0, dtype=np.int64)
        return Outlines(none, none, no, np.zeros(1, dtype=np.int64), rows, rows[:, :3])
    u, v, head, begin, boxes, circle = map(np.concatenate, zip(*found, strict=True))
    return Outlines(u, v, head, np.append(begin, corners), boxes, circle)


def held(legs: Legs, by: LookedUp) -> Integers:
    """Return fixes, entries that may hold them, and whether they surely do."""
    places = Places(
        legs.tail, legs.start_us, legs.first_mm, legs.first_mm != UNKNOWN_MM
    )
    return compiled.held(places, by.cells, by.declaration, by.outlines)
