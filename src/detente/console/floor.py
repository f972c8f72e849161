"""Decide what every page of a console stands on: the line, the seats, the beat.

Who sits nowhere is led to the entrance, and comes back to where he wanted to go.
"""

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse

from detente.console.beat import Beat, due_words, shown
from detente.console.drafts import Drafts
from detente.console.languages import chosen
from detente.console.line import Line
from detente.console.officers import Officers
from detente.console.rendering import Pages
from detente.console.reviews import Reviews
from detente.console.seats import Seat, Seats
from detente.console.strip import lights
from detente.ports import Clock, Random
from detente.record.errors import DetenteError, Malformed

COOKIE: Final = "detente_seat"
_MOST_BYTES: Final = 400_000
_MOST_FIELDS: Final = 4_096


class NotSeated(DetenteError):
    """Nobody sits at this browser."""

    code = "not-seated"


class Floor(NamedTuple):
    """A watch floor: one line, the officers that sit at it, and what they are about."""

    line: Line
    seats: Seats
    beat: Beat
    pages: Pages
    drafts: Drafts
    reviews: Reviews
    officers: Officers
    clock: Clock
    random: Random

    def seat(self, request: Request) -> Seat:
        """Return the seat that a request comes from.

        Raises:
            NotSeated: from none.
        """
        found = self.seats.find(request.cookies.get(COOKIE, ""))
        if found is None:
            raise NotSeated("Sit down first: say who you are.")
        return found

    async def page(
        self,
        name: str,
        request: Request,
        told: Mapping[str, object],
        status: int = 200,
    ) -> HTMLResponse:
        """Return a page with the strip above it.

        Raises:
            DetenteError: the line cannot be read.
        """
        seen = self.beat.seen or await self.beat.look()
        channel = await self.line.ask(lambda client: client.channel())
        seat = self.seats.find(request.cookies.get(COOKIE, ""))
        says = chosen(request)
        strip = {
            "live": shown(seen, self.seats.armed(), says),
            "lights": lights(seen.state, says),
            "party": seen.state.party,
            "exercise": channel.traffic == "exercise",
            "seat": seat,
            "here": request.url.path,
            "due_words": partial(due_words, says=says),
        }
        return self.pages.page(name, says.language, {**strip, **told}, status)


async def sent(request: Request, most_bytes: int = _MOST_BYTES) -> bytes:
    """Return what a page sent, and take in no more than it may have.

    Raises:
        Malformed: it is too long.
    """
    found = b""
    async for part in request.stream():
        found += part
        if len(found) > most_bytes:
            raise Malformed(f"A page sent over {most_bytes:,} bytes.")
    return found


async def filled_in(request: Request) -> list[tuple[str, str]]:
    """Return the fields of a form that was sent, in order.

    Raises:
        Malformed: it is too long, or no form.
    """
    data = await sent(request)
    try:
        return parse_qsl(
            data.decode(),
            keep_blank_values=True,
            strict_parsing=bool(data),
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError as error:
        raise Malformed(f"A page sent no form: {error}.") from error
