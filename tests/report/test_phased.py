"""Volumes of a file become phases of a notice, and never become smaller by it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.space.declared import sensible
from tests.space.places import polygons

from detente.dialogue import volume as stated
from detente.dialogue.declared import activity
from detente.dialogue.fields import Text
from detente.dialogue.forms.act import Notice
from detente.record.errors import Misasked
from detente.report.phased import Phased, Wanted, phased
from detente.space.soundness import sound
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

HERE = Circle(Point(57 * E9, 19 * E9), 9_000_000)
GRID = "34VCJ7888119397"
HALF_STEP_E9 = 5_000


def made(*given: Volume, fix: str = "") -> Phased:
    """Return the phases of volumes, as NORTH would state them."""
    fixes = {given[0].id: fix} if fix else {}
    return phased(given, fixes, Wanted(), "NORTH")


def drawn(found: Phased) -> list[Volume]:
    """Return phases as the record draws them (clause 34.1)."""
    notice = Notice(
        designation="A", purpose=Text(text="B"), kind="other", phases=found.phases
    )
    return [each.volume for each in activity("", "NORTH", "OPERATION", notice)]


def corners(area: Area) -> tuple[Point, ...]:
    """Return what an area is drawn from."""
    match area:
        case Circle(center):
            return (center,)
        case Polygon(points) | Corridor(points):
            return points


def reach_mm(area: Area) -> int:
    """Return how far an area reaches from what it is drawn from."""
    match area:
        case Circle(_, radius_mm):
            return radius_mm
        case Corridor(_, width_mm):
            return width_mm
        case Polygon():
            return 0


def within(inner: Limit | None, outer: Limit | None, sign: int) -> bool:
    """Say whether a limit leaves out nothing that another lets in."""
    if inner is None or outer is None:
        return outer is None
    higher = sign * (outer.value_mm - inner.value_mm)
    return inner.datum == outer.datum and 0 <= higher < 1_000


def covered(inner: Window, outer: Window) -> bool:
    """Say whether a window holds another, by less than two seconds more."""
    early = late = 0
    if inner.start_ms is not None and outer.start_ms is not None:
        early = inner.start_ms - outer.start_ms
    if inner.end_ms is not None and outer.end_ms is not None:
        late = outer.end_ms - inner.end_ms
    open_alike = [a is None for a in inner] == [a is None for a in outer]
    return open_alike and 0 <= early < 1_000 and 0 <= late < 2_000


@given(sensible())
def test_what_is_stated_holds_all_that_was_read(volume: Volume) -> None:
    """At each height and time; corners within half of a fifth place."""
    assume(not list(sound.faults(volume)))
    found = drawn(made(volume))

    times = [each for got in found for each in got.windows]
    assert len(times) == len(volume.areas) * len(volume.windows)
    for window in volume.windows:
        assert any(covered(window, each) for each in times)
    assert {len(each.areas) for each in found} == {1}
    for got in found:
        assert within(volume.lower, got.lower, -1)
        assert within(volume.upper, got.upper, 1)
    shapes = list(dict.fromkeys(each.areas[0] for each in found))
    for area, shape in zip(dict.fromkeys(volume.areas), shapes, strict=False):
        assert 0 <= reach_mm(shape) - reach_mm(area) < 1_000
        for point in corners(area):
            assert any(
                abs(point.lat_e9 - each.lat_e9) <= HALF_STEP_E9
                and abs(point.lon_e9 - each.lon_e9) <= HALF_STEP_E9
                for each in corners(shape)
            )


@given(sensible())
def test_no_rule_marks_what_is_stated_but_for_a_second_fix(volume: Volume) -> None:
    """Whatever the times: clause 18.3 has its own idea of a recurrence."""
    assume(not list(sound.faults(volume)))
    found = made(volume)

    assume(all(len(set(each.points)) > 2 for p in found.phases for each in p.volumes))
    for phase in found.phases:
        for each in phase.volumes:
            assert [str(fault) for fault in stated.faults(each)] == []


@given(st.lists(polygons(), min_size=1, max_size=2))
def test_a_hole_is_filled_and_doubted(areas: list[Polygon]) -> None:
    """Larger, never smaller in silence."""
    found = made(Volume("a", tuple(areas)), fix="")

    assert any("holes" in each for each in found.doubts) == any(
        each.holes for each in areas
    )


def test_a_second_fix_that_lies_elsewhere_is_doubted() -> None:
    """Whoever read it off a map read another place, or the file has."""
    near = made(Volume("a", (HERE,)), fix=GRID)
    far = made(Volume("a", (HERE,)), fix="34VCJ7888129397")

    assert near.doubts == ()
    assert "MGRS lies 10," in far.doubts[0]


def test_phases_are_in_the_order_in_which_they_begin() -> None:
    """What may have begun already stands first."""
    times = [Window(2_000, None), Window(None, 5_000), Window(1_000, 3_000)]
    given = [Volume(f"{at}", (HERE,), windows=(each,)) for at, each in enumerate(times)]

    starts = [each.start for each in made(*given).phases]

    assert starts == [None, 1, 2]


@pytest.mark.parametrize(("id_", "grid"), [("b", GRID), ("a", "nowhere")])
def test_a_second_fix_of_nothing_is_refused(id_: str, grid: str) -> None:
    """It was meant for something."""
    with pytest.raises(Misasked):
        phased([Volume("a", (HERE,))], {id_: grid}, Wanted(), "NORTH")
