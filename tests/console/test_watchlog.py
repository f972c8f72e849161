"""Which days of the watch log an address asks for."""

import pytest

from detente.console.watchlog import asked_days
from detente.record.errors import Misasked

NOON_S = 1_769_860_800  # 2026-01-31 12:00Z


@pytest.mark.parametrize(
    ("first", "last", "address"),
    [
        ("", "", "/log?from=2026-01-30&until=2026-01-31"),
        ("2026-01-02", "", "/log?from=2026-01-02&until=2026-01-02"),
        ("", "2026-01-02", "/log?from=2026-01-02&until=2026-01-02"),
        ("2026-01-02", "2026-01-05", "/log?from=2026-01-02&until=2026-01-05"),
    ],
)
def test_one_day_alone_is_that_day_and_none_the_last_night(
    first: str, last: str, address: str
) -> None:
    """The watch that ends now began yesterday."""
    assert asked_days(first, last, NOON_S).address == address


def test_a_period_ends_with_the_last_second_of_its_last_day() -> None:
    """UTC, whatever the machine's own time is."""
    days = asked_days("2026-01-30", "2026-01-31", NOON_S)
    assert (days.from_s, days.until_s) == (NOON_S - 36 * 3600, NOON_S + 12 * 3600)


def test_the_days_beside_a_period_are_single_days() -> None:
    """Leafing goes a day at a time."""
    days = asked_days("2026-01-30", "2026-01-31", NOON_S)
    assert days.moved(-1).address == "/log?from=2026-01-29&until=2026-01-29"
    assert days.moved(1).address == "/log?from=2026-02-01&until=2026-02-01"


@pytest.mark.parametrize(
    "days", [("x", ""), ("2026-02-30", ""), ("1969-12-31", ""), ("9999-12-31", "")]
)
def test_what_is_no_day_of_a_log_is_refused(days: tuple[str, str]) -> None:
    """In words, and before the line is asked."""
    with pytest.raises(Misasked):
        asked_days(*days, NOON_S)
