"""Compare times, parties and heights of many pairs at once (clauses 30.4 to 30.6).

An entry is an area of a volume at one window of it. Entries that are compared with each
other stand side by side in small columns, so that looking one up costs little.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from detente.space.meeting.charts import ranges
from detente.space.picture import UNKNOWN, Flags, Picture
from detente.space.sphere import Integers
from detente.space.volume import Minima


class Entries(NamedTuple):
    """Areas at a window each: by number, with their volume and all it says of them."""

    area: Integers
    volume: Integers
    party: Integers
    start_ms: Integers
    end_ms: Integers
    lower_mm: Integers
    lower_datum: npt.NDArray[np.int8]
    lowest_mm: Integers
    upper_mm: Integers
    upper_datum: npt.NDArray[np.int8]
    highest_mm: Integers

    def take(self, at: Integers) -> "Entries":
        """Return some of them."""
        return Entries._make(column[at] for column in self)


def entries(picture: Picture, areas: Integers) -> tuple[Entries, Integers]:
    """Return areas at each window of theirs, and where each stood in `areas`."""
    of, volumes = picture.spans.of, picture.areas.of[areas]
    begin = np.searchsorted(of, volumes, side="left")
    counts = np.searchsorted(of, volumes, side="right") - begin
    place = np.repeat(np.arange(len(areas)), counts)
    volume, span = volumes[place], ranges(begin, counts)
    columns = (
        *(areas[place], volume, picture.party[volume]),
        *(picture.spans.start_ms[span], picture.spans.end_ms[span]),
        *(column[volume] for column in picture.levels),
    )
    return Entries._make(columns), place


class Compared(NamedTuple):
    """Pairs of entries, by where they stand, and what of them is left."""

    one: Entries
    i: Integers
    other: Entries
    j: Integers

    def kept(self, flags: Flags) -> "Compared":
        """Return the pairs that are left."""
        return self._replace(i=self.i[flags], j=self.j[flags])

    def in_time(self, minimum_ms: int) -> "Compared":
        """Keep the pairs of which neither begins after the other's end."""
        one, i, other, j = self
        begun = one.start_ms[i] <= other.end_ms[j] + minimum_ms
        return self.kept(begun & (other.start_ms[j] <= one.end_ms[i] + minimum_ms))

    def at_height(self, minimum_mm: int) -> "Compared":
        """Keep the pairs whose limits reach each other both ways."""
        one, i, other, j = self
        below = _reaches(one, i, other, j, minimum_mm)
        return self.kept(below & _reaches(other, j, one, i, minimum_mm))

    def of_two_parties(self) -> "Compared":
        """Keep the pairs that may be of two parties, each of two volumes."""
        one, i, other, j = self
        party = one.party[i]
        two = (party != other.party[j]) | (party == 0)
        return self.kept(two & (one.volume[i] != other.volume[j]))


def _reaches(
    low: Entries, i: Integers, high: Entries, j: Integers, minimum_mm: int
) -> Flags:
    datum = low.lower_datum[i]
    same = (datum == high.upper_datum[j]) & (datum != UNKNOWN)
    bottom = np.where(same, low.lower_mm[i], low.lowest_mm[i])
    top = np.where(same, high.upper_mm[j], high.highest_mm[j])
    return np.asarray(bottom <= top + minimum_mm)


def possible(pairs: Compared, minima: Minima, *, of_one: bool) -> Compared:
    """Return the pairs that times, parties and heights leave.

    Args:
        pairs: of which boxes meet.
        minima: how far apart they must lie.
        of_one: whether both are of one picture; else the two are the two sides.
    """
    left = pairs.in_time(minima.time_ms)
    left = left.of_two_parties() if of_one else left
    return left.at_height(minima.vertical_mm)
