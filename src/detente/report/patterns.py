"""Decide which pattern a sentence of the core has, and what stands in its places.

A pattern is an entry of a catalogue: English with a place for each value, as in "It
answers {reference}, not held or seen.", and the same in the other language, where the
places may stand in another order. `make labels` takes them out of the source. Of
several that fit, one that begins with words is meant before one that begins with a
value, and then the one that says the most.
"""

import re
from collections.abc import Iterator
from functools import cache
from string import Formatter
from typing import Final, NamedTuple

from detente.report.translated import entries

STATING: Final = "told"
"""Under which the catalogues hold what the core says of a line: see `spoken`."""
REFUSING: Final = "sentence"
"""Under which they hold why it refuses, marks or doubts: see `sentences`."""
SHOWING: Final = "row"
"""Under which they hold rows of verdicts and of the map, and what stands in them."""
PATTERNS: Final = (STATING, REFUSING, SHOWING)
_PARTS: Final = {
    "reason",
    "why",
    "error",
    "wrong",
    "doubt",
    "where",
    "what",
    "how",
    "way",
    "can",
    "of",
    "ring",
    "rings",
    "first",
    "noun",
    "volume",
    "stale",
    "after",
    "by_code",
    "since",
    "strerror",
    "more",
    "became",
    "grade",
    "said",
    "differing",
    "words",
    "value",
    "mode",
    "when",
}
"""Places of sentences in which a part of a sentence stands."""
_SHORT: Final = 8
_WHOLE: Final = {"sentence", "grade"}
"""Places in which something stands that must be known itself."""
_ONE_WORD: Final = {"term"}
"""Places in which nothing stands that has a space."""


class Pattern(NamedTuple):
    """An English sentence with places, and the same in another language."""

    english: re.Pattern[str]
    texts: tuple[str, ...]
    names: tuple[str, ...]
    longest: str
    other: str
    context: str

    @property
    def letters(self) -> int:
        """How much it says without its values."""
        return sum(map(len, self.texts))

    def tells(self, name: str) -> bool:
        """Say whether what stands in a place is told as well, if it is known."""
        bare = name.rstrip("0123456789")
        return self.context != REFUSING or bare in _PARTS or bare in _WHOLE

    def must_tell(self, name: str) -> bool:
        """Say whether the pattern fits only if what stands in a place is known.

        Where it has hardly a word of its own, it would fit what it does not mean.
        """
        short = self.context == REFUSING and self.letters <= _SHORT
        return name in _WHOLE or (short and self.tells(name))

    def filled(self, values: tuple[str, ...]) -> str:
        """Return the sentence in the other language with its values."""
        named = dict(zip(self.names, values, strict=True))
        return self.other.format(*values, **named)


def find(
    language: str, english: str, contexts: tuple[str, ...]
) -> Iterator[tuple[Pattern, list[tuple[str, str]]]]:
    """Yield the patterns that a sentence fits, the likeliest first.

    With each, what stands in its places: the name of the place, and the value.
    """
    for each in _patterns(language):
        if each.longest in english and each.context in contexts:
            found = each.english.fullmatch(english)
            if found:
                yield each, list(zip(each.names, found.groups(), strict=True))


def pieces(pattern: str) -> tuple[list[str], list[str]]:
    """Return the texts of a pattern, and the names of the places between them."""
    texts, names = [""], list[str]()
    for text, name, _, _ in Formatter().parse(pattern):
        texts[-1] += text
        if name is not None:
            names.append(name)
            texts.append("")
    return texts, names


@cache
def _patterns(language: str) -> tuple[Pattern, ...]:
    found = [
        _pattern(str(each.id), str(each.string), each.context)
        for each in entries(language)
        if each.context in PATTERNS
        and each.string
        and not each.fuzzy
        and pieces(str(each.id))[1]
    ]
    return tuple(sorted(found, key=lambda each: (not each.texts[0], -each.letters)))


def _pattern(english: str, other: str, context: str) -> Pattern:
    texts, names = pieces(english)
    places = ["(\\S*?)" if name in _ONE_WORD else "(.*?)" for name in names]
    parts = [
        each
        for pair in zip(map(re.escape, texts), [*places, ""], strict=True)
        for each in pair
    ]
    told = re.compile("".join(parts), re.DOTALL)
    longest = max(texts, key=len)
    return Pattern(told, tuple(texts), tuple(names), longest, other, context)
