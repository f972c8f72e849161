"""Decide what is shown of requests for contact: each on its ladder, and their count.

What was asked, of whom, until when; what was answered, refused or stepped down; which
preconditions were raised. The count is a function of two heads, so the other side has
the same, and the heads it was taken at stand beside it (clause 13).
"""

from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.api.client import Client
from detente.console.floor import Floor
from detente.console.languages import chosen
from detente.dialogue.tally import Counts, Tally
from detente.record.errors import Misasked
from detente.report.casework import InCase
from detente.report.listed import OneCase
from detente.report.pages import BUCKETS
from detente.report.stages import Progress
from detente.report.translated import Catalogue

FAMILY: Final = "contact"
_LISTED: Final = 200
_DAY_S: Final = 86_400
_PERIODS: Final = (7, 30, 365)


class Rung(NamedTuple):
    """A statement of a case, and in whose record it stands."""

    row: InCase
    progress: Progress


def ladders(floor: Floor) -> list[Route]:
    """Return the addresses of requests for contact, and of any case."""

    async def ladder(request: Request) -> Response:
        floor.seat(request)
        days = _days(request)
        from_s = None if days is None else floor.beat.now_s() - days * _DAY_S
        listed = await floor.line.ask(lambda client: client.cases(FAMILY, last=_LISTED))
        counted = await floor.line.ask(lambda client: client.tally(from_s))
        told = {
            "listed": listed,
            "tally": counted.tally,
            "preconditions": counted.preconditions,
            "buckets": BUCKETS,
            "bars": bars(counted.tally, chosen(request)),
            "days": days,
            "periods": _PERIODS,
        }
        return await floor.page("ladder", request, told)

    async def case(request: Request) -> Response:
        floor.seat(request)
        id_hex = request.path_params["id"]
        found, rungs = await floor.line.ask(lambda client: _climbed(client, id_hex))
        return await floor.page("case", request, {"found": found, "rungs": rungs})

    return [
        Route("/ladder", ladder, methods=["GET"]),
        Route("/cases/{id}", case, methods=["GET"]),
    ]


def bars(tally: Tally, says: Catalogue) -> list[tuple[str, int]]:
    """Return what is drawn of a tally: how many requests came to what."""
    return [(says.fixed(words), _count(tally.total, name)) for name, words in BUCKETS]


def _count(counts: Counts, name: str) -> int:
    return int(getattr(counts, name))


def _days(request: Request) -> int | None:
    """Return the length of the period that is asked for; None: everything.

    Raises:
        Misasked: it is no number of days.
    """
    text = request.query_params.get("days", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 6):  # noqa: PLR2004 - centuries
        raise Misasked(f"{text[:20]!r} is no number of days.")
    return int(text)


def _climbed(client: Client, id_hex: str) -> tuple[OneCase, list[Rung]]:
    """Return a case, and each of its statements with how far it has come."""
    found = client.case(id_hex)
    return found, [
        Rung(row, client.progress(row.reference)) for row in found.view.statements
    ]
