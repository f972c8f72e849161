"""Decide what the map's page shows: the picture, a moment, a conflict, a notice read.

Live or replay stands in words, in a frame and in the address, so that a page that is
sent on, or found again, shows the same moment. What is composed is composed live.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.api.client import Client
from detente.console.floor import Floor, filled_in
from detente.console.handing import handovers
from detente.console.plotted import Picture, matching, picture
from detente.console.strips import Strip, strip
from detente.record.errors import DetenteError, Misasked
from detente.report.declared import ConflictList, ConflictRow, parting
from detente.report.noticed import area_page, notice_geojson
from detente.space.notices import notice
from detente.space.notices.notice import Notice

ADDRESS: Final = "/map"
REACH_S: Final = 72 * 3_600
STEP_S: Final = 900
_REFUSED: Final = 409


class Looked(NamedTuple):
    """What an address asks to see: a moment, None for now, and a conflict, if any."""

    at_s: int | None
    conflict: str

    @property
    def address(self) -> str:
        """The address that asks it again."""
        asked = {"at": self.at_s, "conflict": self.conflict}
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{ADDRESS}?{query}" if query else ADDRESS


class Chosen(NamedTuple):
    """A conflict that is looked at: its row, its drawing, how it may be answered."""

    row: ConflictRow
    strip: Strip | None
    partings: tuple[str, ...]
    answers: str


class Read(NamedTuple):
    """The text of a notice, and what was read of it, or why nothing was."""

    text: str = ""
    notice: Notice | None = None
    trouble: str = ""


def maps(floor: Floor) -> list[Route]:
    """Return the addresses of the map."""

    async def look(request: Request) -> Response:
        return await _page(floor, request, Read())

    async def read(request: Request) -> Response:
        floor.seat(request)
        text = dict(await filled_in(request)).get("text", "")
        try:
            found = Read(text, notice.read(text))
        except DetenteError as error:
            found = Read(text, trouble=error.sentence)
        return await _page(floor, request, found)

    return [
        Route(ADDRESS, look, methods=["GET"]),
        Route(f"{ADDRESS}/notice", read, methods=["POST"]),
        *handovers(floor, ADDRESS),
    ]


async def _page(floor: Floor, request: Request, read: Read) -> Response:
    floor.seat(request)
    looked = _looked(request)
    seen = floor.beat.seen or await floor.beat.look()
    own, now_s = seen.state.party, seen.state.now_s

    def all_of_it(client: Client) -> tuple[Picture, ConflictList, Chosen | None]:
        conflicts = client.conflicts()
        return (
            picture(client, own, now_s, looked.at_s),
            conflicts,
            _chosen(client, looked.conflict, own),
        )

    shown, conflicts, chosen = await floor.line.ask(all_of_it)
    told: Mapping[str, object] = {
        "looked": looked,
        "now_s": now_s,
        "first_s": _step(now_s - REACH_S),
        "last_s": _step(now_s + REACH_S),
        "moment_s": now_s if looked.at_s is None else looked.at_s,
        "step_s": STEP_S,
        "shown": shown,
        "conflicts": conflicts,
        "chosen": chosen,
        "read": read,
        "area_page": area_page,
        "read_features": {} if read.notice is None else notice_geojson(read.notice),
    }
    return await floor.page("map", request, told, _REFUSED if read.trouble else 200)


def _looked(request: Request) -> Looked:
    """Return what an address asks to see; a moment that is none is now."""
    asked = dict(parse_qsl(request.url.query))
    at = asked.get("at", "")
    told = at.isascii() and at.isdigit() and len(at) < len(str(10**12))
    return Looked(int(at) if told else None, asked.get("conflict", "")[:40])


def _step(at_s: int) -> int:
    return at_s - at_s % STEP_S


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
