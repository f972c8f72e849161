"""Decide how a date, a clock time and its zone are written (clause 31.4)."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

_NAMES: Final = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
MONTH: Final = (
    r"(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|"
    r"SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)\b\.?"
)
ZONE: Final = (
    r"\(?(?:Z\b|(?:UTC|GMT)(?:\s?[+-]\s?\d{1,2}(?::?[0-5]\d)?)?\b|"
    r"(?:BEIJING|PEKING|MOSCOW|TAIPEI|JAPAN|KOREA)(?:\s+STANDARD)?\s+TIME|BJT\b|MSK\b|"
    r"JST\b|KST\b|LOCAL(?:\s+TIME)?\b|LT\b|LCL\b)\)?"
)
CLOCK: Final = (
    r"(?:(?<![\w.])|(?<=\dT))[0-2]\d[:.]?[0-5]\d(?!\d)\s?(?:HRS?\b|HOURS\b|H\b)?\s?"
    rf"(?:{ZONE})?"
)
_YEAR: Final = rf"(?:19|20)\d\d(?!\d|\s?{ZONE}|\s?(?:HRS?|HOURS)\b)"
_SHORT: Final = r"\d\d(?![\d:])"
DATE: Final = (
    rf"(?>{MONTH}\s*\d{{1,2}}(?:ST|ND|RD|TH)?(?!\d)(?:\s*,?\s*{_YEAR})?"
    rf"|(?<![\w.])\d{{1,2}}(?:ST|ND|RD|TH)?\s*{MONTH}(?:\s*,?\s*(?:{_YEAR}|{_SHORT}))?"
    rf"|(?<!\d)\d{{4}}-\d\d-\d\d)"
)
GROUP: Final = (
    rf"(?<![\w.])\d{{6}}\s?(?:{ZONE}|[A-IK-Y]\b)?(?:\s*{MONTH}(?:\s*(?:{_YEAR}|{_SHORT}))?)?"
    r"(?!\d)"
)
_HOURS: Final = (
    dict.fromkeys(("BEIJING", "PEKING", "BJT", "TAIPEI"), 8)
    | dict.fromkeys(("JAPAN", "JST", "KOREA", "KST"), 9)
    | dict.fromkeys(("MOSCOW", "MSK"), 3)
)
_SHORT_YEAR: Final = 100
_DAY_END: Final = 24


class When(NamedTuple):
    """A moment as far as a text gives it; what it leaves out is None."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    zone_min: int | None = None

    def filled(self, other: "When") -> "When":
        """Return it with what it leaves out taken from another."""
        return When(*(b if a is None else a for a, b in zip(self, other, strict=True)))

    def ms(self) -> int:
        """Return its milliseconds since 1970.

        Raises:
            ValueError: there is no such moment, or something of it is left out.
        """
        if None in self:
            raise ValueError("not whole")
        year, month, day, hour, minute, zone = (each or 0 for each in self)
        if hour > _DAY_END or (hour == _DAY_END and minute):
            raise ValueError("no such hour")
        at = datetime(year, month, day, tzinfo=UTC) + timedelta(hours=hour)
        seconds = int(at.timestamp()) + 60 * (minute - zone)
        return seconds * 1_000


def moment(text: str) -> When:
    """Return what a piece of text says of a moment."""
    group = re.match(r"\s*(\d\d)(\d\d)(\d\d)(?!\d)\s?([A-IK-Y]\b(?!\s?TIME))?", text)
    if group:
        rest = text[group.end() :]
        zone = _letter(group[4]) if group[4] else zone_of(rest)
        year, month = _year(rest), _month(rest)
        return When(year, month, int(group[1]), int(group[2]), int(group[3]), zone)
    dated = re.search(DATE, text, re.IGNORECASE)
    date = _date(dated[0]) if dated else When()
    rest = text if dated is None else f"{text[: dated.start()]} {text[dated.end() :]}"
    return clock(rest).filled(date)


def clock(text: str) -> When:
    """Return what a piece of text says of the time of a day."""
    found = re.search(r"([0-2]\d)[:.]?([0-5]\d)(?!\d)", text)
    if found is None:
        return When(zone_min=zone_of(text))
    hour, minute = int(found[1]), int(found[2])
    return When(hour=hour, minute=minute, zone_min=zone_of(text[found.end() :]))


def zone_of(text: str) -> int | None:
    """Return the minutes by which the zone named in a text is ahead of UTC."""
    upper = text.upper()
    offset = re.search(r"(?:UTC|GMT)\s?([+-])\s?(\d{1,2}):?([0-5]\d)?", upper)
    if offset:
        size = 60 * int(offset[2]) + int(offset[3] or 0)
        return -size if offset[1] == "-" else size
    if re.search(r"(?:\b|\d)(?:Z|UTC|GMT)\b", upper):
        return 0
    named = [hours for name, hours in _HOURS.items() if name in upper]
    return 60 * named[0] if named else None


def _letter(letter: str) -> int:
    """Return the minutes of a military zone letter; Z is UTC, J is nobody's."""
    at = "ABCDEFGHIKLM".find(letter.upper())
    return (
        60 * (at + 1) if at >= 0 else -60 * ("NOPQRSTUVWXY".index(letter.upper()) + 1)
    )


def _date(text: str) -> When:
    iso = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text)
    if iso:
        return When(*map(int, iso.groups()))
    name = re.search(MONTH, text, re.IGNORECASE)
    rest = text if name is None else f"{text[: name.start()]} {text[name.end() :]}"
    day, *more = re.findall(r"\d+", rest)
    return When(_full(more[0]) if more else None, _month(text), int(day))


def _month(text: str) -> int | None:
    name = re.search(MONTH, text, re.IGNORECASE)
    return _NAMES.index(name[0][:3].upper()) + 1 if name else None


def _year(text: str) -> int | None:
    name = re.search(rf"{MONTH}\s*(\d{{4}}|\d\d)", text, re.IGNORECASE)
    return _full(name[1]) if name else None


def _full(text: str) -> int:
    year = int(text)
    return 2_000 + year if year < _SHORT_YEAR else year
