"""Write volumes as drawings of Cursor on Target, which any such program shows.

A drawing has no heights and no times of the area; Detente adds them in an element of
its own, which others pass over, so that reading gives the same volume again. It says
nothing of friend or enemy: a drawing has no such letter, and none is written.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, assert_never
from xml.sax.saxutils import quoteattr

from detente.record.errors import Misasked
from detente.space import figures
from detente.space.files import windows
from detente.space.files.cot_volumes import OURS
from detente.space.volume import Area, Circle, Corridor, Point, Polygon, Volume

_UNKNOWN: Final = "9999999.0"
_YEAR_MS: Final = 365 * 86_400_000


def document(volumes: Sequence[Volume], at_ms: int) -> bytes:
    """Return volumes as one document of events.

    Args:
        volumes: sound (clause 30.7).
        at_ms: when they are written.

    Raises:
        Misasked: a drawing cannot say one of them: it has a hole.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<events>"]
    for volume in volumes:
        for part in parts(volume):
            lines += _event(part, at_ms)
    return "\n".join([*lines, "</events>", ""]).encode()


def parts(volume: Volume) -> Iterator[Volume]:
    """Yield a volume as drawings can say it, called ID#1, ID#2 if it is several."""
    even = len(volume.windows) == 1 or windows.found_in(volume.windows) is not None
    spans = [volume.windows] if even else [(each,) for each in volume.windows]
    made = [(area, span) for area in volume.areas for span in spans]
    for number, (area, span) in enumerate(made, 1):
        id_ = volume.id if len(made) == 1 else f"{volume.id}#{number}"
        yield volume._replace(id=id_, areas=(area,), windows=span)


def _event(volume: Volume, at_ms: int) -> Iterator[str]:
    [area] = volume.areas
    kind, middle, drawn = _outline(area, volume.id)
    start_ms, end_ms = volume.windows[0].start_ms, volume.windows[-1].end_ms
    end_ms = at_ms + _YEAR_MS if end_ms is None else end_ms
    times = {
        "time": figures.moment(at_ms),
        "start": figures.moment(at_ms if start_ms is None else start_ms),
        "stale": figures.moment(end_ms),
    }
    yield _tag("event", version="2.0", uid=volume.id, type=kind, how="h-e", **times)
    unknown = dict.fromkeys(("hae", "ce", "le"), _UNKNOWN)
    yield _tag(
        "point", lat=_e9(middle.lat_e9), lon=_e9(middle.lon_e9), **unknown, end="/"
    )
    yield "<detail>"
    yield from drawn
    yield _tag("contact", callsign=volume.id, end="/")
    yield _tag(OURS, **dict(_said(volume)), end="/")
    yield "</detail>"
    yield "</event>"


def _outline(area: Area, id_: str) -> tuple[str, Point, list[str]]:
    """Return the type of a drawing, its middle or first point, and its lines."""
    match area:
        case Circle(center, radius_mm):
            axis = _thousandths(radius_mm)
            ellipse = _tag("ellipse", major=axis, minor=axis, angle="360", end="/")
            return "u-d-c-c", center, ["<shape>", ellipse, "</shape>"]
        case Polygon(outer, holes):
            if holes:
                raise Misasked(
                    f"Volume {id_} has a hole, which Cursor on Target cannot say: "
                    "export GeoJSON."
                )
            return "u-d-f", outer[0], _links((*outer, outer[0]))
        case Corridor(points):
            return "u-d-f", points[0], _links(points)
        case _:
            assert_never(area)


def _links(points: Sequence[Point]) -> list[str]:
    return [
        _tag("link", point=f"{_e9(each.lat_e9)},{_e9(each.lon_e9)}", end="/")
        for each in points
    ]


def _said(volume: Volume) -> Iterator[tuple[str, str]]:
    """Yield what a drawing cannot say of a volume."""
    if volume.party:
        yield "party", volume.party
    [area] = volume.areas
    if isinstance(area, Corridor):
        yield "width_m", _thousandths(area.width_mm)
    for end, limit in (("lower", volume.lower), ("upper", volume.upper)):
        if limit is not None:
            yield f"{end}_m", _thousandths(limit.value_mm)
            yield f"{end}_datum", limit.datum
    start_ms, end_ms = volume.windows[0]
    for name, time_ms in (("time_start", start_ms), ("time_end", end_ms)):
        if time_ms is not None:
            yield name, figures.moment(time_ms)
    again = windows.found_in(volume.windows)
    if again is not None:
        yield "every_s", _thousandths(again.every_ms)
        yield "until", figures.moment(again.until_ms)


def _tag(name: str, end: str = "", **given: str) -> str:
    said = "".join(f" {key}={quoteattr(value)}" for key, value in given.items())
    return f"<{name}{said}{end}>"


def _e9(value: int) -> str:
    return format(Decimal(value).scaleb(-9), "f")


def _thousandths(value: int) -> str:
    return format(Decimal(value).scaleb(-3), "f")
