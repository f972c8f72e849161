"""Decide who may sit down at the console: an officer who shows his credential.

One that rests sealed in the line's directory opens by its passphrase, which takes about
a second, on purpose and in a thread of its own; a wrong one takes as long. A passkey
signs a challenge that was drawn for this once.
"""

import asyncio
import hashlib
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.console.asserting import challenge_of, signature_of
from detente.console.choosing import LANGUAGE
from detente.console.floor import COOKIE, Floor, filled_in
from detente.console.seats import LONGEST_S
from detente.node import officer
from detente.record.errors import DetenteError, Misasked, Unproven
from detente.report.channel import ChannelView, check_officers, own_post

_SEE_OTHER: Final = 303
_FORBIDDEN: Final = 403
_NONCE_BYTES: Final = 32
_NONCE_S: Final = 120.0
_DOMAIN: Final = b"detente console entrance\x00"


class Challenges:
    """What passkeys are to sign at the entrance, each once and for two minutes."""

    def __init__(self, floor: Floor) -> None:
        """Draw challenges for a floor."""
        self._floor = floor
        self._drawn: dict[bytes, float] = {}

    def draw(self) -> bytes:
        """Return the message that is to be signed."""
        now_s = self._floor.clock.monotonic_s()
        self._drawn = {m: at for m, at in self._drawn.items() if now_s - at < _NONCE_S}
        message = _DOMAIN + self._floor.random(_NONCE_BYTES)
        self._drawn[message] = now_s
        return message

    def take(self, name: str) -> bytes:
        """Return the message of a name, which it loses by that.

        Raises:
            Unproven: it was not drawn, was used, or is too old.
        """
        now_s = self._floor.clock.monotonic_s()
        for message, at_s in self._drawn.items():
            if named(message) == name and now_s - at_s < _NONCE_S:
                del self._drawn[message]
                return message
        raise Unproven("That took too long: try again.")


def named(message: bytes) -> str:
    """Return under which name a page hands a challenge back."""
    return hashlib.sha256(b"name" + message).hexdigest()


def entrances(floor: Floor) -> list[Route]:
    """Return the addresses at which officers sit down and leave."""
    challenges = Challenges(floor)

    async def enter(request: Request) -> Response:
        return await _entrance(floor, request, "", 200)

    async def challenge(request: Request) -> Response:
        told = dict(await filled_in(request))
        channel = await floor.line.ask(lambda client: client.channel())
        post, number = _who(channel, told.get("who", ""))
        known, key = floor.officers.passkey(post, number)
        message = challenges.draw()
        found = {
            "challenge": challenge_of(message),
            "id": known.id,
            "site": key.origins[0],
            "name": named(message),
        }
        return Response(msgspec.json.encode(found), media_type="application/json")

    async def sit_down(request: Request) -> Response:
        told = dict(await filled_in(request))
        channel = await floor.line.ask(lambda client: client.channel())
        try:
            post, number = _who(channel, told.get("who", ""))
            if floor.officers.holds_passkey(post, number):
                _, key = floor.officers.passkey(post, number)
                signature_of(told, key, challenges.take(told.get("name", "")))
                secret = floor.seats.take(post, number, None)
            else:
                opened = await asyncio.to_thread(
                    officer.open_credential,
                    floor.line.place,
                    channel.own.code,
                    post,
                    number,
                    told.get("passphrase", ""),
                )
                secret = floor.seats.take(post, number, opened)
        except DetenteError as error:
            return await _entrance(floor, request, error.sentence, _FORBIDDEN)
        return _seated(request, secret, told.get("to", ""))

    async def leave(request: Request) -> Response:
        floor.seats.leave(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/enter", _SEE_OTHER)
        answer.delete_cookie(COOKIE)
        return answer

    return [
        Route("/enter", enter, methods=["GET"]),
        Route("/enter", sit_down, methods=["POST"]),
        Route("/enter/challenge", challenge, methods=["POST"]),
        Route("/leave", leave, methods=["POST"]),
        LANGUAGE,
    ]


def _seated(request: Request, secret: str, to: str) -> Response:
    answer = RedirectResponse(_inside(to), _SEE_OTHER)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=LONGEST_S,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


async def _entrance(
    floor: Floor, request: Request, trouble: str, status: int
) -> Response:
    channel = await floor.line.ask(lambda client: client.channel())
    told = {
        "officers": [
            (row.post, number, floor.officers.holds_passkey(row.post, number))
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
