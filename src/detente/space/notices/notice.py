"""Decide what a pasted notice says: areas, their doubts, the rest (clause 31)."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.record.errors import Malformed
from detente.space.notices import leads, notam, rest, times
from detente.space.notices.areas import Made, made
from detente.space.notices.levels import Height, heights
from detente.space.notices.positions import MinutesAs, positions
from detente.space.notices.runs import Run, runs
from detente.space.notices.sections import Sections, sections
from detente.space.notices.text import Span, Unread, blanked, line_at, plain, quoted
from detente.space.notices.times import UNKNOWN, Said
from detente.space.volume import Volume, Window

MOST_CHARACTERS: Final = 20_000
MOST_LINES: Final = 1_000
_NO_LEVEL: Final = "No height is given: it counts at every height."
_MILES: Final = "Its miles were read as nautical miles: ask which are meant."
_NO_TIME: Final = "No time is given: it counts as every time."


class NoticeArea(NamedTuple):
    """One area of a notice."""

    volume: Volume
    doubts: tuple[str, ...]
    line: int
    """On which line of the text its positions begin."""
    offered: tuple[int, ...] = ()
    """The numbers of its corners in an order in which no sides cross, if asked for."""


class Notice(NamedTuple):
    """What was read of a notice."""

    areas: tuple[NoticeArea, ...]
    refused: tuple[Unread, ...]
    """What should be an area and could not be read, with the reason."""
    remarks: tuple[str, ...]
    """What the notice says of itself."""
    unread: tuple[Unread, ...]
    """What else of the text was not understood."""


class _Facts(NamedTuple):
    """What a text says beside its positions."""

    said: list[Said]
    high: list[Height]
    parts: Sections


def read(text: str, minutes_as: MinutesAs | None = None) -> Notice:
    """Return what a notice says.

    Args:
        text: as it was pasted.
        minutes_as: what two figures after the point of minutes are; left out, the usual
            reading is taken and marked.

    Raises:
        Malformed: the text holds nothing that could be an area.
    """
    if len(text) > MOST_CHARACTERS or text.count("\n") >= MOST_LINES:
        raise Malformed(
            f"A notice has at most {MOST_CHARACTERS:,} characters on {MOST_LINES:,} "
            "lines: paste one notice at a time."
        )
    text = plain(text)
    items = notam.items(text)
    noted = rest.remarks(text)
    noted += [each.span for key, each in items.items() if key in "QA"]
    body = _body(text, items, noted)
    placed = positions(body, minutes_as)
    year = rest.year_of(times.years(text), text)
    bare = blanked(body, (each.span for each in placed))
    said = times.windows(bare, year)
    bare = blanked(bare, (each.span for each in said))
    high = heights(bare)
    spans = [each.span for each in said] + [each.span for each in high]
    shown = blanked(body, spans)
    found = runs(shown, placed)
    shapes = _shapes(found, shown)
    shapes = [_miles(each, found, text) if items else each for each in shapes]
    areas, more = _areas(text, shapes, _Facts(said, high, sections(body)), items)
    refused = [_refused(text, each, found) for each in shapes if each.area is None]
    words = [each.words for each in found if each.why]
    read_ = [
        *spans,
        *words,
        *noted,
        *_items_read(items),
        *(each.span for each in shapes),
    ]
    read_ += [each.lead.span for each in found if each.lead and _by_length(each)]
    unread = rest.left_over(text, read_ + more)
    noted = [each for each in noted if each not in more]
    if not areas and not refused:
        raise Malformed(
            "The text holds no position that could be read, and so no area."
        )
    told = tuple(quoted(text[slice(*each)]) for each in sorted(noted))
    return Notice(tuple(areas), tuple(refused), told, tuple(unread))


def _body(text: str, items: dict[str, notam.Item], noted: Sequence[Span]) -> str:
    """Return the text in which areas are looked for: of a NOTAM, item E."""
    spans = list(noted)
    if items:
        start, end = items["E"].span
        spans += [(0, start), (end, len(text))]
    return blanked(text, spans)


def _items_read(items: dict[str, notam.Item]) -> list[Span]:
    marks = [each.mark for each in items.values()]
    return marks + [each.span for key, each in items.items() if key in "BCDFG"]


def _by_length(run: Run) -> bool:
    return run.lead is not None and run.lead.kind in ("circle", "corridor")


def _shapes(found: Sequence[Run], text: str) -> list[Made]:
    starts = [each.places[0].span[0] for each in found[1:]]
    return [
        shape
        for run, until in zip(found, [*starts, len(text)], strict=bool(found))
        for shape in made(run, text, until)
    ]


def _miles(shape: Made, found: Sequence[Run], text: str) -> Made:
    """Mark a mile of which a NOTAM does not say whether it is one of the sea."""
    for run in found:
        start, end = run.words[0], run.places[-1].span[1] + run.behind
        if run.places[0].span[0] == shape.span[0] and leads.is_mile(text[start:end]):
            return shape._replace(doubts=(*shape.doubts, _MILES))
    return shape


def _refused(text: str, shape: Made, found: Sequence[Run]) -> Unread:
    """Return what could not be made an area, with the words before it."""
    start, end = shape.span
    words = [r.words[0] for r in found if r.places[0].span[0] == start]
    line = line_at(text, start)
    return Unread(line, quoted(text[min([start, *words]) : end]), shape.why)


def _areas(
    text: str, shapes: Sequence[Made], facts: _Facts, items: dict[str, notam.Item]
) -> tuple[list[NoticeArea], list[Span]]:
    """Return the areas, and what was read to make them beside the body."""
    good = [each for each in shapes if each.area is not None]
    more = list[Span]()
    if items and not shapes:
        hint = notam.hint(text, items)
        if hint is not None:
            good = [Made(hint[1], hint[0], (hint[2],))]
            more.append(items["Q"].span)
    spans = [each.span for each in good]
    areas = []
    for at, each in enumerate(good):
        if items:
            said, high = _of_items(text, facts, items)
        else:
            said = _time(each.span, spans, facts)
            high = _height(each.span, spans, facts)
        areas.append(_area(f"area-{at + 1}", text, each, said, high))
    return areas, more


def _area(id_: str, text: str, shape: Made, said: Said, high: Height) -> NoticeArea:
    assert shape.area is not None  # noqa: S101 - the caller has chosen those with one
    volume = Volume(id_, (shape.area,), high.lower, high.upper, said.windows)
    doubts = dict.fromkeys(shape.doubts + said.doubts + high.doubts)
    return NoticeArea(
        volume, tuple(doubts), line_at(text, shape.span[0]), shape.offered
    )


def _of_items(
    text: str, facts: _Facts, items: dict[str, notam.Item]
) -> tuple[Said, Height]:
    """Return the times and heights of a NOTAM."""
    said = notam.validity(text, items)
    if facts.said:
        printed = quoted(text[slice(*facts.said[0].span)])
        doubt = (
            f"Item E names times, {printed!r}, which were not applied: all of items B "
            "to D counts."
        )
        said = said._replace(doubts=(*said.doubts, doubt))
    high = notam.limits(text, items)
    return said, high if high is not None else _one_height(facts.high)


def _time(area: Span, areas: Sequence[Span], facts: _Facts) -> Said:
    """Return when an area counts: at all times that are said of it."""
    own = facts.parts.own(area, facts.said)
    around = facts.parts.around(area, areas, facts.said)
    said = own or around
    doubts = [each for one in said for each in one.doubts]
    if not said:
        return Said((0, 0), UNKNOWN, (_NO_TIME,))
    if own and any(each not in own for each in around):
        doubts.append("Times elsewhere in the notice were not applied to it: ask.")
    if len(said) > 1 and len(areas) > 1:
        doubts.append("It is not said which time is for which area: all count; ask.")
    windows = tuple(dict.fromkeys(each for one in said for each in one.windows))
    if not windows or Window() in windows:
        windows = UNKNOWN
    return Said((0, 0), windows, tuple(doubts))


def _height(area: Span, areas: Sequence[Span], facts: _Facts) -> Height:
    own = facts.parts.own(area, facts.high)
    return _one_height(own or facts.parts.around(area, areas, facts.high))


def _one_height(found: Sequence[Height]) -> Height:
    if not found:
        return Height((0, 0), None, None, (_NO_LEVEL,))
    if len({(each.lower, each.upper) for each in found}) > 1:
        doubt = "Several heights are given: it counts at every height; ask."
        return Height((0, 0), None, None, (doubt,))
    return found[0]
