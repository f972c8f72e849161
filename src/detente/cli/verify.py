"""Decide how a proof is judged from the command line: as `detente-verify` does."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption


def command(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Proof files, or directories of them."),
    ],
    *,
    channel: Annotated[
        str, typer.Option(metavar="ID", help="The channel's id, as you know it.")
    ] = "",
    policy: Annotated[
        str, typer.Option(metavar="FILE", help="A C2SP policy that you trust.")
    ] = "",
    line: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Trust the channel of this line of ours."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Judge proof files offline, as detente-verify does.

    Use it to check a proof before you hand it out, or one that was handed to you. It
    needs no node and no network. Say what you trust: the channel's id, a policy, or a
    line of your own; without any, the most it can say is "consistent". Whoever need
    not trust this program takes detente-verify, which is one file without the rest.

        $ detente verify notice.proof --line north
        PROVES: notice.proof
        SOUTH (Southern Republic) released this statement and cannot deny it.
        ...
    """
    import detente_verify
    from detente.node import opening
    from detente.node.place import Place
    from detente.record.errors import Misasked

    if len([each for each in (channel, policy, line) if each]) > 1:
        raise Misasked("Trust one thing: --channel, --policy or --line.")
    if line is not None:
        channel = opening.read_paired(Place(line)).founding.channel.hex()
    arguments = [str(file) for file in files]
    arguments += ["--channel", channel] if channel else []
    arguments += ["--policy", policy] if policy else []
    arguments += ["--json"] if as_json else []
    return detente_verify.main(arguments)
