"""Decide how a statement of another channel is brought into one, as its proof."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import WaitOption
from detente.cli.shell.voice import Voice


def command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The proof file.")],
    *,
    to: Annotated[
        str | None, typer.Option(metavar="POST", help="Such as SOUTH/Watch.")
    ] = None,
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
    import hashlib

    import detente_verify
    from detente.cli.shell import drafting, files, releasing
    from detente.dialogue.compose import Draft
    from detente.dialogue.fields import Text
    from detente.dialogue.forms.dis import Carried
    from detente.record.cose import MAX_BYTES
    from detente.record.errors import Unproven
    from detente.report import carrying

    data = files.read(file, detente_verify.MAX_FILE)
    verdict = detente_verify.judge(data, detente_verify.Trust())
    if verdict.exit not in {detente_verify.PROVES, detente_verify.UNTRUSTED}:
        raise Unproven(f"The proof does not hold: {verdict.sentence}")
    said = carrying.stated_in(data)
    room = MAX_BYTES - carrying.ROOM_BYTES
    body = Carried(
        reference=said.header.reference,
        channel=said.header.channel,
        sha256=hashlib.sha256(data).digest(),
        proof=data if len(data) <= room else b"",
        text=Text(text) if text else None,
    )
    with releasing.opened(voice.place) as record:
        status = drafting.status_of(record, test=False)
        draft = Draft(body, drafting.addressee(record, to), "R", status)
        outcome = releasing.release(record, voice, draft, wait_s=wait)
    return releasing.finish(outcome, as_json=voice.as_json)
