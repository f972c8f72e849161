"""Decide how the cases of a line are looked over."""

from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    *,
    family: Annotated[
        str,
        typer.Option(metavar="F", help="Such as contact, stop, site; left out: all."),
    ] = "",
    only_open: Annotated[
        bool, typer.Option("--open", help="Those in which a clock may ask something.")
    ] = False,
    last: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many to list at most.")
    ] = 100,
    reach: Reach,
) -> None:
    """List the cases of a line, and what has become of each.

    Use it to see what hangs together: each request, STOP, site or incident with all
    that was said to it, its outcome in the field's words, what else must be known of
    it, and how much is due. Open cases are marked (*); the newest comes first. `detente
    show` with the reference tells one whole. It reads the record alone.

        $ detente cases --line south --open
         *  P  NORTH/2026/0002/MSG/1/O  thread  ...  [1 NOT ACKNOWLEDGED]  1 due
    """
    import msgspec

    from detente.cli.shell.showing import say
    from detente.report.listed import cases_page

    with reach.client() as client:
        found = client.cases(family, only_open=only_open, last=last)
    say(msgspec.to_builtins(found), cases_page(found), as_json=reach.as_json)
