"""Find every pair of volumes that conflict (clause 30.6).

Candidates come from trees of boxes, one for each chart and stretch of time; times,
parties and heights are compared as columns, and what is left is judged by GEOS on the
chart, or measured. Among many volumes compiled loops do both, where they can be had.
What comes out is the set of pairs that comparing each with each gives, in order; only
the way there is shorter.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from detente.space import exact
from detente.space.kernels import compiled
from detente.space.kernels.figures import MEET, OPEN
from detente.space.meeting import gridded, hulls, lateral, planar
from detente.space.meeting.charts import charted
from detente.space.meeting.entries import Compared, entries, possible
from detente.space.meeting.sheets import Sheet
from detente.space.picture import Flags, Picture
from detente.space.sphere import Integers
from detente.space.volume import TOUCHING, Minima

ENGINE: Final = "detente-space/1"
"""By which rules pairs are found; another number may find others (clause 30.8)."""
MOST_AT_ONCE: Final = 200_000


def among(
    one: Picture, minima: Minima = TOUCHING, *, fast: bool | None = None
) -> Integers:
    """Return the pairs of one picture that conflict: rows of two volumes, in order.

    The first of each row stands before the second in the picture.
    """
    prepared = Prepared(one, minima.lateral_mm)
    return conflicts(prepared, prepared, minima, fast=fast)


def between(
    one: Picture,
    other: Picture,
    minima: Minima = TOUCHING,
    *,
    fast: bool | None = None,
) -> Integers:
    """Return the pairs of two pictures that conflict: rows of one of each, in order."""
    lateral_mm = minima.lateral_mm
    two = Prepared(one, lateral_mm), Prepared(other, lateral_mm)
    return conflicts(*two, minima, fast=fast)


class Prepared:
    """A picture ready to be compared at a lateral minimum; made once, used often."""

    def __init__(self, picture: Picture, lateral_mm: int) -> None:
        """Draw it on the charts."""
        self.picture, self.areas = picture, picture.areas
        found = charted(self.areas, lateral_mm)
        drawn = (Sheet(picture, each) for each in found.charts)
        self.sheets = {each.face: each for each in drawn}
        self.wide = found.wide
        self.flat = self.areas.flat

    @cached_property
    def drawn(self) -> lateral.Drawn:
        """Its areas with what measuring asks for."""
        return lateral.drawn(self.areas)

    @property
    def every(self) -> Integers:
        """All its areas."""
        return np.arange(len(self.areas.of))


def conflicts(
    one: Prepared, other: Prepared, minima: Minima, *, fast: bool | None = None
) -> Integers:
    """Return the pairs that conflict, of two pictures or of one with itself.

    Args:
        one: a picture.
        other: another, or the same one.
        minima: how far apart volumes must lie; both are prepared for its lateral one.
        fast: whether by `detente.space.kernels.compiled`; None: if there are many.
    """
    many = len(one.picture.party) + len(other.picture.party) * (one is not other)
    search = _Search(one, other, minima, fast=compiled.chosen(many, fast=fast))
    found = [np.empty((0, 2), dtype=np.int64), *search.on_charts(), *search.of_wide()]
    i, j = np.concatenate(found).T
    count = max(1, len(other.picture.party))
    pairs = np.sort(i * count + j)
    once = pairs[np.append(True, np.diff(pairs) > 0)[: len(pairs)]]
    return np.stack([once // count, once % count], 1)


class _Search:
    """One search for conflicts; pairs of entries turn into pairs of volumes."""

    def __init__(
        self, one: Prepared, other: Prepared, minima: Minima, *, fast: bool
    ) -> None:
        self.one, self.other, self.minima = one, other, minima
        self.of_one, self.fast = one is other, fast

    def on_charts(self) -> Iterator[Integers]:
        """Yield pairs of volumes that conflict on the chart of a face."""
        for face in self.one.sheets.keys() & self.other.sheets.keys():
            mine, theirs = self.one.sheets[face], self.other.sheets[face]
            met = self._joined(mine, theirs)
            found = self._left(met, repeated=mine.repeated or theirs.repeated)
            yield self._volumes(found, self._meet_on(mine, theirs, found))

    def _joined(self, mine: Sheet, theirs: Sheet) -> Iterator[Compared]:
        """Return the pairs of entries whose boxes meet, and whose times may."""
        if not self.fast:
            return mine.joined(theirs, self.minima.time_ms, of_one=self.of_one)
        if self.of_one:
            return gridded.within(mine.gridded, mine.entries, self.minima)
        sheets = (mine.boxes, mine.entries), (theirs.boxes, theirs.entries)
        return gridded.between(*sheets, self.minima)

    def of_wide(self) -> Iterator[Integers]:
        """Yield pairs of which one is too wide for the charts."""
        one, other = self.one, self.other
        if not (len(one.wide) or len(other.wide)):
            return
        pairs = [*self._each_with_all(one.wide, other.every)]
        if not self.of_one:
            pairs += self._each_with_all(one.every, other.wide)
        found = self._left(pairs, repeated=True)
        yield self._volumes(found, self._measured(found.i, found.j))

    def _each_with_all(self, some: Integers, more: Integers) -> Iterator[Compared]:
        one, _ = entries(self.one.picture, some)
        other, _ = entries(self.other.picture, more)
        width = len(other.area)
        step = max(1, MOST_AT_ONCE // max(1, width))
        for begin in range(0, len(one.area) if width else 0, step):
            count = min(step, len(one.area) - begin)
            i = np.repeat(np.arange(begin, begin + count), width)
            yield Compared(one, i, other, np.tile(np.arange(width), count))

    def _left(self, found: Iterable[Compared], *, repeated: bool) -> "_Left":
        """Return the pairs of areas that are left to be measured, each once.

        Args:
            found: pairs of entries.
            repeated: whether an area may stand in several entries.
        """
        pairs = [np.empty((4, 0), dtype=np.int64)]
        for each in found:
            kept = possible(each, self.minima, of_one=self.of_one)
            i, j = kept.one.area[kept.i], kept.other.area[kept.j]
            pairs.append(np.stack([i, j, kept.i, kept.j]))
        left = _Left(*np.concatenate(pairs, axis=1))
        count = len(self.other.areas.of)
        # As they come neighbours stand together, which is worth more than any order.
        return left.once(count, of_one=self.of_one) if repeated else left

    def _meet_on(self, mine: Sheet, theirs: Sheet, left: "_Left") -> Flags:
        """Say of pairs of areas whether they meet; the chart is good for both."""
        found = np.zeros(len(left.i), dtype=np.bool_)
        flat = self.one.flat[left.i] & self.other.flat[left.j]
        flat &= self.minima.lateral_mm == 0
        rows = np.flatnonzero(~flat)
        found[rows] = self._measured(left.i[rows], left.j[rows])
        rows = np.flatnonzero(flat)
        found[rows] = self._judged(mine, theirs, left.take(rows))
        return found

    def _judged(self, mine: Sheet, theirs: Sheet, left: "_Left") -> Flags:
        """Say of pairs of polygons whether they meet."""
        if not self.fast:
            return self._by_hulls(mine, theirs, left)
        i, j = mine.places(left.entry_i), theirs.places(left.entry_j)
        said = compiled.judged(mine.outlined, i, theirs.outlined, j)
        found = np.asarray(said == MEET)
        for row in np.flatnonzero(said == OPEN).tolist():
            found[row] = self._exactly(left, row)
        return found

    def _by_hulls(self, mine: Sheet, theirs: Sheet, left: "_Left") -> Flags:
        """Say so by hulls, which decide most of them, and by GEOS."""
        pairs = mine.hulls, left.entry_i, theirs.hulls, left.entry_j
        found = hulls.overlap(*pairs)
        rows = np.flatnonzero(~(found | hulls.parted(*pairs)))
        open_ = left.take(rows)
        a, b = mine.outlines(open_.entry_i), theirs.outlines(open_.entry_j)
        found[rows] = planar.meets(a, b, lambda row: self._exactly(open_, row))
        return found

    def _exactly(self, left: "_Left", row: int) -> bool:
        """Say of a pair by whole numbers whether its polygons meet."""
        core = self.one.areas.core(int(left.i[row]))
        other = self.other.areas.core(int(left.j[row]))
        return exact.meet(core, other, planar.TOUCHING)

    def _measured(self, i: Integers, j: Integers) -> Flags:
        if not len(i):
            return np.zeros(0, dtype=np.bool_)
        one, other = self.one.drawn, self.other.drawn
        return lateral.meets(one, i, other, j, self.minima.lateral_mm)

    def _volumes(self, left: "_Left", meet: Flags) -> Integers:
        one, other = self.one.areas.of, self.other.areas.of
        pairs = np.stack([one[left.i[meet]], other[left.j[meet]]], 1)
        return np.sort(pairs, axis=1) if self.of_one else pairs


class _Left(NamedTuple):
    """Pairs of areas that may meet, and entries of theirs."""

    i: Integers
    j: Integers
    entry_i: Integers
    entry_j: Integers

    def take(self, at: Integers) -> "_Left":
        """Return some of them."""
        return _Left._make(column[at] for column in self)

    def once(self, count: int, *, of_one: bool) -> "_Left":
        """Return each pair once; in areas of one picture the order says nothing.

        Args:
            count: how many areas there are on the other side.
            of_one: whether the other side is the same picture.
        """
        i, j = self.i, self.j
        low, high = (np.minimum(i, j), np.maximum(i, j)) if of_one else (i, j)
        _, at = np.unique(low * count + high, return_index=True)
        return self.take(at)
