"""Decide how times, spans and marks are written for people, and read back.

Times are UTC with a Z, always; what others wrote into a statement is a claim and is
called one where it is shown. A length of time is given in the two largest units.
"""

import re
from datetime import UTC, datetime
from typing import Final

from detente.record.errors import Misasked

PRECEDENCE: Final = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_MONTHS: Final = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
_UNITS: Final = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
_SPAN: Final = re.compile(r"([1-9][0-9]{0,8}) ?(d|h|min|s)")
_LAST_S: Final = 253_402_300_799
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?Z?", re.ASCII)


def utc(time_s: int) -> str:
    """Return a moment, POSIX seconds, as `2026-01-31 23:59:59Z`."""
    if not 0 <= time_s <= _LAST_S:
        return f"{time_s} s after 1970"
    return f"{datetime.fromtimestamp(time_s, UTC):%Y-%m-%d %H:%M:%SZ}"


def dtg(time_s: int) -> str:
    """Return a moment as a date-time group, `311200Z JAN 26`, with seconds if any."""
    if not 0 <= time_s <= _LAST_S:
        return utc(time_s)
    at = datetime.fromtimestamp(time_s, UTC)
    group = f"{at:%d%H%M}Z {_MONTHS[at.month - 1]} {at:%y}"
    return f"{group} ({at:%H:%M:%S}Z)" if at.second else group


def span(length_s: int) -> str:
    """Return a length of time in its two largest units, such as `3 h 12 min`."""
    rest, larger = abs(length_s), ""
    for unit, size_s in _UNITS:
        if rest >= size_s:
            count, rest = divmod(rest, size_s)
            if larger:
                return f"{larger} {count} {unit}"
            larger = f"{count} {unit}"
        elif larger:
            break
    return larger or "0 s"


def moment(text: str) -> int:
    """Return the POSIX seconds of a moment such as `2026-01-31T23:59Z`, or of a day.

    Raises:
        Misasked: it is none, or not in UTC.
    """
    whole = _MOMENT.fullmatch(text)
    if whole and (("T" not in text and " " not in text) or text.endswith("Z")):
        try:
            plain = datetime.fromisoformat(text.removesuffix("Z"))
        except ValueError:
            pass
        else:
            return int(plain.replace(tzinfo=UTC).timestamp())
    raise Misasked(f"{text[:40]!r} is no moment in UTC such as 2026-01-31T23:59Z.")


def length(text: str) -> int | None:
    """Return the seconds of a length of time such as `48 h`; None if it is none."""
    found = _SPAN.fullmatch(text)
    return None if found is None else int(found[1]) * dict(_UNITS)[found[2]]


def visible(text: str) -> str:
    """Show invisible characters by number: they could make a line read as another."""
    return "".join(c if c.isprintable() else f"\\u{{{ord(c):04x}}}" for c in text)
