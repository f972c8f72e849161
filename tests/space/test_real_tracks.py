"""A replay of aircraft that flew tells what looking at each report tells.

The tracks are those that the package `traffic` brings along as a sample, derived from
OpenSky: 213 aircraft over the north of France in three hours. They are fetched, not
kept here.
"""

import gzip
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pytest
from bench import postgis
from bench.process import BenchError
from tests.space.places import place, unit

from detente.space.files.bulk import from_csv
from detente.space.picture import picture
from detente.space.tracking.nearby import Declared
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import Hits, merged, portions, replay
from detente.space.tracking.tracks import UNKNOWN_MM, Tracks, legs
from detente.space.volume import Circle, Limit, Polygon, Volume

PACKAGE = "traffic==2.13"
SAMPLE = "traffic/data/samples/collections/quickstart.json.gz"
FOOT_M = 0.3048
CITIES = {"Paris": (48.86, 2.35), "Orly": (48.72, 2.38), "Meaux": (48.96, 2.88)}
DECK = Limit(1_000_000), Limit(4_000_000)
METRE = 1 / 6_356_752.314


class Sample(NamedTuple):
    """The reports, and those of each track in order of time."""

    tracks: Tracks
    rows: dict[str, list[int]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Fetch the sample and read it as CSV."""
    at = tmp_path_factory.mktemp("traffic")
    words = ["-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"]
    try:
        subprocess.run(
            [sys.executable, *words, "--retries", "0", "-d", str(at), PACKAGE],
            check=True,
            capture_output=True,
            timeout=60,
        )
    except subprocess.SubprocessError:
        pytest.skip("The package index cannot be reached: no aircraft are replayed.")
    reports = from_csv("\n".join(_lines(next(at.glob("*.whl")))).encode())[0]
    order = np.lexsort((reports.time_us, reports.of))
    parts = np.split(order, np.flatnonzero(np.diff(reports.of[order])) + 1)
    rows = {reports.ids[int(reports.of[each[0]])]: each.tolist() for each in parts}
    return Sample(reports, rows)


def _lines(wheel: Path) -> Iterator[str]:
    with zipfile.ZipFile(wheel) as held:
        rows = json.loads(gzip.decompress(held.read(SAMPLE)))
    yield "id,time,lat,lon,alt_m"
    for row in rows:
        height = "" if row["altitude"] is None else f"{row['altitude'] * FOOT_M:.3f}"
        time = f"{row['timestamp'] / 1000:.3f}"
        yield f"{row['icao24']},{time},{row['latitude']},{row['longitude']},{height}"


def volumes() -> list[Volume]:
    """Return a circle of 10 km and a triangle about each city, one on a deck."""
    found = []
    for name, (lat, lon) in CITIES.items():
        found.append(Volume(f"{name} circle", (Circle(place(lat, lon), 10_000_000),)))
        corners = place(lat - 0.2, lon), place(lat, lon + 0.3), place(lat + 0.2, lon)
        found.append(Volume(f"{name} deck", (Polygon(corners),), *DECK))
    return found


def margins(volume: Volume, units: np.ndarray) -> np.ndarray:
    """Return how far directions lie outside an area, in radians."""
    [area] = volume.areas
    if isinstance(area, Circle):
        away = np.arctan2(
            np.linalg.norm(np.cross(units, unit(area.center)), axis=1),
            units @ unit(area.center),
        )
        return np.asarray(away - area.radius_mm / 1_000 * METRE)
    assert isinstance(area, Polygon)
    a, b, c = (unit(each) for each in area.outer)
    # A triangle: inside is within all three sides.
    normals = [np.cross(u, v) for u, v in ((a, b), (b, c), (c, a))]
    sign = np.sign(normals[0] @ c)
    heights = [units @ (sign * n / np.linalg.norm(n)) for n in normals]
    return np.asarray(-np.min(heights, axis=0))


def test_reports_of_aircraft_are_inside_when_a_replay_says_so(sample: Sample) -> None:
    """Each report that lies in a volume lies in an interval, and none that does not."""
    tracks, declared = sample.tracks, volumes()
    ways, problems = legs(tracks)
    held = Declared(picture(declared), cut_mm(ways))
    hits = merged([replay(ways.take(part), held) for part in portions(ways)])
    units, unknown = directions(tracks), tracks.alt_mm == UNKNOWN_MM
    assert len(tracks.of) == 284_505
    assert {problem.code for problem in problems} <= {"gap", "jump", "unordered"}
    for number, volume in enumerate(declared):
        told, away = told_inside(sample, hits, number), margins(volume, units)
        lower, upper = (limit or Limit(0) for limit in (volume.lower, volume.upper))
        above, below = tracks.alt_mm >= lower.value_mm, tracks.alt_mm <= upper.value_mm
        level = (above & below) | (volume.upper is None)
        inside = (away < -1e-9) & (level | unknown)
        outside = (away > 1e-6) | ~(level | beside_unknown(sample))
        assert inside.sum() > 100, volume.id
        assert told[inside].all(), volume.id
        # A millisecond outward is a quarter of a metre at most.
        assert not told[outside & ~near_limit(tracks, volume)].any(), volume.id


def test_postgis_finds_the_same_reports_inside(sample: Sample) -> None:
    """Where it is installed. Its metres of a circle are of another rule: to 0.5 %."""
    tracks, declared = sample.tracks, volumes()
    ways, _ = legs(tracks)
    held = Declared(picture(declared), cut_mm(ways))
    hits = merged([replay(ways.take(part), held) for part in portions(ways)])
    known, units = ~beside_unknown(sample), directions(tracks)
    try:
        # Not below the directory of pytest: PostgreSQL may run as somebody else.
        with TemporaryDirectory() as place, postgis.serving(Path(place)) as server:
            load(server, tracks)
            found = [covered(server, each, len(tracks.of)) for each in declared]
    except BenchError as error:
        if str(error) != postgis.INSTALL:
            raise
        pytest.skip(str(error))
    for number, volume in enumerate(declared):
        away, rim = margins(volume, units), 1e-6
        if isinstance(volume.areas[0], Circle):
            rim = 0.005 * volume.areas[0].radius_mm / 1_000 * METRE
        clear = known & (np.abs(away) > rim) & ~near_limit(tracks, volume)
        told = told_inside(sample, hits, number)
        assert (found[number] & clear).sum() > 100, volume.id
        assert (told == found[number])[clear].all(), volume.id


def load(server: postgis.Server, tracks: Tracks) -> None:
    """Give PostGIS the reports."""
    server.do(
        "CREATE UNLOGGED TABLE reports (id int4, place geography(Point, 4326), mm int8)"
    )
    columns = (tracks.lon_e9, tracks.lat_e9, tracks.alt_mm)
    with server.session.cursor().copy(b"COPY reports FROM STDIN") as copy:
        for row, (lon, lat, mm) in enumerate(zip(*columns, strict=True)):
            copy.write(f"{row}\tPOINT({lon / 1e9:.9f} {lat / 1e9:.9f})\t{mm}\n")


def covered(server: postgis.Server, volume: Volume, count: int) -> np.ndarray:
    """Ask PostGIS which reports lie in a volume."""
    [area] = volume.areas
    if isinstance(area, Circle):
        about = f"'POINT({area.center.lon_e9 / 1e9} {area.center.lat_e9 / 1e9})'"
        inside = f"ST_DWithin(place, {about}, {area.radius_mm / 1_000})"
    else:
        assert isinstance(area, Polygon)
        ring = [f"{p.lon_e9 / 1e9} {p.lat_e9 / 1e9}" for p in area.outer]
        text = ", ".join([*ring, ring[0]])
        inside = f"ST_Covers('POLYGON(({text}))'::geography, place)"
    if volume.lower and volume.upper:
        inside += f" AND mm BETWEEN {volume.lower.value_mm} AND {volume.upper.value_mm}"
    found = np.zeros(count, dtype=np.bool_)
    rows = server.rows(f"SELECT id FROM reports WHERE {inside}")  # noqa: S608 - ours
    found[[int(str(row[0])) for row in rows]] = True
    return found


def directions(tracks: Tracks) -> np.ndarray:
    """Return where reports lie, as unit vectors, by a way of the test's own."""
    lat, lon = np.radians(tracks.lat_e9 / 1e9), np.radians(tracks.lon_e9 / 1e9)
    level = np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon)
    found = np.stack([*level, np.sin(lat) * (1 - 1 / 298.257223563)], 1)
    return np.asarray(found / np.linalg.norm(found, axis=1)[:, None])


def told_inside(sample: Sample, hits: Hits, volume: int) -> np.ndarray:
    """Say which reports lie in an interval of a volume."""
    tracks = sample.tracks
    told = np.zeros(len(tracks.of), dtype=np.bool_)
    columns = (column[hits.volume == volume].tolist() for column in hits)
    for track, _, enter, leave in zip(*columns, strict=True):
        at = np.array(sample.rows[tracks.ids[track]])
        time_us = tracks.time_us[at]
        told[at[(time_us >= enter * 1_000) & (time_us <= leave * 1_000)]] = True
    return told


def beside_unknown(sample: Sample) -> np.ndarray:
    """Say which reports have no height, or follow or precede one that has none."""
    unknown = sample.tracks.alt_mm == UNKNOWN_MM
    found = unknown.copy()
    for rows in sample.rows.values():
        found[rows[1:]] |= unknown[rows[:-1]]
        found[rows[:-1]] |= unknown[rows[1:]]
    return np.asarray(found)


def near_limit(tracks: Tracks, volume: Volume) -> np.ndarray:
    """Say which reports lie within a metre of a limit."""
    if not volume.lower or not volume.upper:
        return np.zeros(len(tracks.of), dtype=np.bool_)
    low = np.abs(tracks.alt_mm - volume.lower.value_mm) < 1_000
    return np.asarray(low | (np.abs(tracks.alt_mm - volume.upper.value_mm) < 1_000))
