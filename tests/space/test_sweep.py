"""Sorting into cells loses no pair that comes close, and tells each once."""

from itertools import combinations

import numpy as np
import pytest
from tests.space.sailing import Craft, moving

from detente.space.passing.course import chord, courses_of
from detente.space.passing.sweep import candidates, swept


def found(crew: list[Craft], reach_m: float = 9_260.0) -> list[tuple[int, int]]:
    """Return the pairs that may come close within a minute."""
    craft = moving(*crew, ids=[str(row) for row in range(len(crew))])
    span = craft.alt_m - 150, craft.alt_m + 150
    boxes = swept(courses_of(craft), span, (0.0, 60.0), chord(reach_m))
    pairs = [
        (min(pair), max(pair))
        for one, other in candidates(boxes)
        for pair in zip(one.tolist(), other.tolist(), strict=True)
    ]
    assert len(pairs) == len(set(pairs))
    return sorted(pairs)


def test_who_is_together_is_found_once_in_any_mixture_of_sizes() -> None:
    """At the corner of the cube, where three sides meet."""
    crew = [Craft(35.264, 45, 0, speed, 45) for speed in (0, 10, 300, 12_000, 300)]

    assert found(crew) == list(combinations(range(5), 2))


def test_who_is_far_apart_is_not_compared() -> None:
    """A thousand objects over the Earth are no half million pairs."""
    random = np.random.default_rng(3)
    crew = [
        Craft(float(lat), float(lon), 0, 250, 90)
        for lat, lon in random.uniform((-60, -180), (60, 180), (1_000, 2))
    ]

    assert len(found(crew)) < 1_000


def test_who_flies_at_another_height_is_not_compared() -> None:
    """Nor is one whose height is unknown left out."""
    crew = [Craft(1, 1, alt) for alt in (0, 1_000, 2_000, None)]

    assert found(crew) == [(0, 3), (1, 3), (2, 3)]


@pytest.mark.parametrize("reach_m", [20_000_000.0, 30_000_000.0])
def test_a_reach_round_the_earth_reaches_all(reach_m: float) -> None:
    """Even who is on the other side of it."""
    crew = [Craft(0, 0), Craft(0, 180), Craft(90, 0)]

    assert found(crew, reach_m) == [(0, 1), (0, 2), (1, 2)]
