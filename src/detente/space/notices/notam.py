"""Decide what the lettered items of a NOTAM say (clause 31.6).

The centre and radius of item Q only bound where the NOTAM matters: they are an area
where item E gives none, and then a doubtful one.
"""

import re
from datetime import UTC, datetime
from typing import Final, NamedTuple

from detente.space import figures
from detente.space.notices import levels, times
from detente.space.notices.dates import When, clock
from detente.space.notices.levels import Height
from detente.space.notices.positions import positions
from detente.space.notices.text import Span, quoted
from detente.space.notices.times import Said
from detente.space.volume import Circle, Window

_ITEM: Final = re.compile(r"(?:^|(?<=[\s(]))([A-GQ])\)", re.IGNORECASE)
_ORDER: Final = "QABCDEFG"
_HINT: Final = re.compile(r"(\d{4}[NS]\d{5}[EW])(\d{3})\b", re.IGNORECASE)
_STAMP: Final = re.compile(
    r"(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?!\d)\s*(?:UTC|Z)?\s*(EST)?"
)
_SCHEDULE: Final = re.compile(
    r"\s*(?:DAILY|DLY)?\s*(\d{4})\s*-\s*(\d{4})\s*(?:DAILY|DLY)?\s*", re.IGNORECASE
)
_NAUTICAL_MILE_MM: Final = 1_852_000


class Item(NamedTuple):
    """One lettered item: where its text stands."""

    letter: str
    span: Span
    mark: Span


def items(text: str) -> dict[str, Item]:
    """Return the items of a NOTAM, in their order; none if the text is no NOTAM."""
    marks, least = list[re.Match[str]](), 0
    for each in _ITEM.finditer(text):
        place = _ORDER.index(each[1].upper())
        if place >= least and (place < _ORDER.index("F") or least > _ORDER.index("E")):
            marks.append(each)
            least = place + 1
    if not marks:
        return {}
    ends = [each.start() for each in marks[1:]] + [len(text)]
    found = {
        each[1].upper(): Item(each[1].upper(), (each.end(), end), each.span())
        for each, end in zip(marks, ends, strict=True)
    }
    if not {"B", "E"} <= found.keys():
        return {}
    return found if re.match(r"\s*\d{10}", text[slice(*found["B"].span)]) else {}


def validity(text: str, parts: dict[str, Item]) -> Said:
    """Return what items B, C and D say of times."""
    start, _, doubts = _stamp(text, parts.get("B"))
    end, estimated, more = _stamp(text, parts.get("C"))
    doubts += more
    if end is not None and estimated:
        doubt = (
            f"Its end, {figures.moment(end)}, is an estimate (EST), and it stays in "
            "force until it is cancelled: it counts for ever from its beginning."
        )
        doubts += (doubt,)
        end = None
    if start is not None and end is not None and end < start:
        doubts += ("Item C ends before item B begins: it counts as every time; ask.",)
        start = end = None
    windows: tuple[Window, ...] = (Window(start, end),)
    if "D" in parts:
        windows, more = _scheduled(text[slice(*parts["D"].span)], windows[0])
        doubts += more
    return Said(parts["B"].span, windows, doubts)


def _stamp(text: str, item: Item | None) -> tuple[int | None, bool, tuple[str, ...]]:
    """Return a moment of item B or C, whether it is an estimate, and doubts."""
    if item is None:
        return None, False, ("It has no item C: it has no end.",)
    written = text[slice(*item.span)].strip()
    if re.match("PERM", written, re.IGNORECASE):
        return None, False, ()
    found = _STAMP.match(written.upper())
    if found is not None:
        year, month, day, hour, minute = map(int, found.groups()[:5])
        when = When(2_000 + year, month, day, hour, minute, 0)
        try:
            return when.ms(), bool(found[6]), ()
        except ValueError:
            pass
    doubt = (
        f"Item {item.letter}, {quoted(written)[:40]!r}, is no time that exists: ask."
    )
    return None, False, (doubt,)


def _scheduled(text: str, window: Window) -> tuple[tuple[Window, ...], tuple[str, ...]]:
    """Return the windows of item D, where it is the same hours of every day."""
    found = _SCHEDULE.fullmatch(text)
    doubt = (
        f"Item D, {quoted(text)[:60]!r}, was not applied: all of the time from B to C "
        "counts; ask."
    )
    if found is None or window.start_ms is None or window.end_ms is None:
        return (window,), (doubt,)
    first, last = (
        datetime.fromtimestamp(each // 1_000, UTC).date()
        for each in (window.start_ms, window.end_ms)
    )
    days = times.days_between(first, last)
    said = times.daily(days, clock(f"{found[1]}Z"), clock(f"{found[2]}Z"), quoted(text))
    inside = tuple(
        each
        for each in said.windows
        if each.start_ms is not None
        and each.end_ms is not None
        and window.start_ms <= each.end_ms
        and each.start_ms <= window.end_ms
    )
    return (inside, ()) if inside else ((window,), (doubt,))


def limits(text: str, parts: dict[str, Item]) -> Height | None:
    """Return what items F and G say of heights; None if there is neither."""
    if "F" not in parts and "G" not in parts:
        return None
    found, doubts = list[levels.One](), tuple[str, ...]()
    for letter in "FG":
        written = quoted(text[slice(*parts[letter].span)]) if letter in parts else ""
        written = re.sub(r"[\s)]+$", "", written)
        try:
            one = levels.limit(written)
        except ValueError:
            doubt = (
                f"Item {letter}, {written[:40]!r}, is no height: it is unknown; ask."
            )
            one = levels.One(None, (doubt,))
        found.append(one)
        doubts += one.doubts
    lower, upper = found
    if levels.crossed(lower.limit, upper.limit):
        doubts += ("Item F lies above item G: it counts at every height; ask.",)
        return Height((0, 0), None, None, doubts)
    return Height((0, 0), lower.limit, upper.limit, doubts)


def hint(text: str, parts: dict[str, Item]) -> tuple[Circle, Span, str] | None:
    """Return the circle of item Q, where it stands, and why it is doubtful."""
    if "Q" not in parts:
        return None
    start, end = parts["Q"].span
    found = _HINT.search(text, start, end)
    if found is None:
        return None
    places = positions(found[1])
    radius_mm = int(found[2]) * _NAUTICAL_MILE_MM
    if not places or places[0].point is None or not radius_mm:
        return None
    doubt = (
        f"Item E gives no area: the circle of item Q, {found[0]!r}, was taken, which "
        "only bounds where the NOTAM matters; ask for the area."
    )
    return Circle(places[0].point, radius_mm), found.span(), doubt
