"""Decide how a real event in an exercise is marked and moved, in one act."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.voice import Voice


def command(
    reference: Annotated[
        str,
        typer.Argument(metavar="[REFERENCE]", help="The statement that is real."),
    ] = "",
    *,
    operational: Annotated[
        Path, typer.Option(metavar="DIR", help="The operational line's directory.")
    ],
    text: Annotated[
        str, typer.Option(help="What is real; left out, what the statement says.")
    ] = "",
    to: Annotated[
        str | None,
        typer.Option(metavar="POST", help="On both lines; left out, whose turn it is."),
    ] = None,
    operational_passphrase_file: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="If the other line has another passphrase."),
    ] = None,
    wait: Annotated[
        float,
        typer.Option(metavar="SECONDS", min=0.0, help="Wait so long for each receipt."),
    ] = 5.0,
    voice: Voice,
) -> int:
    r"""Mark a real event in an exercise, and move it to the operational line.

    Use it the moment something in an exercise is real: it releases NO DUFF there, and
    moves the statement with its proof into the operational channel, both as FLASH, on
    one signature each. Without a REFERENCE it marks what --text says. The move waits
    for nothing: a statement that nobody has receipted goes without its proof, and
    where the mark cannot be released the move is, and you are told.

        $ detente no-duff SOUTH/2026/0004/MSG/1/E --line exercise \
            --operational north --text "Helicopter ditched, four on board" --yes
        OPERATION  NORTH/2026/0006/NDF/1/O  Z FLASH  NEW
        ...
        OPERATION  NORTH/2026/0009/NDF/1/O  Z FLASH  NEW
        ...
    """
    from detente.cli.shell import moving

    files = operational_passphrase_file or voice.files
    voices = (
        voice,
        voice._replace(line=operational, files=files, api="", token_file=None),
    )
    return moving.no_duff(voices, moving.Asked(reference, text, to, wait))
