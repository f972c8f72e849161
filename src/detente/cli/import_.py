"""Decide how what others have written is read: notices, drawings, lists, volumes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.cli.shell.options import JsonOption

if TYPE_CHECKING:
    from detente.report.tables.sheet import Sheet


def command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The text; - is standard input.")
    ],
    *,
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Print one GeoJSON feature collection.")
    ] = False,
    f3548: Annotated[
        bool, typer.Option("--f3548", help="Print volumes of ASTM F3548 instead.")
    ] = False,
    minutes_as: Annotated[
        Literal["decimal", "seconds"] | None,
        typer.Option(help="What 26 is in 25-15.26N; left out, marked as a doubt."),
    ] = None,
    width_m: Annotated[
        int | None, typer.Option(min=1, help="Of lines of CoT that say none, whole.")
    ] = None,
    encoding: Annotated[
        Literal["utf-8", "gb18030", "cp1251"] | None,
        typer.Option(help="Of a .csv; left out, it is found out, and doubted."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Read a warning, a NOTAM, a drawing, a list of sites or volumes.

    Use it when their warning reaches you as text, to get its areas onto a map or into
    a check for conflicts without typing figures; and to turn one format of files into
    another. What can be read in two ways is read in one and marked with a question to
    ask; what cannot be read is quoted; no area is made up. Compare each area with the
    text before you act on it. Exit code 2 says that something which should be an area
    or a site could not be read.

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
    from detente.cli.shell import sources
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report.noticed import notice_f3548, notice_geojson, notice_page
    from detente.report.tables.sheet import Sheet

    hints = sources.Hints(minutes_as, encoding, width_m and width_m * 1_000)
    source = sources.read(file, hints)
    shown = geojson or as_json
    if isinstance(source, Sheet):
        if f3548:
            raise Misasked("A site has no time and no height: no volume of F3548.")
        return _list(source, shown=shown)
    notice = sources.as_notice(source)
    if f3548:
        say(notice_f3548(notice), (), as_json=True)
    else:
        say(notice_geojson(notice), notice_page(notice), as_json=shown)
    return Exit.MISASKED if notice.refused else Exit.DONE


def _list(sheet: "Sheet", *, shown: bool) -> int:
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report.tables import moves, sites
    from detente.report.tables.drawn import sites_geojson, sites_page

    if moves.is_meant(sheet):
        raise Misasked("A list of movements is looked at with detente declare --check.")
    found = sites.read(sheet, {})
    say(sites_geojson(found), sites_page(found), as_json=shown)
    return Exit.MISASKED if found.faults else Exit.DONE
