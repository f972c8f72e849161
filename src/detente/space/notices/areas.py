"""Decide which areas a run of positions makes, and with which doubts (clause 31.3).

Where anything is missing the area is not made at all: it is told with the reason.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.space.notices import leads
from detente.space.notices.leads import Lead
from detente.space.notices.positions import Placed
from detente.space.notices.rings import crossing, metres, untangled
from detente.space.notices.runs import Gap, Run
from detente.space.notices.text import Span, quoted
from detente.space.volume import E9, Area, Circle, Corridor, Point, Polygon

_CORNERS: Final = 3
_TAIL: Final = re.compile(r"(?:[^.\n]|\.(?=\S)|\n(?!\s*\n))*")
_MORE: Final = re.compile(r"\s*[,;-]\s*[^\s,;]*\d")
_NAMED: Final = re.compile(
    r"\s*[,;]?\s*(?:(?:AND|TO|THENCE|THEN|BACK)\s+)++(?:THE\s+)?+(?!(?:POINT|START|ORIGIN|"
    r"BEGIN|FIRST|AREA|WITHIN|WI|RADIUS|CIRCLE|INITIAL|AN?\s)\w*)[^\W\d_]{2,}",
    re.IGNORECASE,
)
_MINUTE: Final = 60


class Made(NamedTuple):
    """An area that was read, or why none was."""

    span: Span
    area: Area | None
    doubts: tuple[str, ...] = ()
    why: str = ""
    offered: tuple[int, ...] = ()
    """The numbers of its corners in an order in which no sides cross, if asked for."""


def made(run: Run, text: str, until: int) -> list[Made]:
    """Return the areas of a run.

    Args:
        run: the positions.
        text: in which times and heights are blanked.
        until: where the next run begins.
    """
    whole = run.places[0].span[0], run.places[-1].span[1]
    if run.why:
        return [Made(whole, None, why=run.why)]
    after = text[whole[1] : until]
    tail = _TAIL.match(after)
    rest = tail[0] if tail else ""
    if leads.BENT.search(rest):
        return [Made(whole, None, why=leads.CURVED)]
    lead = run.lead or Lead("polygon")
    if lead.kind == "polygon" and len(run.places) == 1:
        return [Made(whole, None, why="a position without a radius")]
    doubts = _around(run, lead, rest)
    if lead.kind == "circle":
        found = [_circle(each, lead.size_mm, run.behind) for each in run.places]
        if len(found) > 1:
            doubts += ("One radius stands for several positions: a circle round each.",)
    elif lead.kind == "corridor":
        found = [_corridor(run.places, lead.size_mm)]
    else:
        if _MORE.match(rest):
            why = "figures behind the last corner were not understood"
            return [Made(whole, None, why=why)]
        if _NAMED.match(rest):
            why = "words behind the last corner were not understood"
            return [Made(whole, None, why=why)]
        parts, doubt = parted(run, lead)
        doubts += doubt
        found = [_polygon(each) for each in parts]
    return [
        each._replace(doubts=each.doubts + doubts) if each.area else each
        for each in found
    ]


def _around(run: Run, lead: Lead, rest: str) -> tuple[str, ...]:
    """Return the doubts that come from the words around positions."""
    doubts = list[str]()
    if run.lead is None and lead.kind == "polygon":
        doubts.append(
            "No word says that these corners bound an area: ask whether they do."
        )
    left_out = leads.EXCEPT.search(rest)
    if left_out:
        doubts.append(
            f"{quoted(rest)[:80]!r} leaves something out, which was not read: the "
            "whole area counts."
        )
    doubts += dict.fromkeys(
        f"{each.text!r}: {each.doubt}; ask." for each in run.places if each.doubt
    )
    return tuple(doubts)


def parted(run: Run, lead: Lead) -> tuple[list[list[Placed]], tuple[str, ...]]:
    """Return the rings of a run, and what is doubtful about how they were parted."""
    items = _split(run.places, run.gaps, {"mark"})
    parts, doubts = list[list[Placed]](), tuple[str, ...]()
    for item in items:
        gaps = _gaps_of(run, item)
        for part in _split(item, gaps, {"stop"}):
            rings, doubt = _by_lines(part, _gaps_of(run, part), lead)
            parts += [ring for each in rings for ring in _closed(each)]
            doubts += doubt
    if lead.many and len(parts) == 1:
        doubts += ("The words speak of several areas and one was read: ask for them.",)
    return parts, tuple(dict.fromkeys(doubts))


def _gaps_of(run: Run, part: Sequence[Placed]) -> tuple[Gap, ...]:
    at = run.places.index(part[0])
    kinds = run.gaps[at : at + len(part) - 1]
    return tuple("newline" if each in ("mark", "stop") else each for each in kinds)


def _split(
    places: Sequence[Placed], gaps: Sequence[Gap], at: set[Gap]
) -> list[list[Placed]]:
    """Return parts; one for all if each would be one position: a list of corners."""
    parts = [[places[0]]]
    for kind, place in zip(gaps, places[1:], strict=True):
        if kind in at:
            parts.append([])
        parts[-1].append(place)
    return [list(places)] if all(len(each) == 1 for each in parts) else parts


def _by_lines(
    places: Sequence[Placed], gaps: Sequence[Gap], lead: Lead
) -> tuple[list[list[Placed]], tuple[str, ...]]:
    """Tell rings apart by lines, if the ends of lines are no ends of rows of print."""
    lines = _split(places, gaps, {"newline"})
    if len(lines) == 1 or (min(map(len, lines)) < _CORNERS and not lead.many):
        return [list(places)], ()
    distinct = "comma" in gaps
    if lead.many and distinct:
        return lines, ()
    if lead.many or (distinct and not lead.single):
        doubt = "Each line of corners was read as an area: ask how many there are."
        return lines, (doubt,)
    if distinct:
        doubt = (
            "Several lines of corners were read as one area: ask how many there are."
        )
        return [list(places)], (doubt,)
    return [list(places)], ()


def _closed(places: Sequence[Placed]) -> list[list[Placed]]:
    """Part a row of corners wherever one comes back to its first."""
    rings: list[list[Placed]] = [[]]
    for each in places:
        ring = rings[-1]
        if (
            len(ring) >= _CORNERS
            and each.point is not None
            and each.point == ring[0].point
        ):
            ring.append(each)
            rings.append([])
        else:
            ring.append(each)
    return [each for each in rings if each]


def _polygon(places: Sequence[Placed]) -> Made:
    span = places[0].span[0], places[-1].span[1]
    wrong = _wrong(places)
    if wrong:
        return Made(span, None, why=wrong)
    if len(places) > 1 and places[0].point == places[-1].point:
        places = places[:-1]
    points = [each.point for each in places if each.point]
    if len(set(points)) < _CORNERS:
        return Made(span, None, why="an area needs three corners")
    doubts = _readings(places)
    sides = crossing(points)
    if sides is None:
        return Made(span, Polygon(tuple(points)), doubts)
    order = tuple(at + 1 for at in untangled(points))
    return Made(
        span, Polygon(tuple(points)), (*doubts, _tangled(sides, order)), "", order
    )


def _tangled(sides: tuple[int, int], order: tuple[int, ...]) -> str:
    one, two = (each + 1 for each in sides)
    offer = ", ".join(map(str, order))
    way = f"in the order {offer} none would" if order else "no other order was found"
    return (
        f"In the order printed the side from corner {one} meets the side from corner "
        f"{two}; {way}. The order was left as it is: ask for it."
    )


def _circle(place: Placed, radius_mm: int, more: int) -> Made:
    span = place.span[0], place.span[1] + more
    if place.point is None:
        return Made(span, None, why=_wrong([place]))
    return Made(span, Circle(place.point, radius_mm), _readings([place]))


def _corridor(places: Sequence[Placed], width_mm: int) -> Made:
    span = places[0].span[0], places[-1].span[1]
    wrong = _wrong(places)
    if wrong:
        return Made(span, None, why=wrong)
    points = tuple(each.point for each in places if each.point)
    if len(set(points)) < 2:  # noqa: PLR2004 - a line has two ends
        return Made(span, None, why="a line needs two positions")
    return Made(span, Corridor(points, width_mm), _readings(places))


def _wrong(places: Sequence[Placed]) -> str:
    for each in places:
        if each.point is None:
            return f"{each.text!r}: {each.wrong}"
    return ""


def _readings(places: Sequence[Placed]) -> tuple[str, ...]:
    """Return the doubt between decimal minutes and seconds, where it is greatest."""
    open_ = [
        (metres(each.point, each.other), at + 1, each)
        for at, each in enumerate(places)
        if each.point and each.other
    ]
    if not open_:
        return ()
    apart, at, each = max(open_, key=lambda one: one[0])
    taken, other = each.point, each.other
    if taken is None or other is None:
        return ()
    doubt = (
        "The figures after the point may be parts of a minute or seconds: position "
        f"{at}, {each.text!r}, was read as {shown(taken)} (decimal minutes) and would "
        f"be {shown(other)} (minutes and seconds), {apart} m apart; none lies farther "
        "apart. Ask which is meant."
    )
    return (doubt,)


def shown(point: Point) -> str:
    """Return a place in degrees, minutes and seconds, to a tenth of one."""
    return f"{_dms(point.lat_e9, 'NS')} {_dms(point.lon_e9, 'EW')}"


def _dms(value_e9: int, sides: str) -> str:
    tenths = round(abs(value_e9) * 36_000 / E9)
    minutes, tenth = divmod(tenths, 600)
    degrees, minute = divmod(minutes, _MINUTE)
    return f"{degrees}°{minute:02d}'{tenth / 10:04.1f}\"{sides[value_e9 < 0]}"
