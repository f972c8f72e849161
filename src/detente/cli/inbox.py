"""Decide how a watch looks at what came, what is due, and what has left."""

from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    *,
    last: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="How many acknowledged, and of ours, to list."
        ),
    ] = 20,
    reach: Reach,
) -> None:
    """Show what waits for us, what is due, what has left.

    Use it when you come on watch, and whenever something may have come. What nobody
    has acknowledged (*) stands first, then by precedence, then the oldest first. An
    irregular statement is marked with the clause that it breaks; of ours it says
    whether they are STORED HERE or IN THEIR RECORD, and by which path. It reads the
    record alone: it works while our node is down, and changes nothing.

        $ detente inbox --line south
        Received by SOUTH
         *  P  NORTH/2026/0002/MSG/1/O  MESSAGE: Exercise notice  ...
        ...
    """
    import msgspec

    from detente.cli.shell.showing import say
    from detente.report.pages import inbox_page

    with reach.client() as client:
        found = client.inbox(last)
    say(msgspec.to_builtins(found), inbox_page(found), as_json=reach.as_json)
