"""Where an object is on a leg is found by whole numbers, as finely as places are."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.space.places import centres, place

from detente.space.sphere import UNIT, Vector, direction
from detente.space.tracking.along import at_part

parts = st.fractions(0, 1, max_denominator=10**6)


def on_the_way(tail: Vector, head: Vector, part: float) -> np.ndarray:
    """Return the same in floating point."""
    a, b = (np.array(end) / np.linalg.norm(end) for end in (tail, head))
    angle = np.arctan2(np.linalg.norm(np.cross(a, b - a)), a @ b)
    found = np.sin((1 - part) * angle) * a + np.sin(part * angle) * b
    return np.asarray(found / np.linalg.norm(found))


@given(centres(), centres(), parts)
def test_it_is_the_nearest_direction(
    one: tuple[float, float], other: tuple[float, float], part: Fraction
) -> None:
    """Floating point comes as near as it can."""
    tail, head = direction(place(*one)), direction(place(*other))
    assume(np.abs(np.array(tail) + np.array(head)).max() > UNIT >> 12)
    assume(tail != head)
    found = np.array(at_part(tail, head, part)) / UNIT
    assert np.abs(found - on_the_way(tail, head, float(part))).max() < 8e-12


@given(centres(), centres())
def test_both_ends_are_themselves(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    """To the last unit: a leg begins where it was reported."""
    tail, head = direction(place(*one)), direction(place(*other))
    assert at_part(tail, head, Fraction(0)) == tail
    assert at_part(tail, head, Fraction(1)) == head
    assert at_part(tail, tail, Fraction(1, 3)) == tail


def test_half_of_a_way_over_the_pole_is_the_pole() -> None:
    """From noon to midnight."""
    tail, head = direction(place(89, 0)), direction(place(89, 180))
    assert at_part(tail, head, Fraction(1, 2)) == (0, 0, UNIT)
