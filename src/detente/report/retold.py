"""Decide how what is said of a line in English is said in another language.

The core says in English what it observed, what is due, what has become of a case, and
why it refuses or marks something, and stays free of languages. A word that it says is
looked up; a sentence is told by its pattern (`detente.report.patterns`). Of what stands
in its places, lengths of time are told, and what is itself a part of a sentence; all
else may be an officer's own words, and goes over as it is. What is not known stays in
English (clause 21.11).
"""

import re
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from detente.dialogue import definition
from detente.dialogue.form import Body
from detente.dialogue.forms import FORMS
from detente.report.patterns import PATTERNS, REFUSING, STATING, Pattern, find
from detente.report.translated import ENGLISH, Catalogue, catalogue
from detente.report.words import span

_LENGTH: Final = re.compile(r"(\d+) (d|h|min|s)(?: (\d+) (h|min|s))?")
_FORM: Final = 3  # of PARTY/CHANNEL/YEAR/FORM/NUMBER
_KEPT: Final = 4_096
_LONGEST: Final = 2_000
"""The core says nothing longer; a text of others that is stays as it is."""
_MOST_STOPS: Final = 4
_STOPS: Final = ".。"
_BETWEEN: Final = re.compile(r"(?<=[.?]) (?=[A-Z])")
_MORE: Final = re.compile(rf"{_BETWEEN.pattern}| \(clause | - at `")
_SAYING: Final = (STATING, REFUSING)


class Told(NamedTuple):
    """What was said, and the tag of the language that it is in."""

    text: str
    language: str


def told(says: Catalogue, english: str) -> str:
    """Return what the core said in another language, or as it said it."""
    return said(says, english).text


def said(says: Catalogue, english: str) -> Told:
    """Return what the core said in another language, or in English if none is known."""
    return _said(says, english, _SAYING)


def row(says: Catalogue, english: str) -> Told:
    """Return a row of a verdict or of the map; English as far as nothing is known."""
    return _said(says, english, PATTERNS)


def _said(says: Catalogue, english: str, contexts: tuple[str, ...]) -> Told:
    if says.language == ENGLISH:
        return Told(english, ENGLISH)
    found = _Teller(says.language, contexts).known(english)
    return Told(english, ENGLISH) if found is None else Told(found, says.language)


class _Teller(NamedTuple):
    """Tells in a language, by the patterns of some contexts of its catalogue."""

    language: str
    contexts: tuple[str, ...]

    @lru_cache(_KEPT)  # noqa: B019 - a teller is two strings
    def known(self, english: str) -> str | None:
        """Return what was said; None: nobody has told us how to say it."""
        if len(english) > _LONGEST:
            return None
        says, bare = catalogue(self.language), english.strip()
        if bare != english:
            inner = self.known(bare) if bare else english
            return None if inner is None else english.replace(bare, inner)
        for context in self.contexts:
            exact = says.exact(english, context)
            if exact:
                return exact
        if _LENGTH.fullmatch(english):
            return _lengths(says, english)
        return self._by_pattern(english)

    def _by_pattern(self, english: str) -> str | None:
        fits = list(find(self.language, english, self.contexts))
        plain = [each for each in fits if not self._runs_on(*each)]
        for pattern, values in plain:
            found = self._filled(pattern, values)
            if found:
                return found
        found = self._in_two(english)
        rest = (self._filled(*each) for each in fits if each not in plain)
        return found or next(filter(None, rest), None)

    def _runs_on(self, pattern: Pattern, values: list[tuple[str, str]]) -> bool:
        """Say whether what seems a value may well be more of the sentence, or another.

        The longer pattern, or one for each sentence, may still be found.
        """
        last, value = values[-1]
        if not pattern.texts[-1] and not pattern.tells(last) and value.endswith("."):
            return True
        return any(
            _MORE.search(value)
            and not (pattern.tells(name) and self._inner(value) is not None)
            for name, value in values
        )

    def _filled(self, pattern: Pattern, values: list[tuple[str, str]]) -> str | None:
        """Return a sentence with its values; None: a part of it is not known."""
        parts = [self._part(pattern, *each) for each in values]
        whole = [each for each in parts if each is not None]
        return pattern.filled(tuple(whole)) if len(whole) == len(parts) else None

    def _part(self, pattern: Pattern, name: str, value: str) -> str | None:
        """Return what stands in a place; None: it must be known, and is not."""
        if not pattern.tells(name):
            length = _LENGTH.fullmatch(value)
            return _lengths(catalogue(self.language), value) if length else value
        inner = self._inner(value)
        return inner if pattern.must_tell(name) or inner is not None else value

    def _inner(self, value: str) -> str | None:
        """Return a part of a sentence, however it was fitted into it."""
        found = self.known(value)
        if found is None and value and value[-1] not in _STOPS:
            # It was put into a sentence without its stop.
            whole = self.known(f"{value}.")
            found = whole.rstrip(_STOPS) if whole else None
        if found is None and value[:1].isupper():
            # A sentence begins with it.
            begun = self.known(value[:1].lower() + value[1:])
            found = begun[:1].upper() + begun[1:] if begun else None
        return found

    def _in_two(self, english: str) -> str | None:
        """Return two sentences, each told by itself, or a thing and its reference."""
        for stop in islice(_BETWEEN.finditer(english), _MOST_STOPS):
            one = self.known(english[: stop.start()])
            other = None if one is None else self.known(english[stop.end() :])
            if one is not None and other is not None:
                return f"{one} {other}" if one[-1].isascii() else f"{one}{other}"
        words, _, reference = english.rpartition(" ")
        if words and "/" in reference:  # what is due, and about which statement
            known = self.known(words)
            return None if known is None else f"{known} {reference}"
        return None


def age(says: Catalogue, length_s: int) -> str:
    """Return a length of time in its two largest units."""
    return _lengths(says, span(length_s))


def title(says: Catalogue, reference: str, english: str) -> str:
    """Return the title of a statement, as screens call it."""
    body = body_of(reference, english)
    return english if body is None else says.title(body)


def summary(says: Catalogue, reference: str, english: str) -> str:
    """Return the line by which lists name a statement: the title told, all else not.

    What follows the title are mostly words of officers.
    """
    fitting = [
        each
        for each in _bodies(reference)
        if english.startswith(definition.title_of(each))
    ]
    if not fitting:
        return english
    body = max(fitting, key=lambda each: len(definition.title_of(each)))
    return says.title(body) + english.removeprefix(definition.title_of(body))


def body_of(reference: str, english: str) -> type[Body] | None:
    """Return the body of the form of a reference that bears a title; None: none."""
    found = (
        each for each in _bodies(reference) if definition.title_of(each) == english
    )
    return next(found, None)


def _bodies(reference: str) -> list[type[Body]]:
    code = [*reference.split("/"), *("",) * 4][_FORM]
    return [
        body
        for form in FORMS.values()
        for body in (form.bodies if form.code == code else ())
    ]


def _lengths(says: Catalogue, english: str) -> str:
    parts = re.findall(r"(\d+) (\w+)", english)
    return " ".join(f"{count} {says.coded(unit, 'unit')}" for count, unit in parts)
