"""Decide how something is said from the console: filled in, reviewed, released.

The page of a form is drawn from the form's own description. What is filled in becomes a
draft, and the draft a review page with the exact text to be signed; nothing leaves
without that page, and from it only by a deliberate act (a key held for two seconds).
What is not released after all is entered VOID (`detente.api.releasing`).
"""

import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.api import releasing
from detente.api.answers import DraftView, Released
from detente.api.client import Client
from detente.api.requests import DraftRequest, draft_request
from detente.console.filled import Given, typed_of
from detente.console.floor import Floor, filled_in
from detente.console.reviews import Review, in_case
from detente.console.seats import Seat
from detente.record.errors import DetenteError, Misasked, Refused
from detente.report import filling
from detente.report.channel import ChannelView, addressee
from detente.report.described import fields_of, title_of
from detente.report.filling import Choice
from detente.report.words import utc

_SEE_OTHER: Final = 303
_REFUSED: Final = 409
_URGENT: Final = {"STOP": "Z", "OBJ": "Z"}


class Asked(NamedTuple):
    """What an address asks to say: the body of a form, and what it answers."""

    choice: Choice
    answers: str = ""

    @property
    def address(self) -> str:
        """The address of the page on which it is filled in."""
        code, act = self.choice.form.code, self.choice.act
        if self.answers:
            return f"/answer/{act}/{self.answers}"
        return f"/say/{code}/{act}" if act else f"/say/{code}"


def forms(floor: Floor) -> list[Route]:
    """Return the addresses at which something is said."""

    async def fill_in(request: Request) -> Response:
        floor.seat(request)
        asked = _asked(request)
        return await _form(floor, request, asked, _usual(floor, asked))

    async def review(request: Request) -> Response:
        seat, asked = floor.seat(request), _asked(request)
        given = Given.of(await filled_in(request))
        try:
            said = _request(seat, asked, given)
            name, held = await floor.line.ask(
                lambda client: _reviewed(floor, client, said)
            )
        except DetenteError as error:
            return await _form(floor, request, asked, given, error)
        seat.reviews[name] = held
        return RedirectResponse(f"/reviews/{name}", _SEE_OTHER)

    return [
        Route("/say/{form}", fill_in, methods=["GET"]),
        Route("/say/{form}", review, methods=["POST"]),
        Route("/say/{form}/{act}", fill_in, methods=["GET"]),
        Route("/say/{form}/{act}", review, methods=["POST"]),
        Route("/answer/{act}/{answers:path}", fill_in, methods=["GET"]),
        Route("/answer/{act}/{answers:path}", review, methods=["POST"]),
    ]


def reviews(floor: Floor) -> list[Route]:
    """Return the addresses at which a draft is reviewed, and released or not."""

    async def show(request: Request) -> Response:
        review = _review(floor.seat(request), request)
        told = {"drafted": review.drafted, "name": request.path_params["name"]}
        return await floor.page("review", request, told)

    async def release(request: Request) -> Response:
        seat = floor.seat(request)
        review = _review(seat, request)
        now_s = floor.clock.monotonic_s()
        del seat.reviews[request.path_params["name"]]
        stands = await floor.line.ask(
            lambda client: _released(client, seat, review, now_s)
        )
        return RedirectResponse(f"/statements/{stands.reference}", _SEE_OTHER)

    async def drop(request: Request) -> Response:
        seat = floor.seat(request)
        review = _review(seat, request)
        del seat.reviews[request.path_params["name"]]
        reason = "Not released after review."
        await floor.line.ask(lambda client: _void(client, seat, review, reason))
        return RedirectResponse("/inbox", _SEE_OTHER)

    return [
        Route("/reviews/{name}", show, methods=["GET"]),
        Route("/reviews/{name}/release", release, methods=["POST"]),
        Route("/reviews/{name}/drop", drop, methods=["POST"]),
    ]


def _asked(request: Request) -> Asked:
    """Return what an address asks to say.

    Raises:
        Misasked: there is no such form or act.
    """
    told = request.path_params
    if "answers" in told:
        code = [*told["answers"].split("/"), *("",) * 4][3]
        return Asked(filling.answer_to(code, told["act"]), told["answers"])
    return Asked(filling.choose(told["form"].upper(), told.get("act", "")))


def _usual(floor: Floor, asked: Asked) -> Given:
    """Return what stands in a form at first: of what is urgent, that it is now."""
    seen = floor.beat.seen
    if asked.choice.form.code not in _URGENT or asked.answers or seen is None:
        return Given()
    return Given((("body.since", f"{utc(seen.state.now_s)[:16]}Z"),))


async def _form(
    floor: Floor,
    request: Request,
    asked: Asked,
    given: Given,
    error: DetenteError | None = None,
) -> Response:
    channel = await floor.line.ask(lambda client: client.channel())
    choice = asked.choice
    told = {
        "asked": asked,
        "title": title_of(choice.body, floor.pages.language),
        "shapes": fields_of(choice.body, floor.pages.language),
        "given": given,
        "posts": _posts(channel),
        "precedence": given.header("precedence") or _URGENT.get(choice.form.code, "R"),
        "trouble": "" if error is None else error.sentence,
        "at_field": getattr(error, "field", ""),
    }
    return await floor.page("form", request, told, _REFUSED if error else 200)


def _posts(channel: ChannelView) -> Sequence[str]:
    """Return whom something may be put to, whoever is meant first first."""
    found = [(each.code, row.post) for each in channel.others for row in each.staffed]
    return [f"{code}/{post}" for code, post in found] or [addressee(channel)]


def _request(seat: Seat, asked: Asked, given: Given) -> DraftRequest:
    """Return what is to be drafted, in the name of who sits here.

    Raises:
        Unreadable: a field is of another shape.
    """
    said: dict[str, object] = {
        "act": asked.choice.act,
        "typed": typed_of(given, asked.choice),
        "from_post": seat.officer.post,
        "officers": [seat.officer.number],
    }
    if asked.answers:
        return draft_request(**said, answers=[asked.answers])
    return draft_request(
        **said,
        form=asked.choice.form.code,
        to=given.header("to"),
        precedence=given.header("precedence") or "R",
    )


def _reviewed(floor: Floor, client: Client, said: DraftRequest) -> tuple[str, Review]:
    """Return a draft under review, and the name of its page."""
    drafted = client.draft(said)
    known = in_case(client, drafted)
    held = Review(said, drafted, floor.clock.monotonic_s(), known)
    return secrets.token_urlsafe(16), held


def _review(seat: Seat, request: Request) -> Review:
    """Return the review that an address names.

    Raises:
        Misasked: there is none here: it was released, dropped, or of another seat.
    """
    found = seat.reviews.get(request.path_params["name"])
    if found is None:
        raise Misasked(
            "Nothing waits for release here: it was released or dropped before, or at "
            "another seat. Look into the inbox before you say it again."
        )
    return found


def _released(client: Client, seat: Seat, review: Review, now_s: float) -> Released:
    """Release what was reviewed.

    Raises:
        Misasked: it has grown old; its reference is entered VOID.
        DetenteError: the node did not take it, or did not say what became of it.
    """
    stale = review.stale(client, now_s)
    if stale:
        _void(client, seat, review, stale)
        raise Misasked(f"{stale} Nothing was released: read it, and review again.")
    try:
        return releasing.hand_over(client, [seat.officer], review.drafted)
    except Refused:
        _void(client, seat, review, "Its node did not take it.")
        raise


def _void(client: Client, seat: Seat, review: Review, reason: str) -> None:
    drafted: DraftView = review.drafted
    releasing.void(client, [seat.officer], review.said, drafted, reason)
