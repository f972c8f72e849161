"""Decide how a proof of one statement is taken out of the record."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.reach import Reach


def command(
    reference: Annotated[
        str, typer.Argument(metavar="[REFERENCE]", help="Ours or theirs.")
    ] = "",
    *,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the proof file goes.")
    ],
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
    reach: Reach,
) -> None:
    """Take out a proof of one statement, to check offline.

    Use it when a third party must be convinced: that a statement was released, by
    whom, when it stood in whose record; or, with --fork, that a party signed two
    histories. The file holds all that is needed and is checked by the verifier before
    it is handed out. Whoever knows the channel's id can check it: give them that too,
    by another way. The record stays as it is, and no node need run. With --parts the
    same comes as plain C2SP files: head.note, proof.tlog, statement.cose, policy.txt.

        $ detente export SOUTH/2026/0002/ACK/1/O --line north --out notice.proof
        PROVES: SOUTH/2026/0002/ACK/1/O, in notice.proof
        Check it with: detente-verify notice.proof --channel ...
    """
    from detente.cli.shell.showing import say
    from detente.record.errors import Misasked
    from detente.report.keeping import keep

    if bool(reference) == bool(fork):
        raise Misasked("Name what is to be proven: a REFERENCE, or --fork PARTY.")
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
    lines = [
        f"PROVES: {reference or f'the fork of {fork}'}, in {out}",
        f"Check it with: detente-verify {out} --channel {channel}",
    ]
    say(data, lines, as_json=reach.as_json)
