"""Decide how long a line of text is on paper, and where it is folded.

Letters of East Asian scripts take two places and may be parted anywhere; other words
are kept together as long as they fit in a line at all.
"""

import unicodedata
from collections.abc import Iterator


def width(text: str) -> int:
    """Return how many places a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_places, text))


def folded(text: str, places: int) -> Iterator[str]:
    """Yield a text line by line, none wider than so many places.

    Args:
        text: what is written; its own ends of line stay.
        places: at least two, which is the widest letter.
    """
    for line in text.split("\n"):
        yield from _line(line, places)


def _places(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if _wide(letter) else 1


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _line(text: str, places: int) -> Iterator[str]:
    row = ""
    for piece in _parted(text):
        if width(row + piece.rstrip(" ")) <= places:
            row += piece
            continue
        if row.strip(" "):
            yield row.rstrip(" ")
        row = piece
        while width(row.rstrip(" ")) > places:
            cut = _fits(row, places)
            yield row[:cut]
            row = row[cut:]
    yield row.rstrip(" ")


def _parted(text: str) -> Iterator[str]:
    """Yield words with the space behind them, and wide letters one by one."""
    word = ""
    for letter in text:
        begins = word.endswith(" ") and letter != " "
        if word and (begins or _wide(letter) or (_wide(word[-1]) and letter != " ")):
            yield word
            word = ""
        word += letter
    yield word


def _fits(text: str, places: int) -> int:
    """Return how many letters of a text fit in so many places, at least one."""
    taken = 0
    for count, letter in enumerate(text):
        taken += _places(letter)
        if taken > places:
            return max(count, 1)
    return len(text)
