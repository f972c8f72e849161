"""What stands on the map has its heights and times in words, and none is left out."""

import pytest

from detente.console.plotted import heights, moments
from detente.console.strips import strip

ONE = {
    "altitude_lower_m": 0,
    "altitude_upper_m": 3_000,
    "time_start": "2026-01-31T12:00:00Z",
    "time_end": "2026-01-31T14:00:00Z",
}
OTHER = {
    "altitude_lower_m": 1_000,
    "altitude_upper_m": 6_000,
    "time_start": "2026-01-31T13:00:00Z",
    "time_end": "2026-01-31T18:00:00Z",
}


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({}, "every height"),
        ({"altitude_upper_m": 500}, "everything below to 500 m W84"),
        (
            {"altitude_lower_m": 3_048, "altitude_lower_datum": "STD"},
            "FL 100 to everything above",
        ),
        (
            {**ONE, "altitude_lower_datum": "AGL", "altitude_upper_datum": "MSL"},
            "0 m AGL to 3,000 m MSL",
        ),
    ],
)
def test_a_height_is_told_with_its_datum(told: dict[str, object], words: str) -> None:
    """What was left out counts as everything, and says so."""
    assert heights(told) == words


def test_what_recurs_stands_until_its_last_time_is_over() -> None:
    """Two hours a day until February stand until then, and two hours more."""
    again = {"every_s": 86_400, "until": "2026-02-02T12:00:00Z"}

    start_s, end_s = moments({**ONE, "recurrence": again})

    assert start_s == moments(ONE)[0]
    assert end_s == 1_770_033_600 + 7_200


def test_what_both_have_of_height_and_time_is_marked() -> None:
    """From the later beginning to the earlier end, and so with heights."""
    found = strip([ONE, OTHER])
    one, other = found.boxes

    assert found.overlap is not None
    assert found.overlap.x == other.x
    assert found.overlap.x + found.overlap.width == pytest.approx(one.x + one.width)
    assert found.overlap.y == one.y


def test_what_is_apart_in_height_shares_nothing() -> None:
    """One ends where the other begins."""
    above = {**OTHER, "altitude_lower_m": 3_000}

    assert strip([ONE, above]).overlap is None


def test_a_side_that_nobody_told_has_no_line() -> None:
    """It reaches the edge of the drawing, and looks as if it went on."""
    endless = {name: told for name, told in OTHER.items() if name != "time_end"}

    found = strip([ONE, endless])

    assert found.boxes[1].open == ("end",)
    assert len(list(found.boxes[1].lines())) == 3
    assert len(list(found.boxes[0].lines())) == 4


def test_axes_have_round_figures() -> None:
    """An officer reads 2,000 m, not 1,857 m; with the flight level beside it."""
    found = strip([ONE, OTHER])

    assert [each.words for each in found.heights] == [
        "0 m",
        "2,000 m",
        "4,000 m",
        "6,000 m",
    ]
    assert found.heights[1].level == "FL 066"
    assert all(each.words.endswith("00Z") for each in found.times)
