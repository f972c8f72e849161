"""Decide how a place is said twice, and how far two places lie apart (clause 14.1).

Nine kilometres once lay between the position meant and the position passed on. A
position is therefore given by two independent means, coordinates and either MGRS or
bearing and distance from a named place; and who receives it enters it again from the
map. All figures are whole numbers and all sums are done on them, so that every node
finds the same distance; only MGRS is read by a library, and decides nothing that is
folded. Distances here are for tolerances of some hundred metres: they are exact to half
a percent up to 100 km, and volumes are compared elsewhere.
"""

from collections.abc import Iterable, Iterator
from math import cos, isqrt, radians
from typing import Annotated, Final, NamedTuple

import mgrs
import msgspec
from mgrs.core import MGRSError

from detente.dialogue.fault import Fault
from detente.dialogue.fields import label

E5: Final = 100_000
LARGEST_LAT_E5: Final = 90 * E5
LARGEST_LON_E5: Final = 180 * E5
SPOT_M: Final = 100
AREA_M: Final = 500
# A hundred-thousandth of a degree of a great circle, in tenths of a millimetre.
_STEP_E4_M: Final = 11_132
# The cosine of whole degrees in millionths: rounded so, it is the same on any machine.
_COS_E6: Final = tuple(round(cos(radians(each)) * 1_000_000) for each in range(91))


class Bearing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a place lies from a named one: true bearing and distance."""

    place: Annotated[str, label("Named place")]
    lat_e5: Annotated[int, label("Latitude of the named place", "In 1/100,000 degree")]
    lon_e5: Annotated[int, label("Longitude of the named place", "In 1/100,000 degree")]
    bearing_deg: Annotated[int, label("True bearing", "0 to 359, from the named place")]
    distance_m: Annotated[int, label("Distance", "In metres")]


class Position(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A position in WGS 84, given by coordinates and a second time by other means."""

    lat_e5: Annotated[int, label("Latitude", "North is plus, in 1/100,000 degree")]
    lon_e5: Annotated[int, label("Longitude", "East is plus, in 1/100,000 degree")]
    mgrs: Annotated[str, label("MGRS", "The second fix")] = ""
    bearing: Annotated[Bearing | None, label("Bearing", "Or this second fix")] = None

    @property
    def sound(self) -> bool:
        """Whether the coordinates are on the Earth."""
        return abs(self.lat_e5) <= LARGEST_LAT_E5 and abs(self.lon_e5) <= LARGEST_LON_E5

    @property
    def twice(self) -> bool:
        """Whether it is given a second time."""
        return bool(self.mgrs) or self.bearing is not None

    def __str__(self) -> str:
        return f"{_degrees(self.lat_e5, 'NS', 2)} {_degrees(self.lon_e5, 'EW', 3)}"


class Placed(NamedTuple):
    """A position that a body gives, by the name of its field; `area` stands for one."""

    name: str
    position: Position
    area: bool = False

    @property
    def tolerance_m(self) -> int:
        """How far a read-back may lie off (clause 14.2)."""
        return AREA_M if self.area else SPOT_M


class ReadPosition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A position as its reader entered it again; `name` is that of the field read."""

    name: Annotated[str, label("Which position")]
    lat_e5: Annotated[int, label("Latitude", "North is plus, in 1/100,000 degree")]
    lon_e5: Annotated[int, label("Longitude", "East is plus, in 1/100,000 degree")]


def faults(placed: Iterable[Placed]) -> Iterator[Fault]:
    """Yield what is wrong with the positions of a body (clause 14.1)."""
    for name, position, _ in placed:
        if not position.sound:
            yield Fault("14.1", f"The {_words(name)} is nowhere on the Earth.")
        elif not position.twice:
            yield Fault("14.1", f"The {_words(name)} is given once, and not twice.")


def cautions(placed: Iterable[Placed]) -> Iterator[Fault]:
    """Yield where the two fixes of a position disagree (clauses 11.27 and 14.1)."""
    for each in placed:
        position = each.position
        second = second_fix(position)
        if not position.twice or not position.sound:
            continue
        if second is None:
            yield Fault("14.1", f"The second fix of the {_words(each.name)} is none.")
            continue
        off_m = apart_m((position.lat_e5, position.lon_e5), second)
        if off_m > each.tolerance_m:
            yield Fault(
                "14.1", f"The two fixes of the {_words(each.name)} lie {off_m} m apart."
            )


def _words(name: str) -> str:
    return name.replace("_", " ")


def apart_m(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how far two places (lat_e5, lon_e5) lie apart, in whole metres."""
    (lat, lon), (other_lat, other_lon) = one, other
    north = abs(lat - other_lat)
    east = abs(lon - other_lon) % (360 * E5)
    east = min(east, 360 * E5 - east) * _cos_e6((lat + other_lat) // 2) // 1_000_000
    return isqrt(north * north + east * east) * _STEP_E4_M // 10_000


def second_fix(position: Position) -> tuple[int, int] | None:
    """Return the place that the second fix names, None where it cannot be read.

    A caution before release rests on this, and nothing that is folded.
    """
    if position.mgrs:
        try:
            lat, lon = mgrs.MGRS().toLatLon(position.mgrs.replace(" ", "").upper())
        except (MGRSError, ValueError):
            return None
        return round(lat * E5), round(lon * E5)
    return None if position.bearing is None else _from(position.bearing)


def _from(bearing: Bearing) -> tuple[int, int]:
    steps = bearing.distance_m * 10_000 // _STEP_E4_M
    angle = bearing.bearing_deg % 360
    north = steps * _turned_e6(angle) // 1_000_000
    east = steps * _turned_e6(angle - 90) // 1_000_000
    narrow = max(_cos_e6(bearing.lat_e5 + north // 2), 1)
    return bearing.lat_e5 + north, bearing.lon_e5 + east * 1_000_000 // narrow


def _turned_e6(degrees: int) -> int:
    """Return the cosine of whole degrees, in millionths."""
    turned = abs(degrees) % 360
    turned = min(turned, 360 - turned)
    return _COS_E6[turned] if turned <= 90 else -_COS_E6[180 - turned]  # noqa: PLR2004


def _cos_e6(lat_e5: int) -> int:
    """Return the cosine of a latitude in millionths, straight between whole degrees."""
    whole, rest = divmod(min(abs(lat_e5), LARGEST_LAT_E5), E5)
    if rest == 0:
        return _COS_E6[whole]
    return _COS_E6[whole] - (_COS_E6[whole] - _COS_E6[whole + 1]) * rest // E5


def _degrees(value_e5: int, signs: str, width: int) -> str:
    whole, rest = divmod(abs(value_e5), E5)
    return f"{signs[value_e5 < 0]}{whole:0{width}}.{rest:05}"
