"""Decide how one statement is looked at, with all that hangs on it."""

from typing import Annotated

import typer

from detente.cli.shell.options import CompactOption, PersonalOption
from detente.cli.shell.reach import Reach


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="REFERENCE", help="Such as NORTH/2026/0042/CON/1/O."),
    ],
    *,
    compact: CompactOption = False,
    personal: PersonalOption = False,
    reach: Reach,
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

    from detente.cli.shell.showing import say
    from detente.report.located import followed_page
    from detente.report.pages import case_page, how_far, statement_page
    from detente.report.rendering import compact_data, compact_lines

    with reach.client() as client:
        if compact:
            told = client.page(reference, personal=personal)
            say(compact_data(told), compact_lines(told), as_json=reach.as_json)
            return
        found = client.statement(reference, personal=personal)
    data = {
        "statement": msgspec.to_builtins(found.statement),
        "case": msgspec.to_builtins(found.case),
        "progress": msgspec.to_builtins(found.progress),
    }
    lines = [
        *statement_page(found.statement),
        *how_far(found.progress),
        *case_page(found.case),
        *(row for each in found.case.followed for row in followed_page(each)),
    ]
    say(data, lines, as_json=reach.as_json)
