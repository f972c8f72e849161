"""Decide how moving objects are held, and what is told of two that come close.

Records alone, of clauses 32.1 to 32.4: a column for each figure, for there may be a
hundred thousand objects. `detente.space.files.states` reads them,
`detente.space.passing.encounters` compares them.
"""

from typing import Final, NamedTuple

from detente.space.sphere import Integers, Reals

MOST_LOOKAHEAD_S: Final = 3_600.0
MOST_SPEED_MS: Final = 12_000.0
"""What is faster leaves the Earth."""
MOST_ALT_M: Final = 100_000_000.0


class Moving(NamedTuple):
    """Objects and how they move; row by row.

    An altitude that is not a number is unknown, and counts as every altitude. Without
    any `parties` every two objects are compared; an empty one may be anybody's.
    """

    ids: tuple[str, ...]
    lat_e9: Integers
    lon_e9: Integers
    alt_m: Reals
    ground_speed_ms: Reals
    track_deg: Reals
    vertical_speed_ms: Reals
    parties: tuple[str, ...] = ()


class Closeness(NamedTuple):
    """Within which time, and how close, two objects are in conflict."""

    lookahead_s: float = 300.0
    lateral_m: float = 9_260.0
    vertical_m: float = 304.8


class Approach(NamedTuple):
    """Two objects in conflict: their closest approach, and when they are too close.

    `dalt_m` is None where an altitude is unknown.
    """

    a: str
    b: str
    tcpa_s: float
    dcpa_m: float
    dalt_m: float | None
    enter_s: float
    leave_s: float
