"""Decide how one statement is looked at, with all that hangs on it."""

from typing import Annotated

import typer

from detente.cli.shell.options import (
    CompactOption,
    JsonOption,
    LineOption,
    line_of,
)


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REFERENCE", help="Such as NORTH/2026/0042/CON/1/O."),
    ],
    *,
    compact: CompactOption = False,
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a statement, its case, who holds it, who knew what.

    Use it before you answer, and whenever it is disputed what was said, what became
    of it, or who knew of it: it shows the statement as signed, the rules it breaks,
    in whose record it is and by which path, what has become of its case, the receipts
    that persons gave, and which statements crossed. It reads the record alone.

        $ detente show NORTH/2026/0002/MSG/1/O --line south
        OPERATION  NORTH/2026/0002/MSG/1/O  P PRIORITY  NEW
        From NORTH/Watch to SOUTH/Watch
        MESSAGE
        | Subject: Exercise notice
        ...
        Case (thread) [1 NOT ACKNOWLEDGED]
        ...
    """
    import msgspec

    from detente.cli.shell import knocking, releasing, rendering
    from detente.cli.shell.showing import say
    from detente.node.place import Place
    from detente.report.casework import case_view
    from detente.report.pages import case_page, how_far, statement_page
    from detente.report.shown import show
    from detente.report.stages import progress

    with releasing.opened(Place(line_of(line))) as record:
        entered = record.standing.by_reference(reference)
        if compact:
            told = rendering.compact_of(entered)
            say(told.data, told.lines, as_json=as_json)
            return
        now_s = knocking.now_s(knocking.status_if_up(record.place))
        shown, case = show(record, entered), case_view(record, entered, now_s)
        reached = progress(record, entered)
    data = {
        "statement": msgspec.to_builtins(shown),
        "case": msgspec.to_builtins(case),
        "progress": msgspec.to_builtins(reached),
    }
    lines = [*statement_page(shown), *how_far(reached), *case_page(case)]
    say(data, lines, as_json=as_json)
