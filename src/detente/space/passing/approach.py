"""Find when two objects first come within reach, and when they are closest.

Between two moments the tips of two directions are taken to move past each other on a
straight line. How wrong that can be is known (`_line`). Where it leaves the answer
open, and there alone, the time is cut, until the line is wrong by less than 0.03 mm. So
nothing is sampled, nothing is assumed of the shape of two courses, and no pole or date
line is special (clause 32.3).
"""

from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space.passing.course import Courses, at, of_rows, squared
from detente.space.sphere import Integers, Reals

FINE: Final = 5e-12
"""In radians; 0.03 mm."""
_SQUARES_ROUNDED: Final = 1e-15
MOMENT_S: Final = 1e-6
ROUNDED: Final = 1.001
"""More than rounding, and the terms of higher order, add to a bound."""


Pair: TypeAlias = tuple[Integers, Integers]


class Pairs(NamedTuple):
    """Pairs of objects, each from one moment to another, which may be earlier."""

    courses: Courses
    one: Integers
    other: Integers
    from_s: Reals
    until_s: Reals

    def those(self, rows: Integers) -> "Pairs":
        """Return some of these pairs."""
        return Pairs(
            self.courses,
            self.one[rows],
            self.other[rows],
            self.from_s[rows],
            self.until_s[rows],
        )

    def backwards(self) -> "Pairs":
        """Return the same pairs, looked at from the end."""
        return self._replace(from_s=self.until_s, until_s=self.from_s)


class _Pieces(NamedTuple):
    """Parts of the time of pairs, as fractions: 0 the first moment, 1 the last."""

    pair: Integers
    low: Reals
    high: Reals

    def cut(self, keep: Integers, first: Reals, last: Reals, until: Reals) -> "_Pieces":
        """Return what is left of some pieces; halved, unless little is left.

        Args:
            keep: which pieces.
            first: from which part of each.
            last: to which part of each.
            until: after which fraction of a pair's time nothing is sought.
        """
        pair, size = self.pair[keep], self.high[keep] - self.low[keep]
        low = self.low[keep] + first[keep] * size
        high = np.minimum(self.low[keep] + last[keep] * size, until[pair])
        much = np.flatnonzero(high - low > size / 4)
        middle = high.copy()
        middle[much] = (low[much] + high[much]) / 2
        return _Pieces(
            np.concatenate([pair, pair[much]]),
            np.concatenate([low, middle[much]]),
            np.concatenate([middle, high[much]]),
        )

    def fraction(self, part: Reals) -> Reals:
        """Return where a part of each piece ends, as a fraction of the pair's time."""
        found: Reals = self.low + part * (self.high - self.low)
        return found


class _Line(NamedTuple):
    """How one tip moves past the other on a straight line, and how wrong that may be.

    `start`, `end` and `way` are squared lengths; `aside` is the squared distance of the
    whole line, times `way`. It comes from a cross product: b^2 - 4ac would lose half of
    the figures where two meet exactly.
    """

    here: Reals
    step: Reals
    way: Reals
    along: Reals
    aside: Reals
    start: Reals
    end: Reals
    level: Reals
    upright: Reals

    def closest(self) -> Reals:
        """Return the part of the time, from 0 to 1, at which they are closest."""
        none = np.zeros_like(self.way)
        part = np.divide(-self.along, self.way, out=none, where=self.way > 0)
        found: Reals = np.clip(part, 0, 1)
        return found

    def least(self, part: Reals) -> Reals:
        """Return how far apart they are at least, if the line is closest there."""
        square = squared(self.here + part * self.step) - self.upright**2
        found: Reals = np.sqrt(np.maximum(square, 0)) - self.level
        return found

    def widened(self, reach: Reals | float) -> Reals:
        """Return within which reach the line is wherever the tips are within one."""
        found: Reals = np.sqrt((reach + self.level) ** 2 + self.upright**2)
        return found

    def within(self, reach: Reals) -> tuple[Reals, Reals]:
        """Return from which part to which they are within reach; from infinity, never.

        The roots are taken in the form that does not cancel.
        """
        square = np.maximum(reach, 0) ** 2
        over = self.start - square
        under = self.way * square - self.aside
        root = np.sqrt(np.maximum(under, 0))
        none = np.full_like(root, np.inf)
        nearing = (self.along < 0) & (under >= 0)
        way = root - self.along
        first = np.divide(over, way, out=none.copy(), where=nearing)
        first = np.where(over <= 0, 0.0, first)
        last = np.divide(way, self.way, out=none, where=self.way > 0)
        return np.where((first <= 1) & (reach >= 0), first, np.inf), np.minimum(last, 1)


def _line(here: Reals, there: Reals, rates: tuple[Reals, Reals], span: Reals) -> _Line:
    """Return the straight line between both ends, and by how much it may be wrong.

    A curve departs from its chord by at most an eighth of the time squared, times its
    second derivative. With d and D the directions, w and W their rates, that of d - D
    is half of (W^2 - w^2)(d + D) - (w^2 + W^2)(d - D). Now d - D itself stands upright
    on d + D at every moment. So an error along d + D (`upright`) makes the line longer
    alone, and by little; across it (`level`) the first term counts only as far as
    d + D has turned meanwhile.
    """
    start, end = squared(here), squared(there)
    step = there - here
    along = here[0] * step[0] + here[1] * step[1] + here[2] * step[2]
    one, other = rates
    bow = ROUNDED / 8 * span**2
    unlike = bow * np.abs(one**2 - other**2)
    drawn = bow * np.maximum(one, other) ** 2 * np.sqrt(np.maximum(start, end))
    upright = unlike + drawn
    # The greatest distance is at an end, but for the error itself.
    drawn += bow * np.maximum(one, other) ** 2 * upright
    level = unlike * np.maximum(one, other) * np.abs(span) + drawn
    aside = _crossed(here, step)
    return _Line(here, step, squared(step), along, aside, start, end, level, upright)


def _crossed(a: Reals, b: Reals) -> Reals:
    """Return the squared length of the cross product of each two columns."""
    x = a[1] * b[2] - a[2] * b[1]
    y = a[2] * b[0] - a[0] * b[2]
    z = a[0] * b[1] - a[1] * b[0]
    found: Reals = x * x + y * y + z * z
    return found


def straight_square(turn: float, reach: float) -> float:
    """Return what the squared chord on a straight line is at most, if within reach.

    As in `_line`, for the fastest; who comes within reach is not far at the ends.

    Args:
        turn: the most by which a direction turns.
        reach: the chord.
    """
    bow, far = ROUNDED / 8 * turn**2, reach + 2 * turn
    upright, level = bow * (1 + far), bow * (turn + 2 * far)
    return (reach + level) ** 2 + upright**2 + _SQUARES_ROUNDED


class Passing:
    """Says of many pairs which may come within reach between two moments.

    By where all objects are at both; this costs no sine, and leaves little more than
    what does come within reach.
    """

    def __init__(self, ends: tuple[Reals, Reals], turn: float, reach: float) -> None:
        """Take what all pairs have in common.

        Args:
            ends: all directions at both moments.
            turn: the most by which a direction turns between them.
            reach: the chord.
        """
        here, there = ends
        self._moves = np.concatenate([here, there - here])
        self._square = straight_square(turn, reach)

    def may(
        self, pair: Pair, low: Reals | float = 0.0, high: Reals | float = 1.0
    ) -> npt.NDArray[np.bool_]:
        """Say it of pairs, each from one part of the time to another."""
        x, y, z, u, v, w = self._moves.take(pair[0], 1) - self._moves.take(pair[1], 1)
        along, way = x * u + y * v + z * w, u * u + v * v + w * w
        part = np.divide(-along, way, out=np.zeros_like(way), where=way > 0)
        part = np.clip(part, low, high)
        found = x * x + y * y + z * z + part * (2 * along + part * way)
        close: npt.NDArray[np.bool_] = found <= self._square
        return close


def _moment(pairs: Pairs, pair: Integers, fraction: Reals) -> Reals:
    start = pairs.from_s[pair]
    found: Reals = start + fraction * (pairs.until_s[pair] - start)
    return found


def _line_of(pairs: Pairs, pieces: _Pieces) -> _Line:
    """Return the straight line that stands for each piece."""
    pair = pieces.pair
    low, high = (_moment(pairs, pair, fraction) for fraction in pieces[1:])
    one = of_rows(pairs.courses, pairs.one[pair])
    other = of_rows(pairs.courses, pairs.other[pair])
    here = at(one, low) - at(other, low)
    there = at(one, high) - at(other, high)
    return _line(here, there, (one.rate, other.rate), high - low)


def _apart(pairs: Pairs, pair: Integers, when: Reals) -> Reals:
    """Return how far apart the tips are at a moment."""
    one = at(of_rows(pairs.courses, pairs.one[pair]), when)
    other = at(of_rows(pairs.courses, pairs.other[pair]), when)
    return np.sqrt(squared(one - other))


def first_within(pairs: Pairs, reach: float) -> Reals:
    """Return at which moment each pair first comes within reach; infinity: never.

    Args:
        pairs: the time of each so short that neither object turns by more than 0.02.
        reach: as the chord between the tips of two directions.
    """
    count = len(pairs.one)
    best = np.full(count, np.inf)
    pieces = _Pieces(np.arange(count), np.zeros(count), np.ones(count))
    moment = MOMENT_S / np.maximum(np.abs(pairs.until_s - pairs.from_s), MOMENT_S)
    while len(pieces.pair):
        line = _line_of(pairs, pieces)
        wide = line.widened(reach)
        first, last = line.within(wide)
        fine = wide - reach <= FINE
        sure = np.where(fine, first, line.within(reach - line.level)[0])
        sure = np.where(line.end <= reach * reach, np.minimum(sure, 1), sure)
        sure = np.where(line.start <= reach * reach, 0, sure)
        known = np.flatnonzero(sure <= 1)
        found = pieces.fraction(np.where(sure <= 1, sure, 1))[known]
        np.minimum.at(best, pieces.pair[known], found)
        before = pieces.fraction(np.where(first <= 1, first, np.inf))
        earlier = before < best[pieces.pair] - moment[pieces.pair]
        pieces = pieces.cut(np.flatnonzero(~fine & earlier), first, last, best)
    met = np.isfinite(best)
    when = _moment(pairs, np.arange(count), np.where(met, best, 0))
    return np.where(met, when, np.inf)


def closest(pairs: Pairs, of: Integers, count: int) -> tuple[Reals, Reals]:
    """Return how close they come, and when first so.

    Args:
        pairs: parts of the time of each pair, which follow one another.
        of: to which pair each part belongs.
        count: how many pairs there are.

    Returns:
        For each pair the chord between the tips, and the moment.
    """
    best, when = np.full(count, np.inf), np.zeros(count)
    parts = len(pairs.one)
    pieces = _Pieces(np.arange(parts), np.zeros(parts), np.ones(parts))
    whole = np.ones(parts)
    while len(pieces.pair):
        line = _line_of(pairs, pieces)
        part = line.closest()
        pair = of[pieces.pair]
        middle = _moment(pairs, pieces.pair, pieces.fraction(part))
        ends = (_moment(pairs, pieces.pair, fraction) for fraction in pieces[1:])
        there = _apart(pairs, pieces.pair, middle)
        _improve(best, when, pair, np.sqrt(line.start), next(ends))
        _improve(best, when, pair, there, middle)
        _improve(best, when, pair, np.sqrt(line.end), next(ends))
        goal = best[pair]
        first, last = line.within(line.widened(goal))
        better = (line.least(part) < goal - FINE) & (first <= 1)
        pieces = pieces.cut(np.flatnonzero(better), first, last, whole)
    return best, when


def _improve(
    best: Reals, when: Reals, pair: Integers, apart: Reals, moment: Reals
) -> None:
    """Take distances where they are less than what is known; of equals the earliest."""
    rows = np.flatnonzero(apart < best[pair] - FINE)
    rows = rows[np.lexsort((moment[rows], apart[rows], pair[rows]))]
    _, leading = np.unique(pair[rows], return_index=True)
    rows = rows[leading]
    best[pair[rows]], when[pair[rows]] = apart[rows], moment[rows]
