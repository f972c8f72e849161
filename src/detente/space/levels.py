"""Compare heights, each in its own datum where both share it (clause 30.4).

Two levels of pressure are never widened: FL 290 and FL 310 lie apart, whatever the
weather. Across data nothing is known of geoid, ground and pressure but their bounds.
"""

from typing import Final, assert_never

from detente.space.volume import Datum, Limit

GEOID_DOWN_MM: Final = 110_000
GEOID_UP_MM: Final = 90_000
GROUND_DOWN_MM: Final = 500_000
GROUND_UP_MM: Final = 9_000_000
PRESSURE_DOWN_MM: Final = 1_500_000
PRESSURE_UP_MM: Final = 700_000
COLUMN: Final = 5
"""An air column is at most this part of its height shorter or longer than standard."""


def lowest_mm(value_mm: int, datum: Datum) -> int:
    """Return how low above the ellipsoid a height in a datum may lie."""
    match datum:
        case "W84":
            return value_mm
        case "MSL":
            return value_mm - GEOID_DOWN_MM
        case "AGL":
            return value_mm - GROUND_DOWN_MM
        case "STD":
            return value_mm - PRESSURE_DOWN_MM - -(-abs(value_mm) // COLUMN)
        case _:
            assert_never(datum)


def highest_mm(value_mm: int, datum: Datum) -> int:
    """Return how high above the ellipsoid a height in a datum may lie."""
    match datum:
        case "W84":
            return value_mm
        case "MSL":
            return value_mm + GEOID_UP_MM
        case "AGL":
            return value_mm + GROUND_UP_MM
        case "STD":
            return value_mm + PRESSURE_UP_MM - (-abs(value_mm) // COLUMN)
        case _:
            assert_never(datum)


def reaches(lower: Limit | None, upper: Limit | None, minimum_mm: int = 0) -> bool:
    """Say whether a lower limit is not above an upper one, the minimum added."""
    if lower is None or upper is None:
        return True
    if lower.datum == upper.datum:
        return lower.value_mm <= upper.value_mm + minimum_mm
    return lowest_mm(*lower) <= highest_mm(*upper) + minimum_mm
