"""Compare one volume with all that is kept, at every message (clause 30.6).

The same answers as `pairs` gives, on a shorter way: boxes leave a handful of volumes,
which are looked at one by one, as plain numbers. What GEOS cannot judge is measured.
"""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import shapely

from detente.space import exact
from detente.space.cores import core
from detente.space.meeting import lateral, planar
from detente.space.picture import levels, picture, span
from detente.space.standing.boxes import Figures, asked
from detente.space.standing.kept import Kept
from detente.space.standing.outlined import Face, outlined
from detente.space.standing.parts import taken
from detente.space.standing.plots import Plot
from detente.space.standing.possible import Levels, Possible
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


class Asked:
    """A volume, ready to be compared with what is kept at some minima."""

    def __init__(self, volume: Volume, minima: Minima) -> None:
        """Draw it on the charts that it reaches."""
        self.volume, self.minima = volume, minima
        self._levels = _widened(levels(volume), minima.vertical_mm)
        self._spans = [
            (start - minima.time_ms, end + minima.time_ms)
            for start, end in map(span, volume.windows)
        ]
        early, late = min(self._spans)[0], max(end for _, end in self._spans)
        _, _, lowest, _, _, highest = self._levels
        self._drawn: list[_Drawn] = []
        self._wide: list[int] = []
        for number, area in enumerate(volume.areas):
            found = outlined(area, minima.lateral_mm)
            if found is None:
                self._wide.append(number)
                continue
            for face, begin, end, text in found:
                box = asked((*begin, early, lowest), (*end, late, highest))
                self._drawn.append(_Drawn(number, face, box, text))

    def conflicts(self, kept: Kept, gone: Collection[int] = ()) -> list[int]:
        """Return which of the volumes kept it conflicts with, in order.

        Args:
            kept: drawn for the same minima.
            gone: volumes that do not count.
        """
        possible = self._possible(kept, gone)
        found: set[int] = set()
        measured: list[_Met] = []
        for drawn in self._drawn:
            plot = kept.plots.get(drawn.face)
            if plot is not None:
                found.update(self._judged(drawn, plot, possible, measured))
        if self._wide or len(kept.far):
            measured += self._of_wide(kept, possible)
        if measured:
            found.update(self._measured(kept, measured))
        return sorted(found)

    def _possible(self, kept: Kept, gone: Collection[int]) -> Possible:
        party = self.volume.party
        own = kept.parties.index(party) if party in kept.parties else 0
        return Possible(kept, gone, own, self._levels, self._spans)

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

    def _of_wide(self, kept: Kept, possible: Possible) -> Iterator[_Met]:
        """Yield pairs of areas of which one is too wide for the charts."""
        for own in {each.area for each in self._drawn}:
            for _, area, volume in possible.of(kept.far):
                yield _Met(own, area, volume)
        for own in self._wide:
            for _, area, volume in possible.of(np.arange(len(kept.entries))):
                yield _Met(own, area, volume)

    def _measured(self, kept: Kept, pairs: list[_Met]) -> Iterator[int]:
        """Yield the volumes of areas that measuring finds to meet."""
        for begin in range(0, len(pairs), _AT_ONCE):
            some = np.array(pairs[begin : begin + _AT_ONCE], dtype=np.int64)
            own, area, volume = some.T
            other = lateral.drawn(taken(kept.areas, area))
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
