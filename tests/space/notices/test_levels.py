"""A height keeps the datum it was given in; one without a datum is asked for."""

import pytest
from tests.space.notices.reading import SQUARE, TIMES, doubted, one

from detente.space.notices.notice import NoticeArea
from detente.space.volume import Limit

FOOT_MM = 304.8
SFC = Limit(0, "AGL")


def area(text: str) -> NoticeArea:
    """Return a square for which a text gives the heights."""
    return one(f"{TIMES} FIRING IN AREA BOUNDED BY {SQUARE}. {text}.")


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [
        ("FROM SFC TO FL460", SFC, Limit(14_020_800, "STD")),
        ("FL290-FL310", Limit(8_839_200, "STD"), Limit(9_448_800, "STD")),
        ("SURFACE TO UNLIMITED", SFC, None),
        ("GND/5000FT AMSL", SFC, Limit(1_524_000, "MSL")),
        ("2000-5000FT AGL", Limit(609_600, "AGL"), Limit(1_524_000, "AGL")),
        (
            "FROM 1,000 M MSL TO 10,000 M MSL",
            Limit(1_000_000, "MSL"),
            Limit(10_000_000, "MSL"),
        ),
        ("UP TO 5000FT AGL", None, Limit(1_524_000, "AGL")),
        ("BELOW FL100", None, Limit(3_048_000, "STD")),
        ("ABOVE FL100", Limit(3_048_000, "STD"), None),
    ],
)
def test_heights_are_read_in_their_own_datum(
    text: str, lower: Limit | None, upper: Limit | None
) -> None:
    """What is unlimited or not said is left open."""
    found = area(text)

    assert (found.volume.lower, found.volume.upper) == (lower, upper)
    assert found.doubts == ()


def test_the_air_above_a_sea_area_reaches_from_the_surface_up() -> None:
    """No datum is named: it is asked for."""
    found = one(f"{TIMES} IN SEA AREA AND AIR SPACE ABOVE BOUNDED BY {SQUARE}.")

    assert (found.volume.lower, found.volume.upper) == (SFC, None)
    assert doubted(found, "names no level and no datum")


def test_feet_without_a_datum_are_doubtful() -> None:
    """Above the sea or above the ground is a difference of mountains."""
    found = area("SFC TO 5000 FEET")

    assert found.volume.upper == Limit(1_524_000, "MSL")
    assert doubted(found, "'5000 FEET' names no datum")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("", "No height is given"),
        ("FL310 TO FL290", "lower limit above its upper one"),
        ("SFC TO FL290. SFC TO FL310", "Several heights are given"),
    ],
)
def test_heights_that_are_not_sure_count_as_every_height(text: str, doubt: str) -> None:
    """And say so."""
    found = area(text)

    assert (found.volume.lower, found.volume.upper) == (None, None)
    assert doubted(found, doubt)
