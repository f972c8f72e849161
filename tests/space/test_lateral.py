"""Measuring many pairs at once decides each as whole numbers do, to the millimetre."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.space.places import areas

from detente.space import exact
from detente.space.cores import core, reach_mm
from detente.space.exact import RADIUS_MM
from detente.space.meeting.lateral import drawn, meets
from detente.space.picture import picture
from detente.space.volume import Area, Circle, Point, Volume

FARTHEST_MM = 20_000_000_000


def least_mm(one: Area, other: Area) -> int:
    """Return the least lateral minimum at which two areas meet, by whole numbers."""
    reach = reach_mm(one) + reach_mm(other)
    low, high = -1, FARTHEST_MM
    while high - low > 1:
        middle = (low + high) // 2
        if exact.meet(core(one), core(other), exact.reach(reach + middle)):
            high = middle
        else:
            low = middle
    return high


@settings(max_examples=60, deadline=None)
@given(areas, areas)
def test_two_areas_meet_from_the_same_millimetre_on(one: Area, other: Area) -> None:
    """Wherever they lie, and however far apart."""
    least = least_mm(one, other)
    a, b = (drawn(picture([Volume("", (each,))]).areas) for each in (one, other))
    first = np.zeros(1, dtype=np.int64)

    assert meets(a, first, b, first, least).tolist() == [True]
    if least:
        assert meets(a, first, b, first, least - 1).tolist() == [False]


@pytest.mark.parametrize("seed", range(3))
def test_many_places_meet_from_the_same_millimetre_on(seed: int) -> None:
    """Where a direction's length of a hair more or less than one would tell."""
    random = np.random.default_rng(seed)
    lat = random.integers(-90 * 10**9, 90 * 10**9, (120, 2))
    lon = random.integers(-180 * 10**9, 180 * 10**9, (120, 2))
    pairs = [
        [Circle(Point(int(a), int(b)), 1) for a, b in zip(*each, strict=True)]
        for each in zip(lat, lon, strict=True)
    ]
    for one, other in pairs:
        least = least_mm(one, other)
        a, b = (drawn(picture([Volume("", (each,))]).areas) for each in (one, other))
        first = np.zeros(1, dtype=np.int64)
        found = [bool(meets(a, first, b, first, mm)[0]) for mm in (least - 1, least)]
        assert found == [False, True], (one, other, least / RADIUS_MM)
