"""Decide how a proof, or a drawing of what stands declared, leaves the record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from detente.cli.shell.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Mapping


def command(  # noqa: PLR0913 - each option is one way, or one filter
    reference: Annotated[
        str, typer.Argument(metavar="[REFERENCE]", help="Ours or theirs.")
    ] = "",
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where it goes.")
    ] = None,
    parts: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Its parts too, for other people's tools."),
    ] = None,
    without_body: Annotated[
        bool,
        typer.Option("--without-body", help="Prove that it was said, and not what."),
    ] = False,
    fork: Annotated[
        str,
        typer.Option(
            metavar="PARTY", help="The proof that this party signed two histories."
        ),
    ] = "",
    geojson: Annotated[
        bool, typer.Option("--geojson", help="Draw what stands declared instead.")
    ] = False,
    cot: Annotated[
        bool, typer.Option("--cot", help="The same as Cursor on Target, to --out.")
    ] = False,
    form: Annotated[
        Literal["ACT", "SITE", "MOVE"] | None,
        typer.Option(help="Draw only activities, sites or movements."),
    ] = None,
    party: Annotated[str, typer.Option(help="Draw only what this party owns.")] = "",
    at: Annotated[
        str, typer.Option(metavar="MOMENT", help="Draw only what stands then, in UTC.")
    ] = "",
    case: Annotated[
        str, typer.Option(metavar="REFERENCE", help="Draw only what it declared.")
    ] = "",
    reach: Reach,
) -> None:
    """Take out a proof of one statement, to check offline, or a drawing.

    Use it when a third party must be convinced: that a statement was released, by
    whom, when it stood in whose record; or, with --fork, that a party signed two
    histories. The file holds all that is needed and is checked by the verifier before
    it is handed out. Whoever knows the channel's id can check it: give them that too,
    by another way. The record stays as it is, and no node need run. With --parts the
    same comes as plain C2SP files: head.note, proof.tlog, statement.cose, policy.txt.
    With --geojson it draws activities, sites and movements as they stand declared.

        $ detente export SOUTH/2026/0002/ACK/1/O --line north --out notice.proof
        PROVES: SOUTH/2026/0002/ACK/1/O, in notice.proof
        Check it with: detente-verify notice.proof --channel ...
    """
    from detente.cli.shell import charting
    from detente.record.errors import Misasked
    from detente.report.keeping import keep

    wanted = charting.asked(form or "", party, at, case)
    proving = bool(reference or fork or parts or without_body)
    if (geojson or cot) and proving:
        raise Misasked("A drawing proves nothing: name no REFERENCE.")
    if cot and out is None:
        raise Misasked("Say where the drawing goes: --out FILE.")
    if geojson or cot:
        with reach.client() as client:
            chart, now_s = client.declared(**wanted), client.dues().now_s
        charting.draw(chart, out, as_cot_s=now_s if cot else None)
        return
    if any(wanted.values()):
        raise Misasked("--form, --party, --at and --case are for a drawing.")
    if bool(reference) == bool(fork):
        raise Misasked("Name what is to be proven: a REFERENCE, or --fork PARTY.")
    if out is None:
        raise Misasked("Say where the proof goes: --out FILE.")
    with reach.client() as client:
        if fork:
            found = client.fork(fork)
        else:
            found = client.export(reference, with_body=not without_body)
        channel = client.channel().id
    keep(found, out, parts)
    data = {
        "reference": reference or None,
        "proof": str(out),
        "parts": None if parts is None else str(parts),
        "with_body": found.with_body,
        "receipted_by": found.mirrors,
        "channel": channel,
        "proof_verified": True,
    }
    _say(data, reference or f"the fork of {fork}", as_json=reach.as_json)


def _say(data: "Mapping[str, object]", what: str, *, as_json: bool) -> None:
    from detente.cli.shell.showing import say

    proof, channel = data["proof"], data["channel"]
    lines = [
        f"PROVES: {what}, in {proof}",
        f"Check it with: detente-verify {proof} --channel {channel}",
    ]
    say(data, lines, as_json=as_json)
