"""Decide what is a remark, and what of the text is left over (clause 31.7)."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from detente.space.notices.dates import GROUP
from detente.space.notices.text import (
    JOINING,
    READ,
    Span,
    Unread,
    blanked,
    line_at,
    quoted,
)

_CANCEL: Final = re.compile(
    r"\bCANCEL(?:LED|S)?\s+(?:THIS\s+)?(?:MSG|MESSAGE|WARNING|NOTICE|NAVAREA|HYDRO\w+)"
    r"(?:[^\n.]|\.(?=\d))*",
    re.IGNORECASE,
)
_SERIES: Final = re.compile(
    r"^[^\S\n]*\(?(?:NAVAREA|HYDRO(?:PAC|LANT|ARC)|NAVTEX|COASTAL\s+WARNING|SUB-?AREA|"
    r"[A-Z]{2}\s?NAV|[A-Z]\d{4}/\d\d\s+NOTAM)[^\n]*?\d{1,4}/\d{2,4}[^\n]*$|"
    r"^[^\S\n]*\(?[A-Z]\d{4}/\d\d\s+NOTAM[NRC]?[^\n]*?(?=\sQ\)|$)",
    re.IGNORECASE | re.MULTILINE,
)
_ALONE: Final = re.compile(
    rf"^[^\S\n]*\(?{GROUP}\)?\.*[^\S\n]*$", re.IGNORECASE | re.MULTILINE
)
_NUMBERED: Final = re.compile(r"(?<!\d)\d{1,4}/(?:20)?(\d\d)(?!\d)")
_SIGNS: Final = " ,;:.-/"
_LABEL: Final = re.compile(r"\(?\b(?:[A-Z]|\d{1,2}|[IVX]{1,4})[.):](?=\s|$|\x01)")


def remarks(text: str) -> list[Span]:
    """Return where a notice speaks of itself: its number, its date, its end."""
    spans = [
        each.span()
        for pattern in (_CANCEL, _SERIES, _ALONE)
        for each in pattern.finditer(text)
    ]
    return sorted(spans)


def year_of(dated: set[int], text: str) -> int | None:
    """Return the one year of a notice: of its dates, or else of its number."""
    if len(dated) == 1:
        return next(iter(dated))
    numbered = {2_000 + int(each) for each in _NUMBERED.findall(text)}
    return next(iter(numbered)) if not dated and len(numbered) == 1 else None


def left_over(text: str, read: Iterable[Span]) -> Iterator[Unread]:
    """Yield what of each line was not read, without words that only join."""
    text = blanked(text, read)
    offset = 0
    for line in text.split("\n"):
        kept = [said for each in line.split(READ) if (said := _trimmed(quoted(each)))]
        if kept:
            yield Unread(line_at(text, offset), " ... ".join(kept))
        offset += len(line) + 1


def _trimmed(piece: str) -> str:
    """Return a piece without the labels and joining words around what it says."""
    piece = re.sub(rf"^(?:{_LABEL.pattern})+", "", f"{piece} ").strip(_SIGNS)
    words = piece.split()
    while words and _joins(words[-1]):
        words.pop()
    while words and _joins(words[0]):
        words.pop(0)
    said = " ".join(words).strip(_SIGNS)
    return said if len(said) > 1 else ""


def _joins(word: str) -> bool:
    return bool(JOINING.fullmatch(word.strip(_SIGNS)) or _LABEL.fullmatch(word))
