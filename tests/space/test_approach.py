"""A straight line stands for two curves only as far as its error is known."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.space.sailing import Craft, moving

from detente.space.passing.approach import _line
from detente.space.passing.course import at, courses_of, squared

SPEEDS = st.sampled_from([0.0, 100.0, 1_000.0, 3_000.0])
NORTH = st.just(0.0) | st.floats(-2, 2)


@given(SPEEDS, st.floats(0, 360), SPEEDS, st.floats(0, 360), NORTH)
def test_the_distance_of_two_is_never_farther_from_the_line_than_its_bound(
    speed: float, track: float, speed2: float, track2: float, north: float
) -> None:
    """At a hundred moments of forty seconds, for two of any speeds and tracks."""
    crew = Craft(45, 7, 0, speed, track), Craft(45 + north, 7, 0, speed2, track2)
    courses = courses_of(moving(*crew))

    def difference(moment: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        there = at(courses, moment)
        return there[:, :1] - there[:, 1:]

    rates = courses.rate[:1], courses.rate[1:]
    line = _line(difference(0), difference(40), rates, np.array([40.0]))

    for part in np.linspace(0, 1, 101):
        apart = np.sqrt(squared(difference(40 * part)))[0]
        along = np.sqrt(squared(line.here + part * line.step))[0]
        assert apart <= along + line.level[0] + 1e-15
        assert along <= line.widened(apart)[0] + 1e-15
