"""Decide how a line that was set up is paired in the browser (clauses 10.2 to 10.6).

Until then the console has one page: our offer to take away, theirs to bring, the whole
id to be read aloud, what the other side read, and an officer who signs. What was heard
is compared here; nobody has to find two ids equal by eye.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from typing import Final, NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from detente.console.choosing import LANGUAGE
from detente.console.filled import Given
from detente.console.floor import filled_in, sent
from detente.console.languages import chosen
from detente.console.own_pages import guarded
from detente.console.rendering import STATIC, Pages
from detente.dialogue import charter as charters
from detente.dialogue.pairing import MAX_OFFER_BYTES, parse_offer
from detente.node import officer, opening, pairing
from detente.node.place import Place
from detente.ports import Clock, Random
from detente.record import keys
from detente.record.errors import DetenteError, Misasked, Unproven
from detente.report import aloud

_SEE_OTHER: Final = 303
_REFUSED: Final = 409


class Offered(NamedTuple):
    """What was brought of the other side, and the charter that both offers found."""

    offer: bytes
    charter: bytes

    @property
    def channel(self) -> bytes:
        """The id that is read aloud."""
        return charters.channel_id(self.charter)


class Unpaired:
    """A line that was set up and is not paired yet."""

    def __init__(self, place: Place, clock: Clock, random: Random) -> None:
        """Pair the line of a directory."""
        self._place = place
        self._clock = clock
        self._random = random
        self._brought: Offered | None = None

    def take(self, offer: bytes) -> None:
        """Take the other side's offer.

        Raises:
            DetenteError: it is none, or founds no channel with ours.
        """
        self._brought = Offered(offer, opening.found(self._place, [offer]))

    def pair(self, given: Given) -> None:
        """Pair, if what was heard is the id that was computed here.

        Raises:
            Unproven: it is another.
            DetenteError: no offer was brought, or the credential does not open.
        """
        brought = self._brought
        if brought is None:
            raise Misasked("Bring the other side's offer first.")
        if aloud.heard(given.header("heard")) != brought.channel:
            raise Unproven(
                "What they read is another id, and nothing was paired. The files were "
                "swapped on their way, or are not the newest: exchange them again."
            )
        document = parse_offer(self._place.read(self._place.offer)).document
        post, _, number = given.header("who").rpartition("/")
        if not number.isdecimal():
            raise Misasked("Choose who signs.")
        us = officer.open_credential(
            self._place, document.party, post, int(number), given.header("passphrase")
        )
        now_s = self._clock.now_s()
        offers = [brought.offer]
        pairing.pair(self._place, brought.charter, offers, [us], now_s, self._random)

    def told(self, trouble: str = "") -> dict[str, object]:
        """Return what the page says."""
        document = parse_offer(self._place.read(self._place.offer)).document
        brought = self._brought
        return {
            "party": document.party,
            "trouble": trouble,
            "groups": "" if brought is None else aloud.groups(brought.channel),
            "words": "" if brought is None else aloud.words(brought.channel),
            "officers": [
                (each.post, each.number)
                for each in document.credentials
                if not each.node and each.algorithm != keys.PASSKEY
            ],
        }

    def application(self, names: Sequence[str]) -> Starlette:
        """Return what serves the page, under these names beside this machine's."""
        pages = Pages()

        async def page(request: Request) -> Response:
            return pages.page("pair", chosen(request).language, self.told())

        async def offer(_: Request) -> Response:
            data = self._place.read(self._place.offer)
            party = parse_offer(data).document.party
            kept = f'attachment; filename="{party}.detente"'
            return Response(data, headers={"Content-Disposition": kept})

        async def bring(request: Request) -> Response:
            data = await sent(request, MAX_OFFER_BYTES)
            await asyncio.to_thread(self.take, data)
            return Response(status_code=204)

        async def pair(request: Request) -> Response:
            given = Given.of(await filled_in(request))
            await asyncio.to_thread(self.pair, given)
            return RedirectResponse("/", _SEE_OTHER)

        async def refused(request: Request, error: Exception) -> Response:
            sentence = getattr(error, "sentence", str(error))
            language = chosen(request).language
            return pages.page("pair", language, self.told(sentence), _REFUSED)

        return Starlette(
            routes=[
                Route("/", page, methods=["GET"]),
                Route("/offer", offer, methods=["GET"]),
                Route("/offer", bring, methods=["POST"]),
                Route("/pair", pair, methods=["POST"]),
                LANGUAGE,
                Mount("/static", StaticFiles(directory=str(STATIC))),
            ],
            middleware=guarded(names),
            exception_handlers={DetenteError: refused},
        )


class UntilPaired:
    """Serves the pairing, and the console once the line is paired."""

    def __init__(
        self, before: Starlette, place: Place, after: Callable[[], Starlette]
    ) -> None:
        """Serve `before`, then what `after` makes."""
        self._before = before
        self._place = place
        self._make = after
        self._after: Starlette | None = None
        self._running = AsyncExitStack()
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or begin and end with the server."""
        if scope["type"] == "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await self._running.aclose()
            await send({"type": "lifespan.shutdown.complete"})
            return
        async with self._turn:
            if self._after is None and self._place.charter.exists():
                made = self._make()
                lasting = made.router.lifespan_context(made)
                await self._running.enter_async_context(lasting)
                self._after = made
        await (self._after or self._before)(scope, receive, send)
