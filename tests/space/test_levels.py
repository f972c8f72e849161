"""Heights of one datum are compared in it; across data only what is possible counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.space.levels import highest_mm, lowest_mm, reaches
from detente.space.volume import DATUMS, Datum, Limit

FL_290, FL_310 = Limit(8_839_200, "STD"), Limit(9_448_800, "STD")
heights = st.integers(-11_000_000, 50_000_000)


def test_two_flight_levels_never_meet() -> None:
    """Whatever the weather does to both."""
    assert not reaches(FL_310, FL_290)


def test_equal_heights_touch() -> None:
    """Touching counts."""
    assert reaches(FL_310, FL_310)


def test_a_minimum_counts_as_touching_too() -> None:
    """One millimetre more is apart."""
    assert reaches(FL_310, FL_290, 609_600)
    assert not reaches(FL_310, FL_290, 609_599)


@pytest.mark.parametrize("limits", [(None, FL_290), (FL_310, None), (None, None)])
def test_what_is_unknown_reaches_everything(
    limits: tuple[Limit | None, Limit | None],
) -> None:
    """Nobody is told that it is safe for want of a figure."""
    assert reaches(*limits)


@pytest.mark.parametrize(
    ("datum", "low_m", "high_m"),
    [("W84", 1_000, 1_000), ("MSL", 890, 1_090), ("AGL", 500, 10_000)],
)
def test_a_height_is_widened_by_the_bounds_of_its_datum(
    datum: Datum, low_m: int, high_m: int
) -> None:
    """Geoid, ground."""
    assert lowest_mm(1_000_000, datum) == low_m * 1_000
    assert highest_mm(1_000_000, datum) == high_m * 1_000


@pytest.mark.parametrize("value_mm", [10_000_001, -10_000_001])
def test_a_level_of_pressure_is_widened_by_a_fifth_outward(value_mm: int) -> None:
    """Also below sea level; a fraction of a millimetre goes outward."""
    assert lowest_mm(value_mm, "STD") == value_mm - 1_500_000 - 2_000_001
    assert highest_mm(value_mm, "STD") == value_mm + 700_000 + 2_000_001


@given(heights, st.sampled_from(DATUMS), heights, st.sampled_from(DATUMS))
def test_widening_never_parts_what_meets(
    low: int, one: Datum, high: int, other: Datum
) -> None:
    """What reaches as it stands, reaches across every datum."""
    if low <= high:
        assert reaches(Limit(low, one), Limit(high, other))
