"""Look at entries one by one: may they conflict with one volume, but for their areas?

Times, parties and heights as `entries` compares them (clauses 30.4 to 30.6), for the
few that boxes leave: rows of plain numbers are looked at before columns are made.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from detente.space.picture import UNKNOWN
from detente.space.sphere import Integers
from detente.space.standing.kept import Kept
from detente.space.standing.rows import AREA, DATA, DATUM, PARTY, VOLUME

Levels: TypeAlias = tuple[int, int, int, int, int, int]
_AT_ONCE: Final = 10_000


class Possible(NamedTuple):
    """What is kept, seen from one volume.

    `levels` are its limits as in `picture.levels`, `spans` its windows, the minima
    around both. `own` is its party there, nought if it may be anybody's.
    """

    kept: Kept
    gone: Collection[int]
    own: int
    levels: Levels
    spans: Sequence[tuple[int, int]]

    def of(self, entries: Integers) -> Iterator[tuple[int, int, int]]:
        """Yield where an entry stands, its area and its volume; each area once."""
        _, gone, own, levels, spans = self
        low, datum, lowest, high, other, highest = levels
        known: set[int] = set()
        for at, row in self._rows(entries):
            start, end, lower, least, upper, most, whose, what = row
            volume, area = what >> VOLUME, what & AREA
            if (own and whose >> PARTY == own) or volume in gone or area in known:
                continue
            # In one datum limits are compared as they stand.
            above = (whose & DATA) - 1
            if low > upper if datum == above != UNKNOWN else lowest > most:
                continue
            below = (whose >> DATUM & DATA) - 1
            if lower > high if below == other != UNKNOWN else least > highest:
                continue
            for early, late in spans:
                if start <= late and early <= end:
                    known.add(area)
                    yield at, area, volume
                    break

    def _rows(self, entries: Integers) -> Iterator[tuple[int, tuple[int, ...]]]:
        portions = (
            self.kept.rows.take(entries[begin : begin + _AT_ONCE], axis=0).tolist()
            for begin in range(0, len(entries), _AT_ONCE)
        )
        return enumerate(chain.from_iterable(portions))
