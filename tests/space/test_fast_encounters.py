"""The loops of the extra `[fast]` tell the conflicts of moving objects the same."""

import numpy as np
import pytest
from bench import sightings
from bench.approaching import _moving
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.sailing import CROWD, Craft, crowd, moving
from tests.space.test_encounters_beside_sampling import (
    SEAMS,
    crews,
    lateral_m,
    vertical_m,
)

from detente.space.kernels import compiled
from detente.space.kernels import moving as loops
from detente.space.passing import encounters
from detente.space.passing.course import at, courses_of
from detente.space.passing.encounters import approaches
from detente.space.passing.moving import Approach, Closeness, Moving

# The first test of each kind waits until its loops are made.
pytestmark = pytest.mark.timeout(600)


def told(craft: Moving, limits: Closeness) -> list[Approach]:
    """Return the conflicts; each figure the same to its last bit, both ways."""
    plain, fast = (approaches(craft, limits, fast=fast) for fast in (False, True))
    assert plain == fast
    assert repr(plain) == repr(fast)
    return plain


@pytest.mark.parametrize("lookahead_s", [0.0, 300.0, 3_600.0])
def test_of_any_craft_anywhere_the_same_is_told(lookahead_s: float) -> None:
    """At poles and seams, standing, in convoy, climbing, and of unknown height."""

    @settings(max_examples=60, deadline=None)
    @given(crews(lookahead_s, count=6), lateral_m, vertical_m)
    def holds(crew: list[Craft], lateral: float, vertical: float) -> None:
        told(moving(*crew), Closeness(lookahead_s, lateral, vertical))

    holds()


@settings(max_examples=60, deadline=None)
@given(crews(300.0, count=5), st.lists(st.sampled_from(["", "N", "S"]), min_size=5))
def test_of_parties_the_same_is_told(crew: list[Craft], parties: list[str]) -> None:
    """Whether all name one, some or none."""
    named = [
        each._replace(party=party) for each, party in zip(crew, parties, strict=False)
    ]
    told(moving(*named), Closeness(lateral_m=100_000, vertical_m=3_000))


HIGH = Craft(48, 11, 9_000, 250, 90)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Craft(0, 179.95, 0, 200, 90), Craft(0, -179.95, 0, 200, 270)),
        (Craft(89.95, 10, 0, 200, 0), Craft(89.95, -170, 0, 200, 0)),
        (Craft(90, 0, 0, 200, 0), Craft(90, 90, 0, 200, 0)),
        (Craft(-89.95, 10, 0, 200, 180), Craft(-89.95, -170, 0, 200, 180)),
        (HIGH, HIGH),
        (HIGH._replace(speed=0), HIGH._replace(speed=0)),
        (HIGH, HIGH._replace(alt=None)),
        (HIGH._replace(alt=None), HIGH._replace(alt=None)),
        (HIGH, HIGH._replace(alt=9_304.8)),
        (HIGH, HIGH._replace(alt=9_304.8 + encounters.TOUCHING_M)),
        (HIGH, HIGH._replace(alt=12_048, climb=-10)),
        (HIGH._replace(climb=5e-324), HIGH._replace(alt=9_304.8)),
    ],
    ids=[
        "date line",
        "north pole",
        "on the pole",
        "south pole",
        "one place and velocity",
        "no movement",
        "height of one unknown",
        "heights unknown",
        "vertical minimum",
        "just touching in height",
        "level at the end alone",
        "a climb next to nothing",
    ],
)
def test_what_is_hard_for_figures_is_told_the_same(one: Craft, other: Craft) -> None:
    """And is a conflict."""
    for lookahead_s in (300.0, 3_600.0):
        assert told(moving(one, other), Closeness(lookahead_s))


@pytest.mark.parametrize("moved_m", [-0.002, -0.001, 0.0, 0.001, 0.002])
@pytest.mark.parametrize("speed", [0.0, 200.0])
def test_about_the_lateral_minimum_the_same_is_told(
    moved_m: float, speed: float
) -> None:
    """Whichever of both it is: of two abreast, and of two that stand."""
    one, other = Craft(0, 0, 0, speed, 0), Craft(0, 1, 0, speed, 0)
    [found] = told(moving(one, other), Closeness(lateral_m=120_000))

    told(moving(one, other), Closeness(lateral_m=found.dcpa_m + moved_m))


@pytest.mark.parametrize("spread_deg", [0.0, 3.0, 30.0])
@pytest.mark.parametrize("seam", SEAMS)
def test_of_a_crowd_at_a_seam_the_same_is_told(
    seam: tuple[float, float], spread_deg: float
) -> None:
    """Of every speed, in a mixture of heights; or all of it in one place."""
    crew = crowd(2, seam, spread_deg)
    names = [f"{row:03}" for row in range(CROWD)]

    assert told(moving(*crew, ids=names), Closeness(lateral_m=200_000))
    assert told(moving(*crew, ids=names), Closeness(60, 20_000_000, 1_000))


def test_of_thousands_the_same_is_told() -> None:
    """Those of the benchmark, and a crowd in which some pieces are cut often."""
    assert len(told(_moving(sightings.objects(5_000, 8)), Closeness())) > 50
    near = sightings.objects(600, 9)
    near = near._replace(
        lat_e9=near.lat_e9 // 200 + 89_500_000_000, track_deg=near.track_deg // 90 * 90
    )

    assert len(told(_moving(near), Closeness(3_600, 1_000, 500))) > 50


def test_the_order_of_rows_changes_nothing_in_loops() -> None:
    """Nor does the way in which columns lie in memory."""
    every = sightings.objects(2_000, 4)
    craft = _moving(every)
    back = _moving(sightings.Objects._make(each[::-1] for each in every))
    back = back._replace(ids=craft.ids[::-1])

    assert approaches(craft, Closeness(), fast=True) == approaches(
        back, Closeness(), fast=True
    )


@pytest.mark.parametrize("size", [0, 1])
def test_fewer_than_two_objects_are_in_no_conflict_in_loops(size: int) -> None:
    """An empty table is a table."""
    assert told(moving(*[HIGH] * size), Closeness()) == []


def test_courses_are_the_same_in_loops() -> None:
    """To the last bit: they decide what is told."""
    craft = _moving(sightings.objects(3_000, 6))
    craft.ground_speed_ms[:100] = 0
    plain, fast = courses_of(craft), loops.courses(craft)

    for one, other in zip(plain, fast, strict=True):
        assert np.array_equal(one, other)
    assert np.array_equal(at(plain, 3_600.0), at(fast, 3_600.0))


def test_only_many_objects_are_worth_loading_the_loops() -> None:
    """Many more than there are volumes that are: one object costs less than one."""
    assert not compiled.chosen(loops.MANY - 1, fast=None, many=loops.MANY)
    assert compiled.chosen(loops.MANY, fast=None, many=loops.MANY)
    assert loops.MANY > compiled.MANY
