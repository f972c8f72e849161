"""Decide how tracks are replayed against declared volumes: no node, no line."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption


def command(
    *,
    tracks: Annotated[
        Path, typer.Option(metavar="FILE", help="Reports: .csv, .parquet, CoT.")
    ],
    volumes: Annotated[
        Path, typer.Option(metavar="FILE", help="Volumes: GeoJSON or F3548 JSON.")
    ],
    gap_s: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.0, help="Nothing is swept across more."),
    ] = 900.0,
    fastest_ms: Annotated[
        float,
        typer.Option(metavar="M/S", min=0.0, help="Nothing moves faster than that."),
    ] = 3_000.0,
    jobs: Annotated[
        int, typer.Option(metavar="N", min=1, help="So many processes work on it.")
    ] = 1,
    as_json: JsonOption = False,
) -> None:
    r"""Replay the tracks of a file against declared volumes.

    Use it after an incident, or before one is alleged: it tells which object was in
    which volume, from when until when. The columns are id, time, lat, lon and alt_m;
    time is RFC 3339 or seconds since 1970, an alt_m left out is unknown and counts as
    every height. Between two reports an object is on the great circle between them, so
    a zone that it crosses between two reports is found. Touching counts.

        $ detente screen --tracks examples/screening/tracks.csv \
            --volumes examples/screening/zones.geojson
        3 of 4 tracks were in a volume, 9 reports (detente-space/1)
        S-301  Z-1  2026-01-31T12:11:00.000Z to 2026-01-31T12:14:00.000Z
        S-301  Z-2  2026-01-31T12:17:28.784Z to 2026-01-31T12:17:31.216Z
        S-302  Z-1  2026-01-31T12:11:00.000Z to 2026-01-31T12:12:00.000Z
        S-303  Z-1  2026-01-31T13:59:00.000Z to 2026-01-31T14:00:00.000Z
        Columns note are not read.
        Track S-304 is silent for too long, once (rows 8 to 9); nothing is swept.
    """
    import msgspec

    from detente.cli.shell import declared, recorded
    from detente.cli.shell.showing import progress, say
    from detente.report.screening import screened, screening_page, told_whole
    from detente.space.tracking.tracks import Terms

    zones = declared.volumes(volumes)
    reports, unread = recorded.tracks(tracks)
    with progress("Replaying") as told:
        terms = Terms(gap_s, fastest_ms)
        hits, problems = screened(reports, zones, terms, jobs, told)
    problems = unread + problems
    found = msgspec.to_builtins(told_whole(reports, hits, problems)) if as_json else {}
    say(found, screening_page(reports, hits, problems), as_json=as_json)
