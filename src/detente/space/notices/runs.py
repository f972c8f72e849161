"""Decide which positions of a text stand together, and what stands before them (31.3).

Positions with nothing but commas, letters of a list and ends of lines between them are
one run. Words between them end it; and where these words are no new beginning, both
parts are kept apart from every area: a corner may be missing there.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.space.notices.leads import CURVED, Lead, lead_of, radius_after
from detente.space.notices.positions import Placed
from detente.space.notices.text import READ, Span, quoted

Gap: TypeAlias = Literal["comma", "space", "newline", "stop", "mark", "words"]

_JOINING: Final = re.compile(r"\b(?:TO|THENCE|THEN|AND|BACK)\b", re.IGNORECASE)
_LABEL: Final = r"\(?(?:\b[A-Z]|\b\d{1,2}|\b[IVX]{1,4})[.):]\s*\(?"
_MARK: Final = re.compile(
    rf"(?:^|(?<=[\s,;.)])){_LABEL}$|\n[^\n\d,;]{{1,30}}\d{{0,2}}[^\n\d,;]{{0,3}}[:]\s*$",
    re.IGNORECASE,
)
_STOP: Final = re.compile(r"\.\s|\n\s*\n|\n\s*(?:\d{1,2}|[A-Z])[.)]\s")
_SENTENCE: Final = re.compile(r"(?<![A-Z\d]{1})\.\s|(?<=\w\w)\.\s|\n\s*\n")


class Run(NamedTuple):
    """Positions that stand together."""

    places: tuple[Placed, ...]
    gaps: tuple[Gap, ...]
    """What stands between each position and the next."""
    words: Span
    """Where the words before it stand."""
    lead: Lead | None
    behind: int = 0
    """How many characters behind it give its radius."""
    why: str = ""
    """Why no area may be made of it."""


def runs(text: str, placed: Sequence[Placed]) -> list[Run]:
    """Return the runs of positions of a text in which times and heights are blanked."""
    found, here, gaps, begin = list[Run](), list[Placed](), list[Gap](), 0
    for each in placed:
        kind = gap(text[here[-1].span[1] : each.span[0]]) if here else "words"
        if here and kind == "words":
            found.append(_run(text, begin, here, gaps))
            begin, here, gaps = here[-1].span[1], [], []
        elif here:
            gaps.append(kind)
        here.append(each)
    if here:
        found.append(_run(text, begin, here, gaps))
    return _parted(text, found)


def gap(text: str) -> Gap:
    """Say what stands between two positions."""
    mark = _MARK.search(text)
    rest = text[: mark.start()] if mark else text
    bare = _JOINING.sub(",", rest)
    if re.search(r"[^\s,;:/().\[\]{}&+-]", bare):
        return "words"
    if mark:
        return "mark"
    if "." in bare or re.search(r"\n\s*\n", bare):
        return "stop"
    if re.search(r"[,;/&+-]", bare):
        return "comma"
    return "newline" if "\n" in bare else "space"


def _run(text: str, begin: int, places: list[Placed], gaps: list[Gap]) -> Run:
    words = text[begin : places[0].span[0]]
    mark = _MARK.search(words)
    bare = words[: mark.start()] if mark else words
    at = 0
    for each in _SENTENCE.finditer(bare):
        if re.search(r"\w", bare[each.end() :]):
            at = each.end()
    lead = lead_of(bare[at:])
    if lead is not None and lead.kind != "refused":
        start = begin + at
        lead = lead._replace(span=(start + lead.span[0], start + lead.span[1]))
    span, behind = (begin + at, places[0].span[0]), 0
    if len(places) == 1 and (lead is None or lead.kind == "polygon"):
        radius = radius_after(text[places[0].span[1] :].replace(READ, " "))
        if radius is not None and radius[0]:
            lead, behind = Lead("circle", radius[0]), radius[1]
    return Run(tuple(places), tuple(gaps), span, lead, behind)


def _parted(text: str, found: list[Run]) -> list[Run]:
    """Refuse what is parted by words that are no new beginning."""
    for at, run in enumerate(found):
        before = text[
            found[at - 1].places[-1].span[1] if at else 0 : run.places[0].span[0]
        ]
        if run.lead is not None and run.lead.kind == "refused":
            found[at] = run._replace(why=run.lead.why)
            if at and run.lead.why == CURVED and not _STOP.search(before):
                found[at - 1] = found[at - 1]._replace(why=CURVED)
        elif run.lead is None and (at or re.search(r"\w", before.replace(READ, " "))):
            why = "no word says that these positions bound an area"
            if at and not _STOP.search(before):
                why = f"{quoted(before)!r} stands between its positions"
                found[at - 1] = found[at - 1]._replace(why=why)
            found[at] = run._replace(why=why)
    return found
