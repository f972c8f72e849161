"""One area is drawn as many are: on the same faces, to the same place."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tests.space.places import areas, place, polygons

from detente.space.meeting import planar
from detente.space.meeting.charts import charted
from detente.space.picture import picture
from detente.space.standing.outlined import outlined
from detente.space.volume import Area, Circle, Polygon, Volume

HAIR = 1e-5


@given(areas, st.sampled_from([0, 9_260_000]))
def test_a_box_holds_what_it_holds_among_many(area: Area, lateral_mm: int) -> None:
    """On every face that it reaches there, and no more than a hair more."""
    found = outlined(area, lateral_mm)
    many = charted(picture([Volume("", (area,))]).areas, lateral_mm)

    assert found is not None
    boxes = {each.face: (*each.begin, *each.end) for each in found}
    for chart in many.charts:
        gap = np.array(boxes[chart.face]) - chart.boxes[0]
        assert (gap[:2] <= 0).all()
        assert (gap[2:] >= 0).all()
        assert np.abs(gap).max() < HAIR


@given(polygons())
def test_a_polygon_is_written_as_it_is_drawn_among_many(area: Polygon) -> None:
    """To the last binary place, holes too."""
    columns = picture([Volume("", (area,))]).areas
    first = np.zeros(1, dtype=np.int64)
    for each in outlined(area, 0) or ():
        drawn = planar.shapes(columns, first, each.face)[0]
        assert each.text == shapely.to_wkb(drawn)


@pytest.mark.parametrize(
    "area",
    [
        Polygon((place(0, 0), place(0, 60), place(0, 120), place(85, 60))),
        Circle(place(-45, 60), 5_000_000_000),
    ],
)
def test_an_area_too_wide_for_the_charts_is_not_drawn(area: Area) -> None:
    """It is measured instead."""
    assert outlined(area, 0) is None
