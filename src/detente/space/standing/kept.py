"""Keep the volumes of a live picture: narrow columns, and no Python object a volume.

What each column costs stands in adr/0010.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np

from detente.space.meeting.charts import charted
from detente.space.meeting.entries import Entries, entries
from detente.space.picture import Levels, Picture, Spans
from detente.space.sphere import Integers
from detente.space.standing.names import Names
from detente.space.standing.narrow import narrow
from detente.space.standing.outlined import Face
from detente.space.standing.packed import Lying
from detente.space.standing.plots import Plot, boxed, plot
from detente.space.standing.quick import Quick, quick
from detente.space.standing.rows import AREA, VOLUME, WHAT, rows
from detente.space.standing.rows import entries as entries_of


class Kept(NamedTuple):
    """Volumes that one question can be asked of.

    `rows` are entries in the order of volumes, areas and windows, each all that
    `Entries` tells of it; `far` are those of areas too wide for the charts. What lies
    on the charts stands in `plots`, by face and by whose it is as `Boxed` has it, or in
    `quick` for the loops of `[fast]`.
    """

    names: Names
    parties: tuple[str, ...]
    rows: Integers
    areas: Lying
    plots: Mapping[tuple[Face, int], Plot]
    far: Integers
    quick: Quick | None

    @classmethod
    def of(cls, picture: Picture, lateral_mm: int, *, fast: bool = False) -> "Kept":
        """Return a picture as it is kept, drawn for a lateral minimum.

        Args:
            picture: the volumes.
            lateral_mm: the lateral minimum.
            fast: whether it is asked by `detente.space.kernels.compiled`.

        Raises:
            Misasked: two volumes bear one id, or one is wider than half the Earth.
        """
        areas, names = picture.areas, Names.of(picture.ids)
        kept, lying = _rows(picture), Lying.of_areas(areas)
        charts, wide = charted(areas, lateral_mm)
        drawn = boxed(kept, len(areas.of), charts)
        wider = lateral_mm > 0
        plots = (
            {}
            if fast
            else {
                (each.chart.face, each.whose): plot(areas, each, wider=wider)
                for each in drawn
            }
        )
        return cls(
            names,
            tuple(picture.parties),
            kept,
            lying,
            plots,
            narrow(np.flatnonzero(np.isin(kept[:, WHAT] & AREA, wide))),
            quick(kept, lying, drawn) if fast else None,
        )

    @property
    def size(self) -> int:
        """How many volumes it holds."""
        return len(self.names.order)

    def picture(self, gone: Collection[int] = ()) -> Picture:
        """Return the volumes as a picture, without those that are gone."""
        stands = np.ones(self.size, dtype=np.bool_)
        stands[list(gone)] = False
        number = np.cumsum(stands) - 1
        of = entries_of(self.rows[stands[self.rows[:, WHAT] >> VOLUME]])
        volume = number[of.volume]
        first = np.flatnonzero(np.diff(volume, prepend=-1))
        # Every area of a volume has all its windows: those of the first are the spans.
        spans = of.area == of.area[first][volume]
        told = of.take(first)
        areas = self.areas.taken(np.flatnonzero(stands[self.areas.of]))
        return Picture(
            [self.names(at) for at in np.flatnonzero(stands).tolist()],
            self.parties,
            told.party,
            _levels(told),
            Spans(volume[spans], of.start_ms[spans], of.end_ms[spans]),
            areas._replace(of=number[areas.of]),
        )


def _rows(picture: Picture) -> Integers:
    """Return all entries of a picture; their columns are given up as soon as may be."""
    every, _ = entries(picture, np.arange(len(picture.areas.of)))
    return rows(every, picture.areas.flat)


def _levels(entries: Entries) -> Levels:
    found = Levels._make(getattr(entries, name) for name in Levels._fields)
    return found._replace(
        lower_datum=found.lower_datum.astype(np.int8),
        upper_datum=found.upper_datum.astype(np.int8),
    )
