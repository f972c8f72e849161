"""A proposed shift parts two volumes, and no smaller one does."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.places import areas, place
from tests.space.test_exact import box
from tests.space.test_pairs import by_definition

from detente.space.meeting.separation import (
    MILE_MM,
    STEP_MM,
    STEP_MS,
    Shift,
    moved,
    shifts,
)
from detente.space.volume import Circle, Limit, Minima, Volume, Window

HOUR_MS = 3_600_000
FEET_MM = 304_800
FIRING = Volume(
    "firing",
    (box(57, 19, 58, 20),),
    Limit(0, "MSL"),
    Limit(20 * FEET_MM * 100, "MSL"),
    (Window(0, 6 * HOUR_MS),),
)
FLIGHT = FIRING._replace(
    id="flight", lower=Limit(1_000_000, "MSL"), upper=Limit(1_500_000, "MSL")
)
APART = Minima(9_260_000, 304_800, 900_000)


def of(way: str, found: list[Shift]) -> Shift:
    """Return the shift of one way."""
    [shift] = [each for each in found if each.way == way]
    return shift


@pytest.mark.parametrize("minima", [Minima(), APART])
def test_each_shift_parts_and_the_step_before_does_not(minima: Minima) -> None:
    """Whole steps of 5 minutes, 500 feet and a mile."""
    steps = {"later": STEP_MS, "higher": STEP_MM, "lower": STEP_MM, "aside": MILE_MM}
    found = shifts(FLIGHT, FIRING, minima)
    assert [each.way for each in found] == ["later", "higher", "lower", "aside"]
    for each in found:
        step = steps[each.way]
        assert each.amount % step == 0
        assert not by_definition(moved(FLIGHT, each), FIRING, minima)
        less = each._replace(amount=each.amount - step)
        assert by_definition(moved(FLIGHT, less), FIRING, minima)


def test_later_is_after_its_end_and_the_time_wanted() -> None:
    """Six hours and a quarter; what only touches does not part."""
    assert of("later", shifts(FLIGHT, FIRING, APART)).amount == 6.25 * HOUR_MS + STEP_MS
    short = Minima(time_ms=1_000)
    assert of("later", shifts(FLIGHT, FIRING, short)).amount == 6 * HOUR_MS + STEP_MS


@pytest.mark.parametrize(
    ("changed", "left_out"),
    [
        ({"windows": (Window(0, None),)}, {"later"}),
        ({"upper": None}, {"higher"}),
        ({"lower": None}, {"lower"}),
        ({"lower": Limit(0, "STD"), "upper": Limit(1, "STD")}, {"higher", "lower"}),
    ],
)
def test_a_way_that_parts_nothing_for_sure_is_not_proposed(
    changed: dict[str, Any], left_out: set[str]
) -> None:
    """What is unknown cannot be kept away from."""
    standing = FIRING._replace(**changed)
    ways = {each.way for each in shifts(FLIGHT, standing, APART)}
    assert ways == {"later", "higher", "lower", "aside"} - left_out


def test_a_shift_aside_keeps_its_shape_over_the_pole() -> None:
    """There is no pole on a sphere."""
    cap = Volume("cap", (Circle(place(89, 10), 50_000_000),))
    other = Volume("other", (Circle(place(90, 0), 50_000_000),))
    shift = of("aside", shifts(cap, other, Minima()))
    assert not by_definition(moved(cap, shift), other, Minima())


@settings(max_examples=40, deadline=None)
@given(areas, st.sampled_from(range(0, 360, 45)), st.integers(1, 60))
def test_what_is_moved_aside_and_back_is_where_it_was(
    area: object, bearing: int, miles: int
) -> None:
    """To a hair."""
    volume = Volume("a", (area,))  # type: ignore[arg-type]
    there = moved(volume, Shift("aside", miles * MILE_MM, bearing))
    assert there.areas[0].__class__ is area.__class__
    assert by_definition(there, there, Minima())


def test_windows_that_recur_are_shifted_together() -> None:
    """Between the days there is room."""
    days = tuple(
        Window(d * 24 * HOUR_MS, d * 24 * HOUR_MS + 6 * HOUR_MS) for d in range(3)
    )
    found = shifts(
        FLIGHT._replace(windows=days), FIRING._replace(windows=days), Minima()
    )
    assert of("later", found).amount == 6 * HOUR_MS + STEP_MS
