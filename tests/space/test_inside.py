"""A report that stands alone is in the areas that whole numbers say, by either way."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.flights import EPOCH_US, Fix, tracks
from tests.space.places import SEAMS, place
from tests.space.test_exact import box
from tests.space.test_fast import APART_E9, grazing

from detente.space.cores import core
from detente.space.exact import meet, reach
from detente.space.meeting.charts import FACES, on_faces
from detente.space.picture import picture
from detente.space.tracking import fixes, inside
from detente.space.tracking.nearby import Declared, pairs
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import replay
from detente.space.tracking.tracks import legs
from detente.space.volume import (
    Circle,
    Corridor,
    Limit,
    Point,
    Polygon,
    Volume,
    Window,
)

# The first test of each kind waits until its loops are made.
pytestmark = pytest.mark.timeout(600)

by_either_way = pytest.mark.parametrize("fast", [False, True])
MOST_LON_E9 = 180 * 10**9


def found(
    lone: list[Fix], declared: list[Volume], *, fast: bool
) -> set[tuple[int, str]]:
    """Return which reports, by number, are in which volumes."""
    held = tracks([fix._replace(track=f"{at:05}") for at, fix in enumerate(lone)])
    ways, _ = legs(held, fast=fast)
    hits = replay(ways, Declared(picture(declared), cut_mm(ways)), fast=fast)
    volumes = [declared[each].id for each in hits.volume.tolist()]
    return set(zip(hits.track.tolist(), volumes, strict=True))


@by_either_way
@settings(max_examples=60, deadline=None)
@given(
    areas=grazing(),
    moved=st.lists(st.sampled_from(APART_E9), min_size=2, max_size=2),
)
def test_reports_a_hair_beside_corners_are_where_whole_numbers_say(
    areas: list[Polygon], moved: list[int], *, fast: bool
) -> None:
    """And on them, on sides, and beside sides; at every seam."""
    corners = [corner for area in areas for corner in area.outer]
    places = [*corners]
    places += [
        Point((a.lat_e9 + b.lat_e9) // 2, (a.lon_e9 + b.lon_e9) // 2)
        for a, b in pairwise(corners)
    ]
    places = [
        Point(lat + moved[0], min(max(lon + moved[1], -MOST_LON_E9), MOST_LON_E9))
        for lat, lon in places
    ]
    declared = [Volume(f"{at}", (each,)) for at, each in enumerate(areas)]
    told = found([Fix("", 0, each) for each in places], declared, fast=fast)
    assert told == {
        (at, f"{number}")
        for at, each in enumerate(places)
        for number, area in enumerate(areas)
        if meet(core(Circle(each, 0)), core(area), reach(0))
    }


@by_either_way
@pytest.mark.parametrize("seam", SEAMS)
def test_a_report_is_found_on_every_side_of_a_seam(
    seam: tuple[float, float], *, fast: bool
) -> None:
    """In a square about it; beside the square it is not."""
    lat, lon = seam
    if abs(lat) > 89:
        rim = tuple(place(lat - np.sign(lat), turn) for turn in (0, 90, 180, -90))
        within = [place(lat - np.sign(lat) * 0.3, turn) for turn in (45, 135, -45)]
        beyond = [place(lat - np.sign(lat) * 1.2, turn) for turn in (45, 135, -45)]
        area = Polygon(rim)
    else:
        area = Polygon(
            (
                place(lat - 1, lon - 1),
                place(lat - 1, lon + 1),
                place(lat + 1, lon + 1),
                place(lat + 1, lon - 1),
            )
        )
        turns = [(a, b) for a in (-0.9, 0.0, 0.9) for b in (-0.9, 0.0, 0.9)]
        within = [place(lat + a, lon + b) for a, b in turns]
        beyond = [place(lat + 2 * a, lon + 2 * b) for a, b in turns if a or b]
    lone = [Fix("", 0, each) for each in within + beyond]
    told = found(lone, [Volume("v", (area,))], fast=fast)
    assert told == {(at, "v") for at in range(len(within))}


@by_either_way
def test_heights_and_windows_hold_their_ends(*, fast: bool) -> None:
    """To the millimetre and the microsecond; an unknown height is every one."""
    begin_ms = EPOCH_US // 1_000
    volume = Volume(
        "v",
        (box(0, 0, 1, 1),),
        Limit(1_000_000),
        Limit(2_000_000),
        (Window(begin_ms + 10, begin_ms + 20),),
    )
    here, height = place(0.5, 0.5), 1_500_000
    inside_ = [
        Fix("", 10_000, here, height),
        Fix("", 20_000, here, height),
        Fix("", 15_000, here, 1_000_000),
        Fix("", 15_000, here, 2_000_000),
        Fix("", 15_000, here),
    ]
    outside = [
        Fix("", 9_999, here, height),
        Fix("", 20_001, here, height),
        Fix("", 15_000, here, 999_999),
        Fix("", 15_000, here, 2_000_001),
        Fix("", 20_001, here),
    ]
    told = found(inside_ + outside, [volume], fast=fast)
    assert told == {(at, "v") for at in range(len(inside_))}


@by_either_way
def test_holes_and_what_is_no_polygon_are_told_apart(*, fast: bool) -> None:
    """In a hole, on its rim, beside a route and within half its width."""
    ring = Polygon(box(0, 0, 3, 3).outer, (box(1, 1, 2, 2).outer,))
    route = Corridor((place(10, 0), place(10, 2)), 20_000_000)
    declared = [Volume("ring", (ring,)), Volume("route", (route,))]
    places = [(1.5, 1.5), (1, 1.5), (0.5, 0.5), (10.05, 1), (10.2, 1)]
    told = found([Fix("", 0, place(*each)) for each in places], declared, fast=fast)
    assert told == {(1, "ring"), (2, "ring"), (3, "route")}


@by_either_way
def test_one_report_may_lie_in_thousands_of_volumes(*, fast: bool) -> None:
    """More than there was room for; others lie in none, far away."""
    declared = [Volume(f"{at}", (box(0, 0, 1, 1),)) for at in range(3_000)]
    places = [(-50, -120), (0.5, 0.5), (60, 100), (0.25, 0.75)]
    told = found([Fix("", 0, place(*each)) for each in places], declared, fast=fast)
    assert told == {(at, f"{each}") for at in (1, 3) for each in range(3_000)}


def test_a_report_well_inside_or_outside_needs_no_second_look() -> None:
    """One in a circle does, and one on a side."""
    declared = picture(
        [Volume("a", (box(0, 0, 1, 1), Circle(Point(0, 5 * 10**9), 1_000)))]
    )
    lone = [(0.5, 0.5), (0, 0.5), (0.9, 0.02), (0, 5), (-1e-6, 0.5)]
    ways, _ = legs(tracks([Fix(f"{n}", 0, place(*p)) for n, p in enumerate(lone)]))
    ready, still = Declared(declared, cut_mm(ways)), fixes.alone(ways)
    [[sure, open_]] = [
        inside.parted(ways, ready, each, still)
        for each in pairs(ways, ready)
        if len(each.leg)
    ]
    assert sorted(np.stack(sure, 1).tolist()) == [[0, 0], [2, 0]]
    assert sorted(np.stack(open_, 1).tolist()) == [[1, 0], [3, 1]]


@given(st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3).filter(any)))
def test_vectors_lie_on_the_face_that_they_reach_farthest_along(
    rows: list[list[int]],
) -> None:
    """Of several the first."""
    vectors = np.array(rows, dtype=np.int64).reshape(-1, 3)
    columns = zip(*(column.tolist() for column in on_faces(vectors)), strict=True)
    for vector, (face, u, v) in zip(rows, columns, strict=True):
        axis, sign = FACES[face]
        sizes = [abs(each) for each in vector]
        assert (axis, sign) == (sizes.index(max(sizes)), np.sign(vector[axis]))
        assert u == vector[(axis + 1) % 3] / max(sizes)
        assert v == vector[(axis + 2) % 3] / max(sizes)
