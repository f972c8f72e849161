"""Decide when what stands is looked through before anybody opens the map.

What was declared is drawn and compared once, and then only what is new: but the first
look at thousands of areas takes many seconds, and at 03:00 nobody should wait for it.
It is taken on the thread for long questions, once the console has come to rest.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from detente.api.client import Client
from detente.console.line import Line
from detente.record.errors import DetenteError

Rest: TypeAlias = Callable[[float], Awaitable[None]]

EVERY_S: Final = 30.0
"""So long after it has started, and after the last look, something new is looked at."""


async def look_ahead(line: Line, rest: Rest = asyncio.sleep) -> None:
    """Look through what stands whenever something has come; for ever.

    Args:
        line: which is asked, aside.
        rest: lets so many seconds pass.
    """
    looked: dict[str, int] = {}
    while True:
        await rest(EVERY_S)
        try:
            held = await line.sizes()
            if held != looked:
                await line.ask_aside(_look)
                looked = held
        except DetenteError:
            continue  # whoever opens a page is told, in its words


def _look(client: Client) -> None:
    client.declared()
    client.conflicts()
