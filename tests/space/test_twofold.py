"""Numbers of twice the places are as good as whoever uses them believes."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.space import sphere, twofold
from detente.space.sines import ONE, PI, sine_cosine
from detente.space.twofold import Twofold
from detente.space.volume import E9, Point

GOOD = Fraction(1, 2**90)


def exactly(number: Twofold) -> list[Fraction]:
    """Return what numbers stand for."""
    pairs = zip(number.high.tolist(), number.low.tolist(), strict=True)
    return [Fraction(high) + Fraction(low) for high, low in pairs]


def one(number: Fraction) -> Twofold:
    """Return a number as a column of one."""
    high, low = twofold.of(number)
    return Twofold(np.array([high]), np.array([low]))


@given(st.fractions(-4, 4), st.fractions(-4, 4))
def test_sums_and_products_are_good_to_ninety_places(a: Fraction, b: Fraction) -> None:
    """Where floating point alone has fifty."""
    [total] = exactly(one(a).plus(one(b)))
    [product] = exactly(one(a).times(one(b)))
    assert abs(total - (a + b)) <= GOOD
    assert abs(product - a * b) <= GOOD * 16


@given(st.integers(-180 * E9, 180 * E9))
def test_sines_are_those_of_whole_numbers(angle_e9: int) -> None:
    """Of an angle in billionths of a degree."""
    given_ = Twofold(np.array([float(angle_e9)]), np.zeros(1))
    found = twofold.sine_cosine(given_.times(twofold.RADIANS))
    meant = sine_cosine(PI * angle_e9 // (180 * E9))
    for mine, exact in zip(found, meant, strict=True):
        assert abs(exactly(mine)[0] - Fraction(exact, ONE)) <= Fraction(1, 10**25)


@given(st.fractions(Fraction(1, 2), 2))
def test_a_root_squares_to_its_number(square: Fraction) -> None:
    """One over it, times the number."""
    [root] = exactly(twofold.inverse_root(one(square)))
    assert abs(root * root * square - 1) <= Fraction(1, 10**28)


def test_places_in_doubt_are_settled_as_whole_numbers_settle_them() -> None:
    """Those that floating point leaves open, a thousand of a million."""
    random = np.random.default_rng(11)
    lat = random.integers(-90 * E9, 90 * E9 + 1, 2_000)
    lon = random.integers(-180 * E9, 180 * E9 + 1, 2_000)
    lat[:500], lon[250:750] = lat[:500] // E9 * E9, lon[250:750] // E9 * E9
    every = np.arange(len(lat))
    found = sphere.settled(np.zeros((len(lat), 3), np.int64), every, lat, lon)
    meant = [
        sphere.direction(Point(*place))
        for place in zip(lat.tolist(), lon.tolist(), strict=True)
    ]
    assert list(map(tuple, found.tolist())) == meant
