"""Draw what is written in the record for comparison: the same figures, finer units.

A figure of the record is never coarser afterwards than it was signed (clause 34.1). A
volume that recurs is there at each of its times.
"""

from collections.abc import Iterator
from typing import Final

from detente.dialogue.position import Position
from detente.dialogue.volume import MOST_REPEATS, Altitude, LatLngPoint, Volume4D
from detente.space.volume import (
    Area,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

E4: Final = 10_000
MM: Final = 1_000
MS: Final = 1_000
LATEST_S: Final = 10**12
"""Some thirty thousand years hence: a greater figure would not fit the arithmetic."""


def drawn(id_: str, owner: str, given: Volume4D) -> Volume:
    """Return a volume with its figures as they are written."""
    return Volume(
        id_,
        tuple(_areas(given)),
        _limit(given.altitude_lower),
        _limit(given.altitude_upper),
        tuple(_windows(given)),
        owner,
    )


def _areas(given: Volume4D) -> Iterator[Area]:
    circle, polygon = given.outline_circle, given.outline_polygon
    corridor = given.outline_corridor
    if circle is not None:
        yield Circle(point(circle.center), circle.radius_m * MM)
    if polygon is not None:
        yield Polygon(tuple(map(point, polygon.vertices)))
    if corridor is not None:
        yield Corridor(tuple(map(point, corridor.points)), corridor.width_m * MM)


def point(given: LatLngPoint | Position) -> Point:
    """Return a place with its figures as they are written."""
    return Point(given.lat_e5 * E4, given.lon_e5 * E4)


def _limit(given: Altitude | None) -> Limit | None:
    return None if given is None else Limit(given.value_m * MM, given.reference)


def _windows(given: Volume4D) -> Iterator[Window]:
    start, end, again = given.time_start, given.time_end, given.recurrence
    if again is None or start is None or end is None or again.every_s < 1:
        yield window(start, end)
    elif again.until - start > MOST_REPEATS * again.every_s:
        yield window(start, None)
    else:
        yield window(start, end)
        for at in range(start + again.every_s, again.until + 1, again.every_s):
            yield window(at, at + end - start)


def window(start_s: int | None, end_s: int | None) -> Window:
    """Return a span of time; what is later than can be meant counts as the latest."""
    found = (None if s is None else min(s, LATEST_S) * MS for s in (start_s, end_s))
    return Window(*found)
