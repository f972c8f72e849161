"""The peer: NATS JetStream, two servers that copy each other's streams.

A's server keeps what the client publishes; B's server, joined as a leaf node
over TLS 1.3, copies that stream; a consumer at B publishes an acknowledgement
to a stream of B's server; A's server copies that stream, and the client reads
the copy. ``sync_interval: always`` makes every one of the four writes flush, as
the product does. Nothing is signed or proven.

The servers are two because each side must hold the record itself; one server
that both reach would be quicker and no line at all.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import nats
from nats.js import api

from bench.certificate import CertificateFiles, write_certificate
from bench.contestant import Side, Ticket
from bench.measure import within
from bench.nats_consumer import (
    COPY_CONSUMER,
    COPY_DELIVERY,
    COPY_STREAM,
    POSITION,
    READY,
    RECEIPT_SUBJECT,
)
from bench.process import BenchError, ServerProcess, free_port

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nats.aio.client import Client
    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

_ROOT = Path(__file__).resolve().parent.parent
_SET_UP_WITHIN_S = 30.0
_SERVER_READY = b"Server is ready"
_MESSAGE_SUBJECT = "message"
_MESSAGE_STREAM = "MESSAGE"
_RECEIPT_STREAM = "RECEIPT"
_RECEIPT_COPY_STREAM = "RECEIPT_COPY"
_RECEIPT_COPY_DELIVERY = "deliver.receipt"
_STORED_INBOX = "stored"
_MAX_UNSETTLED = 100_000
"""More than the benchmark ever has in flight: the server never waits for it."""


def server_program() -> str:
    """Return the path of nats-server, that of this environment first.

    Raises:
        BenchError: It is not installed.
    """
    beside = str(Path(sys.executable).parent)
    program = shutil.which("nats-server", path=beside) or shutil.which("nats-server")
    if program is None:
        raise BenchError("nats-server is missing: install with make bench-line")
    return program


def _server_settings(
    side: Side, directory: Path, port: int, leaf_port: int, files: CertificateFiles
) -> str:
    """Return the configuration of one server."""
    if side == "A":
        leaf = f"""
  host: "127.0.0.1"
  port: {leaf_port}
  tls {{
    cert_file: "{files.certificate}"
    key_file: "{files.key}"
    min_version: "1.3"
  }}"""
    else:
        leaf = f"""
  reconnect: 1
  remotes: [{{
    url: "tls://127.0.0.1:{leaf_port}"
    tls {{ ca_file: "{files.certificate}" }}
  }}]"""
    return f"""
server_name: "{side}"
host: "127.0.0.1"
port: {port}
jetstream {{
  store_dir: "{directory / side}"
  domain: "{side}"
  sync_interval: always
  max_file_store: 20GB
}}
leafnodes {{{leaf}
}}
"""


def _copy_of(stream: str, side: Side) -> list[api.StreamSource]:
    """Return the source of a stream that copies one of the other side."""
    external = api.ExternalStream(api=f"$JS.{side}.API")
    return [api.StreamSource(name=stream, external=external)]


class _Client:
    """The client at A: publishes, and settles tickets by position."""

    def __init__(self, connection: Client) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._unsent: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()
        self._last = 0
        self._tickets: dict[int, Ticket] = {}
        self._sending = asyncio.create_task(self._send())

    def submit(self, payload: bytes) -> Ticket:
        """Queue a payload; the queue keeps the order, so positions are known."""
        ticket = Ticket(self._loop.create_future(), self._loop.create_future())
        self._last += 1
        self._tickets[self._last] = ticket
        self._unsent.put_nowait((self._last, payload))
        if self._connection.is_closed:
            self.fail("server A is gone")
        return ticket

    async def stored(self, message: Msg) -> None:
        """Settle what A's server has flushed."""
        position = int(message.subject.rpartition(".")[2])
        ticket = self._tickets.get(position)
        if ticket is None or ticket.accepted.done():
            return
        answer = json.loads(message.data)
        if answer.get("seq") == position:
            ticket.accepted.set_result(None)
        else:
            self.fail(f"server A did not store message {position}: {answer}")

    async def receipted(self, message: Msg) -> None:
        """Settle what an acknowledgement names, once it is flushed at A."""
        for (position,) in POSITION.iter_unpack(message.data):
            ticket = self._tickets.pop(position, None)
            if ticket is None:
                continue
            for future in (ticket.accepted, ticket.acknowledged):
                if not future.done():
                    future.set_result(None)

    def fail(self, why: str) -> None:
        """Fail every ticket that is not settled."""
        tickets, self._tickets = self._tickets, {}
        for ticket in tickets.values():
            for future in (ticket.accepted, ticket.acknowledged):
                if not future.done():
                    future.set_exception(BenchError(f"nats: {why}"))

    async def close(self) -> None:
        """Leave server A."""
        self._sending.cancel()
        await self._connection.close()

    async def _send(self) -> None:
        while True:
            position, payload = await self._unsent.get()
            reply = f"{_STORED_INBOX}.{position}"
            await self._connection.publish(_MESSAGE_SUBJECT, payload, reply=reply)


async def _set_up_a(stream: JetStreamContext) -> None:
    """Make A's streams, and the client's way to read the second one."""
    await stream.add_stream(name=_MESSAGE_STREAM, subjects=[_MESSAGE_SUBJECT])
    await stream.add_stream(
        name=_RECEIPT_COPY_STREAM, sources=_copy_of(_RECEIPT_STREAM, "B")
    )
    await stream.add_consumer(
        _RECEIPT_COPY_STREAM,
        name="a-client",
        mem_storage=True,
        inactive_threshold=3600,
        deliver_subject=_RECEIPT_COPY_DELIVERY,
        ack_policy=api.AckPolicy.NONE,
    )


async def _set_up_b(stream: JetStreamContext) -> None:
    """Make B's streams, and the place where B's consumer reads."""
    await stream.add_stream(name=COPY_STREAM, sources=_copy_of(_MESSAGE_STREAM, "A"))
    await stream.add_stream(name=_RECEIPT_STREAM, subjects=[RECEIPT_SUBJECT])
    await stream.add_consumer(
        COPY_STREAM,
        durable_name=COPY_CONSUMER,
        deliver_subject=COPY_DELIVERY,
        ack_policy=api.AckPolicy.ALL,
        max_ack_pending=_MAX_UNSETTLED,
    )


class NatsPair:
    """Two nats-servers and a consumer; see ``Contestant`` for the methods."""

    name = "NATS"

    def __init__(self, directory: Path) -> None:
        files = write_certificate(directory)
        leaf_port = free_port()
        program = server_program()
        self._urls: dict[Side, str] = {}
        self._sides: dict[Side, dict[str, ServerProcess]] = {}
        sides: tuple[Side, Side] = ("A", "B")
        for side in sides:
            port = free_port()
            settings = directory / f"{side}.conf"
            settings.write_text(
                _server_settings(side, directory, port, leaf_port, files), "utf-8"
            )
            self._urls[side] = f"nats://127.0.0.1:{port}"
            self._sides[side] = {
                "nats-server": ServerProcess(
                    f"nats-server, side {side}",
                    [program, "--config", str(settings)],
                    _SERVER_READY,
                )
            }
        self._sides["B"]["consumer"] = ServerProcess(
            "NATS consumer, side B",
            [sys.executable, "-m", "bench.nats_consumer", self._urls["B"]],
            READY,
            cwd=_ROOT,
        )
        self._client: _Client | None = None

    async def start(self) -> None:
        """Start the servers, make the streams, start B's consumer, send once."""
        servers = {side: self._sides[side]["nats-server"] for side in self._sides}
        for server in servers.values():
            await server.start()
        connection = await nats.connect(self._urls["A"], allow_reconnect=False)
        self._client = _Client(connection)
        await connection.subscribe(f"{_STORED_INBOX}.*", cb=self._client.stored)
        await connection.subscribe(_RECEIPT_COPY_DELIVERY, cb=self._client.receipted)
        await _set_up_a(connection.jetstream())
        there = await nats.connect(self._urls["B"], allow_reconnect=False)
        await _set_up_b(there.jetstream())
        await there.close()
        await self._sides["B"]["consumer"].start()
        async with within(_SET_UP_WITHIN_S, "NATS, first message"):
            await self.submit(b"set up").acknowledged

    async def stop(self) -> None:
        """End the client and every process."""
        if self._client is not None:
            await self._client.close()
        for side in self._sides:
            await self.stop_side(side)

    def submit(self, payload: bytes) -> Ticket:
        """Hand a payload to A."""
        if self._client is None:
            raise BenchError("NATS: not started")
        return self._client.submit(payload)

    async def stop_side(self, side: Side) -> None:
        """End the processes of a side in order, the server last."""
        for process in reversed(self._sides[side].values()):
            await process.stop()

    async def start_side(self, side: Side) -> None:
        """Start the processes of a side again."""
        for process in self._sides[side].values():
            await process.start()

    def pids(self, side: Side) -> Mapping[str, int]:
        """Return the server of a side, and B's consumer."""
        return {name: process.pid for name, process in self._sides[side].items()}
