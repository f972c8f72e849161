"""Decide how a claim over a table is counted from the command line."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of

if TYPE_CHECKING:
    from detente.dialogue.claim import Claim


def command(
    *,
    table: Annotated[
        Path, typer.Option(metavar="FILE", help="The table, as it was attached.")
    ],
    claim: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The claim, .json or .toml."),
    ] = None,
    of: Annotated[
        str, typer.Option(metavar="REFERENCE", help="Or the claim of this EVD.")
    ] = "",
    line: LineOption = None,
    as_json: JsonOption = False,
) -> int:
    r"""Count a claim over a table, and hold it against what was stated.

    Use it before you present evidence, to state the right figures, and when evidence
    is presented to you, to count for yourself: with --claim from a file, with --of and
    --line from a statement in the record. Both sides get the same figures from the
    same bytes, or learn that they hold different ones. It exits 0 only if the claim
    holds by the figures stated; it judges no row of the table.

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
    made = claims.of(drafting.given(claim)) if claim else _held(of, line_of(line))
    counted = claims.evaluate(made, files.read(table, MAX_BYTES))
    data = counted_data(made, counted)
    say(data, counted_page(made, counted), as_json=as_json)
    return Exit.DONE if convinces(counted) else Exit.REFUSED


def _held(reference: str, line: Path) -> "Claim":
    """Return the claim of a statement in the record."""
    from detente.cli.shell import releasing
    from detente.dialogue.forms.evd import Presented
    from detente.node.place import Place
    from detente.record.errors import Misasked

    with releasing.opened(Place(line)) as record:
        body = record.standing.by_reference(reference).body
    if not isinstance(body, Presented) or body.table_claim is None:
        raise Misasked(f"{reference} makes no claim over a table.")
    return body.table_claim
