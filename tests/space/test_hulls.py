"""What hulls and circles decide, whole numbers decide alike."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.space.places import SEAMS, beyond, polygons
from tests.space.test_exact import box

from detente.space.cores import core
from detente.space.exact import meet
from detente.space.meeting import hulls, planar
from detente.space.meeting.charts import charted
from detente.space.picture import picture
from detente.space.volume import Polygon, Volume


@st.composite
def neighbours(draw: st.DrawFn) -> list[Polygon]:
    """Draw polygons near one place, at every seam."""
    lat, lon = draw(st.sampled_from(SEAMS))
    near = st.builds(
        lambda bearing, away: (
            (where := beyond(lat, lon, bearing, away)).lat_e9 / 1e9,
            where.lon_e9 / 1e9,
        ),
        st.floats(0, 359),
        st.floats(0, 0.05),
    )
    return draw(st.lists(polygons(about=near), min_size=2, max_size=5))


def decided(areas: list[Polygon]) -> set[tuple[int, int, bool]]:
    """Return the pairs that are decided on any chart, and how."""
    columns = picture([Volume(f"{i}", (each,)) for i, each in enumerate(areas)]).areas
    found = set()
    for chart in charted(columns, 0).charts:
        held, at = hulls.hulls(columns, chart), chart.at
        i, j = np.triu_indices(len(at), 1)
        for says, flags in (
            (True, hulls.overlap(held, i, held, j)),
            (False, hulls.parted(held, i, held, j)),
        ):
            mine, theirs = at[i[flags]].tolist(), at[j[flags]].tolist()
            found |= {(*each, says) for each in zip(mine, theirs, strict=True)}
    return found


@given(neighbours())
def test_what_is_decided_is_what_whole_numbers_say(areas: list[Polygon]) -> None:
    """Wherever on the Earth, with holes and without."""
    cores = [core(each) for each in areas]
    for i, j, says in decided(areas):
        assert meet(cores[i], cores[j], planar.TOUCHING) == says


def test_a_diagonal_gap_is_seen() -> None:
    """Two triangles whose boxes overlap, on both sides of a diagonal."""
    below, above = box(0, 0, 0.9, 0.9).outer, box(0.1, 0.1, 1, 1).outer
    areas = [
        Polygon((below[0], below[1], below[3])),
        Polygon((above[1], above[2], above[3])),
    ]
    assert decided(areas) == {(0, 1, False)}


def test_a_circle_lies_in_no_hole() -> None:
    """A small square in the hole of a ring meets nothing of it."""
    ring = Polygon(box(-3, -3, 3, 3).outer, (box(-1, -1, 1, 1).outer,))
    assert decided([ring, box(-0.1, -0.1, 0.1, 0.1)]) == set()


def test_a_circle_reaches_the_nearest_side_and_no_farther() -> None:
    """Squares with a narrow gap are parted; those that overlap a little meet."""
    apart = [box(0, 0, 1, 1), box(0, 1.05, 1, 2.05)]
    overlapping = [box(0, 0, 1, 1), box(0, 0.95, 1, 1.95)]
    assert decided(apart) == {(0, 1, False)}
    assert decided(overlapping) == {(0, 1, True)}
