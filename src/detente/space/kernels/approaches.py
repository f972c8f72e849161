"""Find when two objects come within reach, and when they are closest, pair by pair.

As `detente.space.passing.approach` does for many at once: the same straight lines, cut
in the same places, and each figure by the same sums and products. So it is the same to
its last bit, and what is said there of lines holds here.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space.kernels.courses import Course, at, course_of
from detente.space.kernels.jit import compiled
from detente.space.passing.approach import FINE, MOMENT_S, ROUNDED, Pairs
from detente.space.sphere import Integers, Reals

_ROOM: Final = 16
"""So many pieces there are room for at first."""
_LITTLE: Final = 4
"""A piece of which no more than one of so many parts is left is not halved."""
_LOW, _HIGH, _FIRST, _LAST = range(4)
_WAY, _ALONG, _ASIDE, _START, _LEVEL, _UPRIGHT, _LEAST, _PART = range(2, 10)


class _Line(NamedTuple):
    """How one tip moves past the other on a straight line, and its errors."""

    here: tuple[float, float, float]
    step: tuple[float, float, float]
    way: float
    along: float
    aside: float
    start: float
    end: float
    level: float
    upright: float


class _Two(NamedTuple):
    """A pair of objects, from one moment to another."""

    one: Course
    other: Course
    from_s: float
    until_s: float


@compiled
def _two(pairs: Pairs, row: int) -> _Two:
    return _Two(
        course_of(pairs.courses, pairs.one[row]),
        course_of(pairs.courses, pairs.other[row]),
        pairs.from_s[row],
        pairs.until_s[row],
    )


@compiled
def first_within(pairs: Pairs, reach: float) -> Reals:
    """Return at which moment each pair first comes within reach; infinity: never."""
    when = np.empty(len(pairs.one))
    room = np.empty((2, _ROOM, 4))
    for row in range(len(when)):
        two = _two(pairs, row)
        best, room = _first(two, reach, room)
        when[row] = _moment(two, best) if np.isfinite(best) else np.inf
    return when


@compiled
def _first(two: _Two, reach: float, room: Reals) -> tuple[float, Reals]:
    """Return the moment as a fraction of a pair's time; and the room, or more."""
    span = abs(two.until_s - two.from_s)
    moment = MOMENT_S / max(span, MOMENT_S)
    best, count, now = np.inf, 1, 0
    room[now, 0, _LOW], room[now, 0, _HIGH] = 0.0, 1.0
    while count:
        pieces, left = room[now], 0
        for at_piece in range(count):
            low, high = pieces[at_piece, _LOW], pieces[at_piece, _HIGH]
            sure, first, last = _seen(_line(two, low, high), reach)
            if sure <= 1:
                best = min(best, low + sure * (high - low))
            if first <= 1:
                pieces[left, _LOW], pieces[left, _HIGH] = low, high
                pieces[left, _FIRST], pieces[left, _LAST] = first, last
                left += 1
        room = _enough(room, 2 * left)
        pieces, now, count = room[now], 1 - now, 0
        for each in range(left):
            low, high = pieces[each, _LOW], pieces[each, _HIGH]
            first, last = pieces[each, _FIRST], pieces[each, _LAST]
            if low + first * (high - low) < best - moment:
                count = _cut((low, high), (first, last), best, (room[now], count))
    return best, room


@compiled
def _seen(line: _Line, reach: float) -> tuple[float, float, float]:
    """Return from when on they are surely within reach, and where they may be.

    The last from infinity, if that is not to be asked further.
    """
    wide = _widened(line, reach)
    first, last = _within(line, wide)
    fine = wide - reach <= FINE
    sure = first if fine else _within(line, reach - line.level)[0]
    if line.end <= reach * reach:
        sure = min(sure, 1.0)
    if line.start <= reach * reach:
        sure = 0.0
    return sure, np.inf if fine else first, last


@compiled
def _enough(room: Reals, count: int) -> Reals:
    """Return room for so many pieces, with what is in it."""
    if count <= room.shape[1]:
        return room
    more = np.empty((2, 2 * count, room.shape[2]))
    more[:, : room.shape[1]] = room
    return more


@compiled
def _cut(
    piece: tuple[float, float],
    part: tuple[float, float],
    until: float,
    out: tuple[Reals, int],
) -> int:
    """Note what is left of a piece, halved, unless little is left; return how many."""
    size, (pieces, count) = piece[1] - piece[0], out
    low, high = piece[0] + part[0] * size, min(piece[0] + part[1] * size, until)
    middle = high
    if high - low > size / _LITTLE:
        middle = (low + high) / 2
        pieces[count + 1, _LOW], pieces[count + 1, _HIGH] = middle, high
    pieces[count, _LOW], pieces[count, _HIGH] = low, middle
    return count + (2 if high - low > size / _LITTLE else 1)


@compiled
def closest(pairs: Pairs, of: Integers, count: int) -> tuple[Reals, Reals]:
    """Return how close they come, and when first so; arguments as there."""
    best, when = np.full(count, np.inf), np.zeros(count)
    room, begin = np.empty((2, _ROOM, 10)), 0
    for pair in range(count):
        end = begin
        while end < len(of) and of[end] == pair:
            end += 1
        best[pair], when[pair], room = _least_of(pairs, begin, end, room)
        begin = end
    return best, when


@compiled
def _least_of(
    pairs: Pairs, begin: int, end: int, room: Reals
) -> tuple[float, float, Reals]:
    """Return it of one pair, by the parts of its time; and the room, or more."""
    room = _enough(room, end - begin)
    best, when, count, now = np.inf, 0.0, end - begin, 0
    for part in range(count):
        room[now, part, _LOW], room[now, part, _HIGH] = 0.0, 1.0
        room[now, part, _PART] = begin + part
    while count:
        pieces = room[now]
        for apart, moment in _looked_at(pairs, pieces, count):
            if apart < best - FINE:
                best, when = apart, moment
        room = _enough(room, 2 * count)
        pieces, now, left = room[now], 1 - now, 0
        for each in range(count):
            piece = pieces[each]
            first, last = _within_kept(piece, best)
            if piece[_LEAST] < best - FINE and first <= 1:
                done = left
                ends = piece[_LOW], piece[_HIGH]
                left = _cut(ends, (first, last), 1.0, (room[now], left))
                for more in range(done, left):
                    room[now, more, _PART] = piece[_PART]
        count = left
    return best, when, room


Found = tuple[float, float]


@compiled
def _looked_at(pairs: Pairs, pieces: Reals, count: int) -> tuple[Found, Found, Found]:
    """Return the least distance at starts, within and at ends, and when first so.

    And keep beside each piece what its line says.
    """
    starts, within, ends = (np.inf, np.inf), (np.inf, np.inf), (np.inf, np.inf)
    for each in range(count):
        low, high = pieces[each, _LOW], pieces[each, _HIGH]
        two = _two(pairs, int(pieces[each, _PART]))
        line = _line(two, low, high)
        part = -line.along / line.way if line.way > 0 else 0.0
        part = min(max(part, 0.0), 1.0)
        middle = _moment(two, low + part * (high - low))
        starts = _nearer(starts, (np.sqrt(line.start), _moment(two, low)))
        within = _nearer(within, (_apart(two, middle), middle))
        ends = _nearer(ends, (np.sqrt(line.end), _moment(two, high)))
        pieces[each, _WAY], pieces[each, _ALONG] = line.way, line.along
        pieces[each, _ASIDE], pieces[each, _START] = line.aside, line.start
        pieces[each, _LEVEL], pieces[each, _UPRIGHT] = line.level, line.upright
        pieces[each, _LEAST] = _least(line, part)
    return starts, within, ends


@compiled
def _nearer(one: Found, other: Found) -> Found:
    """Return the lesser distance; of equal ones the earlier."""
    if other[0] < one[0] or (other[0] == one[0] and other[1] < one[1]):
        return other
    return one


@compiled
def _moment(two: _Two, fraction: float) -> float:
    return two.from_s + fraction * (two.until_s - two.from_s)


@compiled
def _difference(two: _Two, moment_s: float) -> tuple[float, float, float]:
    """Return how far the tips of a pair are apart on each axis."""
    a, b, c = at(two.one, moment_s)
    d, e, f = at(two.other, moment_s)
    return a - d, b - e, c - f


@compiled
def _apart(two: _Two, moment_s: float) -> float:
    x, y, z = _difference(two, moment_s)
    return float(np.sqrt(x * x + y * y + z * z))


@compiled
def _line(two: _Two, low: float, high: float) -> _Line:
    """Return the straight line that stands for a piece."""
    from_s, until_s = _moment(two, low), _moment(two, high)
    a, b, c = _difference(two, from_s)
    d, e, f = _difference(two, until_s)
    u, v, w = d - a, e - b, f - c
    span, one, other = until_s - from_s, two.one.rate, two.other.rate
    fastest = max(one, other)
    start, end = a * a + b * b + c * c, d * d + e * e + f * f
    bow = ROUNDED / 8 * (span * span)
    unlike = bow * abs(one * one - other * other)
    drawn = bow * (fastest * fastest) * np.sqrt(max(start, end))
    upright = unlike + drawn
    drawn += bow * (fastest * fastest) * upright
    level = unlike * fastest * abs(span) + drawn
    x, y, z = b * w - c * v, c * u - a * w, a * v - b * u
    return _Line(
        (a, b, c),
        (u, v, w),
        u * u + v * v + w * w,
        a * u + b * v + c * w,
        x * x + y * y + z * z,
        start,
        end,
        level,
        upright,
    )


@compiled
def _least(line: _Line, part: float) -> float:
    (a, b, c), (u, v, w) = line.here, line.step
    x, y, z = a + part * u, b + part * v, c + part * w
    square = x * x + y * y + z * z - line.upright * line.upright
    return float(np.sqrt(max(square, 0.0)) - line.level)


@compiled
def _widened(line: _Line, reach: float) -> float:
    wide = reach + line.level
    return float(np.sqrt(wide * wide + line.upright * line.upright))


@compiled
def _within(line: _Line, reach: float) -> tuple[float, float]:
    return _between((line.way, line.along, line.aside, line.start), reach)


@compiled
def _within_kept(piece: Reals, reach: float) -> tuple[float, float]:
    wide, upright = reach + piece[_LEVEL], piece[_UPRIGHT]
    line = piece[_WAY], piece[_ALONG], piece[_ASIDE], piece[_START]
    return _between(line, np.sqrt(wide * wide + upright * upright))


@compiled
def _between(
    line: tuple[float, float, float, float], reach: float
) -> tuple[float, float]:
    """Return from which part to which they are within reach; from infinity, never."""
    length, along, aside, start = line
    square = max(reach, 0.0) * max(reach, 0.0)
    over, under = start - square, length * square - aside
    way = np.sqrt(max(under, 0.0)) - along
    first = np.inf
    if over <= 0:
        first = 0.0
    elif along < 0 and under >= 0:
        first = over / way
    last = way / length if length > 0 else np.inf
    return first if first <= 1 and reach >= 0 else np.inf, min(last, 1.0)
