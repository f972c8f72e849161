"""Decide how the API of a line is started and ended from the command line."""

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
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Serve the API of a line to pages and programs of this machine.

    Use it beside the node, as a process of its own: no page can delay a receipt. It
    reads the record and knocks at the node's door; it holds no key. Who asks bears a
    token (`detente token`). It listens on this machine alone; for others put a proxy
    with TLS before it. SIGTERM or Ctrl-C ends it.

        $ detente api --line north --listen 127.0.0.1:8080
        The API of NORTH listens on http://127.0.0.1:8080
    """
    import asyncio
    import signal

    from detente.api import serving
    from detente.api.application import application
    from detente.api.watching import Watching
    from detente.cli.shell.showing import say
    from detente.node import memory
    from detente.node.place import Place

    memory.settle()
    place = Place(line_of(line))
    host, port = serving.address(listen)
    watching = Watching(place)
    listener = serving.listen(host, port)
    address = f"http://{host}:{listener.getsockname()[1]}"
    party = place.load_settings().party

    def ready(server: "Server") -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, server.stop)
        data = {"party": party, "address": address, "ready": True}
        words = f"The API of {party} listens on {address}"
        say(data, [words], as_json=as_json)

    asyncio.run(serving.serve(application(watching), listener, ready))
