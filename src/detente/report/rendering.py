"""Decide what is rendered of a statement: its page, and its compact text (clause 21).

A body that cannot be read here has no compact text; its page says why.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from detente.dialogue import compact
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.forms import FORM_OF
from detente.record.errors import Misasked
from detente.report import translated
from detente.report.printed import printed
from detente.report.record import Record
from detente.report.shown import amendment_of, show
from detente.report.translated import Catalogue
from detente.report.wordlist import word_list

_MOST_LANGUAGES = 2


class Rendering(msgspec.Struct, frozen=True):
    """A statement as a page, line by line, and its body as one line.

    `spoken` keeps the letters of every script, where that makes a difference. Where the
    body cannot be read here, `unreadable` says why, and the compact texts are empty.
    """

    page: tuple[str, ...]
    compact: str
    spoken: str
    check_words: str
    unreadable: str


class _Compact(NamedTuple):
    body: Body | None
    text: str = ""
    spoken: str = ""
    check_words: str = ""
    unreadable: str = ""


def render(
    record: Record, entered: Entered, languages: Sequence[str], *, whole: bool = True
) -> Rendering:
    """Return a statement as page and line.

    Args:
        record: the line.
        entered: the statement.
        languages: those of the page's labels; none: those of the charter.
        whole: whether nothing of it is withheld: else there is no compact text, which
            could be entered elsewhere as it stands.

    Raises:
        Misasked: there are no labels in one, or more than two are named.
    """
    says = _catalogues(record, languages)
    told = _compact_of(entered) if whole else _withheld(entered)
    changes = amendment_of(record, entered.body, entered.header.answers)
    page = printed(show(record, entered), told.body, says, told.check_words, changes)
    return Rendering(
        tuple(page), told.text, told.spoken, told.check_words, told.unreadable
    )


def compact_data(found: Rendering) -> dict[str, str]:
    """Return the body as one line, as a program is told it."""
    return {
        "compact": found.compact,
        "spoken": found.spoken,
        "check_words": found.check_words,
    }


def compact_lines(found: Rendering) -> list[str]:
    """Return the body as lines for people: one, or one more that keeps all letters."""
    if found.unreadable:
        return [f"Its body cannot be read here: {found.unreadable}"]
    return list(dict.fromkeys([found.compact, found.spoken]))


def _compact_of(entered: Entered) -> _Compact:
    body = entered.body
    if isinstance(body, Unreadable):
        return _Compact(None, unreadable=body.reason)
    form, words = FORM_OF[type(body)], word_list()
    return _Compact(
        body,
        compact.write(form, body, words),
        compact.write(form, body, words, letters=True),
        compact.check_words(form, body, words),
    )


def _withheld(entered: Entered) -> _Compact:
    body = entered.body
    why = "what is personal in it is withheld; ask for it with --personal."
    return _Compact(body if isinstance(body, Body) else None, unreadable=why)


def _catalogues(record: Record, languages: Sequence[str]) -> tuple[Catalogue, ...]:
    if not languages:
        return translated.of_charter(record.terms.languages)
    if len(languages) > _MOST_LANGUAGES:
        raise Misasked("A page has room for two languages.")
    return tuple(map(translated.catalogue, languages))
