"""Decide how the text of a warning or a NOTAM is read from the command line."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.cli.shell.options import JsonOption


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The text; - is standard input.")
    ],
    *,
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Print one GeoJSON feature collection.")
    ] = False,
    minutes_as: Annotated[
        Literal["decimal", "seconds"] | None,
        typer.Option(help="What 26 is in 25-15.26N; left out, marked as a doubt."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Read the areas, heights and times of a navigational warning or a NOTAM.

    Use it when their warning reaches you as text, to get its areas onto a map or into
    a check for conflicts without typing figures. What can be read in two ways is read
    in one and marked with a question to ask; what cannot be read is quoted; no area is
    made up. Compare each area with the text before you act on it. Exit code 2 says
    that something which should be an area could not be read.

        $ detente import warning.txt
        Areas: 1, doubts: 2, not understood: 1
        area-1, line 3: polygon of 3 corners
           1. 25°15'15.6"N 120°29'12.0"E
           2. 24°50'18.0"N 120°05'27.0"E
           3. 25°04'19.2"N 119°51'13.2"E
           from everything below to everything above
           2026-08-04T12:00:00Z to 2026-08-07T12:00:00Z
           ? The figures after the point may be parts of a minute or seconds: ...
           ? No height is given: it counts at every height.
        Not understood, line 2: LIVE FIRING
        Of the notice itself: NAVAREA XI 100/26
        Of the notice itself: CANCEL THIS MSG 071300Z AUG 26
    """
    from detente.cli.shell import pasted
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.report.noticed import notice_geojson, notice_page
    from detente.space.notices.notice import read

    notice = read(pasted.text_of(file), minutes_as)
    shown = geojson or as_json
    say(notice_geojson(notice), notice_page(notice), as_json=shown)
    return Exit.MISASKED if notice.refused else Exit.DONE
