"""Decide what an officer looks at: the line, what waits for him, a statement.

The line's page opens first. Each page shows the record that the API answers, and asks
for itself again when the beat says that something moved.
"""

import re
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from detente.console.answering import answers_to
from detente.console.disclosing import is_disclosed
from detente.console.floor import Floor, filled_in
from detente.console.how_far import steps
from detente.console.languages import chosen, known
from detente.console.seats import Seat
from detente.report.retold import title
from detente.report.translated import Catalogue

_DONE: Final = 204
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_LISTED: Final = 50


def views(floor: Floor) -> list[Route]:
    """Return the addresses of what is looked at."""

    async def line(request: Request) -> Response:
        floor.seat(request)
        state = await floor.line.ask(lambda client: client.line())
        return await floor.page("line", request, {"state": state})

    async def inbox(request: Request) -> Response:
        seat = floor.seat(request)
        found = await floor.line.ask(lambda client: client.inbox(_LISTED))
        asked = {row.about for row in found.dues if row.of == found.party}
        told = {
            "inbox": found,
            "asked": asked,
            "signing": floor.reviews.waiting(seat),
            "begun": [each for each in floor.drafts.begun() if each.who == seat.who],
        }
        return await floor.page("inbox", request, told)

    async def statement(request: Request) -> Response:
        seat = floor.seat(request)
        reference = request.path_params["reference"]
        found = await floor.line.ask(lambda client: client.statement(reference))
        told = {
            "others": _others(floor, seat, reference, chosen(request)),
            "view": found,
            "said": found.statement,
            "steps": steps(found, chosen(request)),
            "disclosed": is_disclosed(found.statement.title)
            and found.progress.stage != "FROM THEM",
            "answers": answers_to(found.statement, chosen(request).language),
        }
        return await floor.page("statement", request, told)

    async def paper(request: Request) -> Response:
        floor.seat(request)
        reference = request.path_params["reference"]
        asked = request.query_params.getlist("language")
        made = await floor.line.ask(lambda client: client.page(reference, asked))
        told = {
            "reference": reference,
            "lines": made.page,
            "asked": asked,
            "han": bool(_HAN.search("".join(made.page))),
        }
        return await floor.page("paper", request, told)

    return [
        Route("/", line, methods=["GET"]),
        Route("/inbox", inbox, methods=["GET"]),
        Route("/statements/{reference:path}", statement, methods=["GET"]),
        Route("/pages/{reference:path}", paper, methods=["GET"]),
    ]


def sounds(floor: Floor) -> list[Route]:
    """Return the addresses by which a page hears, and says whether it can sound."""

    async def live(request: Request) -> Response:
        floor.seat(request)
        language = known(request.query_params.get("language", ""))
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(
            floor.beat.hear(language), media_type="text/event-stream", headers=headers
        )

    async def arm(request: Request) -> Response:
        seat = floor.seat(request)
        told = dict(await filled_in(request))
        floor.seats.arm(seat, can_sound=told.get("can_sound") == "yes")
        return Response(status_code=_DONE)

    async def silence(request: Request) -> Response:
        floor.seat(request)
        floor.beat.silence()
        return Response(status_code=_DONE)

    return [
        Route("/live", live, methods=["GET"]),
        Route("/alarm", arm, methods=["POST"]),
        Route("/silence", silence, methods=["POST"]),
    ]


def _others(floor: Floor, seat: Seat, reference: str, says: Catalogue) -> list[str]:
    """Return what other officers are about to say to a statement, a line each."""
    begun = [
        f"{each.who}: {each.address.split('/')[2]}"
        for each in floor.drafts.begun()
        if each.address.startswith("/answer/")
        and each.address.endswith(f"/{reference}")
        and each.who != seat.who
    ]
    under_review = says.fixed("under review")
    reviewed = [
        f"{each.by}: {title(says, each.drafted.reference, each.drafted.title)}, "
        f"{under_review}"
        for each in floor.reviews.answering(reference)
        if each.by != seat.who
    ]
    return [*reviewed, *begun]
