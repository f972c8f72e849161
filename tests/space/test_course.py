"""Objects move along great circles, as fast as they do on the ellipsoid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.space.sailing import Craft, moving, sailed

from detente.space.passing.course import at, chord, courses_of, lateral_m

MERIDIAN_QUADRANT_M = 10_001_965.729
"""From the equator to a pole, on WGS 84."""


@given(
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.floats(0, 3_000),
    st.floats(0, 360),
    st.floats(0, 3_600),
)
def test_an_object_is_where_navigation_has_it(
    lat: float, lon: float, speed: float, track: float, time: float
) -> None:
    """To a millimetre, anywhere; latitudes are rounded as those of the record are."""
    craft = Craft(round(lat, 9), round(lon, 9), 0, speed, track)
    beta, out = sailed(craft, np.array([time]))
    expected = np.array(
        [np.cos(beta) * np.cos(out), np.cos(beta) * np.sin(out), np.sin(beta)]
    )

    found = at(courses_of(moving(craft)), time)

    assert np.abs(found - expected).max() < 1.6e-10


def test_a_metre_a_second_at_the_equator_is_one_of_the_ellipsoid() -> None:
    """East by the equatorial radius, not by that of the lateral metre."""
    courses = courses_of(moving(Craft(0, 0, 0, 1, 90)))

    assert courses.rate[0] == pytest.approx(1 / 6_378_137.0, rel=1e-9)


def test_a_quarter_of_a_meridian_takes_as_long_as_it_is_to_some_thousandths() -> None:
    """The rate is that of the start; along a quarter of the Earth it hardly changes."""
    speed = MERIDIAN_QUADRANT_M / 3_600
    found = at(courses_of(moving(Craft(45, 10, 0, speed, 0))), 3_600.0)

    expected = at(courses_of(moving(Craft(45, -170, 0, 1, 0))), 0.0)
    assert np.arccos((found * expected).sum()) < 0.0034 * np.pi / 2


def test_who_stands_still_stays() -> None:
    """And has no rate."""
    courses = courses_of(moving(Craft(12, 34, 0, 0, 77)))

    assert courses.rate[0] == 0
    assert (at(courses, 300.0) == courses.start).all()


@given(st.floats(0, 1e7))
def test_a_chord_is_that_of_its_distance(distance: float) -> None:
    """There and back."""
    assert lateral_m(np.array([chord(distance)]))[0] == pytest.approx(distance)
