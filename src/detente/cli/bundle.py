"""Decide how bundles are carried by hand: left on a stick, fetched from one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of


def command(
    action: Annotated[
        Literal["leave", "fetch"], typer.Argument(help="leave: write. fetch: read.")
    ],
    peer: Annotated[
        str, typer.Argument(metavar="PARTY", help="For whom, or from whom.")
    ],
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="On the stick; it must be there.")
    ],
    *,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where receipts go on the stick, at fetch."),
    ] = None,
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Carry bundles by hand, on a stick or through a diode.

    Use it when no network path works, or where none is allowed. `leave` writes all
    that the other side has not receipted, sealed so that only their node can read it;
    `fetch` reads what they left, and with --answers writes our receipts for the way
    back. A stick that is lost gives nothing away, and one that comes twice does no
    harm. Our node must run.

        $ detente bundle leave SOUTH stick --line north
        1 file for SOUTH in stick.
    """
    from detente.cli.shell.showing import say
    from detente.node.place import Place

    place = Place(line_of(line))
    if action == "leave":
        data = _leave(place.root, peer, directory)
    else:
        data = _fetch(place.root, peer, directory, answers)
    say(data, _lines(data, peer, directory), as_json=as_json)


def _leave(root: Path, peer: str, directory: Path) -> dict[str, object]:
    from detente.cli.shell import knocking
    from detente.node.place import Place

    left = knocking.ask(Place(root), "leave", peer, str(directory.resolve()))
    return {"left": left, "peer": peer, "directory": str(directory)}


def _fetch(
    root: Path, peer: str, directory: Path, answers: Path | None
) -> dict[str, object]:
    from detente.cli.shell import knocking
    from detente.node.place import Place
    from detente.record.errors import Malformed

    back = None if answers is None else str(answers.resolve())
    found = knocking.ask(Place(root), "fetch", peer, str(directory.resolve()), back)
    match found:
        case [int() as read, int() as refused, int() as odd]:
            said = {"read": read, "refused": refused, "odd": odd}
        case _:
            raise Malformed("The node counted files in another way.")
    return {**said, "peer": peer, "directory": str(directory)}


def _lines(data: dict[str, object], peer: str, directory: Path) -> Iterator[str]:
    if "left" in data:
        files = "file" if data["left"] == 1 else "files"
        yield f"{data['left']} {files} for {peer} in {directory}."
        return
    yield f"{data['read']} read from {peer} in {directory}."
    if data["refused"]:
        yield f"{data['refused']} refused: the reason stands beside each in refused/."
    if data["odd"]:
        yield f"{data['odd']} damaged or still being copied; they are left alone."
