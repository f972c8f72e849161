"""What is found is what sampled navigation finds, anywhere on Earth, seams included."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.space.sailing import (
    CROWD,
    Craft,
    crowd,
    excess,
    lateral,
    least,
    moving,
    vertical,
)

from detente.space.passing.encounters import approaches
from detente.space.passing.moving import Closeness

SEAMS = [
    (0.0, 180.0),
    (90.0, 0.0),
    (-90.0, 77.0),
    (45.1, 0.0),
    (35.4, 45.0),
    (0.0, 0.0),
    (-35.4, -135.0),
]
lateral_m = st.sampled_from([0.0, 50.0, 9_260.0, 100_000.0])
vertical_m = st.sampled_from([0.0, 304.8, 3_000.0])
speeds = st.one_of(st.just(0.0), st.floats(1, 300), st.floats(300, 3_000))


@st.composite
def crews(draw: st.DrawFn, lookahead_s: float, count: int = 2) -> list[Craft]:
    """Draw craft near one place, of which some will meet."""
    anywhere = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    lat, lon = draw(st.sampled_from(SEAMS) | anywhere)
    crew = []
    for _ in range(count):
        spread = draw(st.sampled_from([0.0, 0.05, 0.5, 3.0, 90.0]))
        north, east = draw(st.floats(-spread, spread)), draw(st.floats(-spread, spread))
        east_deg = east / max(np.cos(np.radians(lat)), 0.01)
        crew.append(
            Craft(
                round(float(np.clip(lat + north, -90, 90)), 6),
                round(float((lon + east_deg + 180) % 360 - 180), 6),
                draw(st.none() | st.floats(0, 12_000) | st.just(1_000.0)),
                draw(speeds),
                draw(st.sampled_from([0.0, 90.0, 270.0]) | st.floats(0, 360)),
                draw(st.just(0.0) | st.floats(-50, 50)),
            )
        )
    same = draw(st.booleans())
    if same:  # a convoy: one velocity
        crew[1] = crew[1]._replace(speed=crew[0].speed, track=crew[0].track)
    return crew


@pytest.mark.parametrize("lookahead_s", [0.0, 300.0, 3_600.0])
def test_a_pair_is_in_conflict_as_sampling_has_it(lookahead_s: float) -> None:
    """The moments too, wherever sampling is sure."""

    @settings(max_examples=40, deadline=None)
    @given(crews(lookahead_s), lateral_m, vertical_m)
    def holds(crew: list[Craft], lateral: float, vertical: float) -> None:
        agrees(crew, Closeness(lookahead_s, lateral, vertical))

    holds()


def agrees(crew: list[Craft], limits: Closeness) -> None:
    """Check one pair."""
    one, other = crew
    margin, _ = least(one, other, limits)
    assume(not -1e-4 < margin < 0.05)
    found = approaches(moving(*crew), limits)
    if margin > 0:
        assert not found, (margin, found)
        return
    [told] = found
    closest, _ = least(one, other, limits, sideways=True)
    assert told.dcpa_m == pytest.approx(closest, abs=0.01)
    moments = np.array([told.tcpa_s, told.enter_s, told.leave_s])
    assert (moments >= 0).all()
    assert (moments <= limits.lookahead_s + 1e-9).all()
    beside = lateral(one, other, moments[:1])
    assert beside[0] == pytest.approx(told.dcpa_m, abs=0.01)
    assert excess(one, other, moments[1:], limits).max() < 0.05
    if told.dalt_m is not None:
        assert told.dalt_m == pytest.approx(
            vertical(one, other, moments[:1])[0], abs=0.01
        )
    before = np.linspace(0, told.enter_s, 200)[:-1]
    after = np.linspace(told.leave_s, limits.lookahead_s, 200)[1:]
    for moments in (before, after):
        if len(moments) and np.ptp(moments) > 0:
            assert excess(one, other, moments, limits).min() > -0.05


@settings(max_examples=40, deadline=None)
@given(crews(300.0, count=6), lateral_m, vertical_m)
def test_of_many_the_pairs_are_those_of_each_two(
    crew: list[Craft], lateral: float, vertical: float
) -> None:
    """Sorting into cells loses none, and doubles none."""
    limits = Closeness(300.0, lateral, vertical)
    names = "abcdef"

    apart = [
        each
        for one, other in combinations(range(len(crew)), 2)
        for each in approaches(
            moving(crew[one], crew[other], ids=names[one] + names[other]), limits
        )
    ]

    together = approaches(moving(*crew), limits)
    assert [each[:2] for each in together] == [each[:2] for each in apart]


@pytest.mark.parametrize("spread_deg", [3.0, 30.0])
@pytest.mark.parametrize("seam", SEAMS)
def test_of_a_crowd_at_a_seam_no_pair_is_lost(
    seam: tuple[float, float], spread_deg: float
) -> None:
    """Seventy, of every speed, each pair of which was sampled every third second."""
    crew = crowd(1, seam, spread_deg)
    limits = Closeness(lateral_m=200_000)
    found = approaches(moving(*crew, ids=[f"{row:03}" for row in range(CROWD)]), limits)

    times = np.linspace(0, 300, 101)
    sure = {
        (f"{one:03}", f"{other:03}")
        for one, other in combinations(range(CROWD), 2)
        if excess(crew[one], crew[other], times, limits).min() <= 0
    }
    told = {(each.a, each.b) for each in found}
    assert sure
    assert sure <= told
    for a, b in told - sure:
        assert least(crew[int(a)], crew[int(b)], limits)[0] <= 0.01
