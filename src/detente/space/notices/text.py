"""Decide how a pasted text is spelled before anything is looked for (clause 31.1).

What was read is blanked out in place, so that every figure found later still says on
which line it stands.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]

READ: Final = "\x01"
"""Stands where a time, a height or a remark was read: no blank, and no word."""

JOINING: Final = re.compile(
    r"IN|ON|OF|AT|BY|THE|A|AN|AND|OR|TO|FROM|WITHIN|WI|SEA|AREA|AREAS|FOLLOWING|FLW|"
    r"BOUND|BOUNDED|ENCLOSED|DELIMITED|LIMITED|LINE|LINES|LINKING|STRAIGHT|JOINING|"
    r"CONNECTING|POINT|POINTS|POSITION|POSITIONS|PSN|COORDINATES|COORD|COORDS|THENCE|"
    r"BACK|ORIGIN|BEGINNING|START|AS|RADIUS|CENTRED|CENTERED|CIRCLE|POLYGON|LAT|LONG",
    re.IGNORECASE,
)
"""Words that only join what stands around them."""

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\u301c~", "-"),
        **dict.fromkeys("\u00ba\u02da\u00b0\u5ea6", "\N{DEGREE SIGN}"),
        **dict.fromkeys("\u2018\u2019\u2032\u00b4\u0060\u02b9", "'"),
        **dict.fromkeys("\u201c\u201d\u2033\u02ba", '"'),
        "\u3001": ",",
        "\u3002": ". ",
    }
)


class Unread(NamedTuple):
    """A piece of the text that was not understood; with a reason if it had to be."""

    line: int
    text: str
    why: str = ""


def plain(text: str) -> str:
    """Return a text with one sign for what looks alike, and LF at the end of lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ALIKE)
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    kept = (
        each
        for each in text
        if each.isspace() or unicodedata.category(each) not in {"Cf", "Cc"}
    )
    return re.sub(r"[^\S\n]+", " ", "".join(kept))


def blanked(text: str, spans: Iterable[Span], sign: str = READ) -> str:
    """Return a text of the same length without some pieces; ends of lines stay."""
    for start, end in spans:
        hidden = re.sub(r"[^\n]", sign, text[start:end])
        text = text[:start] + hidden + text[end:]
    return text


def line_at(text: str, offset: int) -> int:
    """Return the number of the line on which a character stands, from 1."""
    return text.count("\n", 0, offset) + 1


def quoted(text: str) -> str:
    """Return a piece of text on one line."""
    return " ".join(text.replace(READ, " ").split())
