"""Read drawings of Cursor on Target as volumes, with what is doubtful about each.

A drawing says where, and neither how high nor when: its `stale` is until when a screen
shows it. So it counts at every height and time, which is a doubt, unless Detente has
written it (`detente.space.files.cot_written`). A line is an area only with a width.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple

from detente.record.errors import Malformed
from detente.space import figures
from detente.space.files import windows
from detente.space.files.cot import Element, Event, events
from detente.space.notices.notice import Notice, NoticeArea
from detente.space.notices.text import Unread
from detente.space.soundness import sound
from detente.space.volume import (
    DATUMS,
    Area,
    Circle,
    Corridor,
    Datum,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

OURS: Final = "__detente"
"""The element in which Detente writes heights, times, width and party."""
DRAWN: Final = ("u-d-f", "u-d-r", "u-d-c-c", "b-m-r")
_NO_LEVEL: Final = "No height is said: it counts at every height."
_NO_TIME: Final = (
    "No time of the area is said, only until when it is shown ({stale}): it counts as "
    "every time."
)
_CORNERS: Final = 4
_FIGURE: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)


class _None(Exception):
    """An event that should be an area is none; why."""


class _Drawn(NamedTuple):
    area: Area
    doubts: tuple[str, ...] = ()


def read(data: bytes, width_mm: int | None = None) -> Notice:
    """Return the areas of a file, as a notice has them.

    Args:
        data: the bytes of the file.
        width_mm: the whole width of lines and routes that say none; left out, they are
            no areas.

    Raises:
        Malformed: it is no such file, or holds no drawing.
    """
    newest, older = _newest(events(data))
    areas, refused, unread = list[NoticeArea](), list[Unread](), list[Unread]()
    for event in newest:
        line, text = event.element.line, f"{event.kind} {event.uid}"
        if event.kind not in DRAWN:
            unread.append(Unread(line, text))
            continue
        try:
            areas.append(_area(event, width_mm, older.get(event.uid, 0)))
        except _None as error:
            refused.append(Unread(line, text, str(error)))
    if not areas and not refused:
        raise Malformed("The file holds no drawing, and so no area.")
    return Notice(tuple(areas), tuple(refused), (), tuple(unread))


def _newest(found: Sequence[Event]) -> tuple[list[Event], dict[str, int]]:
    """Return the newest event of each uid, and how many older ones there are."""
    kept: dict[str, tuple[int, Event]] = {}
    older: dict[str, int] = {}
    for each in found:
        text = each.needed("time")
        at_ms = figures.milliseconds(text, f"{each.where}, time", up=False)
        if each.uid in kept:
            older[each.uid] = older.get(each.uid, 0) + 1
            if at_ms < kept[each.uid][0]:
                continue
        kept[each.uid] = (at_ms, each)
    return [each for _, each in kept.values()], older


def _area(event: Event, width_mm: int | None, older: int) -> NoticeArea:
    ours = event.detail.first(OURS)
    own_mm = None if ours is None else _length(ours, "width_m", event)
    drawn = _line(event, own_mm) if own_mm else _drawn(event, width_mm)
    doubts = list(drawn.doubts)
    if older:
        doubts.append(f"{older} older drawings of the same uid are not read.")
    volume = Volume(event.uid, (drawn.area,))
    if ours is not None:
        volume = _told(volume, ours, event)
    else:
        doubts.append(_NO_LEVEL)
        doubts.append(_NO_TIME.format(stale=event.element.given.get("stale", "?")))
    try:
        sound.check([volume])
    except Malformed as error:
        raise _None(error.sentence) from error
    return NoticeArea(volume, tuple(doubts), event.element.line)


# --------------------------------------------------------------------------- outlines


def _drawn(event: Event, width_mm: int | None) -> _Drawn:
    """Return the outline of a drawing.

    Raises:
        _None: it has none that is an area.
    """
    if event.kind == "u-d-c-c":
        return _circle(event)
    points, closed = _outline(event)
    corners = points[:-1] if points[:1] == points[-1:] else points
    if event.kind == "u-d-r":
        if len(corners) != _CORNERS:
            raise _None(f"A rectangle has 4 corners, and this one {len(corners)}.")
        return _Drawn(Polygon(corners))
    if closed and event.kind == "u-d-f":
        return _Drawn(Polygon(corners))
    if width_mm is None:
        raise _None("It is a line, and says no width: give one with --width-m.")
    return _line(event, width_mm)


def _line(event: Event, width_mm: int) -> _Drawn:
    points, _ = _outline(event)
    return _Drawn(Corridor(points, width_mm))


def _outline(event: Event) -> tuple[tuple[Point, ...], bool]:
    """Return the points of a line, and whether it ends where it began."""
    shape = event.detail.first("shape")
    polyline = None if shape is None else shape.first("polyline")
    if polyline is not None:
        found = [_vertex(each, at) for at, each in _counted(polyline.all("vertex"))]
        closed = polyline.given.get("closed", "").lower() in {"true", "1"}
    else:
        links = [each for each in event.detail.all("link") if "point" in each.given]
        found = [_linked(each, at) for at, each in _counted(links)]
        closed = False
    return tuple(found), closed or (len(found) > 1 and found[0] == found[-1])


def _counted(found: Sequence[Element]) -> Iterator[tuple[int, Element]]:
    return enumerate(found, 1)


def _vertex(element: Element, number: int) -> Point:
    texts = [element.given.get(name, "") for name in ("lat", "lon")]
    return _point(texts, number, element)


def _linked(element: Element, number: int) -> Point:
    """Return the point of a link: latitude, longitude, and perhaps a height."""
    texts = element.given["point"].split(",")
    # A height may have a comma of its own, as some languages write it: it is not read.
    if len(texts) not in range(2, 5):
        raise _None(f"Point {number}, line {element.line}, is no latitude, longitude.")
    return _point(texts[:2], number, element)


def _point(texts: Sequence[str], number: int, element: Element) -> Point:
    lat_e9, lon_e9 = (figures.e9(_decimal(each)) for each in texts)
    if lat_e9 is None or lon_e9 is None:
        shown = ", ".join(texts)[:60]
        raise _None(f"Point {number}, line {element.line}, has {shown!r} for degrees.")
    return Point(lat_e9, lon_e9)


def _decimal(text: str) -> Decimal | None:
    if not _FIGURE.fullmatch(text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


def _circle(event: Event) -> _Drawn:
    """Return a circle; an ellipse counts as the circle about it."""
    shape, point = event.detail.first("shape"), event.element.first("point")
    ellipses = [] if shape is None else shape.all("ellipse")
    if len(ellipses) != 1 or point is None:
        raise _None(f"A circle has one ellipse and a point, not {len(ellipses)}.")
    center = _vertex(point, 1)
    axes = [_metres(ellipses[0], name) for name in ("major", "minor")]
    doubts: tuple[str, ...] = ()
    if axes[0] != axes[1]:
        doubts = ("It is an ellipse, and counts as the circle about it.",)
    return _Drawn(Circle(center, max(axes)), doubts)


def _metres(element: Element, name: str) -> int:
    figure = _decimal(element.given.get(name, ""))
    if figure is None:
        shown = element.given.get(name, "nothing")[:40]
        raise _None(f"Line {element.line} has {shown!r} as {name}, and no metres.")
    return figures.thousandths(figure, name, "metres", up=True)


# --------------------------------------------------------------- what Detente has said


def _told(volume: Volume, ours: Element, event: Event) -> Volume:
    """Return a volume with the heights, times and party that Detente wrote down.

    Raises:
        Malformed: they are not as it writes them.
    """
    given = ours.given
    first = Window(
        _moment(ours, "time_start", event, up=False),
        _moment(ours, "time_end", event, up=True),
    )
    spans: tuple[Window, ...] = (first,)
    every_ms = _length(ours, "every_s", event)
    until_ms = _moment(ours, "until", event, up=True)
    if every_ms is not None and until_ms is not None:
        again = windows.Recurrence(every_ms, until_ms)
        spans = windows.spread(first, again, f"{event.where},")
    party = given.get("party", "")
    return volume._replace(
        lower=_limit(ours, "lower", event, up=False),
        upper=_limit(ours, "upper", event, up=True),
        windows=spans,
        party=figures.name(party, f"{event.where}, party") if party else "",
    )


def _limit(ours: Element, end: str, event: Event, *, up: bool) -> Limit | None:
    value_mm = _length(ours, f"{end}_m", event, up=up)
    if value_mm is None:
        return None
    return Limit(value_mm, _datum(ours.given.get(f"{end}_datum"), event))


def _datum(named: str | None, event: Event) -> Datum:
    for each in DATUMS:
        if named == each:
            return each
    raise Malformed(f"{event.where}, has a height above {figures.shown(named)}.")


def _length(ours: Element, name: str, event: Event, *, up: bool = True) -> int | None:
    if name not in ours.given:
        return None
    figure = _decimal(ours.given[name])
    return figures.thousandths(figure, f"{event.where}, {name}", "metres", up=up)


def _moment(ours: Element, name: str, event: Event, *, up: bool) -> int | None:
    if name not in ours.given:
        return None
    return figures.milliseconds(ours.given[name], f"{event.where}, {name}", up=up)
