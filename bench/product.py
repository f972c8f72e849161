"""The product: two paired lines, their nodes, and a client at A's local door.

Every message is a statement with header and body, released by an officer's credential
in this process, as a console would: composing and signing it is part of what is
measured. Acceptance and acknowledgement are what A's node says after its flushes: the
statement in our feed under a signed head, and South's receipt.
"""

from __future__ import annotations

import asyncio
import collections
import os
import secrets
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.contestant import Audit, Side, Ticket
from bench.process import BenchError, ProcessASide, ServerProcess, free_port
from bench.product_node import READY
from detente.dialogue import form, pairing
from detente.dialogue.charter import channel_id
from detente.dialogue.fields import Text
from detente.dialogue.forms import msg
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.msg import Message
from detente.dialogue.terms import Terms, Versions
from detente.node import ceremony, opening, vault
from detente.node.ceremony import Drawn, Wanted
from detente.node.clock import SystemClock
from detente.node.door import frame, read_frame
from detente.node.keyring import SecretKey, release
from detente.node.place import Place, Settings, render_settings
from detente.record import keys, statement, wire
from detente.record.errors import DetenteError
from detente.record.feed import Entry, Frontier, leaf_hash
from detente.record.head import parse_note
from detente.record.statement import Header
from detente.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parent.parent
_PASSPHRASE = "only this benchmark's"  # noqa: S105 - guards throw-away keys
_CODES: Final[dict[Side, str]] = {"A": "NORTH", "B": "SOUTH"}
_TERMS = Terms(
    versions=Versions(1, 1),
    languages=("en",),
    receipt_sentence="I durably hold every entry up to here.",
)


class _Officer:
    """Who releases the messages: composes and signs, as a console does."""

    def __init__(self, channel: bytes, secret: SecretKey) -> None:
        self._channel = channel
        self._secret = secret
        self._kid = keys.thumbprint(secret.public())
        self._clock = SystemClock()
        self._serial = 1

    def founding(self, charter: bytes, code: str, other: str) -> Entry:
        """Return the founding statement of a side."""
        body = form.encode(Found(charter=charter))
        return self._entry(code, other, "CHT", body, 0)

    def message(self, payload: bytes) -> Entry:
        """Return a message whose text is the payload."""
        said = Message(subject=Text("bench"), text=Text(payload.decode()))
        return self._entry("NORTH", "SOUTH", "MSG", form.encode(said), 1)

    def _entry(
        self, code: str, other: str, name: str, body: bytes, version: int
    ) -> Entry:
        salt, now_s = os.urandom(statement.SALT_BYTES), self._clock.now_s()
        header = Header(
            channel=self._channel,
            reference=f"{code}/2026/{self._serial:04d}/{name}/1/O",
            from_post=f"{code}/Watch",
            to_post=f"{other}/Watch",
            drafted=now_s,
            released=now_s,
            language="en",
            drafter=self._kid,
            releasers=(self._kid,),
            charter_version=version,
            body_digest=statement.body_digest(salt, body),
        )
        self._serial += 1
        return Entry(release(header, [self._secret]), salt, body)


class _Client:
    """The client's connection to A's door: releases, and follows how far they get."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        officer: _Officer,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._officer = officer
        self._loop = asyncio.get_running_loop()
        self._unsent: list[Entry] = []
        self._stored, self._receipted = 0, 0
        self._unstored: collections.deque[asyncio.Future[None]] = collections.deque()
        self._unreceipted: collections.deque[asyncio.Future[None]] = collections.deque()
        self.greeted: asyncio.Future[None] = self._loop.create_future()
        self._lost = False
        writer.write(frame([0, "follow", []]))
        self._listening = asyncio.create_task(self._listen())

    def submit(self, payload: bytes) -> Ticket:
        """Compose and sign a statement, and send it with all others of this turn."""
        ticket = Ticket(self._loop.create_future(), self._loop.create_future())
        self._unstored.append(ticket.accepted)
        self._unreceipted.append(ticket.acknowledged)
        if self._lost:
            self._fail("side A is gone")
            return ticket
        if not self._unsent:
            self._loop.call_soon(self._send)
        self._unsent.append(self._officer.message(payload))
        return ticket

    def _send(self) -> None:
        rows: list[wire.Value] = [*self._unsent]
        self._unsent = []
        self._writer.write(frame([1, "releases", [rows]]))

    async def _listen(self) -> None:
        try:
            while True:
                self._take(await read_frame(self._reader))
        except (EOFError, ConnectionError, DetenteError) as error:
            self._fail(f"side A is gone: {error}")

    def _take(self, answer: object) -> None:
        match answer:
            case [0, "moved", [int() as stored, int() as receipted]]:
                if not self.greeted.done():
                    # What stands there already was not submitted here.
                    self._stored = self._receipted = stored
                    self.greeted.set_result(None)
                self._stored = _settle(self._unstored, self._stored, stored)
                settled = _settle(self._unreceipted, self._receipted, receipted)
                self._receipted = settled
            case [_, "refused", why]:
                self._fail(f"refused: {why}")
            case _:
                pass

    def _fail(self, why: str) -> None:
        self._lost = True
        for waiting in (self._unstored, self._unreceipted):
            while waiting:
                future = waiting.popleft()
                if not future.done():
                    future.set_exception(BenchError(f"product: {why}"))

    def close(self) -> None:
        """Leave A."""
        self._listening.cancel()
        self._writer.close()


def _settle(
    waiting: collections.deque[asyncio.Future[None]], settled: int, reached: int
) -> int:
    """Settle what stands below `reached`; return how far the feed is settled."""
    for _ in range(settled, reached):
        future = waiting.popleft()
        if not future.done():
            future.set_result(None)
    return max(settled, reached)


class Product(ProcessASide):
    """Two nodes of the product; see ``Contestant`` for the methods."""

    name = "detente"

    def __init__(self, directory: Path) -> None:
        self._places = {side: Place(directory / code) for side, code in _CODES.items()}
        sides: dict[Side, ServerProcess] = {
            side: ServerProcess(
                f"detente, side {side}",
                [sys.executable, "-m", "bench.product_node", str(place.root)],
                READY,
                cwd=_ROOT,
            )
            for side, place in self._places.items()
        }
        super().__init__(sides)
        self._client: _Client | None = None

    async def start(self) -> None:
        """Pair both lines, start B, then A, and knock."""
        officer = self._pair()
        await self._sides["B"].start()
        await self._sides["A"].start()
        reader, writer = await asyncio.open_unix_connection(self._places["A"].door)
        self._client = _Client(reader, writer, officer)
        await self._client.greeted

    def _pair(self) -> _Officer:
        drawn = {side: self._set_up(side) for side in _CODES}
        offers = {
            side: place.offer.read_bytes() for side, place in self._places.items()
        }
        officers = {}
        for side, place in self._places.items():
            other: Side = "B" if side == "A" else "A"
            charter = opening.found(place, [offers[other]])
            opening.keep_documents(place, [offers[other]])
            _, _, secret = next(drawn[side].seeds())
            officer = _Officer(channel_id(charter), secret)
            founding = officer.founding(charter, _CODES[side], _CODES[other])
            opening.begin(place, charter, founding)
            officers[side] = officer
        return officers["A"]

    def _set_up(self, side: Side) -> Drawn:
        place, code, port = self._places[side], _CODES[side], free_port()
        address = f"127.0.0.1:{port}"
        wanted = Wanted(code, code.title(), ("Watch",), f"https://{address}", 1, 1, 1)
        drawn = ceremony.draw(wanted, secrets.token_bytes, SystemClock().now_s())
        ceremony.put_away(
            drawn, place, _PASSPHRASE, secrets.token_bytes, vault.STANDARD
        )
        place.offer.write_bytes(pairing.render_offer(drawn.document_raw, _TERMS))
        place.settings.write_text(render_settings(Settings(code, address)))
        return drawn

    def submit(self, payload: bytes) -> Ticket:
        """Release a statement at A."""
        if self._client is None:
            raise BenchError("product: not started")
        return self._client.submit(payload)

    def audit(self) -> Audit:
        """Read B's rows, and compare their root with what A and B signed."""
        return Audit(payloads=self._said(), roots_equal=self._roots_equal())

    def _rows(self) -> Iterator[tuple[bytes, bytes]]:
        database = sqlite3.connect(self._places["B"].store)
        try:
            yield from database.execute(
                "SELECT raw, body FROM entry WHERE party = 'NORTH' ORDER BY position"
            )
        finally:
            database.close()

    def _said(self) -> Iterator[bytes]:
        for nth, (_, body) in enumerate(self._rows()):
            if nth < 2:  # noqa: PLR2004 - key document and founding statement
                continue
            yield _text(body)

    def _roots_equal(self) -> bool:
        root = Frontier().extend(leaf_hash(raw) for raw, _ in self._rows())
        notes = []
        for side, place in self._places.items():
            store = SqliteStore.read_only(place.store)
            held = store.held()
            store.close()
            if side == "A":
                notes += [r.note for r in held.receipts if r.mirror == "SOUTH"]
            else:
                notes += [f.note for f in held.feeds if f.feed.party == "NORTH"]
        heads = [parse_note(note).head for note in notes]
        return [(h.size, h.root) for h in heads] == [(root.size, root.root())] * 2


def _text(body: bytes) -> bytes:
    """Return the text of a message's body."""
    read = form.decode(msg.FORMS[0], body)
    if not isinstance(read, Message):
        raise BenchError(f"product: B holds a body that is no message: {read}")
    return read.text.text.encode()
