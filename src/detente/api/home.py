"""Decide how a program at home asks: the same API, called in this process.

Spec clause 24.8. Whoever may read the line's directory may read the record anyway, and
whoever may knock at its door may release: so the file system lets in here, as the role
`watch`, and neither token nor pace is asked for. No API need be served. Its loop has a
thread of its own: what takes long there on another thread holds up nobody who asks
from a second one meanwhile.
"""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from detente.api.application import application
from detente.api.transport import Answer
from detente.api.watching import Watching
from detente.node.place import Place
from detente.record.errors import Misasked
from detente.report.record import Told

_ASGI: Final = {"version": "3.0", "spec_version": "2.3"}


class Home:
    """The way to the API of a line of this machine; close it in the end."""

    def __init__(self, place: Place, told: Told | None = None) -> None:
        """Open a line, and read its record.

        Args:
            place: the line's directory; a node may run there or not.
            told: is told how far the record is read.

        Raises:
            DetenteError: it is not set up, not paired, or damaged.
        """
        self._watching = Watching(place, told)
        try:
            self._watching.record()
        except BaseException:
            self._watching.close()
            raise
        self._app = application(self._watching, at_home=True)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="home", daemon=True
        )
        self._thread.start()

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Ask, and return the whole answer; several threads may."""
        asked = self._ask(_scope(method, path, headers), body)
        return asyncio.run_coroutine_threadsafe(asked, self._loop).result()

    def sizes(self) -> dict[str, int]:
        """Return how many entries of each feed are held, as `NORTH/1`: a glance.

        Raises:
            Failed: the store cannot be read.
        """
        return self._watching.sizes()

    def listen(self, path: str, headers: Mapping[str, str]) -> Iterator[bytes]:
        """Refuse: what has no end is heard from an API that is served.

        Raises:
            Misasked: always.
        """
        del headers
        raise Misasked(f"{path[:40]} has no end: hear it from an API that is served.")

    async def _ask(self, scope: dict[str, Any], body: bytes) -> Answer:
        status, parts = 0, list[bytes]()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Mapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                parts.append(message.get("body", b""))

        await self._app(scope, receive, send)
        return Answer(status, b"".join(parts))

    def close(self) -> None:
        """Let go of the line."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._watching.close()


def _scope(method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a request as a server would hand it to the application."""
    plain, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": _ASGI,
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(plain),
        "raw_path": plain.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode(), value.encode()) for name, value in headers.items()
        ],
        "client": None,
        "server": None,
    }
