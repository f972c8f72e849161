"""One side of the floor: the least that a durable, acknowledged line can do.

A message comes to A over a socket in the file system; A commits it and sends it
over TLS 1.3; B commits it and answers how far it holds; A commits that answer,
and tells the client. Whatever waits at a moment goes into one commit and one
frame. Nothing is signed, nothing proves anything: this is the work that a line
with signatures does besides signing, done by the same language on the same disk.

Frames, all integers big-endian:

- client to A: u32 length, payload;
- A to client, first as a greeting: u64 last position stored, u64 last position
  acknowledged;
- A to B: u32 length of the rest, u64 position of the first payload, then u32
  length and payload of each;
- B to A, first as a greeting: u64 last position held.

Run by ``bench.floor`` as a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import signal
import sqlite3
import ssl
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import uvloop

if TYPE_CHECKING:
    from collections.abc import Sequence

READY = b"serving"
BUNDLE_ENTRIES = 512
RETRY_S = 0.02
_WAL_PAGES = 2000
_LENGTH = struct.Struct(">I")
_POSITION = struct.Struct(">Q")
PROGRESS = struct.Struct(">QQ")


class Store:
    """The rows of one side, in SQLite, flushed with every commit."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.executescript(
            "CREATE TABLE IF NOT EXISTS entry"
            " (position INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT;"
            "CREATE TABLE IF NOT EXISTS peer (held INTEGER NOT NULL) STRICT;"
            "INSERT INTO peer SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM peer);"
        )
        self._extend_wal()
        self._database.execute("PRAGMA synchronous=FULL")
        row = self._database.execute("SELECT max(position) FROM entry").fetchone()
        self.stored: int = row[0] or 0
        """The last position on disk here."""
        row = self._database.execute("SELECT held FROM peer").fetchone()
        self.acknowledged: int = row[0]
        """The last position that the peer holds, as far as is on disk here."""

    def _extend_wal(self) -> None:
        """Grow the write-ahead log once, so that later commits overwrite it.

        A commit that lengthens the file makes the file system flush its own
        journal too, which can double the cost of every commit.
        """
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("PRAGMA wal_autocheckpoint=0")
        for number in range(_WAL_PAGES):
            self._database.execute(f"PRAGMA user_version={number}")
        self._database.execute("PRAGMA synchronous=FULL")
        self._database.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
        self._database.execute(f"PRAGMA wal_autocheckpoint={_WAL_PAGES}")

    def commit(self, payloads: list[bytes], acknowledged: int) -> None:
        """Flush new payloads and the peer's answer in one transaction.

        Raises:
            SystemExit: The database refuses; a side that cannot store must end,
                not go on answering.
        """
        execute = self._database.execute
        try:
            execute("BEGIN")
            if payloads:
                rows = zip(itertools.count(self.stored + 1), payloads, strict=False)
                self._database.executemany("INSERT INTO entry VALUES (?, ?)", rows)
            if acknowledged > self.acknowledged:
                execute("UPDATE peer SET held = ?", (acknowledged,))
            execute("COMMIT")
        except sqlite3.Error as error:
            raise SystemExit(f"the store cannot commit: {error}") from error
        self.stored += len(payloads)
        self.acknowledged = max(self.acknowledged, acknowledged)

    def after(self, position: int, limit: int) -> list[bytes]:
        """Return at most ``limit`` payloads that follow a position."""
        rows = self._database.execute(
            "SELECT payload FROM entry WHERE position > ? ORDER BY position LIMIT ?",
            (position, limit),
        )
        return [payload for (payload,) in rows]

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def split(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Cut length-prefixed payloads out of data; return them and where they end."""
    payloads = []
    while at + _LENGTH.size <= len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        end = at + _LENGTH.size + length
        if end > len(data):
            break
        payloads.append(data[at + _LENGTH.size : end])
        at = end
    return payloads, at


def join(payloads: Sequence[bytes]) -> bytes:
    """Return payloads, each behind its length."""
    parts: list[bytes] = []
    for payload in payloads:
        parts += (_LENGTH.pack(len(payload)), payload)
    return b"".join(parts)


class Sender:
    """Side A: takes from the client, commits, sends, commits the answers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[bytes] = []
        self._answer = store.acknowledged
        self._sent = store.acknowledged
        self._in_flight = False
        self._commit_planned = False
        self.link: asyncio.Transport | None = None
        self.client: asyncio.Transport | None = None

    def take(self, payloads: list[bytes]) -> None:
        """Take payloads from the client."""
        self._waiting += payloads
        self._commit_soon()

    def take_answer(self, held: int) -> None:
        """Take B's word of how far it holds, and send it what is next."""
        self._answer = held
        if not self._in_flight:
            self._sent = held  # a greeting: what was on its way may be lost
        self._in_flight = False
        # B works on the next bundle while this side commits the answer.
        self._send()
        self._commit_soon()

    def link_lost(self) -> None:
        """Forget what was in flight: B says on its return how far it holds."""
        self.link = None
        self._in_flight = False

    def tell_client(self) -> None:
        """Tell the client how far both sides are."""
        if self.client is not None:
            progress = PROGRESS.pack(self._store.stored, self._store.acknowledged)
            self.client.write(progress)

    def _commit_soon(self) -> None:
        # Planned, not done: what else arrives in this turn of the loop shares
        # the commit.
        if not self._commit_planned:
            self._commit_planned = True
            asyncio.get_running_loop().call_soon(self._commit)

    def _commit(self) -> None:
        self._commit_planned = False
        payloads, self._waiting = self._waiting, []
        if not payloads and self._answer == self._store.acknowledged:
            return
        self._store.commit(payloads, self._answer)
        self._send(payloads)
        self.tell_client()

    def _send(self, newest: Sequence[bytes] = ()) -> None:
        """Send the next bundle unless one is on its way.

        Args:
            newest: The payloads stored last, to save reading them again.
        """
        missing = self._store.stored - self._sent
        if self.link is None or self._in_flight or missing == 0:
            return
        if len(newest) != missing or missing > BUNDLE_ENTRIES:
            newest = self._store.after(self._sent, BUNDLE_ENTRIES)
        body = _POSITION.pack(self._sent + 1) + join(newest)
        self.link.write(_LENGTH.pack(len(body)) + body)
        self._sent += len(newest)
        self._in_flight = True


class ClientAtA(asyncio.Protocol):
    """The client's connection into A."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet the client."""
        self._sender.client = cast("asyncio.Transport", transport)
        self._sender.tell_client()

    def data_received(self, data: bytes) -> None:
        """Take whole payloads, keep a part of one for later."""
        data = self._rest + data
        payloads, end = split(data, 0)
        self._rest = data[end:]
        if payloads:
            self._sender.take(payloads)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Forget the client."""
        self._sender.client = None


class LinkAtA(asyncio.Protocol):
    """The connection to B, as A sees it."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._rest = b""
        self.closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait: B speaks first."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take the newest of B's answers."""
        data = self._rest + data
        whole = len(data) // _POSITION.size * _POSITION.size
        self._rest = data[whole:]
        if whole:
            self._sender.link = self._transport
            (held,) = _POSITION.unpack_from(data, whole - _POSITION.size)
            self._sender.take_answer(held)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Tell the sender, and whoever keeps the link up."""
        self._sender.link_lost()
        self.closed.set_result(None)


class LinkAtB(asyncio.Protocol):
    """The connection from A, as B sees it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet A with how far this side holds."""
        self._transport = cast("asyncio.Transport", transport)
        self._answer()

    def data_received(self, data: bytes) -> None:
        """Commit every whole bundle that is here at once, then answer."""
        self._buffer += data
        new: list[bytes] = []
        while (bundle := self._next_bundle()) is not None:
            (first,) = _POSITION.unpack_from(bundle)
            if first != self._store.stored + len(new) + 1:
                # Storing it would lose or double messages: A starts afresh from
                # the greeting of its next connection.
                self._transport.abort()
                return
            new += split(bundle, _POSITION.size)[0]
        if new:
            self._store.commit(new, 0)
            self._answer()

    def _next_bundle(self) -> bytes | None:
        if len(self._buffer) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack_from(self._buffer)
        end = _LENGTH.size + length
        if len(self._buffer) < end:
            return None
        bundle = bytes(self._buffer[_LENGTH.size : end])
        del self._buffer[:end]
        return bundle

    def _answer(self) -> None:
        self._transport.write(_POSITION.pack(self._store.stored))


async def _keep_link(sender: Sender, port: int, trust: ssl.SSLContext) -> None:
    """Keep A connected to B for as long as A runs."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            _, link = await loop.create_connection(
                lambda: LinkAtA(sender), "127.0.0.1", port, ssl=trust
            )
        except OSError:
            await asyncio.sleep(RETRY_S)
        else:
            await link.closed


def _stopped() -> asyncio.Event:
    """Return an event that SIGTERM sets."""
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, event.set)
    return event


def _announce() -> None:
    sys.stdout.buffer.write(READY + b"\n")
    sys.stdout.buffer.flush()


async def serve_a(directory: Path, port: int, certificate: Path) -> None:
    """Run side A until SIGTERM.

    Args:
        directory: Where ``a.sqlite`` and the client's socket ``a.sock`` lie.
        port: Where B listens on 127.0.0.1.
        certificate: The one that B must show.
    """
    stopped = _stopped()
    trust = ssl.create_default_context(cafile=str(certificate))
    trust.minimum_version = ssl.TLSVersion.TLSv1_3
    store = Store(directory / "a.sqlite")
    sender = Sender(store)
    link = asyncio.create_task(_keep_link(sender, port, trust))
    socket = directory / "a.sock"
    socket.unlink(missing_ok=True)
    loop = asyncio.get_running_loop()
    await loop.create_unix_server(lambda: ClientAtA(sender), str(socket))
    _announce()
    await stopped.wait()
    link.cancel()
    store.close()


async def serve_b(directory: Path, port: int, certificate: Path, key: Path) -> None:
    """Run side B until SIGTERM.

    Args:
        directory: Where ``b.sqlite`` lies.
        port: Where to listen on 127.0.0.1.
        certificate: What to show to A.
        key: The certificate's private key.
    """
    stopped = _stopped()
    identity = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    identity.minimum_version = ssl.TLSVersion.TLSv1_3
    identity.load_cert_chain(certificate, key)
    store = Store(directory / "b.sqlite")
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: LinkAtB(store), "127.0.0.1", port, ssl=identity)
    _announce()
    await stopped.wait()
    store.close()


def main() -> None:
    """Run the side that the command line names."""
    parser = argparse.ArgumentParser(description="One side of the floor.")
    parser.add_argument("side", choices=("A", "B"))
    parser.add_argument("--directory", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--certificate", type=Path, required=True)
    parser.add_argument("--key", type=Path, required=True)
    chosen = parser.parse_args()
    if chosen.side == "A":
        side = serve_a(chosen.directory, chosen.port, chosen.certificate)
    else:
        side = serve_b(chosen.directory, chosen.port, chosen.certificate, chosen.key)
    try:
        uvloop.run(side)
    except OSError as error:
        sys.exit(f"side {chosen.side} cannot serve: {error}")


if __name__ == "__main__":
    main()
