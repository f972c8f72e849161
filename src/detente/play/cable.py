"""Decide what the network between two nodes is: a relay on loopback that can be cut.

Each leg listens where one node expects the other and passes bytes on to where that
other really listens. `cut` closes every listening socket and aborts every connection,
so that a new one is refused by the operating system: to a node that is what an outage
is, and nothing in the node knows of the relay.
"""

import asyncio
import contextlib
import functools
import random
import socket
from typing import Final, NamedTuple

from detente.record.errors import Failed, PathFailed

LOOPBACK: Final = "127.0.0.1"
# Below the ports that the system gives to outgoing connections: one of those could take
# the place of a node that is down, or meet itself at a socket that is closed.
_PORTS: Final = range(20_000, 32_000)
_TRIES: Final = 64
_CHUNK_BYTES: Final = 65_536


def free_port() -> int:
    """Return a port of loopback on which nothing listens now.

    Raises:
        PathFailed: none was found.
    """
    draw = random.SystemRandom()
    for _ in range(_TRIES):
        port = draw.choice(_PORTS)
        with socket.socket() as probe:
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise PathFailed("No free port was found on 127.0.0.1.")


class Leg(NamedTuple):
    """One direction of knocking: who connects to `port` reaches `target`."""

    port: int
    target: int


class Cable:
    """The legs between the nodes; open from `restore` until `cut`."""

    def __init__(self, legs: tuple[Leg, ...]) -> None:
        """Lay the cable; nothing listens before `restore`."""
        self._legs = legs
        self._servers: list[asyncio.Server] = []
        self._connections: set[asyncio.StreamWriter] = set()
        self._relays: set[asyncio.Task[None]] = set()
        self.outages = 0

    @property
    def is_open(self) -> bool:
        """Whether its sockets listen."""
        return bool(self._servers)

    async def restore(self) -> None:
        """Listen on every leg.

        Raises:
            PathFailed: a socket cannot be opened.
        """
        for leg in self._legs:
            try:
                relay = functools.partial(self._pass, leg.target)
                server = await asyncio.start_server(relay, LOOPBACK, leg.port)
            except OSError as error:
                raise PathFailed(
                    f"The cable cannot listen on {LOOPBACK}:{leg.port}: {error}."
                ) from error
            self._servers.append(server)

    async def close(self) -> None:
        """Close every socket and end every connection."""
        servers, self._servers = self._servers, []
        for server in servers:
            server.close()
        for writer in tuple(self._connections):
            writer.transport.abort()
        await asyncio.gather(*self._relays, return_exceptions=True)

    async def cut(self) -> None:
        """Close every socket, and make sure that connecting is now refused.

        Raises:
            Failed: something still answers; nothing may be said of an outage then.
        """
        await self.close()
        for leg in self._legs:
            if not await refused(leg.port):
                raise Failed(f"The network was cut, and port {leg.port} still answers.")
        self.outages += 1

    async def _pass(
        self, to: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Pass one connection on, both ways, until either end has gone."""
        task = asyncio.current_task()
        if task is None:
            return
        self._relays.add(task)
        self._connections.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, to)
        except OSError:
            # Their node is down: to who connected, it is as if the call went nowhere.
            self._connections.discard(writer)
            self._relays.discard(task)
            writer.transport.abort()
            return
        self._connections.add(far_writer)
        try:
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))
        finally:
            self._connections -= {writer, far_writer}
            self._relays.discard(task)
            writer.transport.abort()
            far_writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass bytes one way until the end; then the other way ends too."""
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(_CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    writer.close()


async def refused(port: int) -> bool:
    """Tell whether a connection to a port of loopback is refused."""
    try:
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except ConnectionRefusedError:
        return True
    writer.transport.abort()
    return False
