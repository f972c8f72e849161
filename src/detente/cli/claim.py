"""Decide how a claim over a table is counted from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.shell.reach import Reach

if TYPE_CHECKING:
    from detente.dialogue.claim import Claim


def command(
    *,
    table: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The table; with --of, left out: as it came."
        ),
    ] = None,
    claim: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The claim, .json or .toml."),
    ] = None,
    of: Annotated[
        str, typer.Option(metavar="REFERENCE", help="Or the claim of this EVD.")
    ] = "",
    reach: Reach,
) -> int:
    r"""Count a claim over a table, and hold it against what was stated.

    Use it before you present evidence, to state the right figures, and when evidence
    is presented to you, to count for yourself: with --claim and --table from files;
    with --of and --line a statement in the record, over the table that came with it.
    Both sides get the same figures from the same bytes, or learn that they hold
    different ones. It exits 0 only if the claim holds by the figures stated; it judges
    no row of the table.

        $ detente claim --table examples/evidence/components.csv \
            --claim examples/evidence/claim.json
        HOLDS: share of rows, maker_country is CN or HK: at least 15 %
        Counted: 7 of 40 rows, 17.50 % (rounded down)
        Stated: 7 of 40 rows, the same
    """
    from detente.cli.shell import drafting, files
    from detente.cli.shell.exits import Exit
    from detente.cli.shell.showing import say
    from detente.dialogue import claim as claims
    from detente.dialogue.table import MAX_BYTES
    from detente.record.errors import Misasked
    from detente.report.counted import convinces, counted_data, counted_page

    if (claim is None) != bool(of):
        raise Misasked("Name one claim: --claim FILE or --of REFERENCE.")
    data = None if table is None else files.read(table, MAX_BYTES)
    if claim is None:
        made, came = _held(of, reach, came=data is None)
        data = came if data is None else data
    else:
        made = claims.of(drafting.given(claim))
    if data is None:
        raise Misasked("A claim from a file is counted over --table FILE.")
    counted = claims.evaluate(made, data)
    told = counted_data(made, counted)
    say(told, counted_page(made, counted), as_json=reach.as_json)
    return Exit.DONE if convinces(counted) else Exit.REFUSED


def _held(reference: str, reach: Reach, *, came: bool) -> "tuple[Claim, bytes]":
    """Return the claim of a statement in the record, and the table that came with it.

    Where the table is not asked for (`came`), nothing of it is read.
    """
    from detente.dialogue import claim as claims
    from detente.record.errors import Misasked

    with reach.client() as client:
        body = client.statement(reference).statement.body
        said = body.get("table_claim") if isinstance(body, dict) else None
        if said is None:
            raise Misasked(f"{reference} makes no claim over a table.")
        made, data = claims.of(said), b""
        if came:
            data = client.attachment(reference, made.table_sha256)
    return made, data
