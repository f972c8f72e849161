"""Decide how the page that judges proofs is handed out.

It is one file, made by `scripts/verify_page.py`, for anyone: it needs no seat, asks
nothing of the line, and works as well once it is saved. So it comes under its own
policy, which lets in the script and the style that stand in it by their hashes, and
under no other: the console's would let in neither.
"""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from detente.console.rendering import VERIFIER

_POLICY: Final = re.compile('http-equiv="Content-Security-Policy" content="([^"]+)"')


def verifiers() -> list[Route]:
    """Return the address of the page that judges proofs."""

    async def verifier(_: Request) -> Response:
        text = VERIFIER.read_text(encoding="utf-8")
        return HTMLResponse(text, headers={"Content-Security-Policy": _policy(text)})

    return [Route("/verify.html", verifier, methods=["GET"])]


def _policy(text: str) -> str:
    """Return the page's own policy, and that no page frames it.

    That last word counts in a header alone.
    """
    found = _POLICY.search(text)
    named = found[1] if found else "default-src 'none'"
    return f"{named}; frame-ancestors 'none'"
