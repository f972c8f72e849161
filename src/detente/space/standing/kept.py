"""Keep the volumes of a live picture: narrow columns, and no Python object a volume.

What each column costs stands in adr/0010.
"""

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

import numpy as np

from detente.space.meeting.charts import charted
from detente.space.meeting.entries import Entries, entries
from detente.space.picture import Areas, Levels, Picture, Spans
from detente.space.sphere import Integers
from detente.space.standing.names import Names
from detente.space.standing.narrow import narrow
from detente.space.standing.parts import taken
from detente.space.standing.plots import Plot, plot

_VOLUME: Final = Entries._fields.index("volume")


class Kept(NamedTuple):
    """Volumes that one question can be asked of.

    `entries` are in the order of volumes, areas and windows, each a row of all that
    `Entries` tells of it; `far` are those of areas too wide for the charts.
    """

    names: Names
    parties: tuple[str, ...]
    entries: Integers
    areas: Areas
    plots: Mapping[tuple[int, int], Plot]
    far: Integers

    @classmethod
    def of(cls, picture: Picture, lateral_mm: int) -> "Kept":
        """Return a picture as it is kept, drawn for a lateral minimum.

        Raises:
            Misasked: two volumes bear one id, or one is wider than half the Earth.
        """
        areas, names = picture.areas, Names.of(picture.ids)
        every, _ = entries(picture, np.arange(len(areas.of)))
        found = charted(areas, lateral_mm)
        plots = {
            chart.face: plot(areas, every, chart, wider=lateral_mm > 0)
            for chart in found.charts
        }
        rows: Integers = np.column_stack(every)
        far = np.flatnonzero(np.isin(every.area, found.wide))
        return cls(
            names, tuple(picture.parties), rows, _narrow(areas), plots, narrow(far)
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
        rows = self.entries[stands[self.entries[:, _VOLUME]]]
        entries = Entries._make(rows.T)
        volume = number[entries.volume]
        first = np.flatnonzero(np.diff(volume, prepend=-1))
        # Every area of a volume has all its windows: those of the first are the spans.
        spans = entries.area == entries.area[first][volume]
        told = entries.take(first)
        areas = taken(self.areas, np.flatnonzero(stands[self.areas.of]))
        return Picture(
            [self.names(at) for at in np.flatnonzero(stands).tolist()],
            self.parties,
            told.party,
            _levels(told),
            Spans(volume[spans], entries.start_ms[spans], entries.end_ms[spans]),
            areas._replace(of=number[areas.of]),
        )


def _levels(entries: Entries) -> Levels:
    found = Levels._make(getattr(entries, name) for name in Levels._fields)
    return found._replace(
        lower_datum=found.lower_datum.astype(np.int8),
        upper_datum=found.upper_datum.astype(np.int8),
    )


def _narrow(areas: Areas) -> Areas:
    return Areas(
        narrow(areas.of),
        narrow(areas.reach_mm),
        areas.closed,
        *map(narrow, (areas.rings, areas.corners, areas.directions)),
    )
