"""Decide for which areas a time or a height stands (clause 31.4).

A notice numbers its paragraphs and letters what stands in them. What stands in the
paragraph of an area is said of it; what stands above, or in a paragraph without areas,
is said of every area that has nothing of its own.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol, TypeAlias, TypeVar

from detente.space.notices.text import Span

Path: TypeAlias = tuple[int, ...]

_NUMBER: Final = re.compile(r"^[ \t]*\(?\d{1,2}[.)](?=\s)", re.MULTILINE)
_LETTER: Final = re.compile(
    r"^[ \t]*\(?[A-Z][.)](?=\s)|(?<=\s)\(?[A-Z][.)](?=\s)", re.MULTILINE
)


class Spanned(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def span(self) -> Span:
        """Where it stands."""


Fact = TypeVar("Fact", bound=Spanned)


class Sections(NamedTuple):
    """Where numbered paragraphs and lettered parts begin."""

    numbers: tuple[int, ...]
    letters: tuple[int, ...]

    def path(self, at: int) -> Path:
        """Return the beginnings of all paragraphs around a place, outer first."""
        number = max((each for each in self.numbers if each <= at), default=None)
        letter = max((each for each in self.letters if each <= at), default=None)
        if number is None:
            return () if letter is None else (letter,)
        return (number,) if letter is None or letter < number else (number, letter)

    def paths(self, span: Span) -> set[Path]:
        """Return the paths of all that a span runs through."""
        begins = [e for e in self.numbers + self.letters if span[0] < e < span[1]]
        return {self.path(each) for each in (span[0], *begins)}

    def own(self, area: Span, facts: Iterable[Fact]) -> list[Fact]:
        """Return what is said in the paragraph of an area."""
        paths = self.paths(area)
        return [each for each in facts if self.path(each.span[0]) in paths]

    def around(
        self, area: Span, areas: Sequence[Span], facts: Iterable[Fact]
    ) -> list[Fact]:
        """Return what is said above an area, or in a paragraph that has no areas."""
        mine = self.path(area[0])
        taken = set().union(*map(self.paths, areas))
        found = []
        for each in facts:
            path = self.path(each.span[0])
            if path == mine[: len(path)] or path not in taken:
                found.append(each)
        return found


def sections(text: str) -> Sections:
    """Return where the paragraphs of a text begin."""
    numbers = tuple(each.start() for each in _NUMBER.finditer(text))
    letters = tuple(each.start() for each in _LETTER.finditer(text))
    return Sections(numbers, letters)
