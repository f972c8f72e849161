"""Reports beside PostGIS: which of a million places lie in which declared volumes.

Decides what counts. Each report is a track of its own, so that nothing is swept and
both answer the same question. Volumes are ready on both sides; reports are held, ours
as columns and those of PostGIS as geographies, and neither is sorted yet: sorting
counts, ours by cells and its own by an index.
"""

from __future__ import annotations

import statistics
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from bench import sightings
from bench.findings import agreement, alike, in_turns, spent
from bench.flat import Flat
from detente.space.tracking.nearby import Declared
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import merged, portions, replay
from detente.space.tracking.tracks import Tracks, legs

if TYPE_CHECKING:
    from bench.beside import Beside
    from bench.sightings import Reports
    from detente.space.sphere import Integers

_SEED: Final = 20_262
_MS_US: Final = 1_000


def measure(beside: Beside, key: str, count: int, turns: int) -> None:
    """Find which of so many reports lie in volumes that are loaded."""
    beside.say(f"{count:,} reports against {beside.count:,} volumes, turns: {turns}")
    reports = sightings.reports(count, _SEED)
    beside.tables.report(reports)
    tracks = _tracks(reports)
    declared = Declared(beside.week.picture, cut_mm(legs(tracks)[0]))
    declared.prepare()
    found: dict[bool, Integers] = {}

    def find(*, fast: bool) -> None:
        found[fast] = _hits(tracks, declared, fast=fast)

    ways = [partial(find, fast=fast) for fast in (False, True)]
    ways = ways[: 1 + beside.findings.fast]
    for way in ways:
        way()
    indexed: list[float] = []

    def theirs() -> float:
        indexed.append(beside.tables.index_reports())
        return indexed[-1] + beside.tables.inside(beside.table)

    other, *mine = in_turns(turns, theirs, *(partial(spent, way) for way in ways))
    cost = beside.findings.compare(key, other, *mine)
    alone: list[Integers] = []
    on_plane = Flat(beside.week)
    flat = spent(lambda: alone.append(on_plane.reports(reports)))
    beside.findings.figures[key.replace("postgis", "shapely")] = flat / mine[0]
    beside.note(
        f"{count:,} reports against {beside.count:,} volumes, processor s: {cost},"
        f" PostGIS {other:.2f}, {statistics.median(indexed):.2f} of it for the index."
        f" {agreement(found[False], beside.tables.found(), 'PostGIS')}"
        f" Shapely alone {flat:.2f}: {agreement(found[False], alone[0], 'it')}"
        + alike(list(found.values()))
    )


def _hits(tracks: Tracks, declared: Declared, *, fast: bool) -> Integers:
    """Return which reports lie in which volumes, a row each."""
    ways, _ = legs(tracks, fast=fast)
    parts = (ways.take(part) for part in portions(ways))
    hits = merged([replay(part, declared, fast=fast) for part in parts])
    return np.stack([hits.track, hits.volume], 1)


def _tracks(reports: Reports) -> Tracks:
    """Return each report as a track of its own."""
    count = len(reports.lat_e9)
    digits = len(str(count))
    return Tracks(
        [f"{each:0{digits}}" for each in range(count)],
        np.arange(count),
        reports.time_ms * _MS_US,
        reports.lat_e9,
        reports.lon_e9,
        reports.alt_mm,
        np.arange(1, count + 1),
    )
