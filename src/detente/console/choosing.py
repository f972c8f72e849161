"""Decide how a language is chosen: on any page, and that page comes back in it."""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.console.floor import filled_in
from detente.console.languages import COOKIE, LASTS_S, known

_SEE_OTHER: Final = 303


async def _choose(request: Request) -> Response:
    told = dict(await filled_in(request))
    answer = RedirectResponse(_back(request), _SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        known(told.get("language", "")),
        max_age=LASTS_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


def _back(request: Request) -> str:
    """Return the page that it was chosen on; never one of another site."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host"):
        return "/"
    query = f"?{came.query}" if came.query else ""
    return "/" + came.path.lstrip("/\\") + query


LANGUAGE: Final = Route("/language", _choose, methods=["POST"])
