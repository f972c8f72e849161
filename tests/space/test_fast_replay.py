"""The loops of the extra `[fast]` find the areas of reports that are found without."""

from itertools import pairwise

import numpy as np
import pytest
from bench import sightings
from bench.reporting import _tracks
from bench.theatres import week
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.space.flights import Fix, flights, tracks
from tests.space.places import SEAMS
from tests.space.test_exact import box
from tests.space.test_fast import APART_E9, grazing
from tests.space.test_replay import volumes

from detente.space.picture import Picture, picture
from detente.space.tracking import fixes
from detente.space.tracking.nearby import Declared, pairs_of_fixes
from detente.space.tracking.pieces import cut_mm
from detente.space.tracking.replay import replay
from detente.space.tracking.tracks import Tracks, legs
from detente.space.volume import Circle, Point, Polygon, Volume

# The first test of each kind waits until its loops are made.
pytestmark = pytest.mark.timeout(600)


def told(held: Tracks, of: Picture, *, fast: bool) -> list[list[int]]:
    """Return who was in which volume, and when."""
    ways, _ = legs(held)
    hits = replay(ways, Declared(of, cut_mm(ways)), fast=fast)
    return [column.tolist() for column in hits]


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(SEAMS))
def test_tracks_and_lone_reports_are_told_the_same(
    data: st.DataObject, about: tuple[float, float]
) -> None:
    """Of every kind of volume, and at every seam."""
    of = picture(data.draw(volumes(about)))
    track = data.draw(flights("all", about))
    lone = data.draw(st.lists(flights("one", about), min_size=1, max_size=4))
    every = [fix._replace(track=f"{at}") for at, fix in enumerate(sum(lone, track))]
    held = tracks([*track, *every])
    assert told(held, of, fast=True) == told(held, of, fast=False)


@settings(max_examples=100, deadline=None)
@given(grazing(), st.lists(st.sampled_from(APART_E9), min_size=2, max_size=2))
def test_reports_a_hair_beside_corners_are_told_the_same(
    areas: list[Polygon], moved: list[int]
) -> None:
    """And on them, and on sides."""
    corners = [corner for area in areas for corner in area.outer]
    places = [Point(lat + moved[0], lon + moved[1]) for lat, lon in corners]
    places += [
        Point((a[0] + b[0]) // 2 + moved[0], (a[1] + b[1]) // 2)
        for a, b in pairwise(corners)
    ]
    lon_e9 = 180 * 10**9
    lone = [
        Fix(f"{at}", 0, Point(lat, min(max(lon, -lon_e9), lon_e9)), 0)
        for at, (lat, lon) in enumerate(places)
    ]
    of = picture([Volume(f"{at}", (each,)) for at, each in enumerate(areas)])
    assert told(tracks(lone), of, fast=True) == told(tracks(lone), of, fast=False)


def test_thousands_of_reports_are_told_the_same() -> None:
    """Of a week of two sides."""
    of, held = week(3_000, 7).picture, _tracks(sightings.reports(30_000, 8))
    plain, fast = (told(held, of, fast=fast) for fast in (False, True))
    assert len(plain[0]) > 50
    assert plain == fast


def test_a_report_well_inside_needs_no_second_look() -> None:
    """One in a circle does, and one on a side; one outside is not found at all."""
    of = picture([Volume("a", (box(0, 0, 1, 1), Circle(Point(0, 5 * 10**9), 1_000)))])
    lone = [(5, 5), (0, 5), (12, 5), (0, 50)]
    places = [Point(lat * 10**8, lon * 10**8) for lat, lon in lone]
    held = tracks([Fix(f"{at}", 0, where) for at, where in enumerate(places)])
    ways, _ = legs(held)
    assert fixes.alone(ways).all()
    sure, open_ = pairs_of_fixes(ways, Declared(of, cut_mm(ways)))
    assert np.stack(sure, 1).tolist() == [[0, 0]]
    assert sorted(np.stack(open_, 1).tolist()) == [[1, 0], [3, 1]]
