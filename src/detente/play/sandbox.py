"""Decide what a sandbox is: a played line whose nodes go on, and the API of one side.

For programs and pages that try the API: a documented case is played between two real
nodes, so that there is an inbox, cases and a tally; then both nodes run on, and the
first party's API serves one token. All of it is thrown away in the end.
"""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from detente.api import serving, tokens
from detente.api.application import application
from detente.api.watching import Watching
from detente.play import reading, stage
from detente.play.demo import script_of
from detente.play.player import Player, level
from detente.play.side import Side

CASE: Final = "2023"
HOST: Final = "127.0.0.1"
TOKEN_NAME: Final = "sandbox"  # noqa: S105 - the name of a token, which is no secret

Ready = Callable[[str, str, Path], None]
"""Is given the token, the API's address and the directory once all of it runs."""


async def run(root: Path, port: int, ready: Ready) -> None:
    """Play a case below a directory, then serve until SIGINT or SIGTERM.

    Raises:
        DetenteError: it cannot be set up, or the port is taken.
    """
    listener = serving.listen(HOST, port)
    script = reading.load(script_of(CASE))
    built = await asyncio.to_thread(stage.build, script, root)
    sides = {code: Side(installed) for code, installed in built.sides.items()}
    starts_s = int(script.case.starts_at.timestamp())
    async with AsyncExitStack() as running:
        running.callback(listener.close)
        running.push_async_callback(built.cable.close)
        await built.cable.restore()
        for side in sides.values():
            running.push_async_callback(side.close)
        await asyncio.gather(*(side.start(starts_s) for side in sides.values()))
        player = Player(script, built, sides)
        async with contextlib.aclosing(player.play()) as steps:
            async for _ in steps:
                pass
        await level(list(sides.values()))
        place = built.sides[script.parties[0].code].place
        token = tokens.give(place, TOKEN_NAME, "watch", secrets.token_bytes)
        address = f"http://{HOST}:{listener.getsockname()[1]}"

        def started(server: serving.Server) -> None:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, server.stop)
            ready(token, address, root)

        await serving.serve(application(Watching(place)), listener, started)
