"""A replay finds who was where: swept between fixes, and never less than was so."""

from itertools import pairwise, product
from math import atan2, degrees, hypot

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.flights import (
    EPOCH_US,
    SECOND_US,
    Fix,
    Inside,
    flights,
    instants,
    margin,
    replayed,
)
from tests.space.places import SEAMS, beyond, circles, corridors, place, polygons, unit
from tests.space.test_exact import box

from detente.space.cores import core, reach_mm
from detente.space.exact import meet, reach
from detente.space.tracking.tracks import Terms
from detente.space.volume import (
    E9,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

F = 1 / 298.257223563
EPOCH_MS = EPOCH_US // 1_000
limits = st.none() | st.builds(
    Limit, st.integers(0, 12_000_000), st.sampled_from(["W84", "MSL", "AGL", "STD"])
)
windows = st.lists(
    st.builds(
        Window,
        st.none() | st.integers(EPOCH_MS, EPOCH_MS + 1_000_000),
        st.none() | st.integers(EPOCH_MS + 500_000, EPOCH_MS + 4_000_000),
    ),
    min_size=1,
    max_size=2,
).map(tuple)
HURRIED = Terms(fastest_ms=1e9)
LEVEL = Limit(1_000_000), Limit(2_000_000)


@st.composite
def volumes(draw: st.DrawFn, about: tuple[float, float]) -> list[Volume]:
    """Draw volumes about a place, a few of several areas."""
    here = st.tuples(
        st.floats(max(-90.0, about[0] - 0.5), min(90.0, about[0] + 0.5)),
        st.floats(about[1] - 0.5, about[1] + 0.5),
    )
    areas = polygons(about=here) | circles(about=here) | corridors(about=here)
    return [
        Volume(
            f"v{number}",
            tuple(draw(st.lists(areas, min_size=1, max_size=2))),
            draw(limits),
            draw(limits),
            draw(windows),
        )
        for number in range(draw(st.integers(1, 4)))
    ]


def is_told(found: Inside, track: str, volume: str, at_us: float, by_ms: float) -> bool:
    """Say whether an instant lies in an interval, made longer or shorter by so much."""
    return any(
        enter - by_ms <= at_us / 1_000 <= leave + by_ms
        for enter, leave in found.get((track, volume), [])
    )


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(SEAMS))
def test_a_replay_tells_what_many_instants_tell(
    data: st.DataObject, about: tuple[float, float]
) -> None:
    """Every instant inside lies in an interval, and none outside."""
    fixes = data.draw(flights("a", about))
    declared = data.draw(volumes(about))
    found, problems = replayed(fixes, declared, HURRIED)
    assert problems == []
    for one, other in pairwise([*fixes, fixes[-1]]):
        for instant in instants(one, other, 25):
            for volume in declared:
                away = margin(instant, volume)
                told = is_told(found, "a", volume.id, instant.at_us, 1e-5)
                surely = is_told(found, "a", volume.id, instant.at_us, -1.1)
                assert told or away > 0, (instant, volume)
                assert not surely or away <= 1e-6, (instant, volume)


def test_a_fast_object_is_found_in_a_tiny_zone_between_two_fixes() -> None:
    """It was in neither fix, for a hundredth of a second."""
    fixes = [
        Fix("a", 0, place(0, 10), 1_500_000),
        Fix("a", 600 * SECOND_US, place(0, 22), 1_500_000),
    ]
    zone = Volume("zone", (Circle(place(0, 16), 10_000),), *LEVEL)

    found, _ = replayed(fixes, [zone])

    [[enter, leave]] = found["a", "zone"]
    assert enter == 299_995
    assert leave == 300_005


def points(area: Polygon | Circle | Corridor) -> tuple[Point, ...]:
    """Return the corners of an area."""
    match area:
        case Polygon(outer=outer, holes=holes):
            return (*outer, *(each for hole in holes for each in hole))
        case Circle(center=center):
            return (center,)
        case Corridor(points=route):
            return route


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(SEAMS))
def test_legs_meet_the_areas_that_whole_numbers_say(
    data: st.DataObject, about: tuple[float, float]
) -> None:
    """Also those that run through corners, along sides, or stand on them."""
    declared = data.draw(volumes(about))
    declared = [Volume(each.id, each.areas) for each in declared]
    corners = [p for each in declared for area in each.areas for p in points(area)]
    corner = st.sampled_from(corners)
    moved = st.builds(_moved, corner, st.integers(-5, 5), st.integers(-5, 5))
    middle = st.builds(_middle, corner, corner)
    places = data.draw(st.lists(corner | moved | middle, min_size=1, max_size=4))
    fixes = [Fix("a", at * SECOND_US, each) for at, each in enumerate(places)]

    found, _ = replayed(fixes, declared, HURRIED)

    ends = pairwise(places) if len(places) > 1 else [(places[0], places[0])]
    routes = [core(Corridor(each, 0)) for each in ends]
    expected = {
        ("a", each.id)
        for each in declared
        for area, route in product(each.areas, routes)
        if meet(route, core(area), reach(reach_mm(area)))
    }
    assert set(found) == expected


def _moved(point: Point, north: int, east: int) -> Point:
    lat = max(-90 * E9, min(90 * E9, point.lat_e9 + north))
    return Point(lat, (point.lon_e9 + east + 180 * E9) % (360 * E9) - 180 * E9)


def _middle(one: Point, other: Point) -> Point:
    x, y, z = (unit(one) + unit(other)).tolist()
    return place(degrees(atan2(z / (1 - F), hypot(x, y))), degrees(atan2(y, x)))


def minutes(*at: float) -> list[int]:
    """Return minutes as milliseconds."""
    return [round(each * 60_000) for each in at]


def test_an_object_that_stands_still_inside_is_inside() -> None:
    """From its first report to its last."""
    fixes = [Fix("a", at * 60 * SECOND_US, place(0.5, 0.5)) for at in range(3)]
    found, _ = replayed(fixes, [Volume("v", (box(0, 0, 1, 1),))])
    assert found == {("a", "v"): [minutes(0, 2)]}


def test_a_single_report_counts_as_a_point() -> None:
    """On the boundary as well; beside it not."""
    declared = [Volume("v", (box(0, 0, 1, 1),))]
    on_corner, _ = replayed([Fix("a", 0, place(1, 1))], declared)
    beside, _ = replayed([Fix("a", 0, place(1, 1.0001))], declared)
    assert on_corner == {("a", "v"): [[0, 0]]}
    assert beside == {}


def test_an_object_that_passes_by_a_corner_touches_it() -> None:
    """On the equator, at the tip of a triangle."""
    tip = Polygon((place(0, 5), place(-1, 4), place(-1, 6)))
    fixes = [Fix("a", 0, place(0, 4)), Fix("a", 600 * SECOND_US, place(0, 6))]
    found, _ = replayed(fixes, [Volume("tip", (tip,))])
    [[enter, leave]] = found["a", "tip"]
    assert enter in (299_999, 300_000)
    assert leave in (300_000, 300_001)


def test_an_unknown_height_is_every_height() -> None:
    """At one end of a leg it is unknown on all of it."""
    high = Volume("high", (box(0, 0, 1, 1),), Limit(30_000_000))
    fixes = [
        Fix("a", 0, place(0.5, 0.5), 1_000),
        Fix("a", 60 * SECOND_US, place(0.5, 0.6)),
        Fix("b", 0, place(0.5, 0.5), 1_000),
        Fix("b", 60 * SECOND_US, place(0.5, 0.6), 1_000),
    ]
    assert replayed(fixes, [high])[0] == {("a", "high"): [minutes(0, 1)]}


def test_an_object_enters_by_its_height_alone() -> None:
    """Above the area all the while, it comes down into it and goes through."""
    fixes = [
        Fix("a", 0, place(0.5, 0.5), 3_000_000),
        Fix("a", 600 * SECOND_US, place(0.5, 0.5), 0),
    ]
    found, _ = replayed(fixes, [Volume("v", (box(0, 0, 1, 1),), *LEVEL)])
    assert found == {("a", "v"): [[200_000, 400_000]]}


def test_touching_in_height_counts() -> None:
    """A millimetre below the lower limit does not."""
    declared = [Volume("v", (box(0, 0, 1, 1),), *LEVEL)]
    for top_mm, times in ((1_000_000, [[300_000, 300_000]]), (999_999, [])):
        fixes = [
            Fix("a", 0, place(0.5, 0.5), 0),
            Fix("a", 300 * SECOND_US, place(0.5, 0.5), top_mm),
            Fix("a", 600 * SECOND_US, place(0.5, 0.5), 0),
        ]
        assert replayed(fixes, declared)[0].get(("a", "v"), []) == times


def test_only_the_windows_of_a_volume_count() -> None:
    """Two windows are two intervals; one that only touches is an instant."""
    windows = tuple(
        Window(EPOCH_MS + start, EPOCH_MS + end)
        for start, end in (minutes(-5, 0), minutes(1, 2), minutes(3, 4))
    )
    declared = [Volume("v", (box(0, 0, 1, 1),), windows=windows)]
    fixes = [Fix("a", at * 600 * SECOND_US, place(0.5, 0.5)) for at in range(2)]
    found, _ = replayed(fixes, declared)
    assert found == {("a", "v"): [minutes(0, 0), minutes(1, 2), minutes(3, 4)]}


def test_a_way_over_the_pole_is_followed() -> None:
    """From 89 degrees on one side to 89 on the other, through a circle on the pole."""
    fixes = [Fix("a", 0, place(89, 0)), Fix("a", 600 * SECOND_US, place(89, 180))]
    pole = Volume("pole", (Circle(place(90, 0), 10_000_000),))
    [[enter, leave]] = replayed(fixes, [pole])[0]["a", "pole"]
    assert enter + leave == 600_000
    assert 50_000 < leave - enter < 60_000


def test_a_way_across_the_date_line_is_followed() -> None:
    """Through a box of a hundredth of a degree that lies on it."""
    fixes = [Fix("a", 0, place(0, 179)), Fix("a", 600 * SECOND_US, place(0, -179))]
    zone = Volume("zone", (box(-0.005, 179.995, 0.005, 180.005),))
    far = Volume("far", (box(-0.005, -0.005, 0.005, 0.005),))
    found, _ = replayed(fixes, [zone, far])
    assert set(found) == {("a", "zone")}
    assert np.abs(np.array(found["a", "zone"]) - [298_500, 301_500]).max() <= 1


def test_holes_are_not_inside() -> None:
    """A way through the hole is two intervals."""
    ring = Polygon(box(-3, -3, 3, 3).outer, (box(-1, -1, 1, 1).outer,))
    fixes = [Fix("a", 0, place(0, -4)), Fix("a", 800 * SECOND_US, place(0, 4))]
    found, _ = replayed(fixes, [Volume("ring", (ring,))], HURRIED)
    assert set(found) == {("a", "ring")}
    off = np.array(found["a", "ring"]) - [[100_000, 300_000], [500_000, 700_000]]
    # A direction is rounded to the tenth of a millimetre, and that takes its time.
    assert np.abs(off).max() <= 1


def test_a_way_along_a_side_is_inside_beside_a_hole_and_beyond_it() -> None:
    """Over the pole, where the hole lies on the same side as the way."""
    outer = tuple(place(-88.85, lon) for lon in (0, 90, -90))
    hole = tuple(place(-89.54, lon) for lon in (0, 90, -90))
    fixes = [Fix("a", 0, place(-89.94, 90)), Fix("a", SECOND_US, place(-89.43, -90))]
    found, _ = replayed(fixes, [Volume("v", (Polygon(outer, (hole,)),))], HURRIED)
    assert found == {("a", "v"): [[0, 1_000]]}


def test_an_area_wider_than_the_charts_is_screened() -> None:
    """A quarter of the Earth."""
    quarter = Polygon((place(0, 0), place(0, 60), place(0, 120), place(85, 60)))
    fixes = [
        Fix("in", 0, place(30, 60)),
        Fix("out", 0, place(-30, 60)),
        Fix("through", 0, place(-1, 60)),
        Fix("through", 600 * SECOND_US, place(1, 60)),
    ]
    found, _ = replayed(fixes, [Volume("quarter", (quarter,))])
    assert sorted(found) == [("in", "quarter"), ("through", "quarter")]


def test_a_long_leg_finds_all_that_lies_on_it() -> None:
    """A third round the Earth, past one small zone after the other."""
    zones = [
        Volume(f"z{lon:03d}", (box(-0.01, lon, 0.01, lon + 0.01),))
        for lon in range(-170, 170, 4)
    ]
    fixes = [Fix("a", 0, place(0, -60)), Fix("a", 900 * SECOND_US, place(0, 60))]
    found, _ = replayed(fixes, zones, HURRIED)
    assert set(found) == {("a", f"z{lon:03d}") for lon in range(-58, 60, 4)}


def test_many_small_zones_are_told_apart() -> None:
    """Each of a thousand, of a hundred metres, from its neighbours."""
    zones = [
        Volume(f"{row}-{column}", (Circle(place(row / 500, column / 500), 50_000),))
        for row in range(20)
        for column in range(50)
    ]
    fixes = [Fix("a", at * SECOND_US, place(7 / 500, at / 1_000)) for at in range(100)]
    found, _ = replayed(fixes, zones)
    assert {volume for _, volume in found} == {f"7-{column}" for column in range(50)}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(SEAMS))
def test_places_are_in_the_areas_that_whole_numbers_say(
    data: st.DataObject, about: tuple[float, float]
) -> None:
    """Reports alone, in the middle of areas, at their rims, and where boxes end."""
    declared = data.draw(volumes(about))
    declared = [Volume(each.id, each.areas) for each in declared]
    corners = [p for each in declared for area in each.areas for p in points(area)]
    between = st.builds(_middle, st.sampled_from(corners), st.sampled_from(corners))
    places = data.draw(st.lists(between, min_size=1, max_size=20))
    fixes = [Fix(f"{at:02}", 0, each) for at, each in enumerate(places)]

    found, _ = replayed(fixes, declared, HURRIED)

    expected = {
        (f"{at:02}", each.id)
        for at, place in enumerate(places)
        for each in declared
        for area in each.areas
        if meet(core(Circle(place, 0)), core(area), reach(reach_mm(area)))
    }
    assert set(found) == expected


def test_just_beyond_the_nearest_side_is_outside() -> None:
    """On each side of a square that stands aslant, where a circle in it is nearest."""
    turns = (0, 90, 180, 270)
    corners = tuple(beyond(10, 20, turn + 22.5, 0.01) for turn in turns)
    fixes = [
        Fix(f"{away} {turn}", 0, beyond(10, 20, turn + 67.5, away))
        for away in (0.0069, 0.0073)
        for turn in turns
    ]

    found, _ = replayed(fixes, [Volume("v", (Polygon(corners),))])

    assert {track for track, _ in found} == {f"0.0069 {turn}" for turn in turns}
