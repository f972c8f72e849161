"""Decide how a node's process is started and ended from the command line."""

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of

if TYPE_CHECKING:
    from detente.node.service import Service


def command(
    *,
    line: LineOption = None,
    told_time: Annotated[
        str,
        typer.Option(metavar="MOMENT", help="Begin at this moment, in an exercise."),
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Run our node until it is told to end.

    It takes, keeps, receipts and sends. Use it on the one machine where the line's
    directory lies, under whatever starts programs again there. It prints one line
    when it is ready. SIGTERM or Ctrl-C ends it within two seconds; after a power cut
    or SIGKILL just start it again: nothing that was released is lost or doubled. Only
    one runs for a line at a time.

        $ detente serve --line north
        NORTH listens on 127.0.0.1:7701, door north/door.sock, pid ...
    """
    import os

    from detente.cli.shell.showing import say
    from detente.node import run
    from detente.node.place import Place
    from detente.report.words import moment

    place = Place(line_of(line))
    given = place.load_settings().listen

    def ready(service: "Service") -> None:
        party, pid = service.line.party.code, os.getpid()
        listen = given if service.line.peers else ""
        data = {
            "party": party,
            "listen": listen,
            "door": str(place.door),
            "pid": pid,
            "ready": True,
        }
        where = f"listens on {listen}" if listen else "listens on no network"
        words = f"{party} {where}, door {place.door}, pid {pid}"
        say(data, [words], as_json=as_json)

    run.serve(place, moment(told_time) if told_time else None, ready)
