"""Compare one volume with all that is kept, at every message (clause 30.6).

The same answers as `pairs` gives, on a shorter way: boxes leave a handful of volumes,
which are looked at one by one, as plain numbers. What GEOS cannot judge is measured.
"""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import shapely

from detente.space import exact
from detente.space.cores import core
from detente.space.meeting import lateral, planar
from detente.space.picture import levels, picture, span
from detente.space.sphere import Integers
from detente.space.standing.boxes import Figures, asked
from detente.space.standing.kept import Kept
from detente.space.standing.outlined import Face, outlined
from detente.space.standing.plots import Plot
from detente.space.standing.possible import Levels, Possible
from detente.space.standing.quick import Quick
from detente.space.standing.told import told
from detente.space.volume import Minima, Volume

_AT_ONCE: Final = 10_000
"""How many areas are looked at, or drawn to be measured, at once."""


class _Drawn(NamedTuple):
    """An area on the chart of a face; `text` is what GEOS reads, if it may judge."""

    area: int
    face: Face
    question: Figures
    text: bytes


class _Met(NamedTuple):
    """An area of a volume that may meet area `own` of the one that is asked about."""

    own: int
    area: int
    volume: int


_Found: TypeAlias = tuple[set[int], list[_Met], list[int]]
"""Volumes that meet, pairs that are to be measured, and areas too wide for charts."""


class Asked:
    """A volume, ready to be compared with what is kept at some minima."""

    def __init__(self, volume: Volume, minima: Minima) -> None:
        """Take it as it is; it is drawn when that is asked for."""
        self.volume, self.minima = volume, minima
        self._told: Integers | None = None

    def conflicts(self, kept: Kept, gone: Collection[int] = ()) -> list[int]:
        """Return which of the volumes kept it conflicts with, in order.

        Args:
            kept: drawn for the same minima.
            gone: volumes that do not count.
        """
        found, measured, wide = (
            self._by_plots(kept, gone)
            if kept.quick is None
            else self._by_loops(kept, kept.quick, gone)
        )
        if wide or len(kept.far):
            measured += self._of_wide(kept, gone, wide)
        if measured:
            found.update(self._measured(kept, measured))
        return sorted(found)

    def _by_loops(self, kept: Kept, quick: Quick, gone: Collection[int]) -> _Found:
        """Look it up by the loops of `[fast]`."""
        if self._told is None:
            self._told = told(self.volume, self.minima)
        many, more, *found = quick.ask(self._told, self._own(kept)).tolist()
        pairs = [
            _Met(*found[at : at + 3])
            for at in range(many, many + more, 3)
            if found[at + 2] not in gone
        ]
        met = set(found[:many])
        return met.difference(gone) if gone else met, pairs, found[many + more :]

    def _by_plots(self, kept: Kept, gone: Collection[int]) -> _Found:
        """Look it up by numpy and GEOS."""
        possible = self._possible(kept, gone)
        drawn, wide = self._drawn
        found: set[int] = set()
        measured: list[_Met] = []
        for each in drawn:
            for (face, whose), plot in kept.plots.items():
                # Among what one party declared nothing conflicts (clause 30.6).
                if face == each.face and not 0 < whose == possible.own:
                    found.update(self._judged(each, plot, possible, measured))
        return found, measured, wide

    @cached_property
    def _levels(self) -> Levels:
        return _widened(levels(self.volume), self.minima.vertical_mm)

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [
            (start - self.minima.time_ms, end + self.minima.time_ms)
            for start, end in map(span, self.volume.windows)
        ]

    @cached_property
    def _drawn(self) -> tuple[list[_Drawn], list[int]]:
        """Its areas on the charts that they reach, and those too wide for them."""
        early = min(start for start, _ in self._spans)
        late = max(end for _, end in self._spans)
        _, _, lowest, _, _, highest = self._levels
        drawn, wide = [], []
        for number, area in enumerate(self.volume.areas):
            found = outlined(area, self.minima.lateral_mm)
            if found is None:
                wide.append(number)
                continue
            for face, begin, end, text in found:
                box = asked((*begin, early, lowest), (*end, late, highest))
                drawn.append(_Drawn(number, face, box, text))
        return drawn, wide

    def _own(self, kept: Kept) -> int:
        party = self.volume.party
        return kept.parties.index(party) if party in kept.parties else 0

    def _possible(self, kept: Kept, gone: Collection[int]) -> Possible:
        return Possible(kept, gone, self._own(kept), self._levels, self._spans)

    def _judged(
        self, drawn: _Drawn, plot: Plot, possible: Possible, measured: list[_Met]
    ) -> Iterator[int]:
        """Yield the volumes that an area meets; add those that are to be measured."""
        entries, shapes = plot.meeting(drawn.question)
        if not len(entries):
            return
        judged, texts, shape = [], [drawn.text], shapes.tolist()
        for at, area, volume in possible.of(entries):
            met = _Met(drawn.area, area, volume)
            text = plot.written(shape[at]) if drawn.text else b""
            if text:
                judged.append(met)
                texts.append(text)
            else:
                measured.append(met)
        if judged:
            drawings = shapely.from_wkb(texts)

            def exactly(row: int) -> bool:
                mine = core(self.volume.areas[drawn.area])
                theirs = possible.kept.areas.core(judged[row].area)
                return exact.meet(mine, theirs, planar.TOUCHING)

            meet = planar.meet(drawings[0], drawings[1:], exactly).tolist()
            for each, does in zip(judged, meet, strict=True):
                if does:
                    yield each.volume

    def _of_wide(
        self, kept: Kept, gone: Collection[int], wide: list[int]
    ) -> Iterator[_Met]:
        """Yield pairs of areas of which one is too wide for the charts."""
        possible = self._possible(kept, gone)
        far, every = kept.far, np.arange(len(kept.rows))
        for own in range(len(self.volume.areas)):
            for _, area, volume in possible.of(every if own in wide else far):
                yield _Met(own, area, volume)

    def _measured(self, kept: Kept, pairs: list[_Met]) -> Iterator[int]:
        """Yield the volumes of areas that measuring finds to meet."""
        for begin in range(0, len(pairs), _AT_ONCE):
            some = np.array(pairs[begin : begin + _AT_ONCE], dtype=np.int64)
            own, area, volume = some.T
            other = lateral.drawn(kept.areas.taken(area))
            every = np.arange(len(area))
            meet = lateral.meets(self._alone, own, other, every, self.minima.lateral_mm)
            yield from volume[meet].tolist()

    @cached_property
    def _alone(self) -> lateral.Drawn:
        """Its areas with what measuring asks for."""
        return lateral.drawn(picture([self.volume]).areas)


def _widened(limits: Levels, by_mm: int) -> Levels:
    lower, datum, lowest, upper, other, highest = limits
    return (
        *(lower - by_mm, datum, lowest - by_mm),
        *(upper + by_mm, other, highest + by_mm),
    )
