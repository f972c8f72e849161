"""What was drawn gets into the draft of a form, and replaces no more than it must."""

import pytest

from detente.console.filled import Given
from detente.console.handing import degrees, fields_for, laid_over, points_of
from detente.record.errors import Malformed
from detente.space.volume import Point

VOLUME = "body.phases.0.volumes.0."
CORNERS = "57.0 N 19.0 E\n57.2 N 19.0 E\n57.2 S 19.5 W\n"


def test_positions_are_read_as_those_of_a_notice_are() -> None:
    """Degrees alone, or with minutes; one a line."""
    found = points_of("57.5 N 19.25 E\n\n57-30.00N 019-15.00E\n", 2)

    assert found == [Point(57_500_000_000, 19_250_000_000)] * 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("57.0 N 19.0 E\nsomewhere", "give one a line"),
        ("57.0 N 19.0 E", "It takes 3 positions"),
        ("57.00000 19.00000\n" * 3, "cannot be taken"),
    ],
)
def test_what_is_in_doubt_is_not_drawn(text: str, why: str) -> None:
    """A line that gave nothing, a corner too few, a latitude that may be none."""
    with pytest.raises(Malformed, match=why):
        points_of(text, 3)


def test_a_position_is_typed_as_an_officer_would() -> None:
    """In degrees with a letter, to the metre."""
    found = degrees(Point(-57_123_456_000, -19_000_000_000))

    assert found == ("57.12346 S", "19.00000 W")


def test_an_area_replaces_the_area_that_stood_there_and_nothing_else() -> None:
    """The times and the purpose that were typed stay."""
    kept = Given(
        (
            ("body.purpose", "Gunnery."),
            (f"{VOLUME}time_start", "2026-02-01T12:00Z"),
            (f"{VOLUME}outline_circle.radius_m", "500"),
            ("points.phases.0.volumes.0.outline_polygon.vertices", "1 N, 1 E"),
        )
    )

    given = laid_over(kept, "polygon", list(fields_for("polygon", CORNERS, "")))

    assert given.body("purpose") == "Gunnery."
    assert given.body("phases.0.volumes.0.time_start") == "2026-02-01T12:00Z"
    assert not given.has("phases.0.volumes.0.outline_circle")
    assert given.body("phases.0.number") == "1"
    corners = given.points("phases.0.volumes.0.outline_polygon.vertices").splitlines()
    assert corners == [
        "57.00000 N, 19.00000 E",
        "57.20000 N, 19.00000 E",
        "57.20000 S, 19.50000 W",
    ]


def test_a_circle_without_a_radius_is_none() -> None:
    """It would be signed as something that nobody drew."""
    with pytest.raises(Malformed, match="radius in whole metres"):
        list(fields_for("circle", "57.0 N 19.0 E", "two miles"))
