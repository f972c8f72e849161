"""Decide what the words before positions make of them (clause 31.3).

Positions are an area only if words say so: three wrecks are no triangle.
"""

import re
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.space.notices.text import JOINING, READ, Span

Kind: TypeAlias = Literal["polygon", "circle", "corridor", "refused"]

_WORDS: Final = (
    *("NOUGHT", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"),
    *("TEN", "ELEVEN", "TWELVE", "THIRTEEN", "FOURTEEN", "FIFTEEN"),
)
_TENS: Final = {"TWENTY": 20, "THIRTY": 30, "FORTY": 40, "FIFTY": 50}
_UNITS: Final = (
    (r"NM|NAUTICAL\s+MILES?|N\.?M\.?|MILES?|MI|海里|浬", 1_852_000),
    (r"KM|KILOMET(?:RE|ER)S?|公里|千米", 1_000_000),
    (r"M|MET(?:RE|ER)S?|MTRS?|米", 1_000),
    (r"YARDS?|YDS?", Fraction("914.4")),
    (r"FT|FEET", Fraction("304.8")),
    (r"CABLES?", 185_200),
)
_AMOUNT: Final = rf"(?:\d+(?:[.,]\d+)?|{'|'.join((*_WORDS[1:], *_TENS))})"


def _length(at: str = "") -> str:
    """Return the pattern of a length; `at` tells its groups from those of another."""
    units = "|".join(names for names, _ in _UNITS)
    return rf"(?P<size{at}>{_AMOUNT})[\s-]*(?P<unit{at}>{units})(?![A-Za-z])"


_MILE: Final = re.compile(r"MILES?|MI", re.IGNORECASE)
_AROUND: Final = (
    r"(?:RADIUS|RAD|OF|A|AN|THE|FROM|CENT(?:RED?|ERED|ER)|ON|AT|IN|AROUND|POSITIONS?|PSN|"
    r"POINTS?|COORDINATES?|COORD|CIRCLE|WITH|ABOUT)"
)
_CIRCLE: Final = re.compile(
    rf"(?P<before>\b(?:WITHIN|WI|W/I|RADIUS|RAD|CIRCLE)\b[\s\w:=]*?)?(?<![\w.]){_length()}"
    rf"(?P<words>(?:[\s,:(]*\b{_AROUND}\b)+)[\s,:(]*$",
    re.IGNORECASE,
)
_CORRIDOR: Final = re.compile(
    rf"(?<![\w.]){_length()}\s*(?P<side>(?:ON\s+)?(?:EITHER|EACH|BOTH)\s+SIDES?\s*)?(?:OF\s+)?"
    r"(?:A\s+|THE\s+)?(?:CENT(?:RE|ER)\s?)?(?:TRACK\s?LINES?|TRACK|LINES?|ROUTE|AXIS)\s+"
    r"(?:JOINING|BETWEEN|CONNECTING|FROM|THROUGH|ALONG)?[\s:(\w]*$",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(
    rf"(?<![\w.]){_length()}\s*(?:WIDE|IN\s+WIDTH)\b[^\d]*$"
    rf"|\bWIDTH\s*(?:OF\s*)?{_length('2')}[^\d]*$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"[\s,;)]*(?:(?:WITH|WITHIN|WI|IN|AND|为|為)\s*)?(?:A\s+)?(?:圆心|中心|圓心)?[\s,]*以?\s*"
    rf"(?:(?:RADIUS|RAD|半径|半徑)\s*(?:OF|:|=)?\s*{_length()}"
    rf"|{_length('2')}\s*RADIUS\b)",
    re.IGNORECASE,
)
_BOUND: Final = re.compile(
    r"\b(?:BOUND(?:ED)?|ENCLOSED|DELIMITED|LIMITED)\b|\bAREAS?\b|\bPOLYGONS?\b|\bZONES?\b|"
    r"\bWITHIN\b|\bWI\b|\bSEA\s+SPACE\b|海域|区域|區域|连线|連線|水域|范围|範圍",
    re.IGNORECASE,
)
_MANY: Final = re.compile(r"\b(?:AREAS|ZONES|POLYGONS)\b", re.IGNORECASE)
_ONE: Final = re.compile(r"\b(?:AREA|ZONE|POLYGON)\b", re.IGNORECASE)
_ROUTE: Final = re.compile(
    r"\b(?:TRACK\s?LINES?|TRACK|LINES?|ROUTE|CABLE)\b[^.]*\b(?:JOINING|BETWEEN|FROM|"
    r"CONNECTING|ALONG)\b",
    re.IGNORECASE,
)
BENT: Final = re.compile(
    r"\b(?:ALONG|ARC|(?:COUNTER|ANTI)?-?CLOCKWISE|COAST(?:LINE)?|SHORE(?:LINE)?|BORDER|"
    r"PARALLEL|MERIDIAN|RHUMB)\b|海岸|圆弧|圓弧",
    re.IGNORECASE,
)
EXCEPT: Final = re.compile(
    r"\b(?:EXCLUD(?:ING|ED)|EXCEPT(?:ING)?|EXCL|LESS)\b|除外", re.IGNORECASE
)


LEFT_OUT: Final = "what is left out of an area is not read"
CURVED: Final = "a side that is no straight line is not read"


class Lead(NamedTuple):
    """What the words before positions make of them."""

    kind: Kind
    size_mm: int = 0
    """The radius of a circle; the width of a corridor."""
    many: bool = False
    """Whether the words speak of several areas."""
    single: bool = False
    """Whether they speak of one."""
    span: Span = (0, 0)
    """Where in the words it was read."""
    why: str = ""


def lead_of(words: str) -> Lead | None:
    """Return what the words before positions make of them; None if they say nothing."""
    whole = (0, len(words))
    if EXCEPT.search(words):
        return Lead("refused", why=LEFT_OUT)
    corridor = _corridor(words)
    if corridor is not None:
        return corridor
    if BENT.search(words):
        return Lead("refused", why=CURVED)
    round_ = _CIRCLE.search(words)
    if round_ and (
        round_["before"] or re.search("OF|RAD|CENT", round_["words"].upper())
    ):
        return _sized("circle", round_, 1)
    if _BOUND.search(words):
        return _bounding(words, whole)
    if _ROUTE.search(words):
        return Lead("refused", why="a line without a width is no area")
    return None


def radius_after(text: str) -> tuple[int, int] | None:
    """Return a radius that stands behind its centre in mm, and where its words end."""
    found = _AFTER.match(text)
    if found is None:
        return None
    size, unit = found["size"] or found["size2"], found["unit"] or found["unit2"]
    return length_mm(size, unit), found.end()


def length_mm(size: str, unit: str) -> int:
    """Return a length in millimetres."""
    word = size.upper()
    if word in _TENS:
        amount = Fraction(_TENS[word])
    elif word in _WORDS:
        amount = Fraction(_WORDS.index(word))
    else:
        amount = Fraction(size.replace(",", "."))
    for names, factor in _UNITS:
        if re.fullmatch(names, unit, re.IGNORECASE):
            return round(amount * factor)
    raise AssertionError(unit)


def is_mile(text: str) -> bool:
    """Say whether a length is in miles without saying which."""
    found = re.search(_length(), text, re.IGNORECASE)
    return found is not None and _MILE.fullmatch(found["unit"]) is not None


def _corridor(words: str) -> Lead | None:
    beside = _CORRIDOR.search(words)
    if beside is not None and not re.search(r"\bWIDE\b", words, re.IGNORECASE):
        return _sized("corridor", beside, 2)
    wide = _WIDE.search(words)
    if wide is None or not _ROUTE.search(words):
        return None
    size, unit = wide["size"] or wide["size2"], wide["unit"] or wide["unit2"]
    return Lead("corridor", length_mm(size, unit), span=(wide.start(), len(words)))


def _sized(kind: Kind, found: re.Match[str], times: int) -> Lead:
    size_mm = times * length_mm(found["size"], found["unit"])
    if size_mm == 0:
        return Lead("refused", why="a length of nought makes no area")
    return Lead(kind, size_mm, span=found.span())


def _bounding(words: str, whole: Span) -> Lead:
    """Return the lead of a polygon, unless figures stand where a corner could."""
    last = [*_BOUND.finditer(words)][-1]
    if re.search(r"\d", words[last.end() :].replace(READ, "")):
        tail = re.sub(r"^\s*(?:NR|NO|NUMBER)?\.?\s*\d{1,2}\b", "", words[last.end() :])
        if re.search(r"\d", tail):
            return Lead(
                "refused", why="figures before the first corner were not understood"
            )
    if re.search(r"(?:,|\bAND|\bTO)\s*$", words, re.IGNORECASE):
        between = re.findall(r"[^\W\d_]{2,}", words[last.end() :])
        if not all(map(JOINING.fullmatch, between)):
            return Lead(
                "refused", why="words before the first corner were not understood"
            )
    many, single = bool(_MANY.search(words)), bool(_ONE.search(words))
    return Lead("polygon", many=many, single=single and not many, span=whole)
