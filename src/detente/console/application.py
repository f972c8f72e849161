"""Decide what the console is made of, and what holds for each of its answers.

Pages are for browsers of this machine, or of those who come by a proxy with TLS
(`detente.console.own_pages`). What the beat fails at is not swallowed: its pages say
NOT LIVE at once, and the operator is told when the console ends.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final, TypeAlias
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from detente.api.admission import status_of
from detente.console.ahead import look_ahead
from detente.console.amending import amendments
from detente.console.beat import Beat
from detente.console.charter import charters
from detente.console.disclosing import disclosures
from detente.console.drafts import Drafts
from detente.console.entering import entrances
from detente.console.floor import Floor, NotSeated
from detente.console.ladder import ladders
from detente.console.languages import chosen
from detente.console.line import Line
from detente.console.looking import sounds, views
from detente.console.mapping import maps
from detente.console.officers import Officers
from detente.console.own_pages import guarded
from detente.console.pairing import Unpaired, UntilPaired
from detente.console.posts import posts
from detente.console.proving import proofs
from detente.console.records import records
from detente.console.releasing import reviews
from detente.console.rendering import STATIC, Pages, check_parts
from detente.console.reviews import Reviews
from detente.console.seats import Seats
from detente.console.settings import settings
from detente.console.speaking import forms
from detente.console.turnover import turnovers
from detente.console.verifying import verifiers
from detente.console.watchlog import watch_logs
from detente.node.place import Place
from detente.ports import Clock, Random
from detente.record.errors import DetenteError, Misdirected
from detente.report.retold import told

_SEE_OTHER: Final = 303
_Answer: TypeAlias = Callable[[Request, Exception], Awaitable[Response]]


def served(
    place: Place,
    clock: Clock,
    random: Random,
    names: Sequence[str] = (),
) -> ASGIApp:
    """Return the console of a line; one that is not paired yet is paired there first.

    Raises:
        Misasked: what pages load is not there, or the line is not set up.
    """
    check_parts()
    if place.charter.exists():
        return console(place, clock, random, names)
    place.read(place.offer)
    before = Unpaired(place, clock, random).application(names)
    return UntilPaired(before, place, lambda: console(place, clock, random, names))


def console(
    place: Place,
    clock: Clock,
    random: Random,
    names: Sequence[str] = (),
) -> Starlette:
    """Return the console of a line.

    Args:
        place: the line's directory.
        clock: for how long seats and reviews last.
        random: the secrets of seats.
        names: the host names it is served under, beside those of this machine.

    Raises:
        Misasked: the line is not paired.
        StoreFailed: what officers have begun cannot be read.
    """
    line, seats = Line(place), Seats(clock, random)
    floor = Floor(
        line,
        seats,
        Beat(line, seats, clock),
        Pages(),
        Drafts(place),
        Reviews(random),
        Officers(place),
        clock,
        random,
    )
    return Starlette(
        routes=[
            *entrances(floor),
            *views(floor),
            *sounds(floor),
            *amendments(floor),  # before the form that would ask for bytes
            *forms(floor),
            *reviews(floor),
            *ladders(floor),
            *maps(floor),
            *records(floor),
            *proofs(floor),
            *disclosures(floor),
            *turnovers(floor),
            *settings(floor, names),
            *charters(floor),
            *posts(floor),
            *watch_logs(floor),
            *verifiers(),
            Mount("/static", StaticFiles(directory=str(STATIC))),
        ],
        middleware=guarded(names),
        exception_handlers={
            NotSeated: _to_the_entrance,
            DetenteError: _in_words(floor),
        },
        lifespan=_lasting(floor),
    )


async def _to_the_entrance(request: Request, _: Exception) -> Response:
    path = request.url.path
    if request.method == "GET" and path != "/live":
        query = f"?{request.url.query}" if request.url.query else ""
        to = quote(f"{path}{query}", safe="")
        return RedirectResponse(f"/enter?to={to}", _SEE_OTHER)
    if path.startswith(("/say/", "/answer/", "/disclose/")):
        # What was typed is kept: it stands on the page again once he sits.
        return RedirectResponse(f"/enter?to={quote(path, safe='')}", _SEE_OTHER)
    sentence = "Sit down first: say who you are."
    return PlainTextResponse(told(chosen(request), sentence), 401)


def _in_words(floor: Floor) -> _Answer:
    async def known(request: Request, error: Exception) -> Response:
        if not isinstance(error, DetenteError):
            raise Misdirected("An error came where another kind was expected.")
        words = {"sentence": error.sentence}
        return await floor.page("refused", request, words, status_of(error))

    return known


def _lasting(
    floor: Floor,
) -> Callable[[Starlette], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await floor.line.open()
        lasting = [
            asyncio.create_task(floor.beat.run()),
            asyncio.create_task(look_ahead(floor.line)),
        ]
        try:
            yield
        finally:
            for each in lasting:
                each.cancel()
            with contextlib.suppress(DetenteError):
                await floor.beat.end()  # a node that is gone expects nothing
            await floor.line.close()
            for each in lasting:
                with contextlib.suppress(asyncio.CancelledError):
                    await each

    return lifespan
