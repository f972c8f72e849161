"""A position is given twice and read back; what does not fit stays open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.position import (
    E5,
    Bearing,
    Placed,
    Position,
    apart_m,
    cautions,
    faults,
    second_fix,
)

KUNDUZ = Position(3_671_800, 6_886_300, mgrs="42SVF8776163590")
PLACES = st.tuples(st.integers(-90 * E5, 90 * E5), st.integers(-180 * E5, 180 * E5))


@given(PLACES, PLACES)
def test_a_distance_is_the_same_from_either_end(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    """Which side measures makes no difference."""
    assert apart_m(one, other) == apart_m(other, one)


@given(PLACES)
def test_a_place_is_no_distance_from_itself(place: tuple[int, int]) -> None:
    """Nor from itself once round the Earth."""
    lat, lon = place
    assert apart_m(place, (lat, lon + 360 * E5)) == 0


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ((0, 0), (0, E5), 111_320),
        ((0, 0), (E5, 0), 111_320),
        ((60 * E5, 0), (60 * E5, E5), 55_660),
        ((0, 179_99_950), (0, -179_99_950), 111),
        ((90 * E5, 0), (90 * E5, 90 * E5), 0),
    ],
)
def test_distances_are_those_of_clause_14_5(
    one: tuple[int, int], other: tuple[int, int], metres: int
) -> None:
    """A degree at the equator, at sixty north, across the date line, at the pole."""
    assert apart_m(one, other) == metres


def test_the_grid_and_the_coordinates_of_one_place_agree() -> None:
    """The second fix is read from MGRS."""
    found = second_fix(KUNDUZ)
    assert found is not None
    assert apart_m((KUNDUZ.lat_e5, KUNDUZ.lon_e5), found) < 100


def test_a_bearing_leads_to_the_place() -> None:
    """Ten kilometres north-east of the origin, to a few metres."""
    bearing = Bearing("Town", 0, 0, 45, 10_000)
    found = second_fix(Position(6_352, 6_352, bearing=bearing))
    assert found is not None
    assert apart_m(found, (6_352, 6_352)) < 5


@pytest.mark.parametrize(
    ("position", "said"),
    [
        (Position(91 * E5, 0, mgrs="x"), "The spot is nowhere on the Earth."),
        (Position(0, 0), "The spot is given once, and not twice."),
    ],
)
def test_a_position_must_be_on_the_earth_and_given_twice(
    position: Position, said: str
) -> None:
    """Alike on every node."""
    [fault] = faults([Placed("spot", position)])
    assert (fault.clause, fault.sentence) == ("14.1", said)


def test_two_fixes_nine_kilometres_apart_are_told_before_release() -> None:
    """One of them is wrong, and only the officer can say which."""
    wrong = Position(KUNDUZ.lat_e5 + 8_100, KUNDUZ.lon_e5, mgrs=KUNDUZ.mgrs)
    [caution] = cautions([Placed("spot", wrong)])
    assert "lie 90" in caution.sentence
    assert list(cautions([Placed("spot", KUNDUZ)])) == []


def test_a_second_fix_that_is_none_is_told_before_release() -> None:
    """A misspelt grid reference is no second fix."""
    [caution] = cautions([Placed("spot", Position(0, 0, mgrs="42SVF8"))])
    assert caution.sentence == "The second fix of the spot is none."
