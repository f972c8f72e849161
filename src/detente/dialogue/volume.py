"""Decide how a piece of space and time is written, and when it is sound (clause 18.3).

The names are those of ASTM F3548 (`outline_polygon` or `outline_circle`,
`altitude_lower`, `time_end`), with a corridor added and everything in whole numbers:
hundred-thousandths of a degree, metres, POSIX seconds. An end that is left open is not
a slip: unknown counts as everything. The first point of each outline, or its centre, is
given a second time, for a whole area moved by one wrong figure warns nobody.

Whether outlines cross themselves, contain one another or overlap is decided elsewhere.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.fields import label
from detente.dialogue.position import LARGEST_LAT_E5, LARGEST_LON_E5, Bearing, Position

Datum: TypeAlias = Literal["MSL", "AGL", "STD", "W84"]

FEWEST_VERTICES: Final = 3
FEWEST_POINTS: Final = 2
LARGEST_RADIUS_M: Final = 5_000_000
MOST_REPEATS: Final = 1_000


class LatLngPoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point of an outline, in WGS 84."""

    lat_e5: Annotated[int, label("Latitude", "North is plus, in 1/100,000 degree")]
    lon_e5: Annotated[int, label("Longitude", "East is plus, in 1/100,000 degree")]

    @property
    def sound(self) -> bool:
        """Whether it is on the Earth."""
        return abs(self.lat_e5) <= LARGEST_LAT_E5 and abs(self.lon_e5) <= LARGEST_LON_E5


class Circle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything within a radius of a centre."""

    center: Annotated[LatLngPoint, label("Centre")]
    radius_m: Annotated[int, label("Radius", "In metres")]


class Polygon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An area by its corners, the last joined to the first."""

    vertices: Annotated[tuple[LatLngPoint, ...], label("Corners", "In order")]


class Corridor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything within half a width of a route."""

    points: Annotated[tuple[LatLngPoint, ...], label("Points of the route")]
    width_m: Annotated[int, label("Whole width", "In metres")]


class Altitude(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A height, and from what it is measured; below it is minus.

    MSL is mean sea level, AGL the ground or the sea floor, STD the standard pressure
    level of flight levels, W84 the ellipsoid.
    """

    value_m: Annotated[int, label("Height", "In metres; below the datum is minus")]
    reference: Annotated[Datum, label("Datum")]


class Recurrence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same span of time again: every so long, the last begins by `until`."""

    every_s: Annotated[int, label("Every", "Seconds from start to start")]
    until: Annotated[int, label("Last start by")]


class Volume4D(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A piece of space for a span of time.

    `mgrs` or `bearing` is the second fix of the centre, or of the first point.
    """

    outline_circle: Annotated[Circle | None, label("Circle")] = None
    outline_polygon: Annotated[Polygon | None, label("Polygon")] = None
    outline_corridor: Annotated[Corridor | None, label("Corridor")] = None
    altitude_lower: Annotated[Altitude | None, label("Lower limit")] = None
    altitude_upper: Annotated[Altitude | None, label("Upper limit")] = None
    time_start: Annotated[int | None, label("From")] = None
    time_end: Annotated[int | None, label("Until")] = None
    recurrence: Annotated[Recurrence | None, label("Recurrence")] = None
    mgrs: Annotated[str, label("MGRS", "Of the centre, or the first point")] = ""
    bearing: Annotated[Bearing | None, label("Bearing", "Or this second fix")] = None

    @property
    def points(self) -> tuple[LatLngPoint, ...]:
        """The points that its outline is drawn from."""
        found: tuple[LatLngPoint, ...] = ()
        if self.outline_circle is not None:
            found += (self.outline_circle.center,)
        if self.outline_polygon is not None:
            found += self.outline_polygon.vertices
        if self.outline_corridor is not None:
            found += self.outline_corridor.points
        return found

    @property
    def reference_point(self) -> Position | None:
        """The centre or first point, which is read back; None without an outline."""
        if not self.points:
            return None
        first = self.points[0]
        return Position(first.lat_e5, first.lon_e5, self.mgrs, self.bearing)


def faults(volume: Volume4D) -> Iterator[Fault]:
    """Yield what is wrong with a volume (clause 18.3)."""
    checks = (_outline(volume), _limits(volume), _times(volume))
    yield from (Fault("18.3", each) for found in checks for each in found)


def _outline(volume: Volume4D) -> Iterator[str]:
    circle, polygon = volume.outline_circle, volume.outline_polygon
    corridor = volume.outline_corridor
    if [circle, polygon, corridor].count(None) != 2:  # noqa: PLR2004 - one of three
        yield "A volume has one outline: circle, polygon or corridor."
    if circle and not 0 < circle.radius_m <= LARGEST_RADIUS_M:
        yield "The radius of a circle is none."
    if polygon and not _drawn((*polygon.vertices, *polygon.vertices[:1])):
        yield "A polygon has two corners in one place."
    if polygon and len(polygon.vertices) < FEWEST_VERTICES:
        yield "A polygon has fewer than three corners."
    if corridor and not _drawn(corridor.points):
        yield "A corridor has two points in one place."
    if corridor and len(corridor.points) < FEWEST_POINTS:
        yield "A corridor has fewer than two points."
    if corridor and not 0 < corridor.width_m <= 2 * LARGEST_RADIUS_M:
        yield "The width of a corridor is none."
    # The first point is checked as a position that is read back (clause 14.1).
    if not all(point.sound for point in volume.points[1:]):
        yield "A point of a volume is nowhere on the Earth."


def _drawn(points: tuple[object, ...]) -> bool:
    """Say whether no point comes twice running: such a side has no direction."""
    return all(one != other for one, other in pairwise(points))


def _limits(volume: Volume4D) -> Iterator[str]:
    lower, upper = volume.altitude_lower, volume.altitude_upper
    if lower is None or upper is None or lower.reference != upper.reference:
        return
    if lower.value_m > upper.value_m:
        yield "The lower limit of a volume is above its upper limit."


def _times(volume: Volume4D) -> Iterator[str]:
    start, end, again = volume.time_start, volume.time_end, volume.recurrence
    if (start is not None and start < 0) or (end is not None and end < 0):
        yield "A volume begins or ends before there were times to count."
    if start is not None and end is not None and start >= end:
        yield "A volume ends before it begins."
    if again is None:
        return
    if start is None or end is None:
        yield "A volume that recurs has a beginning and an end."
    elif again.every_s < max(end - start, 1):
        yield "A volume recurs before it has ended."
    elif not 0 <= again.until - start <= MOST_REPEATS * again.every_s:
        yield "A volume recurs never, or more than a thousand times."
