"""Decide how the count of contact requests is asked for."""

from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    *,
    period: Annotated[
        str,
        typer.Option(
            metavar="PERIOD", help="2026, 2026-05, or FROM/UNTIL; left out, all."
        ),
    ] = "",
    heads: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PARTY=SIZE", help="Count at this head of a feed; repeatable."
        ),
    ] = None,
    reach: Reach,
) -> None:
    """Count what became of every contact request.

    Use it for a review with the other side, or before anybody says in public how often
    the line was answered. Every request is in exactly one row, and the rows sum to
    what was requested. The figures are a function of the heads they name: two nodes at
    the same heads count the same, and --heads counts at those that the other side
    names. Preconditions stand below with what was refused on their ground.

        $ detente tally --line north
        Contact requests at the heads NORTH/1 ..., SOUTH/1 ...
        ...
        requested  ...
        ...
    """
    import msgspec

    from detente.cli.shell.periods import period_of
    from detente.cli.shell.showing import say
    from detente.report.pages import tally_page

    from_s, until_s = period_of(period)
    with reach.client() as client:
        found = client.tally(from_s, until_s, heads or ())
    lines = tally_page(found.tally, found.preconditions)
    say(msgspec.to_builtins(found), lines, as_json=reach.as_json)
