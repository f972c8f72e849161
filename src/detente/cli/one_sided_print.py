"""Decide how the page of a one-sided request is printed for a courier."""

from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    reference: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="Of the request.")
    ],
    *,
    reach: Reach,
) -> None:
    """Print a one-sided request for delivery by hand, with its code and a receipt.

    Use it when a request goes by courier: plain text of 80 columns. The receipt at its
    foot comes back with the same code, and is entered with `detente answer REFERENCE
    delivered --field code="..."`; a receipt with another code delivers nothing.

        $ detente one-sided-print NORTH/2026/0002/UNI/1/O --line own
        UNILATERAL REQUEST
        One-sided: receipted by nobody until the receipt below has come back.
        ...
        RECEIPT: to be filled in by who takes the request, and brought back.
        ...
    """
    import msgspec

    from detente.cli.shell.showing import say

    with reach.client() as client:
        found = client.delivery(reference)
    say(msgspec.to_builtins(found), found.page, as_json=reach.as_json)
