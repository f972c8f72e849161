"""Hold many volumes as columns, so that arithmetic runs over all of them at once.

What a column says of a volume is what the volume says (clauses 30.1 to 30.5); unknown
heights and times lie beyond all others. A million volumes are some hundred bytes each
here, and no Python object a volume.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from detente.space import hemisphere, sphere
from detente.space.cores import reach_mm
from detente.space.exact import Core
from detente.space.levels import highest_mm, lowest_mm
from detente.space.sphere import Integers
from detente.space.volume import (
    DATUMS,
    Area,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

Flags: TypeAlias = npt.NDArray[np.bool_]

FAR: Final = 1 << 61
"""Beyond every height and time; twice it still has its place in 64 bits."""
UNKNOWN: Final = -1
"""The datum of a limit that is left out."""


class Levels(NamedTuple):
    """The limits of volumes, as they stand and brought to the ellipsoid, a row each."""

    lower_mm: Integers
    lower_datum: npt.NDArray[np.int8]
    lowest_mm: Integers
    upper_mm: Integers
    upper_datum: npt.NDArray[np.int8]
    highest_mm: Integers


class Spans(NamedTuple):
    """The windows of volumes; `of` is the volume of each."""

    of: Integers
    start_ms: Integers
    end_ms: Integers


class Areas(NamedTuple):
    """The areas of volumes as cores and reaches; `of` is the volume of each.

    Area `i` has the rings `rings[i]` to `rings[i + 1]`, ring `r` the corners
    `corners[r]` to `corners[r + 1]` of `directions`. A route is one ring that is not
    `closed`.
    """

    of: Integers
    reach_mm: Integers
    closed: Flags
    rings: Integers
    corners: Integers
    directions: Integers

    @property
    def flat(self) -> Flags:
        """Whether each is a polygon with nothing around it."""
        return np.asarray(self.closed & (self.reach_mm == 0))

    def core(self, area: int) -> Core:
        """Return the core of an area, for exact decisions."""
        rings = tuple(
            tuple(
                (x, y, z)
                for x, y, z in self.directions[
                    self.corners[ring] : self.corners[ring + 1]
                ].tolist()
            )
            for ring in range(int(self.rings[area]), int(self.rings[area + 1]))
        )
        inner = hemisphere.middle(rings[0]) if self.closed[area] else None
        return Core(rings, inner)


class Picture(NamedTuple):
    """Volumes, by columns; `party` is the place of each one's in `parties`.

    The first of `parties` is empty: nobody known.
    """

    ids: Sequence[str]
    parties: Sequence[str]
    party: Integers
    levels: Levels
    spans: Spans
    areas: Areas


def picture(volumes: Sequence[Volume]) -> Picture:
    """Return volumes as columns; they are sound (clause 30.7)."""
    parties = {"": 0}
    for each in volumes:
        parties.setdefault(each.party, len(parties))
    return Picture(
        tuple(each.id for each in volumes),
        tuple(parties),
        np.array([parties[each.party] for each in volumes], dtype=np.int64),
        _levels(volumes),
        _spans(volumes),
        _areas(volumes),
    )


def _levels(volumes: Sequence[Volume]) -> Levels:
    rows = np.array([levels(each) for each in volumes], dtype=np.int64)
    columns = Levels(*rows.reshape(-1, 6).T)
    return columns._replace(
        lower_datum=columns.lower_datum.astype(np.int8),
        upper_datum=columns.upper_datum.astype(np.int8),
    )


def levels(volume: Volume) -> tuple[int, int, int, int, int, int]:
    """Return the limits of a volume, as the columns of `Levels` have them."""
    lower = _limit(volume.lower, -FAR, low=True)
    return (*lower, *_limit(volume.upper, FAR, low=False))


def span(window: Window) -> tuple[int, int]:
    """Return beginning and end of a window, as the columns of `Spans` have them."""
    start, end = window
    return -FAR if start is None else start, FAR if end is None else end


def _limit(limit: Limit | None, unknown: int, *, low: bool) -> tuple[int, int, int]:
    """Return a limit as it stands, its datum, and brought to the ellipsoid."""
    if limit is None:
        return unknown, UNKNOWN, unknown
    outward = lowest_mm if low else highest_mm
    return limit.value_mm, DATUMS.index(limit.datum), outward(*limit)


def _spans(volumes: Sequence[Volume]) -> Spans:
    rows = [
        (at, *span(window))
        for at, volume in enumerate(volumes)
        for window in volume.windows
    ]
    of, start, end = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    return Spans(of, start, end)


def _areas(volumes: Sequence[Volume]) -> Areas:
    found = [(at, area) for at, each in enumerate(volumes) for area in each.areas]
    outlines = [list(rings(area)) for _, area in found]
    flat = [ring for each in outlines for ring in each]
    points = [point for ring in flat for point in ring]
    return Areas(
        np.array([at for at, _ in found], dtype=np.int64),
        np.array([reach_mm(area) for _, area in found], dtype=np.int64),
        np.array([isinstance(area, Polygon) for _, area in found], dtype=np.bool_),
        _offsets(len(each) for each in outlines),
        _offsets(len(ring) for ring in flat),
        sphere.rows(points),
    )


def _offsets(lengths: Iterator[int]) -> Integers:
    return np.array([0, *accumulate(lengths)], dtype=np.int64)


def rings(area: Area) -> Iterator[tuple[Point, ...]]:
    """Yield the rings of an area's core; a centre or route is one."""
    if isinstance(area, Polygon):
        yield from (area.outer, *area.holes)
    elif isinstance(area, Circle):
        yield (area.center,)
    elif isinstance(area, Corridor):
        yield area.points
