"""Decide how a proof is handed to somebody outside the channel, as an act in it."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import WaitOption
from detente.cli.shell.voice import Voice


def command(
    reference: Annotated[str, typer.Argument(metavar="REFERENCE", help="Whose proof.")],
    *,
    to_whom: Annotated[str, typer.Option("--to", help="To whom, in words.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the proof file goes.")
    ],
    purpose: Annotated[str, typer.Option(help="For what.")] = "",
    without_body: Annotated[
        bool,
        typer.Option("--without-body", help="Prove that it was said, and not what."),
    ] = False,
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    r"""Hand a proof to somebody outside the channel, and say so in the record.

    Use it whenever a statement leaves the line: for a mediator, a court, the press, or
    another channel. The act stands in the record, where the other side reads it, before
    the file is written. `detente export` takes out the same proof for your own files.

        $ detente disclose SOUTH/2026/0002/ACK/1/O --line north --to "The mediator" \
            --out disclosed.proof --passphrase-file north.pass --yes
        OPERATION  NORTH/2026/0004/DIS/1/O  P PRIORITY  NEW
        ...
        PROVES: SOUTH/2026/0002/ACK/1/O, in disclosed.proof
    """
    import hashlib

    import msgspec

    from detente.cli.shell import releasing
    from detente.cli.shell.showing import say
    from detente.dialogue.fields import Text
    from detente.dialogue.forms.dis import Disclosed
    from detente.report.channel import own_post
    from detente.report.keeping import keep

    with voice.client() as client:
        found = client.export(reference, with_body=not without_body)
        body = Disclosed(
            to_whom=to_whom,
            sha256=hashlib.sha256(found.proof).digest(),
            with_body=found.with_body,
            purpose=Text(purpose) if purpose else None,
        )
        said = releasing.asked(
            voice,
            act="disclosed",
            body=msgspec.to_builtins(body),
            answers=[reference],
            from_post=own_post(client.channel().own, voice.post or "").post,
        )
        outcome = releasing.release(client, voice, said, wait_s=wait)
    keep(found, out, None)
    told = {**outcome.data, "proof": str(out), "disclosed": reference}
    if not voice.as_json:
        say({}, [f"PROVES: {reference}, in {out}"], as_json=False)
    return releasing.finish(outcome._replace(data=told), as_json=voice.as_json)
