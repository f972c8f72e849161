"""Decide how live positions are stated and looked up from the command line."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    *,
    case: Annotated[
        str,
        typer.Option(metavar="REFERENCE", help="Of the movement or incident."),
    ] = "",
    from_: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="Reports in CSV; - as they come."),
    ] = None,
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Print the last positions as GeoJSON.")
    ] = False,
    reach: Reach,
) -> int:
    r"""List where what is followed live was last, or state where it is.

    Use it to see who is where now, and how old that is; with --from to state what a
    tracker reports: CSV with the columns id, time, lat, lon and alt_m, and as far as
    known track_deg, ground_speed_ms, source and accuracy_m. The owner of the movement
    has said POS shared before, and the charter fixes how often: each step of it becomes
    one entry, signed by our node. From a file a row that cannot be stated refuses all;
    from a stream (-) it is left out. Either way it is told by its number, and so is
    what was repaired. Our node must run.

        $ detente positions --line north --case NORTH/2026/0002/MOVE/1/O \
            --from convoy.csv
        NORTH/2026/0004/POS/1/O  6 reports, 2026-01-31 12:00:05Z to 12:00:55Z
        NORTH/2026/0005/POS/1/O  6 reports, 2026-01-31 12:01:05Z to 12:01:55Z
    """
    import msgspec

    from detente.cli.shell import reporting
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report import located

    if from_ is not None:
        if not case or geojson:
            raise Misasked("--from goes with --case REFERENCE, and not with --geojson.")
        with reach.client() as client:
            return reporting.state(client, case, from_, as_json=reach.as_json)
    with reach.client() as client:
        found = client.positions()
    chosen = tuple(each for each in found.followed if case in {"", each.reference})
    if case and not chosen:
        raise Misasked(f"{case} is not followed live, or it is over.")
    if geojson:
        say(located.drawn(chosen), (), as_json=True)
        return 0
    alarms = [each for each in found.alarms if case in each]
    data = {"now_s": found.now_s, "alarms": alarms}
    page = located.positions_page(chosen, alarms, found.now_s)
    followed = {"followed": msgspec.to_builtins(chosen)}
    say(data | followed, page, as_json=reach.as_json)
    return 0
