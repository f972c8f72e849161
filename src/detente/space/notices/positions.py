"""Decide which figures are a latitude and a longitude (clause 31.2).

A warning prints `25-15.26N` for decimal minutes, and some print it for minutes and
seconds. Which one was meant stands nowhere in the text: one reading is taken, the other
is kept beside it, so that the doubt can be told in metres.
"""

import re
from fractions import Fraction
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.space.notices.text import Span
from detente.space.volume import E9, MOST_LAT_E9, MOST_LON_E9, Point

MinutesAs: TypeAlias = Literal["decimal", "seconds"]

_SIXTY: Final = 60
_HUNDREDTHS: Final = 2
_N: Final = r"\d{1,2}(?:[.,]\d+)?"


def _figures(sep: str) -> str:
    """Return the pattern of degrees, and what follows them; `sep` names a group."""
    return rf"""(?:
        \d{{1,3}}\ ?[°-]\ ?\d{{1,2}}\ ?['分]\ ?{_N}\ ?(?:"|''|秒)?
      | \d{{1,3}}(?P<{sep}>[-:\ ])\d{{1,2}}(?P={sep}){_N}
      | \d{{1,3}}\ ?[°:\ -]\ ?{_N}\ ?['分]?
      | \d{{4,7}}(?:[.,]\d+)?
      | \d{{1,3}}(?:[.,]\d+)?\ ?°?
    )"""


_SIDES: Final = "[NSEW]|[北南][纬緯]|[东東西][经經]"
_HALF: Final = re.compile(
    rf"""(?: (?<![A-Za-z\d_.])(?<!\d[-:/,]) | (?<=[\d'"][NSEW])
      | (?<=\d)(?=[EW]\d) | (?=[北南东東西]) )
    (?: {_figures("one")}\ ?(?P<after>[NSEW])(?![A-Z])
      | (?P<before>{_SIDES})\ ?{_figures("two")}(?![NSEW](?!\d))(?!\d|\.\d) )""",
    re.IGNORECASE | re.VERBOSE,
)
_SIGNED: Final = re.compile(
    r"(?<![\w.,+-])([+-]?\d{1,2}\.\d{3,})(?:\s*[,;/]\s*|[ \t]+)([+-]?\d{1,3}\.\d{3,})"
    r"(?![\w.°'])"
)
_BETWEEN: Final = re.compile(
    r"[\s,;:/()-]*(?:(?:AND|BY|LAT|LONG?|LATITUDE|LONGITUDE)\b[\s.,:]*)?", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(\d+)(?:[.,](\d+))?")
_SIDE: Final = {"北": "N", "南": "S", "东": "E", "東": "E", "西": "W"}
_WIDTHS: Final = {"lat": {4: 2, 6: 2}, "lon": {5: 3, 7: 3}}


class _Half(NamedTuple):
    """A latitude or a longitude as printed."""

    span: Span
    side: str
    numbers: tuple[tuple[str, str], ...]
    weak: bool
    """Whether it could be something else: a figure alone, or digits run together."""
    marked: bool
    """Whether a minute mark says what the figure after the point is."""

    @property
    def axis(self) -> str:
        """Along which axis it is measured."""
        return "lat" if self.side in "NS" else "lon"

    @property
    def fraction(self) -> str:
        """The figures after the point of minutes that nothing else follows."""
        return self.numbers[1][1] if len(self.numbers) == _HUNDREDTHS else ""

    @property
    def open(self) -> bool:
        """Whether the figures after the point may be seconds."""
        return len(self.fraction) == _HUNDREDTHS and not self.marked


class Placed(NamedTuple):
    """A position of the text; without a point it could not be read."""

    span: Span
    text: str
    point: Point | None
    other: Point | None = None
    """Where it lies if the figures after the point are meant the other way."""
    wrong: str = ""
    doubt: str = ""


def positions(text: str, minutes_as: MinutesAs | None = None) -> list[Placed]:
    """Return the positions of a text, in the order printed."""
    halves = [half for found in _HALF.finditer(text) if (half := _half(found))]
    settled = minutes_as or ("decimal" if any(map(_settles, halves)) else None)
    placed, at = list[Placed](), 0
    while at < len(halves):
        one, two = halves[at], halves[at + 1] if at + 1 < len(halves) else None
        if two is not None and _belong(text, one, two):
            placed.append(_pair(text, one, two, settled))
            at += 2
            continue
        if not one.weak:
            what = "latitude" if one.axis == "lat" else "longitude"
            printed = text[slice(*one.span)]
            placed.append(Placed(one.span, printed, None, None, f"a {what} alone"))
        at += 1
    placed = _one_order(text, placed)
    taken = [each.span for each in placed]
    placed += [each for each in _signed(text) if not _overlap(each.span, taken)]
    return sorted(placed)


def _half(found: re.Match[str]) -> _Half | None:
    side = (found["after"] or found["before"]).upper()
    side = _SIDE.get(side[0], side)
    axis = "lat" if side in "NS" else "lon"
    printed = found[0]
    numbers = tuple((a, b or "") for a, b in _NUMBER.findall(printed))
    run = len(numbers) == 1 and len(numbers[0][0]) > 3  # noqa: PLR2004 - degrees
    if run:
        digits, rest = numbers[0]
        width = _WIDTHS[axis].get(len(digits))
        if width is None:
            return None
        parts = [digits[:width], digits[width : width + 2], digits[width + 2 :]]
        parts = [each for each in parts if each]
        numbers = (*((each, "") for each in parts[:-1]), (parts[-1], rest))
    bare = len(numbers) == 1 and not numbers[0][1] and "°" not in printed
    return _Half(
        found.span(), side, numbers, run or bare, bool(re.search("['分]", printed))
    )


def _settles(half: _Half) -> bool:
    """Say whether a half shows that figures after the point are parts of a minute."""
    if half.marked or not half.fraction:
        return False
    return len(half.fraction) > _HUNDREDTHS or (
        half.open and int(half.fraction) >= _SIXTY
    )


def _belong(text: str, one: _Half, two: _Half) -> bool:
    gap = text[one.span[1] : two.span[0]]
    return one.axis != two.axis and _BETWEEN.fullmatch(gap) is not None


def _pair(text: str, one: _Half, two: _Half, settled: MinutesAs | None) -> Placed:
    """Return a position by the reading taken, and the other reading if it is open."""
    span = one.span[0], two.span[1]
    printed = " ".join(text[slice(*span)].split())
    lat, lon = (one, two) if one.axis == "lat" else (two, one)
    wrong = _wrong(lat, settled) or _wrong(lon, settled)
    if wrong:
        return Placed(span, printed, None, None, wrong)
    taken: MinutesAs = settled or "decimal"
    point = Point(_e9(lat, taken), _e9(lon, taken))
    other = None
    if settled is None and (lat.open or lon.open):
        other = Point(_e9(lat, "seconds"), _e9(lon, "seconds"))
    return Placed(span, printed, point, None if other == point else other)


def _wrong(half: _Half, settled: MinutesAs | None) -> str:
    degrees, *rest = (int(each[0]) for each in half.numbers)
    what, most = ("latitude", 90) if half.axis == "lat" else ("longitude", 180)
    if any(each >= _SIXTY for each in rest):
        return "60 or more minutes or seconds"
    if half.open and settled == "seconds" and int(half.fraction) >= _SIXTY:
        return f".{half.fraction} cannot be seconds"
    if half.numbers[0][1] and rest:
        return "a fraction of a degree with minutes"
    if abs(_e9(half, "decimal")) > most * E9:
        return f"a {what} over {most} degrees"
    return f"a {what} over {most} degrees" if degrees > most else ""


def _e9(half: _Half, minutes_as: MinutesAs) -> int:
    """Return a half in billionths of a degree, rounded to the nearest."""
    numbers = list(half.numbers)
    if half.open and minutes_as == "seconds":
        numbers = [numbers[0], (numbers[1][0], ""), (numbers[1][1], "")]
    degrees = sum(
        (Fraction(f"{a}.{b or 0}") / _SIXTY**at for at, (a, b) in enumerate(numbers)),
        Fraction(0),
    )
    return round(degrees * E9) * (-1 if half.side in "SW" else 1)


def _one_order(text: str, placed: list[Placed]) -> list[Placed]:
    """Refuse the positions that change the order which the first one sets.

    Where one figure is missing, the next ones pair wrongly; that shows in their order.
    """

    def lon_first(each: Placed) -> bool:
        found = re.search(_SIDES, text[slice(*each.span)], re.IGNORECASE)
        return found is not None and found[0][0].upper() in "EW东東西"

    pairs = [each for each in placed if each.point]
    turned = [each for each in pairs if lon_first(each)]
    odd = turned if 2 * len(turned) < len(pairs) else []
    if 0 < len(turned) < len(pairs) and not odd:
        odd = [each for each in pairs if each not in turned]
    why = "latitude and longitude are in another order than elsewhere"
    return [e._replace(point=None, wrong=why) if e in odd else e for e in placed]


def _signed(text: str) -> list[Placed]:
    """Return the pairs of plain decimal degrees."""
    placed = []
    for found in _SIGNED.finditer(text):
        lat, lon = (round(Fraction(each) * E9) for each in found.groups())
        good = abs(lat) <= MOST_LAT_E9 and abs(lon) <= MOST_LON_E9
        placed.append(
            Placed(
                found.span(),
                " ".join(found[0].split()),
                Point(lat, lon) if good else None,
                wrong="" if good else "a latitude over 90 or a longitude over 180",
                doubt="without letters it was read as latitude, then longitude",
            )
        )
    return placed


def _overlap(span: Span, taken: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
