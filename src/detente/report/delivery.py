"""Decide the page that a courier takes along, with the receipt that comes back.

Spec clause 26.4. Plain text of 80 columns, for any printer. The delivery code stands on
the page and on the receipt, so that what comes back is matched to what was sent. What
the request says stands behind a bar; that it is UNILATERAL stands above it, for the
page is not a statement of a line.
"""

import textwrap
import unicodedata
from collections.abc import Iterator
from typing import Final

from detente.dialogue import definition
from detente.dialogue.cases.unilateral import Unilateral
from detente.report.pages import barred
from detente.report.words import utc

WIDTH: Final = 80
_LINE: Final = "_" * 40
_SHOWN: Final = ("party", "office", "medium", "level_sought", "mode", "purpose", "text")


def delivery_page(case: Unilateral) -> Iterator[str]:
    """Yield the page of a request, and below it the receipt."""
    request, reference = case.request, case.opened.header.reference
    yield "UNILATERAL REQUEST"
    yield "One-sided: receipted by nobody until the receipt below has come back."
    yield ""
    yield f"Reference      {reference}"
    yield f"Delivery code  {request.code}"
    yield f"Made           {utc(request.made_at)}"
    if request.answer_by is not None:
        yield f"Answer by      {utc(request.answer_by)}"
    yield from _wrapped(f"Made by: {request.made_by}")
    names = {f.name: f.label for f in definition.fields_of(type(request))}
    for field in _SHOWN:
        value = getattr(request, field)
        if value:
            yield from _wrapped(f"{names[field]}: {value}")
    yield ""
    yield "- " * (WIDTH // 2 - 1) + "-"
    yield "RECEIPT: to be filled in by who takes the request, and brought back."
    yield ""
    yield f"Reference      {reference}"
    yield f"Delivery code  {request.code}"
    for name in ("Received at, UTC", "Office", "Stamp or sign"):
        yield ""
        yield f"{name:<18}{_LINE}"


def _wrapped(text: str) -> Iterator[str]:
    """Yield somebody's text behind a bar, no line longer than the page."""
    for line in text.split("\n"):
        # A wide letter takes two columns; a line with any is cut at half the signs.
        wide = any(unicodedata.east_asian_width(each) in "WF" for each in line)
        rows = textwrap.wrap(line, (WIDTH - 2) // (2 if wide else 1)) or [""]
        yield from (each for row in rows for each in barred(row))
