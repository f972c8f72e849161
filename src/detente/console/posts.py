"""Decide how posts are shown: which keys speak for each, who sits here, who is missing.

Clauses 6.2, 6.3, 10.9 and 11.14. What key documents say is the API's answer; which of
our credentials can be opened at this console, and who sits at it now, only the console
knows.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.console.floor import Floor


def posts(floor: Floor) -> list[Route]:
    """Return the address of the posts."""

    async def look(request: Request) -> Response:
        floor.seat(request)
        found = await floor.line.ask(lambda client: client.posts())
        now_s = floor.clock.monotonic_s()
        armed = floor.seats.armed()
        sitting = [
            (each, int(now_s - each.since_s), each.who in armed)
            for each in floor.seats.sitting()
        ]
        told = {"found": found, "sitting": sitting, "way": floor.officers.way}
        return await floor.page("posts", request, told)

    return [Route("/posts", look, methods=["GET"])]
