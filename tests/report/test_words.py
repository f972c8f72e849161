"""Times, spans and texts are written so that they can be read back and not mistaken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.errors import Misasked
from detente.report import words

LAST_S = 253_402_300_799


@given(st.integers(0, LAST_S))
def test_a_moment_reads_back_as_it_was_written(time_s: int) -> None:
    """Second for second, over all years with four digits."""
    assert words.moment(words.utc(time_s)) == time_s


@given(st.integers())
def test_any_claimed_time_can_be_written(time_s: int) -> None:
    """A hostile statement may claim a time beyond all years."""
    assert words.utc(time_s)


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-31T12:00",
        "2026-01-31T12:00+01:00",
        "2026-02-30",
        "2026-1-1",
        "12:00Z",
        "",
        "٢٠٢٦-01-01",
        "2026-01-31T25:00Z",
    ],
)
def test_a_moment_that_is_not_in_utc_or_is_none_is_refused(text: str) -> None:
    """A local time would be off by hours, and nobody would see it."""
    with pytest.raises(Misasked):
        words.moment(text)


def test_a_day_begins_at_midnight_utc() -> None:
    """For periods and validity, a day is enough."""
    assert words.moment("1970-01-02") == 86_400


@pytest.mark.parametrize(
    ("length_s", "text"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (3_661, "1 h 1 min"),
        (3_605, "1 h"),
        (86_400, "1 d"),
        (90_061, "1 d 1 h"),
        (-7_260, "2 h 1 min"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(length_s: int, text: str) -> None:
    """More would not be read, less would not do."""
    assert words.span(length_s) == text


@pytest.mark.parametrize(
    ("text", "length_s"),
    [("48 h", 172_800), ("90min", 5_400), ("2 d", 172_800), ("30 s", 30)],
)
def test_a_length_of_time_is_typed_with_its_unit(text: str, length_s: int) -> None:
    """So that nobody takes hours for seconds."""
    assert words.length(text) == length_s


@pytest.mark.parametrize("text", ["48", "h", "-1 h", "1.5 h", "48 hours", ""])
def test_a_length_without_its_unit_is_none(text: str) -> None:
    """A bare number means what its field says."""
    assert words.length(text) is None


@given(st.text())
def test_a_line_that_is_shown_stays_one_line(text: str) -> None:
    """No text can break out of its line, move the cursor or turn its direction."""
    assert words.visible(text).isprintable()
