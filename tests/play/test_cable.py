"""The cable: it passes bytes on, and when it is cut, connecting is refused."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import pytest

from detente.play.cable import LOOPBACK, Cable, Leg, free_port, refused
from detente.record.errors import PathFailed


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(1024):
        writer.write(data)
        await writer.drain()
    writer.close()


def with_cable(use: Callable[[Cable, Leg], Awaitable[None]]) -> None:
    """Use an open cable of one leg before an echo."""

    async def run() -> None:
        leg = Leg(free_port(), free_port())
        server = await asyncio.start_server(_echo, LOOPBACK, leg.target)
        cable = Cable((leg,))
        await cable.restore()
        try:
            await use(cable, leg)
        finally:
            await cable.close()
            server.close()

    asyncio.run(run())


async def _call(port: int, said: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(LOOPBACK, port)
    writer.write(said)
    answer = await reader.readexactly(len(said))
    writer.close()
    await writer.wait_closed()
    return answer


def test_an_open_cable_passes_bytes_both_ways() -> None:
    """What goes in at one end comes out at the other, and back."""

    async def use(cable: Cable, leg: Leg) -> None:
        assert cable.is_open
        assert await _call(leg.port, b"x" * 200_000) == b"x" * 200_000

    with_cable(use)


def test_a_cut_cable_refuses_connections() -> None:
    """The operating system refuses; nothing of the cable answers."""

    async def use(cable: Cable, leg: Leg) -> None:
        await cable.cut()
        assert (cable.is_open, cable.outages) == (False, 1)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(LOOPBACK, leg.port)

    with_cable(use)


def test_a_cut_ends_the_connections_that_were_there() -> None:
    """Who was speaking through the cable is cut off, not left waiting."""

    async def use(cable: Cable, leg: Leg) -> None:
        reader, writer = await asyncio.open_connection(LOOPBACK, leg.port)
        writer.write(b"here")
        assert await reader.readexactly(4) == b"here"
        await cable.cut()
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.transport.abort()

    with_cable(use)


def test_a_restored_cable_works_again_at_the_same_place() -> None:
    """Nobody need be told a new address after an outage."""

    async def use(cable: Cable, leg: Leg) -> None:
        await cable.cut()
        await cable.restore()
        assert await _call(leg.port, b"again") == b"again"

    with_cable(use)


def test_a_cable_to_a_node_that_is_down_hangs_up() -> None:
    """Where nothing listens behind the cable, the connection ends at once."""

    async def run() -> None:
        leg = Leg(free_port(), free_port())
        cable = Cable((leg,))
        await cable.restore()
        reader, writer = await asyncio.open_connection(LOOPBACK, leg.port)
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.transport.abort()
        await cable.close()

    asyncio.run(run())


def test_a_place_that_is_taken_is_said_to_be() -> None:
    """A cable that cannot listen says where."""

    async def run() -> None:
        port = free_port()
        server = await asyncio.start_server(_echo, LOOPBACK, port)
        cable = Cable((Leg(port, port),))
        with pytest.raises(PathFailed, match=str(port)):
            await cable.restore()
        server.close()

    asyncio.run(run())


def test_a_socket_that_answers_is_not_refused() -> None:
    """An outage is only called one when connecting really fails."""

    async def use(cable: Cable, leg: Leg) -> None:
        assert not await refused(leg.port)

    with_cable(use)
