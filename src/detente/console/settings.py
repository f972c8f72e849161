"""Decide what an officer sees of settings, and whose each of them is.

What is chosen for a browser is kept there alone (`static/choices.js`), and its language
in a cookie (`detente.console.languages`). What is set for the line is shown, with how
to change it: at a console nobody turns off the alarm of another. Its alarms are tried
from here, by the node that will sound them (clause 23.6).
"""

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.console.beat import SILENCE_S
from detente.console.drafts import MOST
from detente.console.floor import Floor
from detente.console.own_pages import LOCAL
from detente.console.reviews import LASTS_S
from detente.console.seats import LONGEST_S

ADDRESS: Final = "/settings"
_SEE_OTHER: Final = 303


def settings(floor: Floor, names: Sequence[str]) -> list[Route]:
    """Return the addresses of the settings of a console served under these names."""

    async def show(request: Request) -> Response:
        floor.seat(request)
        told = {
            "node": await floor.line.ask(lambda client: client.settings()),
            "listens": ":".join(map(str, request.scope["server"])),
            "served_as": [*LOCAL, *names],
            "seat_s": LONGEST_S,
            "review_s": int(LASTS_S),
            "silence_s": int(SILENCE_S),
            "most_drafts": MOST,
        }
        return await floor.page("settings", request, told)

    async def try_alarms(request: Request) -> Response:
        floor.seat(request)
        await floor.line.ask(lambda client: client.try_alarms())
        return RedirectResponse(ADDRESS, _SEE_OTHER)

    return [
        Route(ADDRESS, show, methods=["GET"]),
        Route(f"{ADDRESS}/trials", try_alarms, methods=["POST"]),
    ]
