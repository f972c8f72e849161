"""A server that holds the right key and says what a test has it say, and no more."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from tests.carriers.ends import (
    contexts,
)

from detente.carriers.https import url_of
from detente.carriers.https_client import HttpsCarrier

BOTH = contexts()

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def scripted(script: Script, **limits: float) -> AsyncIterator[HttpsCarrier]:
    """Give a carrier to a server that holds the right key and follows a script."""
    playing: set[asyncio.Task[None]] = set()

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        playing.add(task)
        try:
            await script(reader, writer)
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(play, "127.0.0.1", 0, ssl=BOTH.server)
    carrier = HttpsCarrier(url_of(server.sockets[0]), BOTH.client, **limits)
    try:
        yield carrier
    finally:
        await carrier.close()
        server.close()
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)


def saying(answer: bytes) -> Script:
    """Return a script that answers every request with the same bytes, then waits."""

    async def script(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while await request(reader):
            writer.write(answer)

    return script


async def request(reader: asyncio.StreamReader) -> bytes:
    """Read one request of one-digit length; return its body, empty at the end."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        return await reader.readexactly(int(head.rstrip()[-1:]))
    except asyncio.IncompleteReadError:
        return b""
