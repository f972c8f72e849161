"""Find what stands that one new volume meets: one call a question.

Boxes leave a handful of entries, of which times, parties and heights are compared as
`possible` does, and then polygons on the chart. Each step is done for all that is left
before the next: so that memory is asked for many things at once.
"""

from typing import Final

import numpy as np

from detente.space.kernels import asked as asking
from detente.space.kernels.figures import (
    APART,
    CODES,
    FACES,
    MEET,
    OPEN,
    SLOTS,
    Codes,
    Held,
    Outlines,
    Singles,
)
from detente.space.kernels.jit import compiled
from detente.space.kernels.polygons import by_sides, holds
from detente.space.meeting.planar import CLOSE
from detente.space.picture import UNKNOWN
from detente.space.sphere import Integers, Reals

_LANES: Final = 32
_FIGURES: Final = 8
_DEEP: Final = 512
"""Nodes that may wait to be looked at: 32 a level, of no more than a dozen levels."""
_FEW: Final = 64
_LINE: Final = 4
"""So many corners are one line of memory."""
_MASK: Final = (1 << 32) - 1
LATERAL, VERTICAL, TIME, LOWER, HIGHER, SPANS, AREAS = 0, 1, 2, 3, 6, 9, 10
HEADER: Final = 11
"""Where what a question says stands; its spans, areas and corners come after."""
START, END, LOW, HIGH, WHOSE, WHAT = 0, 1, 2, 4, 6, 7
"""Where what an entry says stands in its row."""


@compiled
def found(of: Held, asked: Integers, own: int) -> Integers:
    """Return the volumes that a question meets, and the pairs that are to be measured.

    First stands how many there are of the ones and of the others; then the ones; then
    of the others an area of the question, an area, and its volume, each three figures;
    then the areas of the question that are too wide for the charts.
    """
    met, many = np.empty(_FEW, np.int64), 0
    left, more = np.empty(_FEW, np.int64), 0
    wide, most = np.empty(asked[AREAS], np.int64), 0
    entries = np.empty(_FEW, np.int64)
    at = HEADER + 2 * asked[SPANS]
    for area in range(asked[AREAS]):
        reach_mm, flat, rings = asked[at], asked[at + 1], asked[at + 2]
        sizes = asked[at + 3 : at + 3 + rings]
        at += 3 + rings
        total = sizes.sum()
        units, sure = asking.directions(asked[at : at + 2 * total])
        at += 2 * total
        judging = flat and sure and asked[LATERAL] == 0
        sum_mm = reach_mm + asked[LATERAL] / 2
        reached, faces, boxes = asking.reached(units, sizes[0], sum_mm)
        if reached == asking.WIDE:
            wide[most] = area
            most += 1
        for place in range(reached):
            face = faces[place]
            question = _question(boxes[place], asked)
            entries, some = _boxed(of, face, own, question, entries)
            some = _possible(of.rows, entries, some, asked, own)
            if not some:
                continue
            said = np.full(some, OPEN)
            if judging:
                mine = asking.drawn(units, asking.heads(sizes), face)
                _judge(of, entries, mine, face, said)
            met, many = _added(met, many, of.rows, entries, said)
            left, more = _left((left, more), area, of.rows, entries, said)
    return _together(met[:many], left[:more], wide[:most])


@compiled
def _question(box: Reals, asked: Integers) -> Singles:
    """Return where what is asked for ends, and minus where it begins."""
    early, late = asked[HEADER], asked[HEADER + 1]
    for span in range(1, asked[SPANS]):
        early = min(early, asked[HEADER + 2 * span])
        late = max(late, asked[HEADER + 2 * span + 1])
    found = np.empty(8, np.float32)
    found[0], found[1], found[4], found[5] = box[2], box[3], -box[0], -box[1]
    found[2], found[6] = late + asked[TIME], -(early - asked[TIME])
    found[3] = asked[HIGHER + 2] + asked[VERTICAL]
    found[7] = -(asked[LOWER + 2] - asked[VERTICAL])
    return found


@compiled
def _boxed(
    of: Held, face: int, own: int, question: Singles, entries: Integers
) -> tuple[Integers, int]:
    """Return the entries whose boxes a question meets, and how many they are."""
    waiting, last, count = np.empty(_DEEP, np.int64), 0, 0
    for slot in range(SLOTS):
        root = of.below[0, face * SLOTS + slot]
        # Among what one party declared nothing conflicts (clause 30.6).
        if root >= 0 and of.below[0, FACES * SLOTS + slot] != own:
            waiting[last] = root
            last += 1
    meets, limits = np.empty(_LANES, np.uint8), np.empty(_FIGURES, np.uint8)
    eight = meets.view(np.uint64)
    while last:
        last -= 1
        node = waiting[last]
        _limits(of.frames[node], question, limits)
        _node(of.codes[node], limits, meets)
        if count + _LANES > len(entries):
            more = np.empty(2 * len(entries), np.int64)
            more[:count] = entries[:count]
            entries = more
        for part in range(len(eight)):
            if not eight[part]:
                continue
            for lane in range(8 * part, 8 * part + 8):
                if meets[lane]:
                    under = of.below[node, lane]
                    if under < 0:
                        entries[count] = ~under
                        count += 1
                    else:
                        waiting[last] = under
                        last += 1
    return entries, count


@compiled
def _limits(frame: Singles, question: Singles, limits: Codes) -> None:
    """Put down which code is the last that a question meets, figure by figure."""
    for figure in range(_FIGURES):
        above = np.float64(question[figure]) - frame[0, figure]
        code = 1 + min(above * frame[1, figure], CODES - 1.0)
        limits[figure] = int(code) if above >= 0 else 0


@compiled
def _node(codes: Codes, limits: Codes, meets: Codes) -> None:
    """Say of each box of a node whether a question meets it."""
    a, b, c, d = limits[0], limits[1], limits[2], limits[3]
    e, f, g, h = limits[4], limits[5], limits[6], limits[7]
    for lane in range(_LANES):
        meet = (codes[0, lane] <= a) & (codes[1, lane] <= b)
        meet &= (codes[2, lane] <= c) & (codes[3, lane] <= d)
        meet &= (codes[4, lane] <= e) & (codes[5, lane] <= f)
        meet &= (codes[6, lane] <= g) & (codes[7, lane] <= h)
        meets[lane] = meet


@compiled
def _possible(
    rows: Integers, entries: Integers, count: int, asked: Integers, own: int
) -> int:
    """Keep the entries that parties, heights and times leave; return how many."""
    kept, vertical_mm, time_ms = 0, asked[VERTICAL], asked[TIME]
    for place in range(count):
        entry = entries[place]
        whose = rows[entry, WHOSE]
        if own and whose >> 8 == own:
            continue
        datum, above = (whose >> 3 & 7) - 1, (whose & 7) - 1
        # In one datum limits are compared as they stand.
        same = asked[LOWER + 1] == above and above != UNKNOWN
        high = rows[entry, HIGH + 1 - same]
        if asked[LOWER + 2 - 2 * same] - vertical_mm > high:
            continue
        same = asked[HIGHER + 1] == datum and datum != UNKNOWN
        low = rows[entry, LOW + 1 - same]
        if low > asked[HIGHER + 2 - 2 * same] + vertical_mm:
            continue
        start, end = rows[entry, START], rows[entry, END]
        for span in range(HEADER, HEADER + 2 * asked[SPANS], 2):
            if start - time_ms <= asked[span + 1] and asked[span] <= end + time_ms:
                entries[kept] = entry
                kept += 1
                break
    return kept


@compiled
def _judge(
    of: Held, entries: Integers, mine: Outlines, face: int, said: Integers
) -> None:
    """Say of entries whether their areas meet a polygon, where that is sure."""
    most = _asked_for(of, entries, len(said))
    other = asking.blank(most)
    sides = np.empty((2, max(most, len(mine.u))), np.int64)
    for place in range(len(said)):
        row = of.rows[entries[place]]
        if not row[WHOSE] >> 6 & 1:
            continue
        area = row[WHAT] & _MASK
        _unpacked(of, of.rings[area], of.rings[area + 1], face, other)
        said[place] = by_sides(mine, 0, other, 0, sides)
        if said[place] == APART and (
            holds(mine, 0, other, 0) or holds(other, 0, mine, 0)
        ):
            said[place] = MEET


@compiled
def _asked_for(of: Held, entries: Integers, count: int) -> int:
    """Return how many corners an area has at most; ask memory for all of them."""
    most, last = 0, 0
    for place in range(count):
        area = of.rows[entries[place], WHAT] & _MASK
        begin, end = of.corners[of.rings[area]], of.corners[of.rings[area + 1]]
        most = max(most, end - begin)
        for corner in range(begin, end, _LINE):
            last |= of.directions[corner, 0]
    # Always so; that it depends on what was read keeps it from being left out.
    return most + (last == np.iinfo(np.int64).max)


@compiled
def _unpacked(of: Held, first: int, last: int, face: int, out: Outlines) -> None:
    """Draw the rings of an area on the chart of a face."""
    axis, sign = face // 2, 1 - 2 * (face % 2)
    west = south = np.inf
    east = north = -np.inf
    count = 0
    for ring in range(first, last):
        begin = count
        for corner in range(of.corners[ring], of.corners[ring + 1]):
            one, two = of.directions[corner, 0], of.directions[corner, 1]
            x, y, z = one >> 26, one << 38 >> 26 | two >> 52 & 0xFFF, two << 12 >> 26
            if axis == 0:
                depth, u, v = x, y, z
            elif axis == 1:
                depth, u, v = y, z, x
            else:
                depth, u, v = z, x, y
            u, v = u / (sign * depth), v / (sign * depth)
            west, east = min(west, u), max(east, u)
            south, north = min(south, v), max(north, v)
            out.u[count], out.v[count], out.head[count] = u, v, count + 1
            count += 1
        out.head[count - 1] = begin
    out.begin[1] = count
    out.box[0, 0], out.box[0, 1] = west - CLOSE, south - CLOSE
    out.box[0, 2], out.box[0, 3] = east + CLOSE, north + CLOSE


@compiled
def _added(
    met: Integers, many: int, rows: Integers, entries: Integers, said: Integers
) -> tuple[Integers, int]:
    """Add the volumes of the entries that meet."""
    if many + len(said) > len(met):
        more = np.empty(2 * (many + len(said)), np.int64)
        more[:many] = met[:many]
        met = more
    for place in range(len(said)):
        if said[place] == MEET:
            met[many] = rows[entries[place], WHAT] >> 32
            many += 1
    return met, many


@compiled
def _left(
    held: tuple[Integers, int],
    own: int,
    rows: Integers,
    entries: Integers,
    said: Integers,
) -> tuple[Integers, int]:
    """Add the pairs of which it is not known."""
    left, more = held
    if more + 3 * len(said) > len(left):
        room = np.empty(2 * (more + 3 * len(said)), np.int64)
        room[:more] = left[:more]
        left = room
    for place in range(len(said)):
        if said[place] == OPEN:
            what = rows[entries[place], WHAT]
            left[more], left[more + 1], left[more + 2] = own, what & _MASK, what >> 32
            more += 3
    return left, more


@compiled
def _together(met: Integers, left: Integers, wide: Integers) -> Integers:
    found = np.empty(2 + len(met) + len(left) + len(wide), np.int64)
    found[0], found[1] = len(met), len(left)
    found[2 : 2 + len(met)] = met
    found[2 + len(met) : 2 + len(met) + len(left)] = left
    found[2 + len(met) + len(left) :] = wide
    return found
