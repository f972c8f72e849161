"""The far ends that the carriers are held to their port with."""

import abc
import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import NamedTuple, TypeVar

import uvloop

from detente.carriers.folder import Boxes, FolderCarrier, Sides
from detente.carriers.https import HttpsServer, listen, url_of
from detente.carriers.https_client import HttpsCarrier
from detente.carriers.memory import MemoryCarrier
from detente.node import tls
from detente.ports import Carrier, Receive
from detente.testing.parties import START_S, seeded

CHANNEL = bytes(range(32))
NEW_LOOP: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "asyncio": asyncio.new_event_loop,
    "uvloop": uvloop.new_event_loop,
}
_Result = TypeVar("_Result")


def run(scene: Coroutine[object, object, _Result], loop: str = "uvloop") -> _Result:
    """Run a scene in an event loop, as a rule in the one that a node has."""
    with asyncio.Runner(loop_factory=NEW_LOOP[loop]) as runner:
        return runner.run(scene)


class StillClock:
    """A clock that stands still: names must be unique and sorted without its help."""

    def now_s(self) -> int:
        """Return the start of 2026."""
        return START_S

    def monotonic_s(self) -> float:
        """Return zero."""
        return 0.0


NORTH = tls.draw("NORTH", seeded(5))
SOUTH = tls.draw("SOUTH", seeded(6))
STRANGER = tls.draw("SOUTH", seeded(7))


class Contexts(NamedTuple):
    """Both ends of a mutual TLS connection, NORTH calling SOUTH."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def contexts() -> Contexts:
    """Return contexts of two nodes that know each other's certificate."""
    return Contexts(
        tls.server_context(SOUTH, [NORTH.certificate]),
        tls.client_context(NORTH, SOUTH.certificate),
    )


@contextlib.asynccontextmanager
async def serving(
    receive: Receive, context: ssl.SSLContext, port: int = 0
) -> AsyncIterator[tuple[HttpsServer, str]]:
    """Run a server for as long as the block lasts; give it and its address."""
    listener = listen("127.0.0.1", port)
    server, url = HttpsServer(receive, context), url_of(listener)
    task = asyncio.create_task(server.serve(listener))
    try:
        yield server, url
    finally:
        server.stop()
        await task


class FarEnd(abc.ABC):
    """One way of reaching another side, which can be there or away."""

    carrier: Carrier

    @abc.abstractmethod
    async def come(self, receive: Receive) -> None:
        """Let the other side be there, and take bundles."""

    @abc.abstractmethod
    async def go(self) -> None:
        """Let the other side be away."""

    async def settle(self) -> None:
        """Return when what was handed over has been taken."""
        return

    async def close(self) -> None:
        """End both sides."""
        await self.carrier.close()


class MemoryEnd(FarEnd):
    """The other side in this process."""

    def __init__(self) -> None:
        self.carrier = self.memory = MemoryCarrier()

    async def come(self, receive: Receive) -> None:
        """Attach it."""
        self.memory.attach(receive)

    async def go(self) -> None:
        """Detach it."""
        self.memory.detach()


class HttpsEnd(FarEnd):
    """The other side behind a loopback socket, with real certificates."""

    def __init__(self) -> None:
        self.contexts = contexts()
        with listen("127.0.0.1", 0) as listener:
            url, self.port = url_of(listener), listener.getsockname()[1]
        self.carrier = HttpsCarrier(url, self.contexts.client)
        self.server = contextlib.AsyncExitStack()

    async def come(self, receive: Receive) -> None:
        """Start a server at the one address."""
        there = serving(receive, self.contexts.server, self.port)
        await self.server.enter_async_context(there)

    async def go(self) -> None:
        """Stop the server."""
        await self.server.aclose()

    async def close(self) -> None:
        """Close the client, then the server."""
        await super().close()
        await self.server.aclose()


class FolderEnd(FarEnd):
    """The other side reads a directory, which is there only while it is."""

    def __init__(self, directory: Path) -> None:
        self.mounted, self.pulled = directory / "stick", directory / "pulled"
        self.pulled.mkdir()
        self.far: FolderCarrier | None = None
        boxes, sides = Boxes(self.mounted, None), Sides(CHANNEL, "NORTH", "SOUTH")
        self.carrier = FolderCarrier(boxes, sides, _never, StillClock())

    async def come(self, receive: Receive) -> None:
        """Push the stick in."""
        self.pulled.rename(self.mounted)
        boxes, sides = Boxes(None, self.mounted), Sides(CHANNEL, "SOUTH", "NORTH")
        self.far = FolderCarrier(boxes, sides, receive, StillClock())

    async def go(self) -> None:
        """Pull the stick out."""
        self.mounted.rename(self.pulled)

    async def settle(self) -> None:
        """Let the other side look into its inbox."""
        if self.far is not None and self.mounted.exists():
            await self.far.poll()


async def _never(frame: bytes, path: str) -> bytes | None:
    raise AssertionError(f"{len(frame)} bytes came by {path}, where nothing comes.")


ENDS: dict[str, Callable[[Path], FarEnd]] = {
    "memory": lambda _: MemoryEnd(),
    "https": lambda _: HttpsEnd(),
    "folder": FolderEnd,
}


class Inbox:
    """Notes what arrives, and answers as it is told."""

    def __init__(
        self, answer: Callable[[bytes], Awaitable[bytes | None]] | None = None
    ) -> None:
        self.frames: list[bytes] = []
        self.paths: set[str] = set()
        self._answer = answer

    async def __call__(self, frame: bytes, path: str) -> bytes | None:
        """Take a bundle."""
        self.frames.append(frame)
        self.paths.add(path)
        return None if self._answer is None else await self._answer(frame)


async def backwards(frame: bytes) -> bytes:
    """Answer with the frame's bytes the other way round."""
    return frame[::-1]
