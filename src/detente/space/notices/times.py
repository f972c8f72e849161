"""Decide which windows of time a text gives (clause 31.4).

A year or a zone that the text leaves out is never made up: what is taken from elsewhere
in the notice is marked, and without it the window is unknown and counts as everything.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from detente.space.notices.dates import CLOCK, DATE, GROUP, MONTH, When, clock, moment
from detente.space.notices.text import Span, blanked, quoted
from detente.space.volume import Window

DAY_MS: Final = 86_400_000
MOST_DAYS: Final = 400
UNKNOWN: Final = (Window(),)

_TO: Final = r"[\s,]*(?:TO|UNTIL|UNTO|TILL|THRU|THROUGH|AND|-)[\s,]*"
_WHEN: Final = (
    rf"(?:{CLOCK}[\s,]*(?:ON|OF)?\s*{DATE}|{DATE}[\s,]*(?:AT|T)?\s*{CLOCK}|{GROUP})"
)
_FROM: Final = r"(?:\b(?:FROM|FM|BETWEEN|EFFECTIVE)\s+)?"
_EACH: Final = r"\b(?:DAILY|DLY|EACH\s+DAY|EVERY\s+DAY)\b"
_DAYS: Final = (
    rf"(?:(?<![\w.])\d{{1,2}}(?:\s*{MONTH}(?:\s*\d{{4}}|\s*\d\d(?!\d))?)?"
    rf"(?:[\s,]*(?:THRU|THROUGH|TO|UNTIL|AND|-)\s*|\s*,\s*)){{0,31}}{DATE}"
)
_SPAN: Final = re.compile(rf"{_FROM}({_WHEN}){_TO}({_WHEN})", re.IGNORECASE)
_CLOCKS_FIRST: Final = re.compile(
    rf"(?P<e1>{_EACH}[\s,:]*)?{_FROM}(?P<c1>{CLOCK}){_TO}(?P<c2>{CLOCK})[\s,]*"
    rf"(?P<e2>{_EACH}[\s,]*)?(?:(?:FROM|FM|ON|BETWEEN)\s+)?(?P<days>{_DAYS})(?P<e3>\s*{_EACH})?",
    re.IGNORECASE,
)
_DAYS_FIRST: Final = re.compile(
    rf"(?P<e1>{_EACH}[\s,:]*)?(?:\b(?:ON|FROM|BETWEEN)\s+)?(?P<days>{_DAYS})[\s,:]*"
    rf"(?P<e2>{_EACH}[\s,:]*)?(?:(?:FROM|BETWEEN|AT)\s+)?(?P<c1>{CLOCK}){_TO}(?P<c2>{CLOCK})"
    rf"(?P<e3>\s*{_EACH})?",
    re.IGNORECASE,
)
_ROW: Final = re.compile(r"[\s,;]*(?:AND)?[\s,;]*", re.IGNORECASE)
_UNTIL: Final = re.compile(rf"\b(?:UNTIL|TILL)\s+({_WHEN})", re.IGNORECASE)
_SINCE: Final = re.compile(
    rf"\b(?:FROM|COMMENCING|AFTER|STARTING|BEGINNING|EFFECTIVE)\s+({_WHEN})",
    re.IGNORECASE,
)
_NO_END: Final = re.compile(r"\bUNTIL\s+FURTHER\s+NOTICE\b|\bUFN\b", re.IGNORECASE)
_DATES: Final = re.compile(
    rf"\b\d{{1,2}}(?:\s*{MONTH}(?:\s*\d{{4}}|\s*\d\d(?!\d))?)?\s*"
    rf"(?:THRU|THROUGH|TO|UNTIL|-)\s*{DATE}",
    re.IGNORECASE,
)
_HAN: Final = re.compile(
    r"(北京时间|北京時間)?\s*自?(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(\d{1,2})[时時](?:(\d{1,2})分)?"
    r"\s*[至到-]\s*(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?(\d{1,2})[时時](?:(\d{1,2})分)?"
    r"(\s*\(?(?:北京时间|北京時間)\)?)?"
)
_LIKE_TIME: Final = re.compile(
    rf"{_WHEN}|{_EACH}|(?<![\w.])[0-2]\d[0-5]\d\s?(?:Z|UTC|GMT)\b", re.IGNORECASE
)


class Said(NamedTuple):
    """What a piece of the text says of times."""

    span: Span
    windows: tuple[Window, ...]
    doubts: tuple[str, ...] = ()


def windows(text: str, year: int | None) -> list[Said]:
    """Return what a text says of times.

    Args:
        text: in which positions are blanked out.
        year: the one that stands elsewhere in the notice, if just one does.
    """
    said = _spans(text, year)
    text = blanked(text, (each.span for each in said))
    for pattern, read in (
        (_HAN, _of_han),
        (_CLOCKS_FIRST, _of_days),
        (_DAYS_FIRST, _of_days),
        (_UNTIL, _of_until),
        (_SINCE, _of_since),
        (_NO_END, _of_no_end),
        (_DATES, _of_dates),
        (_LIKE_TIME, _of_unread),
    ):
        found = [
            read(each, year) for each in pattern.finditer(text) if _times(pattern, each)
        ]
        text = blanked(text, (each.span for each in found))
        said += found
    return sorted(said, key=lambda each: each.span)


def years(text: str) -> set[int]:
    """Return the years that the dates of a text name."""
    patterns = (re.compile(GROUP, re.IGNORECASE), re.compile(DATE, re.IGNORECASE))
    found = {moment(e[0]).year for p in patterns for e in p.finditer(text)}
    found |= {int(each) for each in re.findall(r"(\d{4})年", text)}
    return {each for each in found if each is not None}


def span(start: When, end: When, year: int | None, printed: str) -> Said:
    """Return the window between two moments, or an unknown one with what it lacks."""
    at = (0, 0)
    if start.zone_min is None and end.zone_min is None:
        return Said(at, UNKNOWN, (_zoneless(printed),))
    doubts = list[str]()
    if end.year is None:
        end = end._replace(year=start.year or year)
        if start.year is None and year is not None:
            doubts.append(_taken_year(printed, year))
    if end.year is None:
        return Said(at, UNKNOWN, (_yearless(printed),))
    end = end.filled(start)
    late = start.month is not None and start.month > (end.month or 0)
    start = start._replace(year=start.year or end.year - late) if end.year else start
    start = start.filled(end)
    try:
        window = Window(start.ms(), end.ms())
    except (ValueError, OverflowError):
        return Said(at, UNKNOWN, (_impossible(printed),))
    if window.start_ms is None or window.end_ms is None or _turned(window):
        doubt = f"{printed!r} ends before it begins: it counts as every time; ask."
        return Said(at, UNKNOWN, (doubt,))
    return Said(at, (window,), tuple(doubts))


def daily(days: Iterable[date], first: When, last: When, printed: str) -> Said:
    """Return one window for each day, from one time of day to another."""
    zone = first.zone_min if first.zone_min is not None else last.zone_min
    if zone is None:
        return Said((0, 0), UNKNOWN, (_zoneless(printed),))
    found = []
    try:
        for day in days:
            head = When(day.year, day.month, day.day)
            start = first._replace(zone_min=zone).filled(head).ms()
            end = last._replace(zone_min=zone).filled(head).ms()
            found.append(Window(start, end if end > start else end + DAY_MS))
    except (ValueError, OverflowError):
        return Said((0, 0), UNKNOWN, (_impossible(printed),))
    return Said((0, 0), tuple(found))


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return the days of a span, both ends within it; none if there are too many."""
    count = (last - first).days + 1
    if not 0 < count <= MOST_DAYS:
        return ()
    return tuple(first + timedelta(days=each) for each in range(count))


def _times(pattern: re.Pattern[str], found: re.Match[str]) -> bool:
    """Say whether a match is about times; six digits alone may be anything."""
    if pattern not in (_SPAN, _UNTIL, _SINCE, _LIKE_TIME):
        return True
    return any(
        each.zone_min is not None or each.month is not None
        for each in map(moment, filter(None, found.groups() or (found[0],)))
    ) or bool(re.match(_EACH, found[0], re.IGNORECASE))


def _spans(text: str, year: int | None) -> list[Said]:
    """Return the spans between two moments; of a row the last may name the month."""
    said, later, begin = list[Said](), When(), len(text)
    for found in reversed([e for e in _SPAN.finditer(text) if _times(_SPAN, e)]):
        start, end = moment(found[1]), moment(found[2])
        if not _ROW.fullmatch(text[found.end() : begin]):
            later = When()
        if start.month is None and end.month is None:
            end = end._replace(year=later.year, month=later.month)
        one = span(start, end, year, quoted(found[0]))._replace(span=found.span())
        said.append(one)
        later, begin = start.filled(end), found.start()
    return said


def _of_days(found: re.Match[str], year: int | None) -> Said:
    printed = quoted(found[0])
    named = _named_days(found["days"], year)
    each_day = any(found[each] for each in ("e1", "e2", "e3"))
    if named is None:
        return Said(found.span(), UNKNOWN, (_yearless(printed),))
    days, ranged, taken = named
    doubts = (_taken_year(printed, year),) if taken and year is not None else ()
    if not days:
        return Said(found.span(), UNKNOWN, (_impossible(printed),))
    first, last = clock(found["c1"]), clock(found["c2"])
    if ranged and len(days) > 1 and not each_day:
        said = daily((days[0], days[-1]), first, last, printed)
        if len(said.windows) > 1:
            whole = Window(said.windows[0].start_ms, said.windows[-1].end_ms)
            doubt = (
                f"{printed!r} does not say whether these are times of each day: the "
                "whole span counts; ask."
            )
            said = said._replace(windows=(whole,), doubts=(*said.doubts, doubt))
    else:
        said = daily(days, first, last, printed)
    return Said(found.span(), said.windows, doubts + said.doubts)


def _named_days(
    text: str, year: int | None
) -> tuple[tuple[date, ...], bool, bool] | None:
    """Return days, whether they are a span, and whether the year is from elsewhere.

    None is returned if no year is known; no days if there are none such.
    """
    dated = list(re.finditer(DATE, text, re.IGNORECASE))
    final = moment(text[dated[-1].start() :])
    taken = final.year is None
    if taken and year is None:
        return None
    whole = final._replace(year=final.year or year)
    ranged = bool(
        re.search(
            r"THRU|THROUGH|TO\b|UNTIL|-", text[: dated[-1].start()], re.IGNORECASE
        )
    )
    try:
        found = sorted(_each_day(text[: dated[-1].start()], whole))
    except ValueError:
        return (), ranged, taken
    return (
        (days_between(found[0], found[-1]) if ranged else tuple(found)),
        ranged,
        taken,
    )


def _each_day(before: str, final: When) -> Iterator[date]:
    """Yield the days named before the last one, and the last one."""
    year, month = final.year or 0, final.month or 0
    yield date(year, month, final.day or 0)
    pattern = rf"\d{{1,2}}(?:\s*{MONTH}(?:\s*(?:\d{{4}}|\d\d(?!\d)))?)?"
    for found in re.finditer(pattern, before, re.IGNORECASE):
        name = re.search(MONTH, found[0], re.IGNORECASE)
        if name is None:
            yield date(year, month, int(found[0]))
            continue
        when = moment(found[0])
        own = when.month or month
        yield date(when.year or year - (own > month), own, when.day or 0)


def _of_until(found: re.Match[str], year: int | None) -> Said:
    end = moment(found[1])
    said = span(end, end, year, quoted(found[0]))
    ends = tuple(Window(None, each.end_ms) for each in said.windows)
    return Said(found.span(), ends, said.doubts)


def _of_since(found: re.Match[str], year: int | None) -> Said:
    start = moment(found[1])
    said = span(start, start, year, quoted(found[0]))
    starts = tuple(Window(each.start_ms, None) for each in said.windows)
    doubt = f"{quoted(found[0])!r} has no end: it counts for ever from there."
    return Said(found.span(), starts, (*said.doubts, doubt))


def _of_no_end(found: re.Match[str], year: int | None) -> Said:  # noqa: ARG001 - one shape
    return Said(found.span(), ())


def _of_dates(found: re.Match[str], year: int | None) -> Said:  # noqa: ARG001 - one shape
    doubt = (
        f"{quoted(found[0])!r} names days without times of day and a zone: it counts "
        "as every time; ask when it begins and ends, in UTC."
    )
    return Said(found.span(), UNKNOWN, (doubt,))


def _of_unread(found: re.Match[str], year: int | None) -> Said:  # noqa: ARG001 - one shape
    doubt = (
        f"{quoted(found[0])!r} looks like a time and was not understood: it counts as "
        "every time; ask."
    )
    return Said(found.span(), UNKNOWN, (doubt,))


def _of_han(found: re.Match[str], year: int | None) -> Said:
    g = found.groups()
    zone = 480 if g[0] or g[11] else None

    def number(at: int) -> int | None:
        return None if g[at] is None else int(g[at])

    start = When(number(1), number(2), number(3), number(4), number(5) or 0, zone)
    end = When(number(6), number(7), number(8), number(9), number(10) or 0, zone)
    end = end._replace(month=end.month or start.month, day=end.day or start.day)
    return span(start, end, year, quoted(found[0]))._replace(span=found.span())


def _turned(window: Window) -> bool:
    return (window.start_ms or 0) > (window.end_ms or 0)


def _zoneless(printed: str) -> str:
    return (
        f"{printed!r} names no zone of time that is known: it counts as every time; "
        "ask for it in UTC."
    )


def _yearless(printed: str) -> str:
    return f"{printed!r} names no year: it counts as every time; ask for the year."


def _taken_year(printed: str, year: int) -> str:
    return f"{printed!r} names no year: {year} was taken from elsewhere; ask."


def _impossible(printed: str) -> str:
    return f"{printed!r} is no time that exists: it counts as every time; ask."
