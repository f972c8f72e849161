"""Decide whose pages may change something: this program's own, and no others.

Only the names are answered that a program is served under, and what changes something
is taken from its own pages alone: so no other page can press its buttons, not even one
whose name somebody has pointed at this machine.
"""

from collections.abc import Sequence
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from detente.console.languages import chosen
from detente.console.rendering import HEADERS
from detente.report.retold import told

LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")


def guarded(names: Sequence[str]) -> list[Middleware]:
    """Return what stands before pages served under names beside this machine's own."""
    return [
        Middleware(TrustedHostMiddleware, allowed_hosts=[*LOCAL, *names]),
        Middleware(OwnPages),
    ]


class OwnPages:
    """Takes what changes something from the console's own pages, and adds the policy.

    A browser names the origin of whatever it sends by POST (Fetch, 3.2); a page of
    another origin cannot name ours. The page that judges proofs brings a stricter
    policy of its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                rows = [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
                given = {name for name, _ in message["headers"]}
                new = (row for row in rows if row[0] not in given)
                message["headers"] = [*message["headers"], *new]
            await send(message)

        request = Request(scope)
        if request.method == "POST" and not _is_own(request):
            sentence = "This came from a page that is none of the console's."
            words = told(chosen(request), sentence)
            await PlainTextResponse(words, 403)(scope, receive, with_policy)
            return
        await self._app(scope, receive, with_policy)


def _is_own(request: Request) -> bool:
    host = request.headers.get("host", "")
    return request.headers.get("origin") in {f"http://{host}", f"https://{host}"}
