"""The floor: the same line without signatures, as quick as Python allows.

The contestant that the product is measured against. Its two sides are processes
of ``bench.floor_node``; this is the client's end. Every statement the product
signs, chains and proves is dead weight to the floor, so the ratio of the two is
the price of not having to trust the other side.
"""

from __future__ import annotations

import asyncio
import collections
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bench.certificate import write_certificate
from bench.contestant import Audit, Side, Ticket
from bench.floor_node import PROGRESS, READY, join
from bench.process import BenchError, ProcessASide, ServerProcess, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parent.parent
_SET_UP_WITHIN_S = 20.0


class _Client(asyncio.Protocol):
    """The client's connection into A: counts what A reports."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[None] = loop.create_future()
        self._loop = loop
        self._stored = 0
        self._acknowledged = 0
        self._unstored: collections.deque[asyncio.Future[None]] = collections.deque()
        self._unacknowledged: collections.deque[asyncio.Future[None]] = (
            collections.deque()
        )
        self._unsent: list[bytes] = []
        self._rest = b""
        self._lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to A; A speaks first."""
        self._transport = cast("asyncio.Transport", transport)

    def submit(self, payload: bytes) -> Ticket:
        """Plan to send a payload with all others of this turn of the loop."""
        ticket = Ticket(self._loop.create_future(), self._loop.create_future())
        self._unstored.append(ticket.accepted)
        self._unacknowledged.append(ticket.acknowledged)
        if self._lost:
            self._fail()
        elif not self._unsent:
            self._loop.call_soon(self._send)
        self._unsent.append(payload)
        return ticket

    def data_received(self, data: bytes) -> None:
        """Settle the tickets up to A's newest report."""
        data = self._rest + data
        whole = len(data) // PROGRESS.size * PROGRESS.size
        self._rest = data[whole:]
        if not whole:
            return
        stored, acknowledged = PROGRESS.unpack_from(data, whole - PROGRESS.size)
        if self.greeted.done():
            _settle(self._unstored, stored - self._stored)
            _settle(self._unacknowledged, acknowledged - self._acknowledged)
        else:
            self.greeted.set_result(None)
        self._stored, self._acknowledged = stored, acknowledged

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Fail every ticket: nobody is left to answer."""
        self._lost = True
        self._fail()

    def close(self) -> None:
        """Leave A."""
        self._transport.close()

    def _send(self) -> None:
        payloads, self._unsent = self._unsent, []
        self._transport.write(join(payloads))

    def _fail(self) -> None:
        for waiting in (self._unstored, self._unacknowledged):
            while waiting:
                future = waiting.popleft()
                if not future.done():
                    future.set_exception(BenchError("floor: side A is gone"))


def _settle(waiting: collections.deque[asyncio.Future[None]], count: int) -> None:
    for _ in range(count):
        future = waiting.popleft()
        if not future.done():
            future.set_result(None)


class Floor(ProcessASide):
    """Two processes of ``bench.floor_node``; see ``Contestant`` for the methods."""

    name = "floor"

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        files = write_certificate(directory)
        options = {
            "--directory": directory,
            "--port": free_port(),
            "--certificate": files.certificate,
            "--key": files.key,
        }
        arguments = [str(part) for option in options.items() for part in option]
        sides: dict[Side, ServerProcess] = {
            side: ServerProcess(
                f"floor, side {side}",
                [sys.executable, "-m", "bench.floor_node", side, *arguments],
                READY,
                cwd=_ROOT,
            )
            for side in ("A", "B")
        }
        super().__init__(sides)
        self._client: _Client | None = None

    async def start(self) -> None:
        """Start B, then A, and connect."""
        await self._sides["B"].start()
        await self._sides["A"].start()
        loop = asyncio.get_running_loop()
        _, self._client = await loop.create_unix_connection(
            _Client, str(self._directory / "a.sock")
        )
        async with asyncio.timeout(_SET_UP_WITHIN_S):
            await self._client.greeted

    def submit(self, payload: bytes) -> Ticket:
        """Hand a payload to A."""
        if self._client is None:
            raise BenchError("floor: not started")
        return self._client.submit(payload)

    def audit(self) -> Audit:
        """Read B's rows; there is no root to compare."""
        return Audit(payloads=self._rows_of_b(), roots_equal=None)

    def _rows_of_b(self) -> Iterator[bytes]:
        database = sqlite3.connect(self._directory / "b.sqlite")
        try:
            rows = database.execute("SELECT payload FROM entry ORDER BY position")
            for (payload,) in rows:
                yield payload
        finally:
            database.close()
