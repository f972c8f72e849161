"""Decide how the count of contact requests is asked for."""

from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of


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
    line: LineOption = None,
    as_json: JsonOption = False,
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

    from detente.cli.shell import releasing
    from detente.cli.shell.periods import at_heads, period_of
    from detente.cli.shell.showing import say
    from detente.dialogue.register import register
    from detente.dialogue.tally import tally
    from detente.node.place import Place
    from detente.report.pages import tally_page

    from_s, until_s = period_of(period)
    with releasing.opened(Place(line_of(line))) as record:
        standing = at_heads(record.standing, heads or ())
    counted, items = tally(standing, from_s, until_s), register(standing)
    data = {
        "tally": msgspec.to_builtins(counted),
        "preconditions": msgspec.to_builtins(items),
    }
    say(data, tally_page(counted, items), as_json=as_json)
