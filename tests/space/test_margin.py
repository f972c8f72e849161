"""How far two volumes keep their minima, or fall short: figures to be shown."""

from detente.space.meeting.margin import Margin, margin
from detente.space.volume import (
    TOUCHING,
    Circle,
    Datum,
    Limit,
    Minima,
    Point,
    Polygon,
    Volume,
    Window,
)

DEGREE = 1_000_000_000
DEGREE_MM = 110_946_000
"""A degree along the equator, by the measure of clause 30.3."""


def square(west: int, **changed: object) -> Volume:
    """Return a square of one degree at the equator, from a longitude on."""
    corners = ((0, west), (0, west + 1), (1, west + 1), (1, west))
    area = Polygon(tuple(Point(lat * DEGREE, lon * DEGREE) for lat, lon in corners))
    return Volume("", (area,))._replace(**changed)  # type: ignore[arg-type]


def heights(lower: int, upper: int, datum: Datum = "MSL") -> dict[str, Limit]:
    """Return the limits of a volume, in metres."""
    low, high = Limit(lower * 1_000), Limit(upper * 1_000)
    return {"lower": low._replace(datum=datum), "upper": high._replace(datum=datum)}


def test_what_touches_falls_short_by_the_whole_minimum() -> None:
    """In each figure that is wanted, at every height and time."""
    found = margin(square(0), square(1), Minima(5_000, 600, 60))
    assert found == Margin(-5_000, -600, -60)


def test_aside_it_is_what_lies_between_less_the_minimum() -> None:
    """Between the nearest of all areas, whichever is named first."""
    far = square(9).areas + square(3).areas
    for one, other in ((square(0), square(3)), (square(3), square(0))):
        found = margin(one, other, Minima(lateral_mm=1_000_000)).lateral_mm
        assert abs(found + 1_000_000 - 2 * DEGREE_MM) < DEGREE_MM // 100
    several = margin(square(0), square(0)._replace(areas=far), TOUCHING).lateral_mm
    assert abs(several - 2 * DEGREE_MM) < DEGREE_MM // 100


def test_what_lies_within_another_is_not_apart() -> None:
    """Though no side comes near."""
    dot = Volume("", (Circle(Point(DEGREE // 2, DEGREE // 2), 1_000),))
    assert margin(square(0), dot, TOUCHING).lateral_mm == 0


def test_a_circle_reaches_as_far_as_its_radius() -> None:
    """What lies between is less by it."""
    place = Point(0, 3 * DEGREE)
    wide, point = (
        Volume("", (Circle(place, radius_mm),)) for radius_mm in (50_000_000, 1)
    )
    more, less = (
        margin(square(0), each, TOUCHING).lateral_mm for each in (point, wide)
    )
    assert abs(more - less - 49_999_999) <= 1


def test_in_height_it_is_what_surely_lies_between() -> None:
    """Of two data as little as it may be; where a limit is not told, nothing."""
    low, high = square(0, **heights(0, 1_000)), square(0, **heights(1_500, 2_000))
    assert margin(low, high, Minima(0, 600_000, 0)).vertical_mm == -100_000
    assert margin(high, low, TOUCHING).vertical_mm == 500_000
    ellipsoid = square(0, **heights(1_500, 2_000, "W84"))
    assert margin(low, ellipsoid, TOUCHING).vertical_mm == 410_000
    assert margin(low._replace(upper=None), high, TOUCHING).vertical_mm == 0


def test_in_time_it_is_between_the_windows_that_come_nearest() -> None:
    """What has no end leaves nothing between."""
    one = square(0, windows=(Window(0, 10), Window(100, 110)))
    other = square(0, windows=(Window(150, 160), Window(30, 40)))
    assert margin(one, other, Minima(time_ms=60)).time_ms == 20 - 60
    assert margin(other, one, TOUCHING).time_ms == 20
    endless = square(0, windows=(Window(0, None),))
    assert margin(endless, other, TOUCHING).time_ms == 0
    ended = square(0, windows=(Window(None, 10),))
    assert margin(other, ended, TOUCHING).time_ms == 20
