"""Keep an entry as one row of eight figures: a line of memory holds all of it.

Figures are when it begins and ends; its lower limit as it stands and how low that may
be, its upper one and how high; whose it is; its volume and area.
"""

from typing import Final

import numpy as np

from detente.space.meeting.entries import Entries
from detente.space.picture import Flags
from detente.space.sphere import Integers

START, END, LOWER, LOWEST, UPPER, HIGHEST, WHOSE, WHAT = range(8)
PARTY: Final = 8
"""Above so many bits of whose it is stands the party."""
FLAT: Final = 6
"""That bit says that the area is a polygon with nothing around it."""
DATUM: Final = 3
"""So many bits tell a datum, nought an unknown one: the lower before the upper."""
DATA: Final = (1 << DATUM) - 1
VOLUME: Final = 32
"""Above so many bits of what it is stands the volume, in them the area."""
AREA: Final = (1 << VOLUME) - 1


def rows(entries: Entries, flat: Flags) -> Integers:
    """Return entries as rows.

    Args:
        entries: of one picture.
        flat: of each area of that picture, whether it is a polygon with nothing around.
    """
    found = np.empty((len(entries.area), 8), dtype=np.int64)
    found[:, START], found[:, END] = entries.start_ms, entries.end_ms
    found[:, LOWER], found[:, LOWEST] = entries.lower_mm, entries.lowest_mm
    found[:, UPPER], found[:, HIGHEST] = entries.upper_mm, entries.highest_mm
    whose, what = found[:, WHOSE], found[:, WHAT]
    whose[:] = entries.party << PARTY
    whose |= flat[entries.area].astype(np.int64) << FLAT
    whose |= (entries.lower_datum + 1).astype(np.int64) << DATUM
    whose |= entries.upper_datum + 1
    what[:] = entries.volume << VOLUME
    what |= entries.area
    return found


def entries(of: Integers) -> Entries:
    """Return the entries that rows were made of."""
    whose, what = of[:, WHOSE], of[:, WHAT]
    return Entries(
        what & AREA,
        what >> VOLUME,
        whose >> PARTY,
        of[:, START],
        of[:, END],
        of[:, LOWER],
        ((whose >> DATUM & DATA) - 1).astype(np.int8),
        of[:, LOWEST],
        of[:, UPPER],
        ((whose & DATA) - 1).astype(np.int8),
        of[:, HIGHEST],
    )
