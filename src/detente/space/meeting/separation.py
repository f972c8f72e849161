"""Propose how one of two volumes may be moved so that both keep their minima (34.5).

Later, higher, lower or aside: for each the smallest shift that parts them, in whole
steps of 5 minutes, 500 feet and one nautical mile, so that it can be said by voice. A
proposal is tried by the same rules that found the conflict; it decides nothing.
"""

from collections.abc import Iterator, Sequence
from math import asin, atan, atan2, cos, degrees, hypot, radians, sin, tan
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.space.exact import RADIUS_MM
from detente.space.meeting import pairs
from detente.space.picture import picture
from detente.space.volume import (
    E9,
    Area,
    Circle,
    Corridor,
    Limit,
    Minima,
    Point,
    Polygon,
    Volume,
    Window,
)

Way: TypeAlias = Literal["later", "higher", "lower", "aside"]

STEP_MS: Final = 300_000
STEP_MM: Final = 152_400
MILE_MM: Final = 1_852_000
BEARINGS: Final = tuple(range(0, 360, 45))
FARTHEST_MILES: Final = 512
LONGEST_STEPS: Final = 12 * 24 * 14
"""Two weeks: a later time is another plan."""
_PARAMETRIC: Final = 1 - 1 / 298.257223563


class Shift(NamedTuple):
    """How a volume is moved: so far that way; aside, towards a true bearing.

    In milliseconds if later, in millimetres otherwise.
    """

    way: Way
    amount: int
    bearing_deg: int = 0


def shifts(moving: Volume, standing: Volume, minima: Minima) -> list[Shift]:
    """Return the smallest shifts of one volume that part it from another.

    A way on which nothing parts them, such as later where no end is known, is left out.
    """
    found = []
    for candidates in (
        _later(moving, standing, minima),
        _higher(moving, standing, minima),
        _lower(moving, standing, minima),
    ):
        parting = (s for s in candidates if _parts(moving, standing, minima, s))
        found += [each for each in (next(parting, None),) if each is not None]
    aside = _aside(moving, standing, minima)
    return found if aside is None else [*found, aside]


def moved(volume: Volume, shift: Shift) -> Volume:
    """Return a volume moved; its id stays."""
    match shift.way:
        case "later":
            return volume._replace(
                windows=tuple(_shifted(volume.windows, shift.amount))
            )
        case "higher":
            return _raised(volume, shift.amount)
        case "lower":
            return _raised(volume, -shift.amount)
        case "aside":
            return _turned(volume, shift)


def _parts(moving: Volume, standing: Volume, minima: Minima, shift: Shift) -> bool:
    one, other = picture([moved(moving, shift)]), picture([standing])
    return len(pairs.between(one, other, minima)) == 0


def _steps(least: int, step: int) -> int:
    """Return the next whole step above a figure: what only touches does not part."""
    return (max(0, least) // step + 1) * step


def _later(moving: Volume, standing: Volume, minima: Minima) -> Iterator[Shift]:
    """Yield times after which no window may meet one that does now, soonest first."""
    ends = [each.end_ms for each in standing.windows]
    starts = [each.start_ms for each in moving.windows]
    gaps = {
        _steps(end + minima.time_ms - start, STEP_MS)
        for end in ends
        for start in starts
        if end is not None and start is not None
    }
    yield from (
        Shift("later", gap) for gap in sorted(gaps) if gap <= LONGEST_STEPS * STEP_MS
    )


def _higher(moving: Volume, standing: Volume, minima: Minima) -> Iterator[Shift]:
    yield from _levels("higher", moving.lower, standing.upper, minima)


def _lower(moving: Volume, standing: Volume, minima: Minima) -> Iterator[Shift]:
    yield from _levels("lower", standing.lower, moving.upper, minima)


def _levels(
    way: Way, above: Limit | None, below: Limit | None, minima: Minima
) -> Iterator[Shift]:
    """Yield the shift that brings a lower limit above an upper one, of one datum."""
    if above is not None and below is not None and above.datum == below.datum:
        gap = below.value_mm + minima.vertical_mm - above.value_mm
        yield Shift(way, _steps(gap, STEP_MM))


def _aside(moving: Volume, standing: Volume, minima: Minima) -> Shift | None:
    """Return the shortest way aside, of eight bearings; None within 512 miles."""
    miles = 1
    while miles <= FARTHEST_MILES:
        found = _at_distance(moving, standing, minima, miles)
        if found is not None:
            return _nearest(moving, standing, minima, found)
        miles *= 2
    return None


def _at_distance(
    moving: Volume, standing: Volume, minima: Minima, miles: int
) -> Shift | None:
    for bearing in BEARINGS:
        shift = Shift("aside", miles * MILE_MM, bearing)
        if _parts(moving, standing, minima, shift):
            return shift
    return None


def _nearest(moving: Volume, standing: Volume, minima: Minima, parting: Shift) -> Shift:
    """Return the shortest shift between half of one that parts and itself."""
    most = parting.amount // MILE_MM
    least = most // 2
    while most - least > 1:
        middle = (most + least) // 2
        found = _at_distance(moving, standing, minima, middle)
        if found is None:
            least = middle
        else:
            most, parting = middle, found
    return parting


def _shifted(windows: Sequence[Window], by_ms: int) -> Iterator[Window]:
    for start, end in windows:
        yield Window(
            None if start is None else start + by_ms,
            None if end is None else end + by_ms,
        )


def _raised(volume: Volume, by_mm: int) -> Volume:
    lower, upper = (
        None if each is None else each._replace(value_mm=each.value_mm + by_mm)
        for each in (volume.lower, volume.upper)
    )
    return volume._replace(lower=lower, upper=upper)


# ------------------------------------------------------------------------ moved aside


def _turned(volume: Volume, shift: Shift) -> Volume:
    """Return a volume that is carried along a great circle from its middle."""
    middle = _middle([point for area in volume.areas for point in _points(area)])
    axis = _axis(middle, radians(shift.bearing_deg))
    angle = shift.amount / RADIUS_MM
    areas = tuple(_carried(area, axis, angle) for area in volume.areas)
    return volume._replace(areas=areas)


_Vector = tuple[float, float, float]


def _points(area: Area) -> tuple[Point, ...]:
    match area:
        case Polygon(outer=outer):
            return outer
        case Circle(center=center):
            return (center,)
        case Corridor(points=points):
            return points


def _carried(area: Area, axis: _Vector, angle: float) -> Area:
    def ring(points: Sequence[Point]) -> tuple[Point, ...]:
        return tuple(_place(_rotated(_direction(p), axis, angle)) for p in points)

    match area:
        case Polygon(outer=outer, holes=holes):
            return Polygon(ring(outer), tuple(map(ring, holes)))
        case Circle(center=center, radius_mm=radius_mm):
            return Circle(ring((center,))[0], radius_mm)
        case Corridor(points=points, width_mm=width_mm):
            return Corridor(ring(points), width_mm)


def _direction(point: Point) -> _Vector:
    """Return the direction of a place's parametric latitude (clause 30.2)."""
    lat = atan(_PARAMETRIC * tan(radians(point.lat_e9 / E9)))
    lon = radians(point.lon_e9 / E9)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def _place(vector: _Vector) -> Point:
    x, y, z = vector
    lat = atan2(z, _PARAMETRIC * hypot(x, y))
    return Point(round(degrees(lat) * E9), round(degrees(atan2(y, x)) * E9))


def _middle(points: Sequence[Point]) -> _Vector:
    x, y, z = (sum(each) for each in zip(*map(_direction, points), strict=True))
    length = hypot(x, y, z) or 1.0
    return x / length, y / length, z / length


def _axis(middle: _Vector, bearing: float) -> _Vector:
    """Return the axis about which turning carries a direction along a bearing."""
    x, y, z = middle
    lat, lon = asin(max(-1.0, min(1.0, z))), atan2(y, x)
    north = -sin(lat) * cos(lon), -sin(lat) * sin(lon), cos(lat)
    east = -sin(lon), cos(lon), 0.0
    way = [
        cos(bearing) * n + sin(bearing) * e for n, e in zip(north, east, strict=True)
    ]
    return y * way[2] - z * way[1], z * way[0] - x * way[2], x * way[1] - y * way[0]


def _rotated(vector: _Vector, axis: _Vector, angle: float) -> _Vector:
    (x, y, z), (a, b, c) = vector, axis
    along = (a * x + b * y + c * z) * (1 - cos(angle))
    return (
        x * cos(angle) + (b * z - c * y) * sin(angle) + a * along,
        y * cos(angle) + (c * x - a * z) * sin(angle) + b * along,
        z * cos(angle) + (a * y - b * x) * sin(angle) + c * along,
    )
