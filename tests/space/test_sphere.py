"""A place has one direction in whole numbers, however it is computed."""

from decimal import Decimal, getcontext
from math import cos, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.space.sines import ONE, PI, sine_cosine
from detente.space.sphere import (
    UNIT,
    direction,
    directions,
    few,
    rows,
)
from detente.space.volume import MOST_LAT_E9, MOST_LON_E9, Point

places = st.builds(
    Point,
    st.integers(-MOST_LAT_E9, MOST_LAT_E9),
    st.integers(-MOST_LON_E9, MOST_LON_E9),
)


def test_pi_is_pi() -> None:
    """By another series than the digits came from: Machin's."""
    getcontext().prec = 70

    def arctan_of_inverse(x: int) -> Decimal:
        terms = (
            Decimal((-1) ** k) / (Decimal(2 * k + 1) * Decimal(x) ** (2 * k + 1))
            for k in range(60)
        )
        return sum(terms, Decimal(0))

    pi = 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239))
    assert abs(Decimal(PI) / Decimal(ONE) - pi) < Decimal(10) ** -57


@given(st.integers(-4 * ONE, 4 * ONE))
def test_sine_and_cosine_are_those_of_the_angle(angle: int) -> None:
    """As far as floating point can tell."""
    sine, cosine = sine_cosine(angle)

    assert sine / ONE == pytest.approx(sin(angle / ONE), abs=1e-15)
    assert cosine / ONE == pytest.approx(cos(angle / ONE), abs=1e-15)


@given(st.integers(-4 * ONE, 4 * ONE))
def test_sine_and_cosine_lie_on_the_circle(angle: int) -> None:
    """To some 180 binary places."""
    sine, cosine = sine_cosine(angle)

    assert abs(sine * sine + cosine * cosine - ONE * ONE) < ONE << 12


@given(st.lists(places, min_size=1, max_size=50))
def test_many_places_have_the_directions_of_each(found: list[Point]) -> None:
    """Floating point only saves work."""
    meant = [direction(each) for each in found]
    assert rows(found).tolist() == [list(each) for each in meant]
    assert few(found) == meant


def test_a_place_between_two_whole_numbers_is_decided_exactly() -> None:
    """Of many thousand some lie where floating point cannot tell."""
    random = np.random.default_rng(7)
    lat = random.integers(-MOST_LAT_E9, MOST_LAT_E9, 20_000)
    lon = random.integers(-MOST_LON_E9, MOST_LON_E9, 20_000)

    found = directions(lat, lon)

    for row in range(0, 20_000, 37):
        point = Point(int(lat[row]), int(lon[row]))
        assert tuple(found[row].tolist()) == direction(point)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        (Point(0, 0), (UNIT, 0, 0)),
        (Point(0, MOST_LON_E9 // 2), (0, UNIT, 0)),
        (Point(MOST_LAT_E9, 12_345), (0, 0, UNIT)),
        (Point(-MOST_LAT_E9, 0), (0, 0, -UNIT)),
        (Point(0, MOST_LON_E9), (-UNIT, 0, 0)),
    ],
)
def test_the_axes_are_exact(point: Point, expected: tuple[int, int, int]) -> None:
    """Equator, poles and the date line."""
    assert direction(point) == expected
    assert rows([point]).tolist() == [list(expected)]


@given(places)
def test_both_names_of_the_date_line_are_one_place(point: Point) -> None:
    """180 degrees east is 180 degrees west."""
    east = Point(point.lat_e9, MOST_LON_E9)

    assert direction(east) == direction(Point(point.lat_e9, -MOST_LON_E9))


@given(places)
def test_a_direction_is_that_of_the_parametric_latitude(point: Point) -> None:
    """To a unit in each figure, as floating point has it."""
    lat, lon = radians(point.lat_e9 / 1e9), radians(point.lon_e9 / 1e9)
    vector = np.array(
        [
            cos(lat) * cos(lon),
            cos(lat) * sin(lon),
            sin(lat) * (1 - 1 / 298.257223563),
        ]
    )

    expected = vector / np.linalg.norm(vector) * UNIT

    assert np.abs(expected - np.array(direction(point))).max() < 0.51
