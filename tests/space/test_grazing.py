"""What only just touches is told, and what only just does not is not."""

import pytest
from tests.space.flights import EPOCH_US, SECOND_US, Fix, replayed
from tests.space.places import place
from tests.space.test_exact import box

from detente.space.volume import Circle, Limit, Point, Volume, Window

EPOCH_MS = EPOCH_US // 1_000
HALF_E9 = 500_000_000
NORTH = Volume("north", (box(0, 0, 1, 1),))


def leg(one: Point, other: Point, alt_mm: int = 0) -> list[Fix]:
    """Return a track of ten minutes from one place to another."""
    return [Fix("a", 0, one, alt_mm), Fix("a", 600 * SECOND_US, other, alt_mm)]


@pytest.mark.parametrize(("short_e9", "told"), [(0, True), (1, True), (10, False)])
@pytest.mark.parametrize("turned", [False, True])
def test_a_leg_that_ends_or_begins_on_a_side_touches_it(
    *, short_e9: int, told: bool, turned: bool
) -> None:
    """A tenth of a millimetre before it as well, a millimetre before it not."""
    away, near = place(-0.5, 0.5), Point(-short_e9, HALF_E9)
    found, _ = replayed(leg(near, away) if turned else leg(away, near), [NORTH])
    expected = [[0, 0]] if turned else [[600_000, 600_000]]
    assert found == ({("a", "north"): expected} if told else {})


def test_an_object_that_moves_along_a_side_is_in_all_the_while() -> None:
    """From the one corner to the other."""
    along = Volume("along", (box(0, 1, 1, 2),))
    found, _ = replayed(leg(place(0, 0), place(0, 3)), [along])
    [[enter, leave]] = found["a", "along"]
    assert abs(enter - 200_000) <= 1
    assert abs(leave - 400_000) <= 1


@pytest.mark.parametrize(("away_e9", "told"), [(9, True), (10, True), (12, False)])
def test_a_circle_ends_where_whole_numbers_say(*, away_e9: int, told: bool) -> None:
    """A radius of a millimetre is nine billionths of a degree; rounding adds one."""
    circle = Volume("circle", (Circle(place(0, 0), 1),))
    found, _ = replayed([Fix("a", 0, Point(0, away_e9))], [circle])
    assert bool(found) is told


def test_an_object_that_comes_after_the_window_is_not_told() -> None:
    """On one leg it is in the window first, and then in the area."""
    ended = NORTH._replace(windows=(Window(EPOCH_MS, EPOCH_MS + 240_000),))
    early = NORTH._replace(windows=(Window(EPOCH_MS + 360_000, None),))
    assert replayed(leg(place(-0.5, 0.5), place(0.5, 0.5)), [ended])[0] == {}
    assert replayed(leg(place(0.5, 0.5), place(-0.5, 0.5)), [early])[0] == {}


def test_an_object_that_comes_down_after_it_left_is_not_told() -> None:
    """On one leg it is in the area first, and then at its height."""
    low = NORTH._replace(upper=Limit(400_000))
    fixes = leg(place(0.5, 0.5), place(-0.5, 0.5))
    fixes[0] = fixes[0]._replace(alt_mm=1_000_000)
    assert replayed(fixes, [low])[0] == {}


def test_an_unknown_height_may_be_below_a_known_one() -> None:
    """The other end of the leg is far above the volume."""
    low = NORTH._replace(upper=Limit(500_000))
    fixes = leg(place(0.5, 0.4), place(0.5, 0.5), 5_000_000)
    assert replayed(fixes, [low])[0] == {}
    fixes[1] = fixes[1]._replace(alt_mm=None)
    assert replayed(fixes, [low])[0] == {("a", "north"): [[0, 600_000]]}


def test_areas_within_an_area_do_not_part_its_interval() -> None:
    """A volume of a wide area and of two small ones inside it is one stay."""
    small = (box(-0.1, 0.5, 0.1, 0.6), box(-0.1, 1.5, 0.1, 1.6))
    volume = Volume("all", (box(-2, -1, 2, 4), *small))
    found, _ = replayed(leg(place(0, 0), place(0, 3)), [volume])
    assert found == {("a", "all"): [[0, 600_000]]}
