"""The volumes of a week one by one, as the product's own way in takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.space.picture import FAR, UNKNOWN
from detente.space.volume import E9, Limit, Point, Polygon, Volume, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.theatres import Week

_AT_ONCE = 10_000


def volumes(week: Week, prefix: str = "") -> Iterator[Volume]:
    """Yield the volumes of a week; a million at once would not be worth their memory.

    Args:
        week: as columns.
        prefix: what their ids begin with.
    """
    for begin in range(0, len(week.picture.ids), _AT_ONCE):
        yield from _some(week, range(begin, begin + _AT_ONCE), prefix)


def _some(week: Week, which: range, prefix: str) -> Iterator[Volume]:
    picture, some = week.picture, slice(which.start, which.stop)
    corners = picture.areas.corners[which.start : which.stop + 1].tolist()
    first, last = corners[0], corners[-1]
    lat_e9 = (week.lat[first:last] * E9).round().astype(int).tolist()
    lon_e9 = (week.lon[first:last] * E9).round().astype(int).tolist()
    places = [Point(*each) for each in zip(lat_e9, lon_e9, strict=True)]
    levels, spans = picture.levels, picture.spans
    rows = zip(
        picture.party[some].tolist(),
        levels.lower_mm[some].tolist(),
        levels.upper_mm[some].tolist(),
        levels.upper_datum[some].tolist(),
        spans.start_ms[some].tolist(),
        spans.end_ms[some].tolist(),
        strict=True,
    )
    for at, (party, lower, upper, datum, start, end) in enumerate(rows):
        outer = tuple(places[corners[at] - first : corners[at + 1] - first])
        yield Volume(
            f"{prefix}{which.start + at}",
            (Polygon(outer),),
            Limit(lower),
            None if datum == UNKNOWN else Limit(upper),
            (Window(start, None if end == FAR else end),),
            picture.parties[party],
        )
