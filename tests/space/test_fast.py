"""The loops of the extra `[fast]` find what is found without them."""

import sys
from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from bench.theatres import week
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.places import SEAMS, place
from tests.space.test_exact import box
from tests.space.test_pairs import crowds, each_with_each, each_with_other, minima

from detente.space import exact, sphere
from detente.space.cores import core
from detente.space.kernels import compiled, jit
from detente.space.kernels.figures import APART, MEET, OPEN
from detente.space.meeting import planar
from detente.space.meeting.pairs import Prepared, among, between, conflicts
from detente.space.picture import picture
from detente.space.volume import (
    E9,
    Limit,
    Minima,
    Point,
    Polygon,
    Volume,
    Window,
)

# The first test of each kind waits until its loops are made.
pytestmark = pytest.mark.timeout(600)

APART_E9 = (-60, -30, -10, -3, -2, -1, 0, 0, 0, 1, 2, 3, 10, 30, 60)
"""Billionths of a degree; 1.67 of them are what clause 30.3 allows."""


@pytest.fixture(scope="module", autouse=True)
def _at_hand() -> None:
    assert compiled.at_hand(), "numba belongs to what make test installs"


@settings(max_examples=60, deadline=None)
@given(crowds("a"), minima)
def test_a_picture_has_the_same_pairs(volumes: list[Volume], minima: Minima) -> None:
    """Those that comparing each with each gives."""
    found = among(picture(volumes), minima, fast=True).tolist()
    assert found == each_with_each(volumes, minima)


@settings(max_examples=50, deadline=None)
@given(crowds("a"), crowds("b"), minima)
def test_two_pictures_have_the_same_pairs(
    mine: list[Volume], theirs: list[Volume], minima: Minima
) -> None:
    """Whatever parties they name."""
    found = between(picture(mine), picture(theirs), minima, fast=True)
    assert found.tolist() == each_with_other(mine, theirs, minima)


@pytest.mark.parametrize("minima", [Minima(), Minima(5_000_000, 100_000, 600_000)])
def test_thousands_of_volumes_have_the_same_pairs(minima: Minima) -> None:
    """Of a week of two sides, across the date line and elsewhere."""
    prepared = Prepared(week(5_000, 7).picture, minima.lateral_mm)
    plain, fast = (
        conflicts(prepared, prepared, minima, fast=fast) for fast in (False, True)
    )
    assert len(plain) > 50
    assert np.array_equal(plain, fast)


@st.composite
def grazing(draw: st.DrawFn) -> list[Polygon]:
    """Draw triangles whose corners lie about a few places, many on one another."""
    lat, lon = draw(st.sampled_from(SEAMS))
    lat = min(max(lat, -88.0), 88.0)
    step = draw(st.sampled_from([0.5, 0.001]))
    away = st.sampled_from(APART_E9)

    def corner(at: tuple[int, int]) -> Point:
        there = place(lat + (at[0] - 1.5) * step, lon + (at[1] - 1.5) * step)
        moved = there.lon_e9 + draw(away)
        return Point(
            there.lat_e9 + draw(away), min(max(moved, -180 * 10**9), 180 * 10**9)
        )

    def is_one(at: list[tuple[int, int]]) -> bool:
        (a, b), (c, d), (e, f) = at
        return (c - a) * (f - b) != (e - a) * (d - b)

    figures = st.integers(0, 3)
    corners = st.lists(st.tuples(figures, figures), min_size=3, max_size=3)
    return [
        Polygon(tuple(map(corner, draw(corners.filter(is_one)))))
        for _ in range(draw(st.integers(2, 4)))
    ]


@settings(max_examples=150, deadline=None)
@given(grazing())
def test_polygons_that_graze_are_told_as_whole_numbers_tell_them(
    areas: list[Polygon],
) -> None:
    """Side along side, corner on corner, and what is a hair beside both."""
    for one, other in combinations(areas, 2):
        met = exact.meet(core(one), core(other), planar.TOUCHING)
        assert said(one, other) <= {MEET if met else APART, OPEN}
    volumes = [Volume(f"{at}", (each,)) for at, each in enumerate(areas)]
    plain, fast = (
        among(picture(volumes), fast=fast).tolist() for fast in (False, True)
    )
    assert plain == fast


def said(one: Polygon, other: Polygon) -> set[int]:
    """Return what the loop says of two polygons, on each chart that both are on."""
    a, b = (Prepared(picture([Volume("", (each,))]), 0) for each in (one, other))
    first = np.zeros(1, dtype=np.int64)
    return {
        int(
            compiled.judged(
                a.sheets[face].outlined, first, b.sheets[face].outlined, first
            )[0]
        )
        for face in a.sheets.keys() & b.sheets.keys()
    }


def test_polygons_with_a_common_corner_need_no_whole_numbers() -> None:
    """Nor do those with a common side, or one inside the other."""
    square = box(10, 10, 11, 11)
    for other in (
        box(11, 11, 12, 12),
        box(10, 11, 11, 12),
        box(10.2, 11, 10.7, 12),
        box(10.2, 10.2, 10.8, 10.8),
    ):
        assert said(square, other) == {MEET}
        assert said(other, square) == {MEET}


def test_a_polygon_in_a_hole_is_apart() -> None:
    """And one that reaches over its rim is not."""
    ring = Polygon(box(10, 10, 13, 13).outer, (box(11, 11, 12, 12).outer,))
    assert said(ring, box(11.2, 11.2, 11.8, 11.8)) == {APART}
    assert said(ring, box(11.2, 11.2, 11.8, 12.1)) == {MEET}


def test_what_is_nearer_than_a_chart_can_tell_is_left_open() -> None:
    """A gap of 2e-10 of a radian, or 1.3 mm, is measured by whole numbers."""
    gap = Polygon(tuple(Point(lat, lon + 12) for lat, lon in box(0, 1, 1, 2).outer))
    assert said(box(0, 0, 1, 1), gap) == {OPEN}


@pytest.mark.parametrize("short", [-1, 0, 1])
def test_minima_are_kept_to_the_millisecond_and_millimetre(short: int) -> None:
    """Where a step of the sweep is longer: there is a volume ten years away."""
    square, year_ms = (box(0, 0, 1, 1),), 31_536_000_000
    far = Window(10 * year_ms + 7, None)
    for begin in range(300, 310):
        early = Volume("a", square, upper=Limit(999), windows=(Window(0, 293),))
        later = Window(begin + 1_000 - short, begin + 2_000)
        late = Volume("b", square, Limit(2_500 - short), windows=(later, far))
        last = Volume("c", square, Limit(2_500), windows=(far,))
        minima = Minima(0, 1_501, 1_000 + begin - 293)
        found = among(picture([early, late, last]), minima, fast=True)
        assert found.tolist() == [*([[0, 1]] if short >= 0 else []), [1, 2]]


def test_places_are_turned_into_the_same_directions() -> None:
    """At poles and seams, and of whole degrees, where doubt is greatest."""
    random = np.random.default_rng(3)
    lat = random.integers(-90 * E9, 90 * E9, 300_000)
    lon = random.integers(-180 * E9, 180 * E9, 300_000)
    lat[:5_000], lon[2_500:7_500] = lat[:5_000] // E9 * E9, lon[2_500:7_500] // E9 * E9
    lat[:4], lon[4:8] = [-90 * E9, 90 * E9, 0, 0], [-180 * E9, 180 * E9, 0, 90 * E9]
    found = compiled.directions(lat, lon)
    assert np.array_equal(found, sphere.directions(lat, lon))


def test_few_volumes_are_compared_without() -> None:
    """Making the loops, or loading them, would take longer."""
    assert not compiled.chosen(compiled.MANY - 1, fast=None)
    assert compiled.chosen(compiled.MANY, fast=None)
    assert compiled.chosen(0, fast=True)
    assert not compiled.chosen(10 * compiled.MANY, fast=False)


def test_without_numba_everything_is_found_without(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Even where the loops are asked for."""
    monkeypatch.setitem(sys.modules, "numba", None)
    for name in [
        each for each in sys.modules if each.startswith("detente.space.kernels.")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("detente.space.kernels.jit")
    compiled.at_hand.cache_clear()
    try:
        assert not compiled.chosen(1, fast=True)
        volumes = [Volume(each, (box(0, 0, 1, 1),)) for each in "ab"]
        assert among(picture(volumes), fast=True).tolist() == [[0, 1]]
    finally:
        compiled.at_hand.cache_clear()


def test_a_loop_runs_where_nothing_can_be_kept() -> None:
    """As where neither the source nor the user has a place for it."""
    names: dict[str, Callable[[int], int]] = {}
    exec("def twice(x):\n    return 2 * x", names)  # noqa: S102 - of no file
    assert jit.compiled(names["twice"])(21) == 42
