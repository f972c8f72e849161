"""Whether two areas meet is decided by whole numbers, and is what the sphere says."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.space.places import apart_rad, areas, place, polygons

from detente.space.cores import core, reach_mm
from detente.space.exact import RADIUS_MM, meet, reach
from detente.space.volume import Area, Circle, Corridor, Point, Polygon

TINY_RAD = 1e-10


def meets(one: Area, other: Area, lateral_mm: int = 0) -> bool:
    """Say whether two areas meet with so much between them."""
    within = reach(reach_mm(one) + reach_mm(other) + lateral_mm)
    return meet(core(one), core(other), within)


def box(south: float, west: float, north: float, east: float) -> Polygon:
    """Return four corners."""
    corners = ((south, west), (south, east), (north, east), (north, west))
    return Polygon(tuple(place(*each) for each in corners))


@settings(max_examples=150)
@given(areas, areas, st.sampled_from([0, 1, 9_260_000, 100_000_000]))
def test_areas_meet_where_the_sphere_says_so(
    one: Area, other: Area, lateral_mm: int
) -> None:
    """Everywhere on the Earth, seams included; either way round."""
    apart = apart_rad(one, other) - lateral_mm / RADIUS_MM
    assume(abs(apart) > TINY_RAD)

    assert meets(one, other, lateral_mm) == (apart < 0)
    assert meets(other, one, lateral_mm) == (apart < 0)


@settings(max_examples=80)
@given(st.data(), polygons())
def test_what_lies_close_by_is_decided_like_the_sphere(
    data: st.DataObject, one: Polygon
) -> None:
    """Two polygons about the same place, so that they meet about as often as not."""
    shift = data.draw(st.integers(-2_000_000_000, 2_000_000_000))
    moved = tuple(
        place((each.lat_e9 + shift // 3) / 1e9, (each.lon_e9 + shift) / 1e9)
        for each in one.outer
        if abs(each.lat_e9 + shift // 3) < 89e9
    )
    assume(len(moved) == len(one.outer))
    other = Polygon(moved)
    apart = apart_rad(one, other)
    assume(apart == 0.0 or apart > TINY_RAD)

    assert meets(one, other) == (apart == 0.0)


@pytest.mark.parametrize("lon", [0.0, 30.0, 45.0, 113.456789, 180.0])
def test_areas_that_share_part_of_a_meridian_touch(lon: float) -> None:
    """Rounding does not part a corner from the side that it lies on."""
    assert meets(box(10, lon - 5, 20, lon), box(13.1234567, lon, 17.7654321, lon + 5))


def test_areas_that_share_a_corner_touch() -> None:
    """Touching counts."""
    assert meets(box(10, 20, 11, 21), box(11, 21, 12, 22))


def test_areas_a_millimetre_apart_do_not_touch() -> None:
    """What is apart may be declared apart."""
    metre = 1e9 / 111_000
    one = box(10, 20, 11, 21)
    other = Polygon(
        tuple(
            Point(lat, lon + round(0.002 * metre))
            for lat, lon in box(10, 21, 11, 22).outer
        )
    )
    assert not meets(one, other)


def test_a_hole_is_no_part_of_an_area() -> None:
    """What lies in it meets nothing; what lies around it does."""
    ring = box(0, 0, 10, 10)._replace(holes=(box(3, 3, 7, 7).outer,))
    assert not meets(ring, box(4, 4, 6, 6))
    assert meets(ring, box(1, 1, 2, 2))
    assert meets(ring, box(4, 4, 6, 8))
    assert meets(ring, box(-1, -1, 11, 11))


def test_a_ring_around_the_pole_holds_it() -> None:
    """There is no pole on a sphere."""
    cap = Polygon(tuple(place(80, lon) for lon in range(-180, 180, 30)))
    assert meets(cap, Circle(place(90, 0), 1))
    assert not meets(cap, Circle(place(-90, 0), 1))


def test_the_side_of_an_area_is_a_great_circle() -> None:
    """Not a parallel: it bends towards the pole."""
    wide = box(40, 0, 50, 30)
    assert meets(wide, Circle(place(50.97, 15), 1))
    assert not meets(wide, Circle(place(50.98, 15), 1))


@pytest.mark.parametrize(
    ("lateral_mm", "expected"), [(9_999, True), (10_001, True), (9_000, False)]
)
def test_a_circle_is_a_circle(lateral_mm: int, expected: bool) -> None:  # noqa: FBT001
    """Two circles of 5 km, 10 km and 9.5 m apart at the nearest."""
    away = (5_000_000 + 5_000_000 + 9_500) / RADIUS_MM
    other = Circle(Point(0, round(away * 180e9 / 3.141592653589793)), 5_000_000)
    assert meets(Circle(Point(0, 0), 5_000_000), other, lateral_mm) is expected


def test_what_lies_opposite_does_not_meet() -> None:
    """Two routes whose planes cut each other on the far side."""
    here = Corridor((place(-1, 0), place(1, 0)), 2)
    there = Corridor((place(0, 179), place(0, -179)), 2)
    assert not meets(here, there)
    assert meets(here, Corridor((place(0, -1), place(0, 1)), 2))


@pytest.mark.parametrize(("radius_km", "expected"), [(4_900, False), (5_000, True)])
def test_circles_of_a_continent_meet_where_they_reach(
    radius_km: int, *, expected: bool
) -> None:
    """A quarter of the Earth apart, and past a right angle of reach."""
    one = Circle(place(0, 0), radius_km * 1_000_000)
    other = Circle(place(0, 89), radius_km * 1_000_000)
    assert meets(one, other) is expected
