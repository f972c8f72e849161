"""Decide how the watch is handed over at the console (clauses 16.10 to 16.13).

What is open stands there before anybody signs; the incoming officer ticks each open
FLASH that he has read and answers for from now on. Both sign, each at his own seat;
where nobody is there to hand it over, it is taken alone, and says so.
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.api.requests import DraftRequest, draft_request
from detente.console.filled import Given
from detente.console.floor import Floor, filled_in
from detente.console.seats import Seat
from detente.console.speaking import seconds, under_review
from detente.record.errors import DetenteError

ADDRESS: Final = "/turnover"
_SEE_OTHER: Final = 303
_REFUSED: Final = 409


def turnovers(floor: Floor) -> list[Route]:
    """Return the addresses at which the watch is handed over."""

    async def look(request: Request) -> Response:
        return await _page(floor, request, Given())

    async def hand_over(request: Request) -> Response:
        seat = floor.seat(request)
        given = Given.of(await filled_in(request))
        try:
            name = await under_review(floor, seat, ADDRESS, _said(seat, given))
        except DetenteError as error:
            return await _page(floor, request, given, error)
        return RedirectResponse(f"/reviews/{name}", _SEE_OTHER)

    return [
        Route(ADDRESS, look, methods=["GET"]),
        Route(ADDRESS, hand_over, methods=["POST"]),
    ]


async def _page(
    floor: Floor, request: Request, given: Given, error: DetenteError | None = None
) -> Response:
    seat = floor.seat(request)
    found = await floor.line.ask(lambda client: client.turnover())
    channel = await floor.line.ask(lambda client: client.channel())
    node = await floor.line.ask(lambda client: client.settings())
    told = {
        "found": found,
        "given": given,
        "tried": node.trial,
        "seconds": seconds(channel, seat),
        "trouble": "" if error is None else error.sentence,
    }
    return await floor.page("turnover", request, told, _REFUSED if error else 200)


def _said(seat: Seat, given: Given) -> DraftRequest:
    """Return the turnover that is to be drafted; its lists fill themselves in.

    Raises:
        Unreadable: a field is of another shape.
    """
    second = given.header("second")
    alone = not second.isdecimal()
    names = {"taken_over", "text", "reason"} if alone else {"taken_over", "text"}
    typed = [
        {"name": name, "text": text}
        for name, text in given.fields
        if name in names and text
    ]
    me = str(seat.number)
    if not alone:
        takes = given.header("incoming") or second
        typed.append({"name": "incoming", "text": takes})
        typed.append({"name": "outgoing", "text": second if takes == me else me})
    return draft_request(
        form="HOV",
        act="assumed alone" if alone else "relieved",
        from_post=seat.post,
        officers=[seat.number, *([] if alone else [int(second)])],
        typed=typed,
        precedence="R",
    )
