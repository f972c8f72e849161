"""Decide how the watch log is written and read from the command line."""

from typing import Annotated

import typer

from detente.cli.shell.voice import Voice


def command(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Left out, the log is read.")
    ] = "",
    *,
    at: Annotated[
        str, typer.Option(metavar="MOMENT", help="When it happened, if not now.")
    ] = "",
    about: Annotated[
        str, typer.Option(metavar="REFERENCE", help="A statement of any channel.")
    ] = "",
    strike: Annotated[
        str,
        typer.Option(
            metavar="REFERENCE", help="A line of your own; TEXT takes its place."
        ),
    ] = "",
    day: Annotated[
        str, typer.Option(metavar="DAY", help="Read this one, such as 2026-01-31.")
    ] = "",
    voice: Voice,
) -> int:
    """Write a line of the watch log, or read the log day by day.

    Use it all through the watch, in a channel of our own (`detente pair --alone`): what
    happened, when, and who had the watch. A line is signed and stays. Who signed it may
    strike it with --strike, and it is read for ever beside what took its place. Who
    took the watch is written with `detente send LOG --act assumed`, and `relieved`,
    `assumed alone`. It never leaves this side, and nobody receipts it.

        $ detente log "No answer by telephone." --line own --passphrase-file own.pass
        OPERATION  NORTH/2026/0002/LOG/1/O  R ROUTINE  NEW
        ...
        Receipted by nobody: a channel of our own.
    """
    from detente.cli.shell import releasing, watchlog
    from detente.cli.shell.watchlog import Written
    from detente.record.errors import Misasked

    if not text and not strike:
        if at or about:
            raise Misasked("--at and --about are of a line to write: give its text.")
        watchlog.read(voice, day)
        return 0
    if day:
        raise Misasked("--day is for reading the log: give no text.")
    said = watchlog.asked(voice, Written(text, at, about, strike))
    with voice.client() as client:
        outcome = releasing.release(client, voice, said)
    return releasing.finish(outcome, as_json=voice.as_json)
