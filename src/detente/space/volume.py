"""Decide how a piece of space and time is held for comparison (clauses 30.1 and 30.4).

Names are those of ASTM F3548, with corridors, holes and recurrence added. Everything is
a whole number: billionths of a degree, millimetres, milliseconds since 1970. What is
left out is unknown, and counts as everything. That a shape makes sense is checked by
`detente.space.soundness.sound`; a figure of the record is finer here than it was
signed, never coarser.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

Datum: TypeAlias = Literal["W84", "MSL", "AGL", "STD"]

DATUMS: Final[tuple[Datum, ...]] = ("W84", "MSL", "AGL", "STD")
E9: Final = 1_000_000_000
MOST_LAT_E9: Final = 90 * E9
MOST_LON_E9: Final = 180 * E9


class Point(NamedTuple):
    """A place on the WGS 84 ellipsoid, in billionths of a degree."""

    lat_e9: int
    lon_e9: int


class Polygon(NamedTuple):
    """An area by its corners, and the holes in it.

    No ring repeats its first corner at its end. Sides are great circles on geodetic
    coordinates; the inside is the smaller part, whichever way the corners run.
    """

    outer: tuple[Point, ...]
    holes: tuple[tuple[Point, ...], ...] = ()


class Circle(NamedTuple):
    """Everything within a radius of a centre."""

    center: Point
    radius_mm: int


class Corridor(NamedTuple):
    """Everything within half a width of a route."""

    points: tuple[Point, ...]
    width_mm: int


Area: TypeAlias = Polygon | Circle | Corridor


class Limit(NamedTuple):
    """A height in millimetres, and from what it is measured."""

    value_mm: int
    datum: Datum = "W84"


class Window(NamedTuple):
    """A span of time, both ends within it; None is unknown and counts as for ever."""

    start_ms: int | None = None
    end_ms: int | None = None


class Volume(NamedTuple):
    """A piece of space and time that a party has declared.

    Its areas count together, each at every height and time. Without a `party` it may
    be anybody's.
    """

    id: str
    areas: tuple[Area, ...]
    lower: Limit | None = None
    upper: Limit | None = None
    windows: tuple[Window, ...] = (Window(),)
    party: str = ""


class Minima(NamedTuple):
    """How far apart volumes must lie; nought: they must not touch."""

    lateral_mm: int = 0
    vertical_mm: int = 0
    time_ms: int = 0


TOUCHING: Final = Minima()
"""No minima: what does not touch is far enough apart."""


def shared(one: Sequence[Window], other: Sequence[Window]) -> Iterator[Window]:
    """Yield the times at which two volumes stand together.

    Where one of them does not tell an end, it is the other's; where neither does, it is
    unknown.
    """
    for a in one:
        for b in other:
            starts = [each for each in (a.start_ms, b.start_ms) if each is not None]
            ends = [each for each in (a.end_ms, b.end_ms) if each is not None]
            start, end = max(starts, default=None), min(ends, default=None)
            if start is None or end is None or start <= end:
                yield Window(start, end)
