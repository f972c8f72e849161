"""Decide who may sit down at the console: an officer whose credential opens.

The sealed credential lies in the line's directory, as for any command. Opening it takes
about a second, on purpose and in a thread of its own; a wrong passphrase takes as long.
"""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.console.floor import COOKIE, Floor, filled_in
from detente.console.seats import LONGEST_S
from detente.node import officer
from detente.record.errors import DetenteError, Misasked
from detente.report.channel import ChannelView, check_officers, own_post

_SEE_OTHER: Final = 303
_FORBIDDEN: Final = 403


def entrances(floor: Floor) -> list[Route]:
    """Return the addresses at which officers sit down and leave."""

    async def enter(request: Request) -> Response:
        return await _entrance(floor, request, "", 200)

    async def sit_down(request: Request) -> Response:
        told = dict(await filled_in(request))
        channel = await floor.line.ask(lambda client: client.channel())
        try:
            post, number = _who(channel, told.get("who", ""))
            opened = await asyncio.to_thread(
                officer.open_credential,
                floor.line.place,
                channel.own.code,
                post,
                number,
                told.get("passphrase", ""),
            )
        except DetenteError as error:
            return await _entrance(floor, request, error.sentence, _FORBIDDEN)
        answer = RedirectResponse(_inside(told.get("to", "")), _SEE_OTHER)
        answer.set_cookie(
            COOKIE,
            floor.seats.take(opened),
            max_age=LONGEST_S,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
        return answer

    async def leave(request: Request) -> Response:
        floor.seats.leave(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/enter", _SEE_OTHER)
        answer.delete_cookie(COOKIE)
        return answer

    return [
        Route("/enter", enter, methods=["GET"]),
        Route("/enter", sit_down, methods=["POST"]),
        Route("/leave", leave, methods=["POST"]),
    ]


async def _entrance(
    floor: Floor, request: Request, trouble: str, status: int
) -> Response:
    channel = await floor.line.ask(lambda client: client.channel())
    told = {
        "officers": [
            (f"{row.post}/{number}", f"{row.post}, credential {number}")
            for row in channel.own.staffed
            for number in row.officers
        ],
        "to": request.query_params.get("to", "/"),
        "trouble": trouble,
    }
    return await floor.page("enter", request, told, status)


def _who(channel: ChannelView, said: str) -> tuple[str, int]:
    """Return the post and number that were chosen.

    Raises:
        Misasked: there is no such officer.
    """
    name, _, number = said.rpartition("/")
    if not number.isdecimal():
        raise Misasked("Choose who you are.")
    post = own_post(channel.own, name)
    check_officers(post, [int(number)])
    return post.post, int(number)


def _inside(address: str) -> str:
    """Return where to go on; never to another site."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if ours else "/"
