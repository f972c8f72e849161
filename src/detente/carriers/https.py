"""Decide how bundles pass over a network: one POST under mutual TLS 1.3.

`POST /bundle` carries a sealed frame; the answer is 200 with a sealed frame, or 204
where there is nothing to say. A refusal is 4xx with a sentence. TLS keeps strangers out
(`detente.node.tls` makes the contexts), but ASGI does not hand the peer's certificate
on: so nothing here says who a bundle is from, and the reader learns that from what is
inside, which proves itself.

The server runs in the node's own event loop, as a task, and leaves signals to the node.
The client is `detente.carriers.https_client`.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, Final, NamedTuple, TypeAlias

import uvicorn

from detente.carriers.refusals import EpochUnknown
from detente.ports import Receive
from detente.record.errors import (
    Failed,
    Misdirected,
    PathFailed,
    Refused,
    Unproven,
)
from detente.record.seal import MAX_FRAME_BYTES

PATH: Final = "https"
TARGET: Final = "/bundle"
EPOCH_UNKNOWN: Final = 409
_KEEP_S: Final = 3600
_BODY_S: Final = 60.0
_GRACE_S: Final = 1
_MAX_CONNECTIONS: Final = 64
_BACKLOG: Final = 64

_Message: TypeAlias = MutableMapping[str, Any]
_Messages: TypeAlias = Callable[[], Awaitable[_Message]]
_Send: TypeAlias = Callable[[_Message], Awaitable[None]]


class _Answer(NamedTuple):
    """A status, its body, and whether the request was read to its end."""

    status: int
    body: bytes
    whole: bool = True


def tune(connected: socket.socket) -> None:
    """Set what a kept connection needs; accepted sockets inherit it from a listener.

    Without NODELAY a small bundle waits up to 40 ms for an acknowledgement; without
    KEEPALIVE a line that died silently looks open until the next bundle is lost on it.
    """
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10)
    connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one.

    From here on connections queue up, so that the other side may call before `serve`
    runs.

    Raises:
        PathFailed: the address is not ours or is taken.
    """
    try:
        address = ipaddress.ip_address(host)
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004
        listener = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except (OSError, ValueError, OverflowError) as error:
        raise PathFailed(
            f"This node cannot listen on {host} port {port}: {error}."
        ) from error
    tune(listener)
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the address under which a listening socket is reached."""
    host, port = listener.getsockname()[:2]
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


class HttpsServer:
    """Takes bundles from the network for as long as `serve` runs.

    New certificates mean a new context: stop this server and start another.

    Args:
        receive: what to do with each bundle.
        context: mutual TLS, as `detente.node.tls.server_context` makes it.
    """

    def __init__(self, receive: Receive, context: ssl.SSLContext) -> None:
        self._receive = receive
        self._failure: Failed | None = None
        self._server = _Server(
            uvicorn.Config(
                self._application,
                http="httptools",
                ws="none",
                loop="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                date_header=False,
                limit_concurrency=_MAX_CONNECTIONS,
                timeout_keep_alive=_KEEP_S,
                timeout_graceful_shutdown=_GRACE_S,
                ssl_context_factory=lambda _config, _default: context,
            )
        )

    async def serve(self, listener: socket.socket) -> None:
        """Take bundles until `stop`, which ends this within 2 s; close the listener.

        Raises:
            Failed: `receive` failed: this side cannot go on as it is.
        """
        try:
            await self._server.serve(sockets=[listener])
        finally:
            # Also when the task is cancelled: nothing may be taken after this.
            self._server.drop_all()
            listener.close()
        if self._failure is not None:
            raise self._failure

    def stop(self) -> None:
        """Ask `serve` to end; a bundle under way gets a second to be answered."""
        self._server.should_exit = True

    async def _application(
        self, scope: _Message, messages: _Messages, send: _Send
    ) -> None:
        answer = await self._answer(scope, messages)
        if answer is None:
            return
        headers = []
        if answer.status != 204:  # noqa: PLR2004 - No Content has no length (RFC 9110)
            headers.append((b"content-length", b"%d" % len(answer.body)))
        if answer.status == 405:  # noqa: PLR2004 - RFC 9110 asks for the way that works
            headers.append((b"allow", b"POST"))
        if not answer.whole:
            headers.append((b"connection", b"close"))
        start = {"type": "http.response.start", "status": answer.status}
        await send({**start, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: _Message, messages: _Messages) -> _Answer | None:
        """Return what to answer, or None where nobody is there any more."""
        refusal = _refusal(scope)
        if refusal is not None:
            return refusal
        try:
            async with asyncio.timeout(_BODY_S):
                frame = await _body(messages)
        except TimeoutError:
            return _Answer(408, b"The bundle did not come to its end.", whole=False)
        return None if frame is None else await self._deliver(frame)

    async def _deliver(self, frame: bytes) -> _Answer:
        try:
            answer = await self._receive(frame, PATH)
        except Refused as error:
            return _Answer(_status(error), error.sentence.encode())
        except Failed as error:
            # The peer learns that we are away, not why; our own supervisor learns why.
            self._failure = error
            self.stop()
            return _Answer(503, b"This node cannot take bundles now.")
        return _Answer(204, b"") if answer is None else _Answer(200, answer)


class _Server(uvicorn.Server):
    """A server that is a guest in its event loop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the node, not one of its tasks, decides when to end."""
        yield

    def drop_all(self) -> None:
        """Close every listener and connection at once."""
        for listening in getattr(self, "servers", ()):
            listening.close()
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()


def _refusal(scope: _Message) -> _Answer | None:
    """Return what a request is refused with on its head alone, its body unread."""
    if scope["path"] != TARGET:
        return _Answer(404, b"Bundles are taken at /bundle.", whole=False)
    if scope["method"] != "POST":
        return _Answer(405, b"Bundles are taken by POST.", whole=False)
    length = dict(scope["headers"]).get(b"content-length")
    if length is None:
        return _Answer(411, b"A bundle comes with its length.", whole=False)
    if int(length) > MAX_FRAME_BYTES:
        return _Answer(413, b"A bundle has at most 2 MiB.", whole=False)
    return None


async def _body(messages: _Messages) -> bytes | None:
    """Read what the checked length promised, or None where the peer hung up."""
    body = bytearray()
    while True:
        message = await messages()
        if message["type"] == "http.disconnect":
            return None
        body += message["body"]
        if not message["more_body"]:
            return bytes(body)


def _status(error: Refused) -> int:
    match error:
        case EpochUnknown():
            return EPOCH_UNKNOWN
        case Misdirected():
            return 421
        case Unproven():
            return 403
        case _:
            return 400
