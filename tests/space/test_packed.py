"""Directions are kept in two thirds of their room, and come out as they were."""

import numpy as np

from detente.space import sphere
from detente.space.sphere import UNIT
from detente.space.standing.packed import packed, unpacked
from detente.space.volume import E9


def test_directions_come_out_as_they_went_in() -> None:
    """Along the axes, with every sign, and a hair from nought."""
    random = np.random.default_rng(5)
    lat = random.integers(-90 * E9, 90 * E9, 3_000)
    lon = random.integers(-180 * E9, 180 * E9, 3_000)
    ends = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.int64)
    hairs = random.integers(-3, 4, (500, 3))
    found = np.concatenate([sphere.directions(lat, lon), ends * UNIT, hairs])

    assert np.array_equal(unpacked(packed(found)), found)
