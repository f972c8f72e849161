"""Draw a list of sites as GeoJSON, each row with its doubts, nothing personal in it."""

from collections import defaultdict
from collections.abc import Iterator

from detente.dialogue.position import SPOT_M
from detente.report.tables.sites import Site, Sites
from detente.space.files.geojson import collection, feature
from detente.space.notices.areas import shown
from detente.space.volume import Circle, Point, Volume

_E4 = 10_000
_MM = 1_000


def sites_geojson(found: Sites) -> dict[str, object]:
    """Return a list as a feature collection, what is no site beside it.

    A site is a circle of 100 m, as it would be compared (clause 34.1).
    """
    doubts = _doubts(found)
    return collection(_feature(each, doubts[each.row]) for each in found.sites) | {
        "faults": [each._asdict() for each in found.faults],
        "doubts": doubts[0],
        "unread_columns": list(found.unread),
    }


def _doubts(found: Sites) -> dict[int, list[str]]:
    doubts = defaultdict[int, list[str]](list)
    for each in found.doubts:
        doubts[each.row].append(each.sentence)
    return doubts


def _feature(each: Site, doubts: list[str]) -> dict[str, object]:
    body = each.body
    volume = Volume(body.site_id, (Circle(_spot(each), SPOT_M * _MM),))
    return feature(
        volume,
        organisation=body.organisation,
        name=body.name,
        local_name=body.local_name,
        function=body.function,
        row=each.row,
        doubts=doubts,
    )


def _spot(each: Site) -> Point:
    position = each.body.position
    return Point(position.lat_e5 * _E4, position.lon_e5 * _E4)


def sites_page(found: Sites) -> Iterator[str]:
    """Yield a list for people: each site with its doubts, then what is none."""
    doubts = _doubts(found)
    wrong = len({each.row for each in found.faults})
    counts = len(found.sites), len(found.doubts), wrong
    yield "Sites: {:,}, doubts: {:,}, wrong: {:,}".format(*counts)
    yield from (f"? {each}" for each in doubts[0])
    if found.unread:
        yield f"Columns that nobody reads: {', '.join(found.unread)}"
    for each in found.sites:
        body = each.body
        yield f"{body.site_id}, row {each.row}: {body.function} {body.name}"
        yield f"   {shown(_spot(each))}"
        yield from (f"   ? {sentence}" for sentence in doubts[each.row])
    yield from (f"NO SITE, {each}" for each in found.faults)
