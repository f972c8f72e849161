"""Turn the figures of a file into whole numbers, and back (clauses 30.1, 30.4, 30.5).

Places are rounded to the nearest; limits, reaches and times outward, so that nothing
becomes smaller by being read. What is no number is refused by name: text that looks
like one, true and false, and what is not there.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from detente.record.errors import Malformed, Misasked
from detente.space.volume import E9

LONGEST_NAME: Final = 200
_NEAREST: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)
_DOWN: Final = Context(prec=40, rounding=ROUND_FLOOR)
_UP: Final = Context(prec=40, rounding=ROUND_CEILING)
_BILLIONTH: Final = Decimal("1e-9")
_THOUSANDTH: Final = Decimal("1e-3")
_LARGEST_PLACE: Final = 3
_LARGEST: Final = 10
_TOO_FAR_E9: Final = 1_000 * E9
_TOO_MANY: Final = 10**14
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND: Final = timedelta(seconds=1)
_TIME: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})"
    r"(?:\.([0-9]+))?(?:[Zz]|([+-])([0-9]{2}):([0-5][0-9]))"
)


def e9(value: object) -> int | None:
    """Return a figure of degrees in billionths, the nearest; None if it is no number.

    One that is on no Earth stays so, whatever its size.
    """
    if type(value) is Decimal:
        if value and value.adjusted() >= _LARGEST_PLACE:
            return -_TOO_FAR_E9 if value.is_signed() else _TOO_FAR_E9
        return int(_NEAREST.quantize(value, _BILLIONTH).scaleb(9, _NEAREST))
    if type(value) is int:
        return max(-_TOO_FAR_E9, min(_TOO_FAR_E9, value * E9))
    return None


def thousandths(value: object, what: str, unit: str, *, up: bool) -> int:
    """Return a figure of metres or seconds in thousandths, a fraction going one way.

    Raises:
        Malformed: it is no number; `what` it should have been.
    """
    if type(value) is int:
        return max(-_TOO_MANY, min(_TOO_MANY, value * 1_000))
    if type(value) is not Decimal:
        raise Malformed(f"{what} is {shown(value)}, and no number of {unit}.")
    if value and value.adjusted() >= _LARGEST:
        return -_TOO_MANY if value.is_signed() else _TOO_MANY
    rounding = _UP if up else _DOWN
    return int(rounding.quantize(value, _THOUSANDTH).scaleb(3, rounding))


def milliseconds(value: object, what: str, *, up: bool) -> int:
    """Return a time of RFC 3339 in milliseconds since 1970, a fraction going one way.

    Raises:
        Malformed: it is no such time; `what` it should have been.
    """
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Malformed(
            f"{what} is {shown(value)}, and no time with its offset, as "
            "2026-01-31T12:00:00Z is."
        )
    *figures, fraction, sign, hours, minutes = match.groups()
    year, month, day, hour, minute, second = map(int, figures)
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    try:
        zone = timezone(-ahead if sign == "-" else ahead)
        moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError as error:
        raise Malformed(f"{what} is {shown(value)}, which no clock shows.") from error
    digits = (fraction or "").ljust(3, "0")
    more = up and digits[3:].strip("0") != ""
    return (moment - _EPOCH) // _SECOND * 1_000 + int(digits[:3]) + more


def shown(value: object) -> str:
    """Return a value as a sentence shows it."""
    match value:
        case None:
            return "missing"
        case bool():
            return str(value).lower()
        case str():
            return f"the text {value[:40]!r}"
        case int() | Decimal():
            return f"the number {value!s:.40}"
        case list():
            return "a list"
        case _:
            return "an object"


def name(value: object, what: str) -> str:
    """Return a name that can be shown and told: an id, or that of a party.

    Raises:
        Malformed: it is no text, empty, long, or has signs that cannot be seen.
    """
    if not isinstance(value, str):
        raise Malformed(f"{what} is {shown(value)}, and no text.")
    if not value.strip() or not value.isprintable() or len(value) > LONGEST_NAME:
        raise Malformed(
            f"{what} is {shown(value)}: it must be 1 to {LONGEST_NAME} signs long, "
            "all of which can be seen."
        )
    return value


def table(value: object, what: str) -> Mapping[str, object]:
    """Return a value that is an object of JSON.

    Raises:
        Malformed: it is none.
    """
    if not isinstance(value, dict):
        raise Malformed(f"{what} is {shown(value)}, and no object.")
    return value


def row(value: object, what: str) -> list[object]:
    """Return a value that is a list of JSON.

    Raises:
        Malformed: it is none.
    """
    if not isinstance(value, list):
        raise Malformed(f"{what} is {shown(value)}, and no list.")
    return value


# ------------------------------------------------------------------------- writing


def degrees(value_e9: int) -> int | float:
    """Return billionths of a degree as a number that reads back as the same."""
    return value_e9 // E9 if value_e9 % E9 == 0 else value_e9 / E9


def metres(value_mm: int) -> int | float:
    """Return millimetres as a number of metres that reads back as the same."""
    return value_mm // 1_000 if value_mm % 1_000 == 0 else value_mm / 1_000


def moment(value_ms: int) -> str:
    """Return a time as RFC 3339 has it, in UTC.

    Raises:
        Misasked: its year has not four figures.
    """
    seconds, rest = divmod(value_ms, 1_000)
    try:
        found = _EPOCH + seconds * _SECOND
    except OverflowError as error:
        raise Misasked(
            "A time before the year 1 or after 9999 cannot be written."
        ) from error
    text = found.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"{text}.{rest:03}Z" if rest else f"{text}Z"
