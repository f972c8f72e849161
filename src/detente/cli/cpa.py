"""Decide how the closest approach of moving objects is asked for."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption


def command(
    states: Annotated[
        Path,
        typer.Argument(metavar="STATES.csv", help="Where objects are, and their way."),
    ],
    *,
    lookahead_s: Annotated[
        float, typer.Option(metavar="SECONDS", help="How far ahead; at most 3600.")
    ] = 300.0,
    lateral_m: Annotated[
        float, typer.Option(metavar="METRES", help="Too close sideways.")
    ] = 9_260.0,
    vertical_m: Annotated[
        float, typer.Option(metavar="METRES", help="Too close in height.")
    ] = 304.8,
    as_json: JsonOption = False,
) -> None:
    """Find which moving objects come too close to each other, and when.

    Use it with the tracks of both sides in one table, to see which pairs to speak about
    and how many seconds are left. The columns are id, lat, lon, alt_m,
    ground_speed_ms, track_deg and vertical_speed_ms; with a column party only objects
    of two parties are compared. Each keeps its speed and course. An altitude left out
    is unknown, and counts as every altitude; any other figure left out is refused.
    It needs no line and no node.

        $ detente cpa examples/encounters/states.csv
        3 conflicts among 6 objects, 300 s ahead, within 9260 m and 304.8 m of height
        N-101  S-301  from 142.3 to 181.8 s; closest at 162.1 s: 2 m, 0 m of height
        N-101  S-302  from 152.4 to 164.6 s; closest at 146.3 s: 5296 m, 317 m of height
        N-201  S-401  from 92.2 to 300.0 s; closest at 213.8 s: 5726 m, height unknown
        Not read: note
    """
    from detente.cli.shell import files
    from detente.cli.shell.showing import say
    from detente.report.encountered import encounters_data, encounters_page
    from detente.space.files.states import MAX_BYTES, read_states
    from detente.space.passing.encounters import approaches
    from detente.space.passing.moving import Closeness

    read = read_states(files.read(states, MAX_BYTES))
    closeness = Closeness(lookahead_s, lateral_m, vertical_m)
    found = approaches(read.moving, closeness)
    data = encounters_data(read, closeness, found)
    say(data, encounters_page(read, closeness, found), as_json=as_json)
