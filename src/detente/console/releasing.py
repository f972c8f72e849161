"""Decide how what is under review leaves, or does not.

From a review page something leaves only by a deliberate act: a button held for two
seconds. Where two officers release, each does so at his own seat, and it leaves with
the second. What is not released after all is entered VOID (`detente.api.releasing`).
"""

from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.api import releasing
from detente.api.answers import Released
from detente.api.client import Client
from detente.console.floor import Floor
from detente.console.reviews import Review
from detente.console.seats import Seat
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
        }
        return await floor.page("review", request, told)

    async def release(request: Request) -> Response:
        seat, name = floor.seat(request), request.path_params["name"]
        review = floor.reviews.find(name, seat)
        now_s = floor.clock.monotonic_s()
        stands = await floor.line.ask(
            lambda client: _released(floor, client, seat, name, now_s)
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
        await floor.line.ask(lambda client: _void(client, seat, review, reason))
        return RedirectResponse("/inbox", _SEE_OTHER)

    return [
        Route("/reviews/{name}", show, methods=["GET"]),
        Route("/reviews/{name}/release", release, methods=["POST"]),
        Route("/reviews/{name}/drop", drop, methods=["POST"]),
    ]


def _released(
    floor: Floor, client: Client, seat: Seat, name: str, now_s: float
) -> Released | None:
    """Sign what was reviewed, and release it; None: another officer has yet to sign.

    Raises:
        Misasked: it has grown old; its reference is entered VOID.
        DetenteError: the node did not take it, or did not say what became of it.
    """
    # Looked for again on the line's own thread: of two who press at once one is first.
    review = floor.reviews.find(name, seat)
    stale = review.stale(client, now_s)
    if stale:
        floor.reviews.done(name)
        _void(client, seat, review, stale)
        raise Misasked(f"{stale} Nothing was released: read it, and review again.")
    mine = releasing.sign(review.drafted, [seat.officer])
    review = review._replace(signed={**review.signed, **mine})
    if review.awaits():
        floor.reviews.hold(name, review)
        return None
    floor.reviews.done(name)
    try:
        return client.release(review.drafted, review.signed)
    except Refused:
        _void(client, seat, review, "Its node did not take it.")
        raise


def _void(client: Client, seat: Seat, review: Review, reason: str) -> None:
    releasing.void(client, [seat.officer], review.said, review.drafted, reason)
