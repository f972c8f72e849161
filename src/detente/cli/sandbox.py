"""Decide how a throw-away line for trying the API is asked for."""

from typing import Annotated

import typer


def command(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where the API listens; 0: any.")
    ] = 0,
) -> None:
    """Start a throw-away line with a counterpart, a filled inbox, and its API.

    Use it to try the API, or to point a tool at it: two real nodes have played a
    documented case, and run on. The first line printed is the token of the watch, the
    second the address. Ctrl-C ends it, and removes all of it.

        $ detente sandbox --port 8080
        token detente-...
        API at http://127.0.0.1:8080, GET /v1/inbox; the line lies in ...
    """
    import asyncio
    import tempfile
    from pathlib import Path

    from detente.play import sandbox

    def ready(token: str, address: str, root: Path) -> None:
        print(f"token {token}")
        print(f"API at {address}, GET /v1/inbox; the line lies in {root}", flush=True)

    with tempfile.TemporaryDirectory(prefix="detente-sandbox-") as directory:
        asyncio.run(sandbox.run(Path(directory), port, ready))
