"""Decide how what was drawn on the map, or typed, gets into a form that is filled in.

It is put into the draft of whoever sits here, where it replaces the area that stood
there and nothing else; he goes on to the form and fills in the rest. Coordinates are
read as those of a notice are (clause 31.2), and a doubt about them refuses them: what
is signed is what was meant.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.console.drafts import Begun
from detente.console.filled import POINTS, Given
from detente.console.floor import Floor, filled_in
from detente.console.speaking import happening_now
from detente.record.errors import Malformed
from detente.space.notices.positions import positions
from detente.space.volume import E9, Point

NOTICE: Final = "/say/ACT/notice"
STOP: Final = "/say/STOP/stop"
_FIRST: Final = "phases.0.volumes.0."
_VOLUME: Final = f"body.{_FIRST}"
_SEE_OTHER: Final = 303
_FEWEST: Final = {"polygon": 3, "circle": 1, "corridor": 2, "position": 1}
_SIZED: Final = {"circle": "radius", "corridor": "width"}
_OUTLINES: Final = ("outline_polygon", "outline_circle", "outline_corridor")


def handovers(floor: Floor, address: str) -> list[Route]:
    """Return the address that takes what was drawn."""

    async def take(request: Request) -> Response:
        seat = floor.seat(request)
        told = dict(await filled_in(request))
        to = told.get("to", "")
        shape = "position" if to == STOP else told.get("shape", "")
        if to not in {NOTICE, STOP} or shape not in _FEWEST:
            raise Malformed("What was drawn is meant for no form that takes it.")
        size_m = told.get("size_m", "").strip()
        fields = list(fields_for(shape, told.get("points", ""), size_m))
        kept = floor.drafts.find(seat.who, to)
        if kept is None:
            kept = happening_now(floor) if to == STOP else Given()
        given = laid_over(kept, shape, fields)
        floor.drafts.keep(Begun(seat.who, to, given))
        return RedirectResponse(to, _SEE_OTHER)

    return [Route(f"{address}/drawn", take, methods=["POST"])]


def points_of(text: str, fewest: int) -> list[Point]:
    """Return the points that were typed, in their order.

    Raises:
        Malformed: one is in doubt, or there are too few.
    """
    found = list[Point]()
    for each in positions(text):
        why = each.wrong or each.doubt
        if why or each.point is None:
            raise Malformed(f"{each.text!r} cannot be taken: {why}.")
        found.append(each.point)
    lines = sum(bool(line.strip()) for line in text.splitlines())
    if len(found) != lines:
        raise Malformed(f"{lines} lines give {len(found)} positions: give one a line.")
    if len(found) < fewest:
        raise Malformed(f"It takes {fewest} positions at least.")
    return found


def degrees(point: Point) -> tuple[str, str]:
    """Return a point as it is typed into a form: latitude, longitude."""
    lat, lon = point.lat_e9 / E9, point.lon_e9 / E9
    return (
        f"{abs(lat):.5f} {'S' if lat < 0 else 'N'}",
        f"{abs(lon):.5f} {'W' if lon < 0 else 'E'}",
    )


def laid_over(kept: Given, shape: str, fields: Sequence[tuple[str, str]]) -> Given:
    """Return a draft with an area, or a position, in place of what stood there."""
    if shape == "position":
        gone: tuple[str, ...] = ("body.position.lat_e5", "body.position.lon_e5")
    else:
        above = _VOLUME, f"{POINTS}{_FIRST}"
        gone = tuple(f"{at}{each}" for at in above for each in _OUTLINES)
    rest = [row for row in kept.fields if not row[0].startswith(gone)]
    named = {name for name, text in rest if text}
    if shape != "position" and "body.phases.0.number" not in named:
        rest = [row for row in rest if row[0] != "body.phases.0.number"]
        fields = [("body.phases.0.number", "1"), *fields]
    return Given((*rest, *fields))


def fields_for(shape: str, text: str, size_m: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of a form that a shape fills in, as they are typed.

    Raises:
        Malformed: its positions or its size cannot be taken.
    """
    points = points_of(text, _FEWEST[shape])
    if shape in _SIZED and not (size_m.isascii() and size_m.isdigit()):
        raise Malformed(f"A {shape} needs its {_SIZED[shape]} in whole metres.")
    match shape:
        case "position":
            yield from _place("body.position", points[0])
        case "circle":
            yield from _place(f"{_VOLUME}outline_circle.center", points[0])
            yield f"{_VOLUME}outline_circle.radius_m", size_m
        case "polygon":
            yield _lines("outline_polygon.vertices", points)
        case _:
            yield _lines("outline_corridor.points", points)
            yield f"{_VOLUME}outline_corridor.width_m", size_m


def _place(name: str, point: Point) -> Iterator[tuple[str, str]]:
    lat, lon = degrees(point)
    yield f"{name}.lat_e5", lat
    yield f"{name}.lon_e5", lon


def _lines(name: str, points: Sequence[Point]) -> tuple[str, str]:
    rows = (", ".join(degrees(point)) for point in points)
    return f"{POINTS}{_FIRST}{name}", "\n".join(rows)
