"""Decide how API and console are served: on this machine, until they are told to end.

Whoever wants it further away puts a proxy with TLS before it: a bearer token must not
cross a network in the clear.
"""

import contextlib
import ipaddress
import socket
from collections.abc import Callable, Iterator
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from detente.record.errors import Misasked, PathFailed

_GRACE_S: Final = 1
_MOST: Final = 256


class Server(uvicorn.Server):
    """A server that ends when it is told to, and leaves signals to its caller."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    def stop(self) -> None:
        """Ask it to end; an open stream gets a second."""
        self.should_exit = True


def address(text: str) -> tuple[str, int]:
    """Return host and port of an address such as `127.0.0.1:8080`.

    Raises:
        Misasked: it is none.
    """
    host, _, port = text.rpartition(":")
    if not port.isdecimal():
        raise Misasked(f"{text!r} is no HOST:PORT such as 127.0.0.1:8080.")
    return host.strip("[]"), int(port)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on this machine; port 0 takes any free one.

    Raises:
        Misasked: the address is not this machine's own.
        PathFailed: the port is taken.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError as error:
        raise Misasked(f"{host!r} is no address such as 127.0.0.1.") from error
    if not address.is_loopback:
        raise Misasked(
            f"{host} can be reached from elsewhere, and tokens would cross the network "
            "in the clear. Listen on 127.0.0.1 and put a proxy with TLS before it."
        )
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise PathFailed(f"{host}:{port} cannot be listened on: {error}.") from error


def server_of(app: ASGIApp) -> Server:
    """Return the server of an application; it is not listening yet."""
    return Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            loop="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_MOST,
            timeout_graceful_shutdown=_GRACE_S,
        )
    )


async def serve(
    app: ASGIApp, listener: socket.socket, ready: Callable[[Server], None]
) -> None:
    """Serve an application until its server is told to stop.

    Args:
        app: what is served.
        listener: where; closed in the end.
        ready: is given the server before it takes requests; the socket queues them.
    """
    server = server_of(app)
    ready(server)
    try:
        await server.serve(sockets=[listener])
    finally:
        listener.close()
