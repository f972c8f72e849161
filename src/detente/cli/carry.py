"""Decide how a statement of another channel is brought into one, as its proof."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import ToOption, WaitOption
from detente.cli.shell.voice import Voice


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The proof file.")],
    *,
    to: ToOption = None,
    text: Annotated[str, typer.Option(help="What it is brought for.")] = "",
    wait: WaitOption = 0.0,
    voice: Voice,
) -> int:
    """Bring a statement of another channel into this one, as its proof.

    Use it to show the other side what was said elsewhere, so that it can judge the
    proof itself. A proof that does not hold in itself is not carried. One that is too
    long for a statement is named by its digest; hand the file over by another way.

        $ detente carry elsewhere.proof --line north --to SOUTH/Watch
        OPERATION  NORTH/2026/0005/DIS/1/O  R ROUTINE  NEW
        ...
    """
    import msgspec

    import detente_verify
    from detente.cli.shell import files, releasing
    from detente.report import carrying

    data = files.read(file, detente_verify.MAX_FILE)
    body = msgspec.to_builtins(carrying.carried(data, text))
    said = releasing.asked(voice, form="DIS", act="carried", body=body, to=to)
    with voice.client() as client:
        outcome = releasing.release(client, voice, said, wait_s=wait)
    return releasing.finish(outcome, as_json=voice.as_json)
