"""A volume that makes no sense is refused in one sentence that names the corner."""

from collections.abc import Sequence
from itertools import combinations
from math import cos, sin
from time import process_time

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.space.places import beyond

from detente.record.errors import Malformed
from detente.space.exact import cross, dot, turn
from detente.space.hemisphere import middle
from detente.space.soundness import sound
from detente.space.soundness.rings import Rings, touch
from detente.space.sphere import rows
from detente.space.volume import (
    E9,
    Area,
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

CENTER = Point(50 * E9, 30 * E9)


def ring(*corners: tuple[float, float]) -> tuple[Point, ...]:
    """Corners as longitude and latitude in degrees."""
    return tuple(Point(round(lat * E9), round(lon * E9)) for lon, lat in corners)


def star(count: int, lon: float = 30.0, lat: float = 50.0) -> tuple[Point, ...]:
    """Corners around a place, near and far by turns: no two sides meet."""
    return ring(
        *(
            (
                lon + (1 + turn % 2) * cos(2 * np.pi * turn / count),
                lat + (1 + turn % 2) * sin(2 * np.pi * turn / count),
            )
            for turn in range(count)
        )
    )


def said(*areas: Area) -> list[str]:
    """All that is wrong with the areas of one volume."""
    return list(sound.faults(Volume("A12", areas)))


SQUARE = ring((0, 0), (10, 0), (10, 10), (0, 10))


@pytest.mark.parametrize(
    "area",
    [
        Polygon(SQUARE),
        Polygon(SQUARE[::-1]),
        Polygon(SQUARE, (ring((2, 2), (4, 2), (3, 4)), ring((6, 6), (8, 6), (7, 8)))),
        Polygon(ring((170, -10), (-170, -10), (-170, 10), (170, 10))),
        Polygon(ring((0, 80), (90, 80), (180, 80), (-90, 80))),
        Polygon(star(400)),
        Polygon(star(64)),
        Polygon(ring((0, 0), (0, 5), (0, 10), (5, 5))),
        Circle(CENTER, 5_000_000_000),
        Corridor((CENTER, Point(51 * E9, 30 * E9)), 1),
    ],
)
def test_what_makes_sense_is_taken(area: Area) -> None:
    """Either way round, with holes, over the date line, around a pole, or straight."""
    assert said(area) == []
    sound.check([Volume("A12", (area,))])


@pytest.mark.parametrize(
    ("corners", "sentence"),
    [
        (
            [(0, 0), (1, 0)],
            "The outer ring of volume A12 has fewer than three corners.",
        ),
        (
            [(0, 0), (1, 0), (1, 0), (0, 1)],
            (
                "Corner 2 of the outer ring of volume A12 is "
                "in the same place as corner 3."
            ),
        ),
        (
            [(180, 5), (-180, 5), (179, 0)],
            (
                "Corner 1 of the outer ring of volume A12 is "
                "in the same place as corner 2."
            ),
        ),
        (
            [(20, 80), (7, 90), (99, 90), (120, 80)],
            (
                "Corner 2 of the outer ring of volume A12 is "
                "in the same place as corner 3."
            ),
        ),
        (
            [(0, 0), (1, 0), (0, 1), (0, 0)],
            (
                "Corner 4 of the outer ring of volume A12 is "
                "in the same place as corner 1."
            ),
        ),
        (
            [(0, 10), (180, -10), (90, 40)],
            (
                "Corner 1 of the outer ring of volume A12 is opposite on the Earth to "
                "corner 2."
            ),
        ),
        (
            [(0, 0), (2, 2), (2, 0), (0, 2)],
            (
                "The outer ring of volume A12 crosses or touches itself: its side from "
                "corner 1 to corner 2 meets its side from corner 3 to corner 4."
            ),
        ),
        (
            [(0, 0), (4, 0), (4, 4), (2, 0), (0, 4)],
            (
                "The outer ring of volume A12 crosses or touches itself: its side from "
                "corner 1 to corner 2 meets its side from corner 3 to corner 4."
            ),
        ),
        (
            [(0, 0), (4, 0), (2, 0), (2, 4)],
            (
                "Corner 2 of the outer ring of volume A12: there the ring runs back "
                "along its own side."
            ),
        ),
        (
            [(0, 0), (0, 5), (0, 9)],
            (
                "All corners of the outer ring of volume A12 lie on one great circle, "
                "with nothing inside."
            ),
        ),
        (
            [(0, -30), (120, -30), (-120, -30), (60, 89)],
            (
                "No hemisphere holds all corners of the outer ring of volume A12: what "
                "lies inside it is not told by its corners. Declare it in parts."
            ),
        ),
        (
            [(0, 0), (1, 90.5), (1, 1)],
            (
                "Corner 2 of the outer ring of volume A12 has latitude 90.5, beyond 90 "
                "degrees."
            ),
        ),
        (
            [(0, 0), (1, 9), (-180.000000001, 1)],
            (
                "Corner 3 of the outer ring of volume A12 has longitude "
                "-180.000000001, beyond 180 degrees."
            ),
        ),
    ],
)
def test_a_ring_without_sense_is_refused_by_its_corner(
    corners: list[tuple[float, float]], sentence: str
) -> None:
    """The officer finds the corner in the file."""
    assert said(Polygon(ring(*corners))) == [sentence]
    with pytest.raises(Malformed, match="A12"):
        sound.check([Volume("A12", (Polygon(ring(*corners)),))])


@pytest.mark.parametrize(
    ("holes", "sentence"),
    [
        (
            [ring((12, 2), (14, 2), (13, 4))],
            "Corner 1 of hole 1 of volume A12 lies outside it.",
        ),
        (
            [ring((2, 2), (4, 2), (180, 0))],
            "Corner 3 of hole 1 of volume A12 lies outside it.",
        ),
        (
            [ring((8, 2), (14, 2), (8, 4))],
            (
                "Hole 1 of volume A12 crosses or touches the outer ring: its side from "
                "corner 1 to corner 2 meets the side from corner 2 to corner 3."
            ),
        ),
        (
            [ring((2, 2), (8, 2), (5, 8)), ring((4, 3), (6, 3), (5, 4))],
            "Corner 1 of hole 2 of volume A12 lies in hole 1.",
        ),
        (
            [ring((2, 2), (6, 2), (4, 6)), ring((3, 3), (9, 3), (6, 6))],
            (
                "Hole 2 of volume A12 crosses or touches hole 1: its side from corner "
                "1 to corner 2 meets the side from corner 2 to corner 3."
            ),
        ),
        (
            [ring((2, 2), (4, 2))],
            "Hole 1 of volume A12 has fewer than three corners.",
        ),
    ],
)
def test_a_hole_lies_inside_and_apart(
    holes: Sequence[tuple[Point, ...]], sentence: str
) -> None:
    """Neither outside, nor over an edge, nor in another hole."""
    assert said(Polygon(SQUARE, tuple(holes))) == [sentence]


def test_a_hole_that_touches_a_corner_is_refused() -> None:
    """To a billionth of a degree."""
    touching = Polygon(SQUARE, (ring((0, 0), (4, 2), (3, 4)),))
    apart = Polygon(SQUARE, (ring((1e-9, 2e-9), (4, 2), (3, 4)),))

    assert len(said(touching)) == 1
    assert said(apart) == []


def test_an_area_of_several_is_named_by_its_number() -> None:
    """Otherwise nobody would find the corner."""
    flat = Polygon(ring((0, 0), (0, 5), (0, 9)))

    assert said(Circle(CENTER, 1), flat) == [
        (
            "All corners of the outer ring of area 2 of volume A12 lie on one great "
            "circle, with nothing inside."
        )
    ]


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        (
            Circle(CENTER, 0),
            "The radius of volume A12 is not above 0 and at most 5,000 km.",
        ),
        (
            Circle(CENTER, 5_000_000_001),
            "The radius of volume A12 is not above 0 and at most 5,000 km.",
        ),
        (
            Circle(Point(91 * E9, 0), 1),
            "The centre of volume A12 has latitude 91, beyond 90 degrees.",
        ),
        (
            Corridor((CENTER,), 1),
            "The route of volume A12 has fewer than two points.",
        ),
        (
            Corridor(ring((0, 0), (1, 0)), 0),
            "The width of volume A12 is not above 0 and at most 10,000 km.",
        ),
        (
            Corridor(ring((0, 0), (1, 0), (1, 0)), 1),
            "Point 2 of the route of volume A12 is in the same place as point 3.",
        ),
        (
            Corridor(ring((0, 0), (1, 0), (-179, 0)), 1),
            "Point 2 of the route of volume A12 is opposite on the Earth to point 3.",
        ),
        (
            Corridor(ring((0, 0), (1, 95)), 1),
            "Point 2 of the route of volume A12 has latitude 95, beyond 90 degrees.",
        ),
    ],
)
def test_a_circle_or_corridor_without_sense_is_refused(
    area: Area, sentence: str
) -> None:
    """A reach of nothing, or of more than the Earth has; a leg without direction."""
    assert said(area) == [sentence]


@pytest.mark.parametrize(
    ("volume", "sentence"),
    [
        (Volume("B", ()), "Volume B has no area."),
        (Volume("B", (Circle(CENTER, 1),), windows=()), "Volume B has no time at all."),
        (
            Volume("B", (Circle(CENTER, 1),), windows=(Window(5, 4),)),
            "Volume B ends before it starts.",
        ),
        (
            Volume("B", (Circle(CENTER, 1),), Limit(2, "STD"), Limit(1, "STD")),
            "The lower limit of volume B is above its upper limit.",
        ),
        (
            Volume("B", (Circle(CENTER, 1),), None, Limit(100_000_000_001)),
            "The upper limit of volume B is beyond 100,000 km.",
        ),
        (
            Volume("B", (Polygon(star(9_998)), Polygon(SQUARE))),
            "Volume B has more than 10,000 corners.",
        ),
    ],
)
def test_limits_and_times_without_sense_are_refused(
    volume: Volume, sentence: str
) -> None:
    """As is a volume of nothing, or of more than anyone can look through."""
    assert list(sound.faults(volume)) == [sentence]


def test_limits_of_two_data_are_not_compared() -> None:
    """The ground may be anywhere."""
    volume = Volume("B", (Circle(CENTER, 1),), Limit(2, "AGL"), Limit(1, "W84"))

    assert list(sound.faults(volume)) == []


def test_a_moment_is_a_window() -> None:
    """What starts and ends at once has an end."""
    volume = Volume("B", (Circle(CENTER, 1),), windows=(Window(5, 5),))

    assert list(sound.faults(volume)) == []


def test_a_long_ring_is_judged_in_seconds() -> None:
    """10,000 corners, every side beside many others; and with two exchanged."""
    corners = list(star(10_000))
    swapped = [*corners[:7_000], corners[7_002], *corners[7_001:]]
    swapped[7_002] = corners[7_000]
    start = process_time()

    assert said(Polygon(tuple(corners))) == []
    assert len(said(Polygon(tuple(swapped)))) == 1
    assert process_time() - start < 10


@given(
    st.integers(1, 9).flatmap(
        lambda most: st.lists(
            st.tuples(*3 * [st.integers(-most, most)]).filter(any), min_size=1
        )
    )
)
def test_a_hemisphere_is_found_wherever_there_is_one(
    corners: list[tuple[int, int, int]],
) -> None:
    """The edges of all that hold them are where two of their planes cut each other."""
    found = middle(corners)
    cuts = [cross(a, b) for a in corners for b in corners]
    edges = [cut for cut in cuts if all(dot(cut, each) >= 0 for each in corners)]
    x, y, z = (sum(figures) for figures in zip((0, 0, 0), *edges, strict=True))

    if found is None:
        assert not all(dot((x, y, z), each) > 0 for each in corners)
    else:
        assert all(dot(found, each) > 0 for each in corners)


few = st.integers(0, 4)


@given(st.lists(st.tuples(few, few), min_size=3, max_size=7))
def test_rings_on_a_coarse_grid_are_judged_as_in_a_plane(
    corners: list[tuple[int, int]],
) -> None:
    """Touching, straight and folded ones are common there; a plane says the same.

    The grid is drawn on a plane beside the Earth: on the map its lines would bend.
    """
    directions = [(x, y, 7) for x, y in corners]
    expected = not _meets_in_a_plane(corners)
    if any(a == b for a, b in zip(corners, [*corners[1:], corners[0]], strict=True)):
        return
    judged = Rings([directions], (0, 0, 1))

    assert (judged.spike() is None and judged.meeting() is None) == expected


def _meets_in_a_plane(corners: list[tuple[int, int]]) -> bool:
    """Whether a closed line meets itself, as another program has it."""
    return not shapely.LinearRing(corners).is_simple


units = st.integers(-2, 2)


@given(st.lists(st.tuples(st.integers(0, 3), units, units, units), min_size=4))
def test_floating_point_passes_over_nothing_that_touches(
    steps: list[tuple[int, int, int, int]],
) -> None:
    """Corners a few units from one side and from each other, judged by both."""
    (a, b) = rows(ring((30, 50), (30.7, 50.2))).tolist()
    corners = []
    for third, *off in steps:
        along = [(p * (3 - third) + q * third) // 3 for p, q in zip(a, b, strict=True)]
        x, y, z = (p + q for p, q in zip(along, off, strict=True))
        corners.append((x, y, z))
    sides = list(zip(corners, [*corners[1:], corners[0]], strict=True))
    if any(one == other for one, other in sides):
        return
    judged = Rings([corners], corners[0])
    touching = any(
        touch(*sides[i], *sides[j])
        for i, j in combinations(range(len(sides)), 2)
        if j - i not in {1, len(sides) - 1}
    )

    assert (judged.meeting() is not None) == touching


def fibonacci(count: int) -> tuple[int, int, int]:
    """Three numbers running; of these, square and product differ by one."""
    a, b = 0, 1
    for _ in range(count):
        a, b = b, a + b
    return a, b, a + b


@given(st.integers(-(2**35), 2**35), st.integers(-(2**35), 2**35))
def test_floating_point_is_never_certain_of_what_is_not_so(r: int, s: int) -> None:
    """A corner whose determinant is one, the least there is, among such of 2^100."""
    x, y, z = fibonacci(49)
    a, b = (y, z, r), (x, y, s)
    corners = [a, b, (x + y, y + z, r + s + 1), (x + y, y + z, r + s - 1)]
    judged = Rings([corners], a)

    for place in (2, 3):
        sign = int(judged._sides_of(np.array([0]), np.array([place]))[0])
        assert abs(turn(a, b, corners[place])) == 1
        assert sign * turn(a, b, corners[place]) >= 0


def test_a_long_side_bulges_towards_the_pole() -> None:
    """A side of 100 degrees of longitude from 45 to 45 north passes 57 degrees."""
    outer = tuple(beyond(0, 0, bearing, 1.4) for bearing in range(0, 360, 4))
    wide = ring((-50, 45), (50, 45), (0, 40))

    assert said(Polygon(outer, (wide, ring((5, 62), (-5, 62), (0, 58))))) == []
    assert len(said(Polygon(outer, (wide, ring((5, 62), (-5, 62), (0, 57)))))) == 1


@pytest.mark.parametrize(
    ("one", "other", "touching"),
    [
        (((0, 0), (0, 4)), ((0, 3), (0, 6)), True),
        (((0, 0), (0, 4)), ((0, 4), (0, 6)), True),
        (((0, 0), (0, 6)), ((0, 2), (0, 4)), True),
        (((0, 0), (0, 2)), ((0, 3), (0, 6)), False),
        (((0, 3), (0, 6)), ((0, 2), (0, 0)), False),
    ],
)
def test_sides_on_one_great_circle_touch_where_they_overlap(
    one: Sequence[tuple[float, float]],
    other: Sequence[tuple[float, float]],
    touching: bool,  # noqa: FBT001 - a case
) -> None:
    """Along a meridian."""
    a, b, c, d = ((x, y, z) for x, y, z in rows(ring(*one, *other)).tolist())

    assert touch(a, b, c, d) == touching
