"""Decide how declared volumes are compared from the command line: no node, no line."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(  # noqa: PLR0913 - each option is one minimum, or how it is told
    ours: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="Volumes: GeoJSON or F3548; left out, the line's."
        ),
    ] = None,
    theirs: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="The other side's; else FILE alone."),
    ] = None,
    *,
    lateral_m: Annotated[
        str, typer.Option(metavar="METRES", help="How far apart they must lie.")
    ] = "0",
    vertical_m: Annotated[
        str, typer.Option(metavar="METRES", help="Or how far above each other.")
    ] = "0",
    time_s: Annotated[
        str, typer.Option(metavar="SECONDS", help="Or how long after each other.")
    ] = "0",
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Print the volumes in conflict.")
    ] = False,
    shifts: Annotated[
        bool, typer.Option("--shifts", help="Also how each may be parted.")
    ] = False,
    closed: Annotated[
        bool, typer.Option("--closed", help="Also what conflicts no longer.")
    ] = False,
    case: Annotated[
        str, typer.Option(metavar="REFERENCE", help="Of a notice, or a number.")
    ] = "",
    reach: Reach,
) -> int:
    """Find which declared volumes conflict in space and time.

    Use it on what both sides have declared, before it is released and whenever it
    changes. Without a file it compares what stands in the record of a line: the
    activities of both sides, and every site and movement; each conflict with its
    number, which statements opened, changed and closed it, how far apart both are, and
    what has sounded of it here. Of one file, volumes of two
    parties are compared; of two files, each of the one with each of the other. Volumes
    conflict that touch or overlap at one place, height and time, or come closer than a
    minimum. What is not told counts as everything. Both sides find the same pairs, on
    any machine.

        $ detente conflicts examples/space/declared.geojson
        1 conflict among 4 volumes (detente-space/1)
        NORTH range-4  SOUTH survey  2026-01-31 12:00:00Z to 2026-01-31 14:30:00Z
    """
    import msgspec

    from detente.cli.shell import declared
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report import conflicting
    from detente.report.declared import declared_page
    from detente.space.volume import TOUCHING

    minima = declared.minima(lateral_m, vertical_m, time_s)
    if ours is None:
        if minima != TOUCHING or geojson:
            raise Misasked("Minima and --geojson are for files: name one.")
        with reach.client() as client:
            stands = client.conflicts(shifts=shifts, closed=closed, case=case)
        page = declared_page(stands)
        say(msgspec.to_builtins(stands), page, as_json=reach.as_json)
        return 0
    if shifts or closed or case:
        raise Misasked("--shifts, --closed and --case are for the record.")
    mine, other = declared.volumes(ours), []
    if theirs is None:
        found = conflicting.among(mine, minima)
    else:
        other = declared.volumes(theirs)
        found = conflicting.between(mine, other, minima)
    if geojson:
        say(conflicting.drawn(found), (), as_json=True)
        return 0
    page = conflicting.conflicts_page(found, len(mine) + len(other))
    say(msgspec.to_builtins(conflicting.listed(found)), page, as_json=reach.as_json)
    return 0
