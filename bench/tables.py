"""Volumes and reports as PostGIS is best asked about them.

Decides its tables, indexes and queries. Areas are geographies, whose sides are great
circles as ours are: given as they are, for one that crosses the date line needs no cut.
Times and heights are ranges of whole numbers, both ends within, open where unknown. One
GiST index a party holds all three, so that nothing of the asking party is looked at;
`ST_Intersects` judges last, and itself asks the index for the boxes of areas. Other
indexes and queries were tried, and were slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely

from detente.space.picture import FAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.postgis import Server
    from bench.sightings import Reports
    from bench.theatres import Week
    from detente.space.meeting.planar import Shapes
    from detente.space.sphere import Integers

_SRID: Final = 4326
_ROWS_AT_ONCE: Final = 20_000
_COLUMNS: Final = "area, span, heights"
_SHARED: Final = "a.span && b.span AND a.heights && b.heights"


class Asked(NamedTuple):
    """A volume as a prepared query takes it."""

    other: str
    area: bytes
    span: str
    heights: str


class Tables:
    """What stands in a server's database."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def hold(self, name: str, week: Week) -> float:
        """Load a week into a table; return the processor seconds that took it."""
        before = self._server.cpu_s()
        self._server.do(
            f"CREATE UNLOGGED TABLE {name} (id int4, party int2,"
            " area geography(Polygon, 4326), span int8range, heights int8range)"
        )
        self._copy(name, _rows(week))
        for party in sorted(set(week.picture.party.tolist())):
            self._server.do(
                f"CREATE INDEX ON {name} USING gist ({_COLUMNS}) WHERE party = {party}"
            )
        self._server.do(f"VACUUM (ANALYZE) {name}")
        return self._server.cpu_s() - before

    def pairs(self, name: str) -> float:
        """Find all pairs of two parties; return the processor seconds that took."""
        return self._find(
            f"SELECT a.id AS one, b.id AS other FROM {name} a JOIN {name} b"
            f" ON {_SHARED} AND ST_Intersects(a.area, b.area)"
            " WHERE a.party = 1 AND b.party = 2"
        )

    def found(self) -> Integers:
        """Return the pairs that were found last."""
        rows = self._server.rows("SELECT one, other FROM found")
        return np.array(rows, dtype=np.int64).reshape(-1, 2)

    def _find(self, query: str) -> float:
        self._server.do("DROP TABLE IF EXISTS found")
        before = self._server.cpu_s()
        self._server.do(f"CREATE TEMPORARY TABLE found AS {query}")
        return self._server.cpu_s() - before

    def ask(self, name: str, asked: Asked) -> list[int]:
        """Return the ids of what conflicts with a volume, by a prepared query."""
        query = (
            f"SELECT id FROM {name} WHERE party = {asked.other}"
            " AND span && %b::int8range AND heights && %b::int8range"
            " AND ST_Intersects(area, ST_GeogFromWKB(%b))"
        )
        found = self._server.session.execute(
            query.encode(), (asked.span, asked.heights, asked.area), prepare=True
        )
        return [int(str(row[0])) for row in found.fetchall()]

    def report(self, reports: Reports) -> None:
        """Load reports, without an index yet."""
        self._server.do(
            "CREATE UNLOGGED TABLE reports"
            " (id int4, place geography(Point, 4326), time_ms int8, alt_mm int8)"
        )
        self._copy("reports", _report_rows(reports))
        self._server.do("VACUUM (ANALYZE) reports")

    def index_reports(self) -> float:
        """Index the reports anew; return the processor seconds that took."""
        self._server.do("DROP INDEX IF EXISTS of_reports")
        before = self._server.cpu_s()
        self._server.do(
            "CREATE INDEX of_reports ON reports USING gist (place, time_ms)"
        )
        self._server.do("ANALYZE reports")
        return self._server.cpu_s() - before

    def inside(self, name: str) -> float:
        """Find which reports lie in which volumes; return the processor seconds.

        Each volume looks its reports up. The other way round, each report looking up
        volumes by their ranges, takes several times as long.
        """
        return self._find(
            f"SELECT r.id AS one, v.id AS other FROM {name} v JOIN reports r"
            f" ON r.time_ms >= coalesce(lower(v.span), -{FAR})"
            f" AND r.time_ms < coalesce(upper(v.span), {FAR})"
            " AND v.heights @> r.alt_mm AND ST_Covers(v.area, r.place)"
        )

    def _copy(self, name: str, rows: Iterator[str]) -> None:
        session = self._server.session
        with session.cursor().copy(f"COPY {name} FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write(row)


def _rows(week: Week) -> Iterator[str]:
    """Yield volumes as text of COPY, many at once."""
    count = len(week.picture.ids)
    for begin in range(0, count, _ROWS_AT_ONCE):
        which = range(begin, min(begin + _ROWS_AT_ONCE, count))
        ranges = zip(*_ranges(week, which), strict=True)
        party = week.picture.party[which.start : which.stop].tolist()
        yield "".join(
            f"{id_}\t{of}\t{area.hex()}\t{span}\t{heights}\n"
            for id_, of, area, (span, heights) in zip(
                which, party, _ewkb(polygons(week, which)), ranges, strict=True
            )
        )


def polygons(week: Week, which: range) -> Shapes:
    """Return areas as polygons of longitude and latitude."""
    corners = week.picture.areas.corners[which.start : which.stop + 1]
    first, last = int(corners[0]), int(corners[-1])
    lat, lon = week.lat[first:last], week.lon[first:last]
    begin, end = corners[:-1] - first, corners[1:] - first
    # A ring ends with its first corner.
    lat, lon = np.insert(lat, end, lat[begin]), np.insert(lon, end, lon[begin])
    rings = np.concatenate(([0], np.cumsum(end - begin + 1)))
    return np.asarray(
        shapely.from_ragged_array(
            shapely.GeometryType.POLYGON,
            np.stack([lon, lat], 1),
            (rings, np.arange(len(which) + 1)),
        )
    )


def _ewkb(shapes: Shapes) -> list[bytes]:
    known = shapely.set_srid(shapes, _SRID)
    found: list[bytes] = shapely.to_wkb(known, include_srid=True).tolist()
    return found


def _ranges(week: Week, which: range) -> tuple[list[str], list[str]]:
    """Return times and heights as ranges."""
    some = slice(which.start, which.stop)
    levels, spans = week.picture.levels, week.picture.spans
    ends = (
        (spans.start_ms[some], spans.end_ms[some]),
        (levels.lowest_mm[some], levels.highest_mm[some]),
    )
    span, heights = (
        [_range(*each) for each in zip(low.tolist(), high.tolist(), strict=True)]
        for low, high in ends
    )
    return span, heights


def _range(low: int, high: int) -> str:
    known = (str(each) if abs(each) < FAR else "" for each in (low, high))
    return f"[{','.join(known)}]"


def asked(week: Week) -> list[Asked]:
    """Return the volumes of a week of two parties as queries take them."""
    which = range(len(week.picture.ids))
    other = [str(3 - party) for party in week.picture.party.tolist()]
    columns = other, _ewkb(polygons(week, which)), *_ranges(week, which)
    return [Asked(*each) for each in zip(*columns, strict=True)]


def _report_rows(reports: Reports) -> Iterator[str]:
    """Yield reports as text of COPY, many at once."""
    for begin in range(0, len(reports.lat_e9), _ROWS_AT_ONCE):
        lat, lon, time_ms, alt_mm = (
            column[begin : begin + _ROWS_AT_ONCE] for column in reports
        )
        places = _ewkb(np.asarray(shapely.points(lon / 1e9, lat / 1e9)))
        rows = zip(places, time_ms.tolist(), alt_mm.tolist(), strict=True)
        yield "".join(
            f"{id_}\t{place.hex()}\t{time}\t{alt}\n"
            for id_, (place, time, alt) in enumerate(rows, begin)
        )
