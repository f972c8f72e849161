"""Sines are made of sums and products alone, and alike however they are asked for."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.space.kernels import courses as loops
from detente.space.passing.sines import HALF_RIGHT, sines
from detente.space.sines import BITS, ONE, PI, sine_cosine

# The first test waits until its loop is made.
pytestmark = pytest.mark.timeout(600)

UNIT = 2.0**-53
"""In the last place of a figure from a half to 1."""
_EDGES = [0.0, 5e-324, 1e-9, HALF_RIGHT, pi / 2, pi, 3 * pi / 2, 2 * pi, 7.0]
angles = (
    st.floats(-7, 7)
    | st.sampled_from(_EDGES)
    | st.sampled_from(_EDGES).map(lambda each: -each)
)


@given(angles)
def test_a_sine_and_a_cosine_are_right_to_a_unit_in_the_last_place(
    angle: float,
) -> None:
    """Beside some 180 binary places, which are of no more than half a turn."""
    sine, cosine = (float(each[0]) for each in sines(np.array([angle])))
    exact = (int(angle * 2**60) << BITS - 60) % (2 * PI) - PI
    opposite_sine, opposite_cosine = sine_cosine(exact)

    assert abs(sine + opposite_sine / ONE) <= 2 * UNIT
    assert abs(cosine + opposite_cosine / ONE) <= 2 * UNIT


@given(st.lists(angles, min_size=1, max_size=9))
def test_sines_of_one_angle_are_those_of_many_and_of_the_loop(
    many: list[float],
) -> None:
    """To the last bit, whatever other angles there are."""
    together = np.stack(sines(np.array(many))).T.tolist()
    apart = [[float(each[0]) for each in sines(np.array([one]))] for one in many]

    assert together == apart
    assert together == [list(loops.sines(one)) for one in many]
