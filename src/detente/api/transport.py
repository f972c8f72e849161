"""Decide by which way a client asks the API: over HTTP, or in this process.

A way takes a request and brings the answer; what is asked and what is answered is the
same on each. `detente.api.home` is the way without a socket.
"""

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from detente.api.refusals import refusal
from detente.record.errors import Misasked, PathFailed

OK: Final = 200
_HURRIED: Final = 429
_WITHIN_S: Final = 60.0
LONGEST_S: Final = 20.0
"""How long one request may wait for what is to come."""


class Answer(NamedTuple):
    """The status of HTTP, and the body."""

    status: int
    body: bytes


class Way(Protocol):
    """One way to the API of one line; not safe to use from two threads."""

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Ask, and return the whole answer.

        Raises:
            PathFailed: nobody answers there.
        """

    def listen(self, path: str, headers: Mapping[str, str]) -> Iterator[bytes]:
        """Ask for what has no end, and yield line by line what comes.

        Raises:
            DetenteError: it was refused, in the API's words.
            PathFailed: nobody answers there, or no longer.
        """

    def close(self) -> None:
        """Let go of it."""


class Http:
    """The way to an API that serves elsewhere on this machine, with a token."""

    def __init__(self, address: str, token: str) -> None:
        """Ask at an address such as http://127.0.0.1:8080.

        Raises:
            Misasked: it is no such address, or no token.
        """
        try:
            parts = urlsplit(address)
            self._place = (parts.hostname or "", parts.port or 80)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme != "http" or not parts.hostname:
            raise Misasked(f"{address[:80]!r} is no address such as http://HOST:PORT.")
        if not (token.isascii() and token.isprintable()):
            raise Misasked("What was given as a token is none.")
        self._token = {"Authorization": f"Bearer {token}"}

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Ask, and return the whole answer; wait where the API says to (clause 24.4).

        Raises:
            PathFailed: nobody answers there.
        """
        while True:
            with self._asked(method, path, headers, body) as answer:
                found = Answer(answer.status, answer.read())
                wait_s = answer.headers.get("Retry-After", "")
            if found.status != _HURRIED or not wait_s.isdecimal():
                return found
            time.sleep(min(int(wait_s), _WITHIN_S))

    def listen(self, path: str, headers: Mapping[str, str]) -> Iterator[bytes]:
        """Ask for what has no end, and yield line by line what comes.

        Raises:
            DetenteError: it was refused, in the API's words.
            PathFailed: nobody answers there, or no longer.
        """
        with self._asked("GET", path, headers, b"") as answer:
            if answer.status != OK:
                raise refusal(answer.read())
            yield from answer

    def close(self) -> None:
        """Let go of it: there is nothing to let go of."""

    @contextmanager
    def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection(*self._place, timeout=_WITHIN_S)
        try:
            connection.request(method, path, body or None, {**headers, **self._token})
            yield connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise PathFailed(f"The API does not answer: {error}.") from error
        finally:
            connection.close()
