"""Decide how what is said of a line in English is said in another language.

The core says in English what it observed, what is due and what has become of a case,
and stays free of languages. A word that it says is looked up; a sentence is told by its
pattern, as "Path {} was never tried.", and what stands in its places goes over as it
is, but for lengths of time and for words that are known themselves. What is not known
stays in English (clause 21.11).
"""

import re
from functools import cache
from typing import Final, NamedTuple

from detente.dialogue import definition
from detente.dialogue.form import Body
from detente.dialogue.forms import FORMS
from detente.report.translated import Catalogue, entries
from detente.report.words import span

CONTEXT: Final = "told"
"""Under which the catalogues hold what the core says."""
_LENGTH: Final = re.compile(r"(\d+) (d|h|min|s)(?: (\d+) (h|min|s))?")
_FORM: Final = 3  # of PARTY/CHANNEL/YEAR/FORM/NUMBER


class _Pattern(NamedTuple):
    """An English sentence with places, and the same in another language."""

    english: re.Pattern[str]
    other: str


def told(says: Catalogue, english: str) -> str:
    """Return what the core said in another language, or as it said it."""
    exact = says.coded(english, CONTEXT)
    if exact != english or says.language == "en":
        return exact
    if _LENGTH.fullmatch(english):
        return _lengths(says, english)
    for each in _patterns(says.language):
        found = each.english.fullmatch(english)
        if found:
            return each.other.format(*(told(says, part) for part in found.groups()))
    words, _, reference = english.rpartition(" ")
    if words and "/" in reference:  # what is due, and about which statement
        return f"{told(says, words)} {reference}"
    return english


def age(says: Catalogue, length_s: int) -> str:
    """Return a length of time in its two largest units."""
    return _lengths(says, span(length_s))


def title(says: Catalogue, reference: str, english: str) -> str:
    """Return the title of a statement, as screens call it."""
    body = body_of(reference, english)
    return english if body is None else says.title(body)


def body_of(reference: str, english: str) -> type[Body] | None:
    """Return the body of the form of a reference that bears a title; None: none."""
    code = [*reference.split("/"), *("",) * 4][_FORM]
    for form in FORMS.values():
        for body in form.bodies if form.code == code else ():
            if definition.title_of(body) == english:
                return body
    return None


def _lengths(says: Catalogue, english: str) -> str:
    parts = re.findall(r"(\d+) (\w+)", english)
    return " ".join(f"{count} {says.coded(unit, 'unit')}" for count, unit in parts)


@cache
def _patterns(language: str) -> tuple[_Pattern, ...]:
    """Return the patterns of a language, those that say the most first."""
    found = [
        _Pattern(_with_places(str(each.id)), str(each.string))
        for each in entries(language)
        if each.context == CONTEXT and "{}" in str(each.id) and each.string
    ]
    return tuple(sorted(found, key=lambda each: -len(each.english.pattern)))


def _with_places(english: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL)
