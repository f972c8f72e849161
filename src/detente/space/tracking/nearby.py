"""Find which legs may come into which areas, by the cell, the chart and the time.

Legs are cut into pieces so short that the middle of each stands for all of it, once
areas are drawn wider by half a piece. Pieces are sorted by the cell of a chart in which
their middles lie, and by time; an area looks up the cells that its box covers, from the
beginning of its window to the end. Nothing here decides anything but what is compared.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from detente.space.kernels.figures import MEET, Outlines, Rows
from detente.space.meeting import hulls, lateral
from detente.space.meeting.charts import (
    FACES,
    Chart,
    caps,
    charted,
    lifted,
    portions,
    ranges,
)
from detente.space.meeting.entries import entries
from detente.space.meeting.hulls import Hulls
from detente.space.picture import Areas, Flags, Picture
from detente.space.sphere import UNIT, Integers, Reals
from detente.space.tracking import fixes, pieces
from detente.space.tracking.keys import in_order
from detente.space.tracking.pieces import Pieces
from detente.space.tracking.tracks import UNKNOWN_MM, Legs
from detente.space.vectors import cross, dot, unit

SIDES: Final = (8, 32, 128, 512, 2_048, 8_192)
"""Into how many rows and columns of cells a chart is divided."""
MOST_AT_ONCE: Final = 1 << 20
_FEW: Final = 64
"""Fewer boxes than that are not worth a division of their own."""
_COVERED: Final = 2
"""So many cells at most are as wide as a box."""
_HAIR: Final = 1e-14
"""More than rounding makes of the square of a chord."""
_NEAR: Final = 1 << 14
"""So many keys stay near the processor; of more, what is asked for in order is found
several times faster."""
_METRE_MM: Final = 1_000
_MS_US: Final = 1_000
_FAR_MS: Final = 1 << 51
"""Beyond every time; in microseconds it still has its place in 64 bits."""


class Pair(NamedTuple):
    """Legs and entries that may meet, a row each."""

    leg: Integers
    entry: Integers


class Boxes(NamedTuple):
    """Boxes of entries on a chart: the face, west, south, east and north of each.

    And what lies within each, cut off at the corners: the least and the largest sum and
    difference of both coordinates.
    """

    entry: Integers
    face: Integers
    box: Reals
    sloping: Reals


class Declared:
    """A picture ready to be looked up by legs of one length of piece."""

    def __init__(self, picture: Picture, longest_mm: int) -> None:
        """Draw its areas on the charts, and sort their boxes by size."""
        self.picture, self.areas = picture, picture.areas
        self.longest_mm = longest_mm
        # Angles are right to a tenth of a metre, and so are pieces.
        found = charted(self.areas, longest_mm + _METRE_MM)
        charts = [each.neighbours_together() for each in found.charts]
        at = [chart.at for chart in charts]
        faces = [FACES.index(chart.face) for chart in charts]
        count = [len(each) for each in at]
        every = np.concatenate([*at, found.wide])
        self.entries, place = entries(picture, every)
        self.start_us = _us(self.entries.start_ms)
        self.end_us = _us(self.entries.end_ms)
        drawn = place < sum(count)
        self.wide = np.flatnonzero(~drawn)
        box = np.concatenate([np.empty((0, 4)), *(chart.boxes for chart in charts)])
        self._hulls = [(each, hulls.hulls(self.areas, each)) for each in charts]
        cut = [_sloping(self.areas, *each) for each in self._hulls]
        sloping = np.concatenate([np.empty((0, 4)), *cut])
        held, on = np.flatnonzero(drawn), place[drawn]
        face = np.repeat(np.array(faces, dtype=np.int64), count)
        boxes = Boxes(held, face[on], box[on].clip(-1, 1), sloping[on])
        self.sheets = _by_size(boxes)
        times = self.start_us[held], self.end_us[held]
        self._drawn = fixes.Drawn(held, on, boxes.face, boxes.box, *times)

    @cached_property
    def drawn(self) -> lateral.Drawn:
        """Its areas with what measuring asks for."""
        return lateral.drawn(self.areas)

    @cached_property
    def looked_up(self) -> fixes.LookedUp:
        """Its entries for fixes to look them up."""
        return fixes.looked_up(self.areas, self.entries, self._drawn, self.outlines)

    @cached_property
    def outlines(self) -> Outlines:
        """Its areas on their charts, one chart after the other."""
        return fixes.outlines(self.areas, self._hulls)

    @cached_property
    def outlined(self) -> Rows:
        """Which of the outlines is that of an area on a face; below nought if none."""
        found = np.full((len(FACES), len(self.areas.of)), -1, dtype=np.int32)
        before = 0
        for chart, _ in self._hulls:
            here = before + np.arange(len(chart.at))
            found[FACES.index(chart.face), chart.at] = here
            before += len(here)
        return found

    @cached_property
    def sides(self) -> tuple[Integers, Integers, Integers]:
        """Tail and head of each side, and where the sides of each area begin."""
        return lateral.sides(self.areas)

    @cached_property
    def units(self) -> Reals:
        """The corners of its areas, of unit length."""
        return unit(self.areas.directions.astype(np.float64))

    @cached_property
    def inner(self) -> Reals:
        """For each polygon a direction whose hemisphere holds all its corners."""
        around = caps(self.areas)
        inner = around.middle
        wide = self.areas.closed & (around.radius > np.pi / 2)
        for area in np.flatnonzero(wide).tolist():
            inner[area] = self.areas.core(area).inner
        return unit(inner)

    @cached_property
    def circles(self) -> tuple[Reals, Reals]:
        """A direction inside each polygon, and the square of a chord that stays there.

        Below nought where there is none.
        """
        inner = np.zeros((len(self.areas.of), 3))
        for chart, held in self._hulls:
            some = np.flatnonzero(held.radius > 0)
            inner[chart.at[some]] = lifted(held.u[some], held.v[some], chart.face)
        tail, _, sides = self.sides
        of = np.repeat(np.arange(len(inner)), np.diff(sides))
        away = np.abs(dot(self.normals(np.arange(len(tail))), inner[of]))
        # The sine of an angle is less than its chord, and a side is no nearer than the
        # plane that it lies in.
        chord = np.minimum.reduceat(away, sides[:-1]) if len(of) else np.empty(0)
        return inner, chord * chord - _HAIR

    def normals(self, side: Integers) -> Reals:
        """Return the normals of sides, nought for a place; right for the shortest."""
        tail, head = (self.areas.directions[corner[side]] for corner in self.sides[:2])
        return unit(cross(tail / UNIT, (head - tail) / UNIT))

    def prepare(self) -> None:
        """Work out now what every replay asks for."""
        _ = (
            self.sides,
            self.units,
            self.inner,
            self.circles,
            self.outlines,
            self.outlined,
        )


def _sloping(areas: Areas, chart: Chart, held: Hulls) -> Reals:
    """Return by which sloping sides the boxes of a chart may be cut off."""
    found = np.tile([-np.inf, -np.inf, np.inf, np.inf], (len(chart.at), 1))
    flat = np.flatnonzero(areas.flat[chart.at])
    # The box was drawn so much wider than the polygon, and nothing lies farther out.
    wider = held.low[hulls.EAST, flat] - chart.boxes[flat, 0] + 1e-9
    for column, axis in enumerate((hulls.NORTH_EAST, hulls.NORTH_WEST)):
        found[flat, column] = (held.low[axis, flat] - wider) * np.sqrt(2)
        found[flat, column + 2] = (held.high[axis, flat] + wider) * np.sqrt(2)
    return found


def _us(time_ms: Integers) -> Integers:
    return np.asarray(time_ms.clip(-_FAR_MS, _FAR_MS) * _MS_US)


def _by_size(boxes: Boxes) -> list[tuple[int, Boxes]]:
    """Return boxes by the division of the charts that suits their size."""
    width = np.maximum(
        *(boxes.box[:, side + 2] - boxes.box[:, side] for side in (0, 1))
    )
    finest = 2 * _COVERED / np.maximum(width, 1e-9)
    level = (np.searchsorted(np.array(SIDES), finest, side="right") - 1).clip(0)
    for each in range(len(SIDES) - 1, 0, -1):
        if np.count_nonzero(level == each) < _FEW:
            level[level == each] = each - 1
    rows = [(sides, np.flatnonzero(level == at)) for at, sides in enumerate(SIDES)]
    # Each column of a box is read by itself.
    return [
        (sides, Boxes._make(np.asfortranarray(column[at]) for column in boxes))
        for sides, at in rows
        if len(at)
    ]


def pairs(legs: Legs, declared: Declared) -> Iterator[Pair]:
    """Yield legs and entries that may meet, each two once."""
    if not len(legs.of):
        return
    yield from _wide(legs, declared)
    cut = pieces.cut(legs, declared.longest_mm)
    found = (
        _possible(legs, declared, pair)
        for sides, boxes in _divided(declared.sheets, len(cut.leg))
        for pair in _looked_up(cut, declared, sides, boxes)
    )
    if len(cut.leg) == len(legs.of):
        yield from found
        return
    many = len(declared.entries.area)
    keys = [pair.leg * many + pair.entry for pair in found]
    once = np.unique(np.concatenate([np.empty(0, dtype=np.int64), *keys]))
    for begin in range(0, len(once), MOST_AT_ONCE):
        part = once[begin : begin + MOST_AT_ONCE]
        yield Pair(part // many, part % many)


def pairs_of_fixes(legs: Legs, declared: Declared) -> tuple[Pair, Pair]:
    """Return fixes and entries that surely hold them, and those that may."""
    found = fixes.held(legs, declared.looked_up)
    sure = found[:, 2] == MEET
    wide = [np.stack(each, 1) for each in _wide(legs, declared)]
    open_ = np.concatenate([found[~sure, :2], *wide])
    return Pair(*found[sure, :2].T), Pair(*open_.T)


def _divided(
    sheets: list[tuple[int, Boxes]], count: int
) -> Iterator[tuple[int, Boxes]]:
    """Yield boxes by division, none into more cells than so many pieces are worth."""
    finest = max((each for each in SIDES if each**2 <= count), default=SIDES[0])
    fine = [boxes for sides, boxes in sheets if sides >= finest]
    yield from ((sides, boxes) for sides, boxes in sheets if sides < finest)
    if fine:
        columns = zip(*fine, strict=True)
        yield finest, Boxes._make(np.concatenate(column) for column in columns)


def _wide(legs: Legs, declared: Declared) -> Iterator[Pair]:
    """Yield the legs that may meet an entry too wide for the charts."""
    every = np.arange(len(legs.of))
    for entry in declared.wide.tolist():
        yield _possible(legs, declared, Pair(every, np.full(len(every), entry)))


def _possible(legs: Legs, declared: Declared, pair: Pair) -> Pair:
    """Keep the pairs that heights and times leave."""
    leg, entry = pair
    first, last = legs.first_mm.take(leg), legs.last_mm.take(leg)
    left = np.maximum(first, last) >= declared.entries.lowest_mm.take(entry)
    left &= np.minimum(first, last) <= declared.entries.highest_mm.take(entry)
    left |= (first == UNKNOWN_MM) | (last == UNKNOWN_MM)
    found = np.flatnonzero(left)
    leg, entry = leg.take(found), entry.take(found)
    left = legs.start_us.take(leg) <= declared.end_us.take(entry)
    left &= declared.start_us.take(entry) <= legs.end_us.take(leg)
    found = np.flatnonzero(left)
    return Pair(leg.take(found), entry.take(found))


def unknown(legs: Legs, leg: Integers) -> Flags:
    """Say whether a height of a leg is unknown: then all that lies on it is."""
    first, last = legs.first_mm[leg], legs.last_mm[leg]
    return np.asarray((first == UNKNOWN_MM) | (last == UNKNOWN_MM))


def _looked_up(
    cut: Pieces, declared: Declared, sides: int, boxes: Boxes
) -> Iterator[Pair]:
    """Yield pieces whose middles lie in boxes, by a division of the charts."""
    row, cells = _covered(boxes, sides)
    most = max(len(cut.leg), len(row))
    bits = 63 - most.bit_length() - (len(FACES) * sides**2).bit_length()
    clock = _Clock(int(cut.start_us.min()), int(cut.start_us.max()), bits)
    cell = (cut.face * sides + _cell(cut.v, sides)) * sides + _cell(cut.u, sides)
    keys, order = in_order((cell << bits) + clock.ticks(cut.start_us))
    entry = boxes.entry[row]
    since = clock.ticks(declared.start_us[entry] - cut.longest_us) + (cells << bits)
    until = clock.ticks(declared.end_us[entry]) + (cells << bits)
    if len(keys) > _NEAR:
        since, at = in_order(since)
        row, until = row.take(at), until.take(at)
    first = np.searchsorted(keys, since, side="left")
    count = np.searchsorted(keys, until, side="right") - first
    some = np.flatnonzero(count > 0)
    row, first, count = row.take(some), first.take(some), count.take(some)
    leg, u, v = cut.leg.take(order), cut.u.take(order), cut.v.take(order)
    for rows in portions(count, MOST_AT_ONCE):
        piece = ranges(first[rows], count[rows])
        box = np.repeat(row[rows], count[rows])
        for low, high, of in _extents(boxes, u, v):
            piece, box = _between(piece, box, low, high, of)
        yield Pair(leg.take(piece), boxes.entry.take(box))


def _extents(boxes: Boxes, u: Reals, v: Reals) -> Iterator[tuple[Reals, Reals, Reals]]:
    """Yield the extents of boxes along some axes, and where pieces lie there."""
    for columns, along in ((boxes.box, (u, v)), (boxes.sloping, (v + u, v - u))):
        for axis, of in enumerate(along):
            yield columns[:, axis], columns[:, axis + 2], of


def _between(
    piece: Integers, box: Integers, low: Reals, high: Reals, of: Reals
) -> tuple[Integers, Integers]:
    """Return the pieces, with their boxes, that lie between both ends of an extent."""
    at = of.take(piece)
    left = at >= low.take(box)
    left &= at <= high.take(box)
    found = np.flatnonzero(left)
    return piece.take(found), box.take(found)


class _Clock:
    """Times as ticks, so long that all have their place in so many bits of a key."""

    def __init__(self, first_us: int, last_us: int, bits: int) -> None:
        self.first_us, self.last_us = first_us, last_us
        self.tick_us = ((last_us - first_us) >> bits) + 1

    def ticks(self, time_us: Integers) -> Integers:
        """Return times in ticks; what lies beyond all of them at their ends."""
        within = time_us.clip(self.first_us, self.last_us) - self.first_us
        return np.asarray(within // self.tick_us)


def _cell(at: Reals, sides: int) -> Integers:
    found = ((at + 1) * (sides / 2)).astype(np.int64)
    return np.asarray(np.minimum(found, sides - 1))


def _covered(boxes: Boxes, sides: int) -> tuple[Integers, Integers]:
    """Return each box with each cell that it covers."""
    west, south, east, north = (_cell(boxes.box[:, side], sides) for side in range(4))
    across, up = east - west + 1, north - south + 1
    counts = across * up
    row = np.repeat(np.arange(len(counts)), counts)
    nth = ranges(np.zeros(len(counts), dtype=np.int64), counts)
    at_up, at_across = np.divmod(nth, across[row])
    cells = (boxes.face[row] * sides + south[row] + at_up) * sides
    return row, cells + west[row] + at_across
