"""Areas of play, everywhere on the Earth, and an oracle that knows none of our code."""

from collections.abc import Sequence
from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin, tau

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from detente.space.volume import E9, Circle, Corridor, Point, Polygon

Row = npt.NDArray[np.float64]
Centres = st.SearchStrategy[tuple[float, float]]
SEAMS = (
    (0.0, 180.0),
    (90.0, 0.0),
    (-90.0, 0.0),
    (0.0, 0.0),
    (35.26438968, 45.0),
    (0.0, 45.0),
    (45.0, -180.0),
    (60.0, 20.0),
)
"""The seams: date line, poles, corner, edge and face of a cube around the Earth."""


def place(lat_deg: float, lon_deg: float) -> Point:
    """Return a place of so many degrees; longitudes go round."""
    lon_deg = (lon_deg + 180.0) % 360.0 - 180.0
    return Point(round(lat_deg * E9), round(lon_deg * E9))


def beyond(
    lat_deg: float, lon_deg: float, bearing_deg: float, away_rad: float
) -> Point:
    """Return the place so far from another, by spherical trigonometry."""
    lat, lon, course = radians(lat_deg), radians(lon_deg), radians(bearing_deg)
    there = asin(sin(lat) * cos(away_rad) + cos(lat) * sin(away_rad) * cos(course))
    east = atan2(
        sin(course) * sin(away_rad) * cos(lat), cos(away_rad) - sin(lat) * sin(there)
    )
    return place(degrees(there), degrees(lon + east))


@st.composite
def centres(draw: st.DrawFn) -> tuple[float, float]:
    """Draw a place near a seam, or anywhere."""
    lat, lon = draw(
        st.sampled_from(SEAMS)
        | st.tuples(st.floats(-90, 90), st.floats(-180, 180, exclude_max=True))
    )
    lat += draw(st.floats(-0.3, 0.3))
    lon += draw(st.floats(-0.3, 0.3))
    return max(-90.0, min(90.0, lat)), (lon + 180) % 360 - 180


@st.composite
def polygons(
    draw: st.DrawFn, widest_rad: float = 0.02, about: Centres | None = None
) -> Polygon:
    """Draw a star, so that no sides cross; perhaps with a hole."""
    lat, lon = draw(centres() if about is None else about)
    count = draw(st.integers(3, 9))
    begin = draw(st.floats(0, 359))
    step = 360 / count
    outer, hole = [], []
    for turn in range(count):
        bearing = begin + step * (turn + draw(st.floats(0, 0.7)))
        away = draw(st.floats(0.3, 1.0)) * widest_rad
        outer.append(beyond(lat, lon, bearing, away))
        hole.append(beyond(lat, lon, bearing, away * 0.4))
    return Polygon(tuple(outer), (tuple(hole),) if draw(st.booleans()) else ())


@st.composite
def circles(draw: st.DrawFn, about: Centres | None = None) -> Circle:
    """Draw a circle of up to 100 km."""
    return Circle(
        place(*draw(centres() if about is None else about)),
        draw(st.integers(1, 100_000_000)),
    )


@st.composite
def corridors(draw: st.DrawFn, about: Centres | None = None) -> Corridor:
    """Draw a corridor of a few legs."""
    lat, lon = draw(centres() if about is None else about)
    points = tuple(
        beyond(lat, lon, draw(st.floats(0, 359)), draw(st.floats(0.001, 0.02)))
        for _ in range(draw(st.integers(2, 5)))
    )
    return Corridor(points, draw(st.integers(2, 50_000_000)))


areas = polygons() | circles() | corridors()


# ------------------------------------------------------------------------- oracle


def unit(point: Point) -> Row:
    """Return the direction of a place's parametric latitude."""
    lat, lon = radians(point.lat_e9 / E9), radians(point.lon_e9 / E9)
    found = np.array(
        [cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat) * (1 - 1 / 298.257223563)]
    )
    return np.asarray(found / np.linalg.norm(found))


def _angle(a: Row, b: Row) -> float:
    return atan2(float(np.linalg.norm(np.cross(a, b))), float(a @ b))


def _to_side(p: Row, a: Row, b: Row) -> float:
    """Return the angle from a direction to a side."""
    ends = min(_angle(p, a), _angle(p, b))
    normal = np.cross(a, b)
    length = float(np.linalg.norm(normal))
    if length < 1e-14:
        return ends
    normal = normal / length
    foot = p - float(p @ normal) * normal
    if float(np.cross(a, foot) @ normal) < 0 or float(np.cross(foot, b) @ normal) < 0:
        return ends
    return min(ends, abs(asin(max(-1.0, min(1.0, float(p @ normal))))))


def _winding(p: Row, ring: Sequence[Row]) -> float:
    """Return how often a ring goes round a direction."""
    total = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        u, v = a - (a @ p) * p, b - (b @ p) * p
        total += atan2(float(np.cross(u, v) @ p), float(u @ v))
    return total / tau


def _is_inside(p: Row, rings: Sequence[Sequence[Row]]) -> bool:
    mean = sum(rings[0], np.zeros(3))
    if float(mean @ p) <= 0:
        return False
    return sum(round(_winding(p, ring)) != 0 for ring in rings) % 2 == 1


def apart_rad(
    one: Polygon | Circle | Corridor, other: Polygon | Circle | Corridor
) -> float:
    """Return how far two areas lie apart, negative where they overlap by their reach.

    Nought means that their cores overlap; good to some 1e-12 of a radian.
    """
    rings_a, sides_a, reach_a = _parts(one)
    rings_b, sides_b, reach_b = _parts(other)
    nearest = min(
        [_to_side(p, *side) for ring in rings_a for p in ring for side in sides_b]
        + [_to_side(p, *side) for ring in rings_b for p in ring for side in sides_a]
    )
    inside = (isinstance(other, Polygon) and _is_inside(rings_a[0][0], rings_b)) or (
        isinstance(one, Polygon) and _is_inside(rings_b[0][0], rings_a)
    )
    if inside or any(_cross(*a, *b) for a in sides_a for b in sides_b):
        nearest = 0.0
    return nearest - reach_a - reach_b


def _parts(
    area: Polygon | Circle | Corridor,
) -> tuple[list[list[Row]], list[tuple[Row, Row]], float]:
    metre = 1 / 6_356_752_314.0
    if isinstance(area, Circle):
        centre = unit(area.center)
        return [[centre]], [(centre, centre)], area.radius_mm * metre
    if isinstance(area, Corridor):
        route = [unit(each) for each in area.points]
        sides = list(pairwise(route))
        return [route], sides, area.width_mm / 2 * metre
    rings = [[unit(each) for each in ring] for ring in (area.outer, *area.holes)]
    closed = [
        side for ring in rings for side in zip(ring, [*ring[1:], ring[0]], strict=True)
    ]
    return rings, closed, 0.0


def _cross(a: Row, b: Row, c: Row, d: Row) -> bool:
    """Say whether two short sides cross, by where their planes cut each other."""
    one, other = np.cross(a, b), np.cross(c, d)
    cut = np.cross(one, other)
    length = float(np.linalg.norm(cut))
    if length < 1e-18:
        return False
    for point in (cut / length, -cut / length):
        on_one = _angle(a, point) + _angle(point, b) - _angle(a, b)
        on_other = _angle(c, point) + _angle(point, d) - _angle(c, d)
        if on_one < 1e-13 and on_other < 1e-13:
            return True
    return False


def away_rad(p: Row, area: Polygon | Circle | Corridor) -> float:
    """Return how far a direction lies from an area; at most nought inside."""
    rings, sides, reach = _parts(area)
    if isinstance(area, Polygon) and _is_inside(p, rings):
        return 0.0
    return min(_to_side(p, *side) for side in sides) - reach
