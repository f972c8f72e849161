"""Decide how the page of a one-sided request is printed for a courier."""

from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of


def command(
    reference: Annotated[
        str, typer.Argument(metavar="REFERENCE", help="Of the request.")
    ],
    *,
    line: LineOption = None,
    as_json: JsonOption = False,
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
    from detente.cli.shell import releasing
    from detente.cli.shell.showing import say
    from detente.dialogue.cases.unilateral import Unilateral
    from detente.node.place import Place
    from detente.record.errors import Misasked
    from detente.report.delivery import delivery_page

    with releasing.opened(Place(line_of(line))) as record:
        entered = record.standing.by_reference(reference)
        case = record.standing.case_of(entered)
    if not isinstance(case, Unilateral):
        raise Misasked(f"{reference} is no one-sided request.")
    page = list(delivery_page(case))
    data = {"reference": reference, "code": case.request.code, "page": page}
    say(data, page, as_json=as_json)
