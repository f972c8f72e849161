"""Decide which heights a text gives, and from what they are measured (clause 31.5)."""

import re
from fractions import Fraction
from typing import Final, NamedTuple

from detente.space.notices.text import Span
from detente.space.volume import Datum, Limit

FOOT_MM: Final = Fraction("304.8")
FLIGHT_LEVEL_FT: Final = 100
SURFACE: Final = Limit(0, "AGL")

_UNIT: Final = r"(?:FT|FEET|M|METRES?|METERS?)\b"
_BASE: Final = r"\(?(?:AMSL|MSL|ASL|ALT|AGL|ASFC|STD|ABOVE\ (?:MEAN\ )?SEA\ LEVEL)\)?"
_LIMIT: Final = rf"""(?:
    (?:SEA\ )?(?:SFC|GND|SURFACE|GROUND)(?:\ LEVEL)?\b | SEA\ LEVEL\b | MSL\b
  | UNL(?:IM|TD|IMITED)?\b | FL\ ?\d{{2,3}}\b
  | \d[\d,]{{0,6}}\ ?{_UNIT}(?:\ ?{_BASE})?
  | \d{{2,6}}(?=\ ?(?:-|TO|AND)\ ?\d[\d,]*\ ?{_UNIT})
)"""
_RANGE: Final = re.compile(
    rf"(?<![\w.])(?:(?:FROM|BETWEEN)\s+)?({_LIMIT})\s*(?:UP\s+TO|TO|AND|-|/)\s*({_LIMIT})",
    re.IGNORECASE | re.VERBOSE,
)
_UPPER: Final = re.compile(
    rf"\b(?:UP\s+TO|BELOW|NOT\s+ABOVE|MAX(?:IMUM)?(?:\s+(?:ALT(?:ITUDE)?|HEIGHT|HGT))?)"
    rf"\s*:?\s*({_LIMIT})",
    re.IGNORECASE | re.VERBOSE,
)
_LOWER: Final = re.compile(
    rf"(?<!NOT\ )\b(?:ABOVE|NOT\s+BELOW)\s+({_LIMIT})", re.IGNORECASE | re.VERBOSE
)
_AIR_ABOVE: Final = re.compile(
    r"\bAIR\s?SPACES?\s+(?:THERE)?ABOVE(?:\s+(?:IT|THEM))?\b|及其空域|其上空",
    re.IGNORECASE,
)
_FEET: Final = re.compile(r"(\d[\d,]*)\s*(FT|FEET|M\b|MET)", re.IGNORECASE)
_SEA: Final = re.compile(r"MSL|ASL|ALT|SEA", re.IGNORECASE)
_LAND: Final = re.compile(r"AGL|ASFC", re.IGNORECASE)


class Height(NamedTuple):
    """What a piece of the text says of the lower and the upper limit."""

    span: Span
    lower: Limit | None
    upper: Limit | None
    doubts: tuple[str, ...] = ()


class One(NamedTuple):
    """One limit, unlimited being None, and what is doubtful about it."""

    limit: Limit | None
    doubts: tuple[str, ...] = ()


def heights(text: str) -> list[Height]:
    """Return what a text says of heights."""
    found = [_between(each) for each in _RANGE.finditer(text)]
    for pattern in (_UPPER, _LOWER):
        for each in pattern.finditer(text):
            if not any(a < each.end() and each.start() < b for (a, b), *_ in found):
                one = limit(each[1])
                lower, upper = (
                    (None, one.limit) if pattern is _UPPER else (one.limit, None)
                )
                found.append(Height(each.span(), lower, upper, one.doubts))
    for each in _AIR_ABOVE.finditer(text):
        doubt = (
            f"{each[0]!r} was read as from the surface (0 m AGL) to unlimited: the "
            "text names no level and no datum."
        )
        found.append(Height(each.span(), SURFACE, None, (doubt,)))
    return sorted(found, key=lambda each: each.span)


def limit(text: str) -> One:
    """Return the limit that a text is; unlimited is None.

    Raises:
        ValueError: it is none.
    """
    text = text.strip()
    upper = text.upper()
    if upper.startswith("UNL"):
        return One(None)
    if upper.startswith(("SFC", "GND", "SURFACE", "GROUND", "SEA SURFACE", "SEA SFC")):
        return One(SURFACE)
    if upper.startswith(("SEA LEVEL", "MSL")):
        return One(Limit(0, "MSL"))
    level = re.fullmatch(r"FL\s?(\d{2,3})", upper)
    if level:
        return One(Limit(round(int(level[1]) * FLIGHT_LEVEL_FT * FOOT_MM), "STD"))
    figure = _FEET.match(text)
    if figure is None:
        raise ValueError(text)
    size = int(figure[1].replace(",", ""))
    millimetre = FOOT_MM if figure[2].upper().startswith("F") else Fraction(1_000)
    return _with_datum(text, round(size * millimetre))


def _with_datum(text: str, value_mm: int) -> One:
    datum: Datum = "MSL"
    if _LAND.search(text):
        datum = "AGL"
    elif "STD" in text.upper():
        datum = "STD"
    elif not _SEA.search(text):
        doubt = (
            f"{' '.join(text.split())!r} names no datum and was read as above mean sea "
            "level: ask from what it is measured."
        )
        return One(Limit(value_mm, datum), (doubt,))
    return One(Limit(value_mm, datum))


def _between(found: re.Match[str]) -> Height:
    first, second = found[1], found[2]
    if first.isdigit():
        unit = _FEET.match(second)
        tail = second[unit.end(1) :] if unit else ""
        first = f"{first}{tail}"
    one, two = limit(first), limit(second)
    doubts = tuple(dict.fromkeys(one.doubts + two.doubts))
    if first.upper().startswith("UNL") or crossed(one.limit, two.limit):
        doubt = (
            f"{' '.join(found[0].split())!r} has its lower limit above its upper one: "
            "it counts at every height until you have asked."
        )
        return Height(found.span(), None, None, (*doubts, doubt))
    return Height(found.span(), one.limit, two.limit, doubts)


def crossed(lower: Limit | None, upper: Limit | None) -> bool:
    """Say whether a lower limit lies above an upper one of its datum."""
    if lower is None or upper is None or lower.datum != upper.datum:
        return False
    return lower.value_mm > upper.value_mm
