"""Decide how the demonstration is asked for."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.cli.shell.options import JsonOption


def command(
    *,
    case: Annotated[
        Literal["2023", "2016", "2022", "night", "all"],
        typer.Option(help="Which case is played."),
    ] = "all",
    once: Annotated[
        bool, typer.Option("--once", help="Play as fast as it goes, without pauses.")
    ] = False,
    keep: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the lines are kept; a new directory."),
    ] = None,
    console: Annotated[
        bool, typer.Option(help="Open a console a side, to watch it in a browser.")
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Play documented cases and invented ones between two real nodes.

    Use it to see what a line does before you set one up. Each side is a process with
    its own store and keys; on the way the network is cut, bundle files go by folder, a
    node is killed, and what both sides have declared is compared for conflicts. Every
    act bears its source or the mark INVENTED. Each side has a console, whose address is
    told, to watch it in a browser. On a terminal there is time to read;
    --once leaves that out. What is left behind can be worked on by hand: the last lines
    say how.

        $ detente demo --once --case 2016 --keep deir-ez-zor
        ...
        Go on by hand ...
        ...
    """
    import sys
    import tempfile

    import msgspec
    from rich.console import Console

    from detente.cli.shell.showing import say
    from detente.play import demo
    from detente.play.narrator import WIDTH, Narrator

    scripts = [demo.script_of(each) for each in demo.CASES if case in {each, "all"}]
    screen = Console(
        width=None if sys.stdout.isatty() else WIDTH, highlight=False, markup=False
    )
    narrator = Narrator(screen, paced=sys.stdout.isatty() and not once)
    directory = keep or Path(tempfile.mkdtemp(prefix="detente-demo-"))
    played = demo.play_all(scripts, directory.resolve(), narrator, consoles=console)
    if as_json:
        say(msgspec.to_builtins(demo.summed(played)), (), as_json=True)
