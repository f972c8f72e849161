"""Decide how areas that were read from a file are shown, with their doubts (31.7)."""

from collections.abc import Iterator
from typing import assert_never

from detente.space import figures
from detente.space.files import f3548
from detente.space.files.geojson import collection, feature, sayable
from detente.space.notices.areas import shown
from detente.space.notices.notice import Notice, NoticeArea
from detente.space.notices.text import Unread
from detente.space.volume import Area, Circle, Corridor, Limit, Polygon, Window


def notice_page(notice: Notice) -> Iterator[str]:
    """Yield the lines of a notice for people: its areas, then the rest of the text."""
    counts = len(notice.areas), sum(len(each.doubts) for each in notice.areas)
    rest = len(notice.refused) + len(notice.unread)
    yield f"Areas: {counts[0]}, doubts: {counts[1]}, not understood: {rest}"
    for each in notice.areas:
        yield from area_page(each)
    for one in notice.refused:
        yield f"NO AREA, line {one.line}: {one.why}"
        yield f"   {one.text}"
    for one in notice.unread:
        yield f"Not understood, line {one.line}: {one.text}"
    for text in notice.remarks:
        yield f"Of the notice itself: {text}"


def notice_geojson(notice: Notice) -> dict[str, object]:
    """Return a notice as one feature collection, what is no feature beside it."""
    features = [each for area in notice.areas for each in _features(area)]
    return collection(features) | {
        "no_area": [each._asdict() for each in notice.refused],
        "not_understood": [_plain(each) for each in notice.unread],
        "remarks": list(notice.remarks),
    }


def notice_f3548(notice: Notice) -> list[dict[str, object]]:
    """Return the areas of a notice as ASTM F3548 has them; it has no doubts.

    Raises:
        Misasked: it cannot say one of them: a corridor, a hole, another datum.
    """
    return [f3548.declaration(area.volume) for area in notice.areas]


def _features(area: NoticeArea) -> Iterator[dict[str, object]]:
    for found in map(feature, sayable(area.volume)):
        properties = found["properties"]
        if isinstance(properties, dict):
            properties |= {"doubts": list(area.doubts)}
            properties |= {"line": area.line} if area.line else {}
            if area.offered:
                properties["order_offered"] = list(area.offered)
        yield found


def _plain(unread: Unread) -> dict[str, object]:
    return {"line": unread.line, "text": unread.text}


def area_page(area: NoticeArea) -> Iterator[str]:
    """Yield the lines of one area for people, and its doubts."""
    volume = area.volume
    where = f", line {area.line}" if area.line else ""
    for shape in volume.areas:
        yield f"{volume.id}{where}: {_kind(shape)}"
        yield from _outline(shape)
    yield f"   from {_limit(volume.lower, 'below')} to {_limit(volume.upper, 'above')}"
    yield from (f"   {_window(each)}" for each in volume.windows)
    yield from (f"   ? {each}" for each in area.doubts)


def _outline(shape: Area) -> Iterator[str]:
    match shape:
        case Polygon(points) | Corridor(points):
            yield from (f"   {at}. {shown(each)}" for at, each in enumerate(points, 1))
        case Circle(center):
            yield f"   {shown(center)}"
        case _:
            assert_never(shape)


def _kind(shape: Area) -> str:
    match shape:
        case Polygon(outer):
            return f"polygon of {len(outer)} corners"
        case Circle(_, radius_mm):
            return f"circle, radius {radius_mm / 1_000:,.0f} m"
        case Corridor(_, width_mm):
            return f"corridor, width {width_mm / 1_000:,.0f} m"
        case _:
            assert_never(shape)


def _limit(limit: Limit | None, side: str) -> str:
    if limit is None:
        return f"everything {side}"
    return f"{limit.value_mm / 1_000:,.1f} m {limit.datum}"


def _window(window: Window) -> str:
    if window == Window():
        return "at every time"
    start = "before" if window.start_ms is None else figures.moment(window.start_ms)
    end = "for ever" if window.end_ms is None else figures.moment(window.end_ms)
    return f"{start} to {end}" if window.start_ms is not None else f"until {end}"
