"""Decide how the console of a line is started and ended from the command line."""

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of

if TYPE_CHECKING:
    from detente.api.serving import Server


def command(
    *,
    listen: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where, on this machine.")
    ] = "127.0.0.1:0",
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A name that a proxy serves it under."),
    ] = None,
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the console of a line: a watch floor in the browser.

    Use it beside the node, as a process of its own, for the officers on watch. Who sits
    down opens his credential in it, which stays open until he leaves; what it shows and
    says goes through the API, in the same process. It listens on this machine alone;
    for other desks put a proxy with TLS before it, and give its name. SIGTERM or Ctrl-C
    ends it.

        $ detente console --line north --listen 127.0.0.1:8090
        The console of NORTH is at http://127.0.0.1:8090
    """
    import asyncio
    import secrets
    import signal

    from detente.api import serving
    from detente.cli.shell.showing import say
    from detente.console.application import served
    from detente.node import memory
    from detente.node.clock import SystemClock
    from detente.node.place import Place

    memory.settle()
    place = Place(line_of(line))
    host, port = serving.address(listen)
    party = place.load_settings().party
    listener = serving.listen(host, port)
    address = f"http://{host}:{listener.getsockname()[1]}"
    app = served(place, SystemClock(), secrets.token_bytes, name or ())

    def ready(server: "Server") -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, server.stop)
        data = {"party": party, "address": address, "ready": True}
        say(data, [f"The console of {party} is at {address}"], as_json=as_json)

    asyncio.run(serving.serve(app, listener, ready))
