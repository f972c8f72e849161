"""Decide how a bundle is handed over: one kept connection, one bundle in flight.

A small HTTP/1.1 client (RFC 9112), of which it speaks one request and understands one
kind of answer: status, Content-Length, body. Anything else means that the two ends no
longer agree where an answer starts, and the connection is dropped. So is one whose
answer came too late: it would be taken for the answer to the next bundle.
"""

import asyncio
import re
import ssl
from typing import Final, NamedTuple, cast
from urllib.parse import urlsplit

from detente.carriers import refusals
from detente.carriers.https import EPOCH_UNKNOWN, PATH, TARGET, tune
from detente.carriers.refusals import Unanswered
from detente.record.errors import Misasked, PathFailed
from detente.record.seal import MAX_FRAME_BYTES

_MAX_HEAD_BYTES: Final = 8192
_HTTPS_PORT: Final = 443
_CLOSE_S: Final = 1.0
_OK, _NOTHING_TO_SAY = 200, 204
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.1 ([1-9][0-9]{2}) [^\r\n]*")
_NAME: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,62}(?<!-))?"
_HOST: Final = re.compile(
    rf"{_LABEL}(?:\.{_LABEL}){{0,9}}|(?=[^:]*:)[0-9a-f:.]{{2,45}}"
)
_LENGTH: Final = re.compile(rb"[0-9]{1,8}")


class _Lost(Unanswered):
    """The connection ended before any part of an answer came."""


class _Head(NamedTuple):
    """The head of an answer."""

    status: int
    length: int
    keep: bool


class _Answer(NamedTuple):
    """An answer read to its end."""

    status: int
    body: bytes


class HttpsCarrier:
    """The Carrier port to one address of a peer.

    Args:
        url: as the key document gives it: https, host, port, nothing else.
        context: mutual TLS, as `detente.node.tls.client_context` makes it.
        connect_s: how long reaching the other side and its handshake may take.
        answer_s: how long a whole answer may take.

    Raises:
        Misasked: the address is no such address.
    """

    def __init__(
        self,
        url: str,
        context: ssl.SSLContext,
        *,
        connect_s: float = 5.0,
        answer_s: float = 15.0,
    ) -> None:
        self._url = url
        self._host, self._port = _address(url)
        self._context = context
        self._connect_s = connect_s
        self._answer_s = answer_s
        host = f"[{self._host}]" if ":" in self._host else self._host
        self._head = (
            f"POST {TARGET} HTTP/1.1\r\nHost: {host}:{self._port}\r\nContent-Length: "
        ).encode()
        self._connection: _Connection | None = None
        self._in_turn = asyncio.Lock()
        self._closed = False

    @property
    def path(self) -> str:
        """The path's name, as the record shows it."""
        return PATH

    async def hand_over(self, frame: bytes) -> bytes | None:
        """Hand one sealed bundle over; return the sealed answer.

        Raises:
            EpochRefused: the reader does not hold the epoch of the frame.
            PathFailed: the other side cannot be reached, does not prove to be it, gave
                no sound answer in time, or refused.
        """
        refusals.check_size(frame)
        request = b"%b%d\r\n\r\n%b" % (self._head, len(frame), frame)
        async with self._in_turn:
            answer = await self._ask(request)
        if answer.status == _OK:
            return answer.body
        if answer.status == _NOTHING_TO_SAY:
            return None
        if answer.status == EPOCH_UNKNOWN:
            raise refusals.epoch_refused()
        raise refusals.not_taken(f"{refusals.quote(answer.body)} ({answer.status})")

    async def close(self) -> None:
        """Let go of the path; a bundle under way fails."""
        self._closed = True
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _ask(self, request: bytes) -> _Answer:
        kept = self._connection
        if kept is not None and not kept.ended:
            try:
                return await kept.ask(request, self._answer_s)
            except _Lost:
                # It was closed while idle and the news crossed our bundle: it is new to
                # the other side, or known there, and harmless either way.
                pass
        fresh = await self._connect()
        return await fresh.ask(request, self._answer_s)

    async def _connect(self) -> "_Connection":
        self._check_open()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._connect_s):
                _, connection = await loop.create_connection(
                    _Connection, self._host, self._port, ssl=self._context
                )
        except ssl.SSLCertVerificationError as error:
            raise Unanswered(
                f"Who answers at {self._url} is not who our key document of the other "
                "side names. Nothing was handed over."
            ) from error
        except TimeoutError as error:
            raise PathFailed(
                f"{self._url} did not answer within {self._connect_s:g} s."
            ) from error
        except (ssl.SSLError, ConnectionRefusedError, ConnectionResetError) as error:
            raise Unanswered(f"Nobody answers at {self._url}: {error}.") from error
        except OSError as error:
            raise PathFailed(f"{self._url} cannot be reached: {error}.") from error
        self._connection = connection
        if self._closed:
            await self.close()
        self._check_open()
        return connection

    def _check_open(self) -> None:
        if self._closed:
            raise PathFailed(f"The path to {self._url} is closed.")


class _Connection(asyncio.Protocol):
    """One connection under TLS, and the answer that is awaited on it."""

    def __init__(self) -> None:
        self.ended = False
        self._transport: asyncio.Transport | None = None
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited: asyncio.Future[_Answer] | None = None
        self._read = bytearray()
        self._head: _Head | None = None

    async def ask(self, request: bytes, answer_s: float) -> _Answer:
        """Send a request and return its answer; a failure ends the connection."""
        transport = self._transport
        if transport is None or self.ended:
            raise _Lost("The other side ended the connection.")
        awaited: asyncio.Future[_Answer] = asyncio.get_running_loop().create_future()
        self._awaited = awaited
        whole = False
        try:
            async with asyncio.timeout(answer_s):
                transport.write(request)
                answer = await awaited
                whole = True
                return answer
        except TimeoutError as error:
            raise Unanswered(f"No answer came within {answer_s:g} s.") from error
        finally:
            self._awaited = None
            if not whole:
                self._drop()

    async def close(self) -> None:
        """Say goodbye, but wait no longer than a second for the other side's."""
        self.ended = True
        if self._transport is not None:
            self._transport.close()
        ended, _ = await asyncio.wait([self._gone], timeout=_CLOSE_S)
        if not ended:
            self._drop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over the transport, its handshake done."""
        tune(transport.get_extra_info("socket"))
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take bytes of the awaited answer; bytes that nobody awaits end it all."""
        awaited = self._awaited
        if awaited is None or awaited.done():
            self._drop()
            return
        self._read += data
        try:
            answer = self._answer()
        except PathFailed as error:
            awaited.set_exception(error)
        else:
            if answer is not None:
                awaited.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever awaits an answer that none will come."""
        self.ended = True
        if not self._gone.done():
            self._gone.set_result(None)
        if self._awaited is None or self._awaited.done():
            return
        why = f": {exc}" if exc else ""
        if self._read or self._head:
            self._awaited.set_exception(Unanswered(f"An answer broke off{why}."))
        else:
            sentence = f"The other side ended the connection without an answer{why}."
            self._awaited.set_exception(_Lost(sentence))

    def _answer(self) -> _Answer | None:
        if self._head is None:
            end = self._read.find(b"\r\n\r\n")
            if max(end, len(self._read) if end < 0 else 0) > _MAX_HEAD_BYTES:
                raise Unanswered("The head of an answer does not end.")
            if end < 0:
                return None
            self._head = _parse_head(bytes(self._read[:end]))
            del self._read[: end + 4]
        missing = self._head.length - len(self._read)
        if missing > 0:
            return None
        if missing < 0:
            raise Unanswered("More bytes came than an answer announced.")
        answer = _Answer(self._head.status, bytes(self._read))
        if not self._head.keep and self._transport is not None:
            self.ended = True
            self._transport.close()
        self._head = None
        self._read.clear()
        return answer

    def _drop(self) -> None:
        self.ended = True
        if self._transport is not None:
            self._transport.abort()


def _parse_head(raw: bytes) -> _Head:
    """Read status line and fields; only what frames the answer is looked at."""
    first, *lines = raw.split(b"\r\n")
    status = _STATUS_LINE.fullmatch(first)
    fields: dict[bytes, bytes] = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or _NAME.fullmatch(name) is None or name.lower() in fields:
            raise Unanswered("An answer's head is not HTTP as it is spoken here.")
        fields[name.lower()] = value.strip(b" \t")
    if status is None or b"transfer-encoding" in fields:
        raise Unanswered("An answer is not HTTP as it is spoken here.")
    code = int(status[1])
    told = fields.get(b"content-length", b"0" if code == _NOTHING_TO_SAY else b"")
    if _LENGTH.fullmatch(told) is None or int(told) > MAX_FRAME_BYTES:
        raise Unanswered("An answer has no length, or one beyond 2 MiB.")
    keep = fields.get(b"connection", b"").lower() != b"close"
    return _Head(code, int(told), keep)


def _address(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _HTTPS_PORT
    except ValueError as error:
        raise Misasked(f"{url} is no address of a node: {error}.") from error
    rest = (parts.path.rstrip("/"), parts.query, parts.fragment, parts.username)
    if parts.scheme != "https" or not _HOST.fullmatch(host) or any(rest):
        raise Misasked(f"{url} is no address of a node: it is https://HOST:PORT.")
    return host, port
