"""Decide what the map's page shows: the picture, a moment, a conflict, a notice read.

Live, replay for a moment and replay of what was known stand in words, in a frame and in
the address (`detente.console.moment`). What is composed is composed live. A map of
thousands takes long to tell, so it is asked aside: the beat does not wait for it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.api.client import Client
from detente.console.drawings import GONE, Drawings
from detente.console.floor import Floor, filled_in
from detente.console.handing import handovers
from detente.console.moment import (
    ADDRESS,
    KNOWN,
    REACH_S,
    STEP_S,
    Looked,
    address,
    looked,
    stepped,
)
from detente.console.plotted import Picture, matching, picture
from detente.console.rowed import BEGINS, ROWS, STATES, rows, wanted
from detente.console.strips import Strip, strip
from detente.record.errors import DetenteError, Misasked
from detente.report.declared import ConflictList, ConflictRow, parting
from detente.report.known import Known
from detente.report.noticed import area_page, notice_geojson
from detente.space.notices import notice
from detente.space.notices.notice import Notice

_REFUSED: Final = 409
_FOR_GOOD: Final = {"Cache-Control": "private, max-age=86400, immutable"}
"""What has a digest for its name never changes."""


class Chosen(NamedTuple):
    """A conflict that is looked at: its row, its drawing, how it may be answered."""

    row: ConflictRow
    strip: Strip | None
    partings: tuple[str, ...]
    answers: str


class Seen(NamedTuple):
    """What is seen of the line; `known` says how far it was known, if that is asked."""

    shown: Picture
    conflicts: ConflictList
    chosen: Chosen | None
    known: Known | None


class Read(NamedTuple):
    """The text of a notice, and what was read of it, or why nothing was."""

    text: str = ""
    notice: Notice | None = None
    trouble: str = ""


def maps(floor: Floor) -> list[Route]:
    """Return the addresses of the map."""
    drawings = Drawings()

    async def look(request: Request) -> Response:
        return await _page(floor, drawings, request, Read())

    async def drawn(request: Request) -> Response:
        floor.seat(request)
        data = drawings.find(request.path_params["digest"])
        return Response(data, media_type="application/json", headers=_FOR_GOOD)

    async def read(request: Request) -> Response:
        floor.seat(request)
        text = dict(await filled_in(request)).get("text", "")
        try:
            found = Read(text, notice.read(text))
        except DetenteError as error:
            found = Read(text, trouble=error.sentence)
        return await _page(floor, drawings, request, found)

    return [
        Route(ADDRESS, look, methods=["GET"]),
        Route(f"{ADDRESS}/notice", read, methods=["POST"]),
        Route(f"{ADDRESS}/drawn/{{digest}}", drawn, methods=["GET"]),
        *handovers(floor, ADDRESS),
    ]


async def _page(
    floor: Floor, drawings: Drawings, request: Request, read: Read
) -> Response:
    floor.seat(request)
    seen = floor.beat.seen or await floor.beat.look()
    own, now_s = seen.state.party, seen.state.now_s
    asked = dict(parse_qsl(request.url.query))
    look = looked(asked, now_s)
    found = await floor.line.ask_aside(lambda client: _seen(client, look, own, now_s))
    listed = rows(found.shown.items, wanted(asked))
    told: Mapping[str, object] = {
        **found._asdict(),
        "looked": look,
        "still": drawings.keep(found.shown.features(moving=False)),
        "moving": drawings.keep(found.shown.features(moving=True)),
        "gone": GONE,
        "rows": listed,
        "asking": partial(address, look.asked, listed.wanted.asked),
        "now_s": now_s,
        "first_s": stepped(now_s - REACH_S),
        "last_s": now_s if look.known else stepped(now_s + REACH_S),
        "moment_s": now_s if look.at_s is None else look.at_s,
        "step_s": STEP_S,
        "choices": {"known": KNOWN, "states": STATES, "begins": BEGINS, "most": ROWS},
        "read": read,
        "area_page": area_page,
        "read_features": {} if read.notice is None else notice_geojson(read.notice),
    }
    return await floor.page("map", request, told, _REFUSED if read.trouble else 200)


def _seen(client: Client, look: Looked, own: str, now_s: int) -> Seen:
    """Return what is seen at a moment; what was known then is seen as it was live."""
    at_s, known = look.at_s, None
    if look.known and look.at_s is not None:
        known = client.known(look.at_s)
        client, now_s, at_s = client.back_at(look.at_s), look.at_s, None
    return Seen(
        picture(client, own, now_s, at_s),
        client.conflicts(),
        _chosen(client, look.conflict, own),
        known,
    )


def _chosen(client: Client, number: str, own: str) -> Chosen | None:
    """Return the conflict of a number; None: there is none, or none is looked at.

    How to part the two takes long to find, and is asked for this one alone.
    """
    if not number:
        return None
    try:
        found = client.conflicts(shifts=True, case=number).conflicts
    except Misasked:
        return None  # it has closed meanwhile, and the list beside it says so
    row = next(iter(found), None)
    if row is None:
        return None
    chart = client.declared()
    both = [matching(chart, each.reference, each.part) for each in (row.one, row.other)]
    drawn = strip([each[0].properties for each in both]) if all(both) else None
    return Chosen(row, drawn, tuple(map(parting, row.shifts)), _theirs(row, own))


def _theirs(row: ConflictRow, own: str) -> str:
    """Return the notice of theirs in a conflict: it can be answered; empty: none."""
    notices = (
        each.reference
        for each in (row.one, row.other)
        if each.kind == "activity" and each.owner != own
    )
    return next(notices, "")
