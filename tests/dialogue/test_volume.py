"""A volume is sound or it is not, up to the last metre and second."""

from typing import Final

import pytest

from detente.dialogue.position import Bearing
from detente.dialogue.volume import (
    Altitude,
    Circle,
    Corridor,
    LatLngPoint,
    Polygon,
    Recurrence,
    Volume4D,
    faults,
)

DAY_S: Final = 86_400
A: Final = LatLngPoint(9_000_000, 18_000_000)
B: Final = LatLngPoint(-9_000_000, -18_000_000)
C: Final = LatLngPoint(0, 0)
BY_PLACE: Final = Bearing("Lighthouse", 0, 0, 90, 1_000)


def volume(**changed: object) -> Volume4D:
    """Return a circle that recurs daily from the first second on."""
    usual: dict[str, object] = {
        "outline_circle": Circle(C, 5_000_000),
        "altitude_lower": Altitude(-300, "MSL"),
        "altitude_upper": Altitude(-300, "MSL"),
        "time_start": 0,
        "time_end": DAY_S,
        "recurrence": Recurrence(DAY_S, 1_000 * DAY_S),
    }
    return Volume4D(**{**usual, **changed})  # type: ignore[arg-type]


def sentences(**changed: object) -> list[str]:
    """Return what is wrong with a volume."""
    return [each.sentence for each in faults(volume(**changed))]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"recurrence": Recurrence(DAY_S, 0)},
        {"recurrence": None, "time_end": None},
        {"recurrence": None, "time_start": None},
        {"altitude_lower": None},
        {"altitude_upper": None},
        {"outline_circle": Circle(C, 1)},
        {"outline_circle": None, "outline_polygon": Polygon((A, B, C))},
        {"outline_circle": None, "outline_corridor": Corridor((C, A), 1)},
        {"outline_circle": None, "outline_corridor": Corridor((C, B), 10_000_000)},
    ],
)
def test_a_volume_at_the_edge_of_what_is_allowed_is_sound(
    changed: dict[str, object],
) -> None:
    """The poles, the date line, the first second, a level without height."""
    assert sentences(**changed) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"outline_circle": None}, "one outline"),
        ({"outline_corridor": Corridor((C, A), 1)}, "one outline"),
        ({"outline_circle": Circle(C, 0)}, "radius"),
        ({"outline_circle": Circle(C, 5_000_001)}, "radius"),
        ({"outline_circle": None, "outline_polygon": Polygon((A, B))}, "fewer"),
        ({"outline_circle": None, "outline_polygon": Polygon((A, B, B, C))}, "corners"),
        ({"outline_circle": None, "outline_corridor": Corridor((A,), 1)}, "fewer"),
        ({"outline_circle": None, "outline_corridor": Corridor((A, C), 0)}, "width"),
        (
            {"outline_circle": None, "outline_corridor": Corridor((A, C), 10_000_001)},
            "width",
        ),
        ({"altitude_upper": Altitude(-301, "MSL")}, "above"),
        ({"recurrence": None, "time_start": -1}, "times to count"),
        ({"recurrence": None, "time_start": None, "time_end": -1}, "times to count"),
        ({"recurrence": None, "time_start": DAY_S}, "before it begins"),
        ({"time_start": None}, "a beginning and an end"),
        ({"time_end": None}, "a beginning and an end"),
        ({"recurrence": Recurrence(DAY_S - 1, DAY_S)}, "before it has ended"),
        ({"recurrence": Recurrence(DAY_S, -1)}, "never"),
        ({"recurrence": Recurrence(DAY_S, 1_000 * DAY_S + 1)}, "never"),
    ],
)
def test_a_volume_beyond_it_is_none(changed: dict[str, object], words: str) -> None:
    """And the officer is told which of its parts is wrong."""
    [found] = sentences(**changed)
    assert words in found


@pytest.mark.parametrize(
    "point",
    [
        LatLngPoint(9_000_001, 0),
        LatLngPoint(-9_000_001, 0),
        LatLngPoint(0, 18_000_001),
        LatLngPoint(0, -18_000_001),
    ],
)
def test_a_point_beyond_the_earth_is_none(point: LatLngPoint) -> None:
    """A slip of a digit, mostly."""
    drawn = Corridor((C, point), 10)
    [found] = sentences(outline_circle=None, outline_corridor=drawn)
    assert "nowhere on the Earth" in found


@pytest.mark.parametrize(
    "outline",
    [
        {"outline_circle": Circle(A, 10)},
        {"outline_circle": None, "outline_polygon": Polygon((A, B, C))},
        {"outline_circle": None, "outline_corridor": Corridor((A, C), 10)},
    ],
)
def test_the_centre_or_first_point_is_read_back(outline: dict[str, object]) -> None:
    """With its second fix, whichever of the two that is."""
    found = volume(**outline, bearing=BY_PLACE, mgrs="31NAA").reference_point
    assert found is not None
    assert (found.lat_e5, found.lon_e5) == (A.lat_e5, A.lon_e5)
    assert (found.mgrs, found.bearing) == ("31NAA", BY_PLACE)
