"""Decide how what is under review leaves, or does not.

From a review page something leaves only by a deliberate act: a button held for two
seconds. Where two officers release, each does so at his own seat, and it leaves with
the second. What is not released after all is entered VOID (`detente.api.releasing`).
"""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.api import releasing
from detente.api.answers import Released
from detente.api.client import Client
from detente.console.disclosing import reader_of
from detente.console.floor import Floor, filled_in
from detente.console.reviews import Review
from detente.console.seats import Seat
from detente.console.signing import signed, wanted
from detente.record.errors import Misasked, Refused

_SEE_OTHER: Final = 303


def reviews(floor: Floor) -> list[Route]:
    """Return the addresses at which a draft is reviewed, and released or not."""

    async def show(request: Request) -> Response:
        seat, name = floor.seat(request), request.path_params["name"]
        review = floor.reviews.find(name, seat)
        told = {
            "review": review,
            "drafted": review.drafted,
            "name": name,
            "awaits": review.awaits(),
            "reader": await reader_of(floor, review.said),
            "wanted": wanted(floor.officers, seat, review.drafted),
        }
        return await floor.page("review", request, told)

    async def release(request: Request) -> Response:
        seat, name = floor.seat(request), request.path_params["name"]
        review = floor.reviews.find(name, seat)
        told = dict(await filled_in(request))
        stands = await floor.line.ask(
            lambda client: _released(floor, client, seat, name, told)
        )
        if stands is None:
            return RedirectResponse(f"/reviews/{name}", _SEE_OTHER)
        floor.drafts.forget(review.by, review.address)
        return RedirectResponse(f"/statements/{stands.reference}", _SEE_OTHER)

    async def drop(request: Request) -> Response:
        seat, name = floor.seat(request), request.path_params["name"]
        review = floor.reviews.find(name, seat)
        floor.reviews.done(name)
        reason = "Not released after review."
        beside = await floor.line.ask(
            lambda client: _void(floor, client, seat, review, reason)
        )
        return RedirectResponse(
            f"/reviews/{beside}" if beside else "/inbox", _SEE_OTHER
        )

    return [
        Route("/reviews/{name}", show, methods=["GET"]),
        Route("/reviews/{name}/release", release, methods=["POST"]),
        Route("/reviews/{name}/drop", drop, methods=["POST"]),
    ]


def _released(
    floor: Floor, client: Client, seat: Seat, name: str, told: Mapping[str, str]
) -> Released | None:
    """Sign what was reviewed, and release it; None: another officer has yet to sign.

    Raises:
        Misasked: it has grown old; its reference is entered VOID.
        DetenteError: the node did not take it, or did not say what became of it.
    """
    # Looked for again on the line's own thread: of two who press at once one is first.
    review = floor.reviews.find(name, seat)
    stale = review.stale(client, floor.clock.monotonic_s())
    if stale:
        floor.reviews.done(name)
        _void(floor, client, seat, review, stale)
        raise Misasked(f"{stale} Nothing was released: read it, and review again.")
    mine = signed(floor.officers, seat, review.drafted, told)
    review = review._replace(signed={**review.signed, **mine})
    if review.awaits():
        floor.reviews.hold(name, review)
        return None
    floor.reviews.done(name)
    try:
        return client.release(review.drafted, review.signed)
    except Refused:
        _void(floor, client, seat, review, "Its node did not take it.")
        raise


def _void(floor: Floor, client: Client, seat: Seat, review: Review, reason: str) -> str:
    """Enter VOID under the reference of a review that is not released.

    Returns the name of the page on which a passkey has yet to sign it; empty: it is
    entered.
    """
    if seat.opened is not None:
        us = [seat.opened]
        releasing.void(client, us, review.said, review.drafted, reason)
        return ""
    said = releasing.void_request(review.said, review.drafted, [seat.number], reason)
    now_s = floor.clock.monotonic_s()
    return floor.reviews.begin(client, said, review.address, seat.who, now_s)
