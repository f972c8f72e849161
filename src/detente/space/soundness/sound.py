"""Decide whether a volume makes sense, and say in one sentence where not (clause 30.7).

A sentence names the corner by its number, counted from 1 as people count. What comes
near what is decided elsewhere, and relies on this: that no ring crosses itself, and
that one hemisphere holds it.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, assert_never

from detente.record.errors import Malformed
from detente.space import sphere
from detente.space.exact import cross, dot, turn
from detente.space.hemisphere import middle
from detente.space.soundness import plain_rings
from detente.space.soundness.rings import Corner, Rings
from detente.space.sphere import Vector
from detente.space.volume import (
    E9,
    MOST_LAT_E9,
    MOST_LON_E9,
    Area,
    Circle,
    Corridor,
    Point,
    Polygon,
    Volume,
)

FEWEST_CORNERS: Final = 3
FEWEST_POINTS: Final = 2
MOST_POINTS: Final = 10_000
LARGEST_RADIUS_MM: Final = 5_000_000_000
FARTHEST_MM: Final = 100_000_000_000


def check(volumes: Sequence[Volume]) -> None:
    """Check that the volumes of one set are sound, and each has an id of its own.

    Raises:
        Malformed: one is not, and why.
    """
    named: set[str] = set()
    for volume in volumes:
        if volume.id in named:
            raise Malformed(f"Two volumes have the id {volume.id}.")
        named.add(volume.id)
        for sentence in _plain_faults(volume):
            raise Malformed(sentence)
    outlines = [
        (volume, number, area)
        for volume in volumes
        for number, area in enumerate(volume.areas)
        if isinstance(area, Polygon)
    ]
    passed = plain_rings.plain(
        [() if area.holes else area.outer for *_, area in outlines]
    )
    for (volume, number, area), plain in zip(outlines, passed, strict=True):
        if not plain:
            for sentence in _shape_faults(area, _area_of(volume, number)):
                raise Malformed(sentence)


def faults(volume: Volume) -> Iterator[str]:
    """Yield what is wrong with a volume; what it hides is not looked for."""
    found = list(_plain_faults(volume))
    yield from found
    if not found:
        for number, area in enumerate(volume.areas):
            if isinstance(area, Polygon):
                yield from _shape_faults(area, _area_of(volume, number))


def area_name(volume_id: str, number: int, count: int) -> str:
    """Return how a sentence names an area, by its number from nought, among so many."""
    volume = f"volume {volume_id}"
    return volume if count == 1 else f"area {number + 1} of {volume}"


def ring_name(number: int) -> str:
    """Return how a sentence names a ring of an area, by its number from nought."""
    return f"hole {number}" if number else "the outer ring"


def _area_of(volume: Volume, number: int) -> str:
    return area_name(volume.id, number, len(volume.areas))


# ----------------------------------------------------------- figures, taken one by one


def _plain_faults(volume: Volume) -> Iterator[str]:
    """Yield what needs no look at how sides run."""
    if not volume.areas:
        yield f"Volume {volume.id} has no area."
    if sum(map(_count, volume.areas)) > MOST_POINTS:
        yield f"Volume {volume.id} has more than 10,000 corners."
    for number, area in enumerate(volume.areas):
        yield from _area_faults(area, _area_of(volume, number))
    yield from _limit_faults(volume)
    if not volume.windows:
        yield f"Volume {volume.id} has no time at all."
    for window in volume.windows:
        start_ms, end_ms = window
        if start_ms is not None and end_ms is not None and end_ms < start_ms:
            yield f"Volume {volume.id} ends before it starts."


def _count(area: Area) -> int:
    match area:
        case Polygon(outer=outer, holes=holes):
            return len(outer) + sum(map(len, holes))
        case Circle():
            return 1
        case Corridor(points=points):
            return len(points)
        case _:
            assert_never(area)


def _area_faults(area: Area, of: str) -> Iterator[str]:
    match area:
        case Polygon(outer=outer, holes=holes):
            for ring, points in enumerate((outer, *holes)):
                yield from _astray(points, "Corner", f"{ring_name(ring)} of {of}")
                if len(points) < FEWEST_CORNERS:
                    what = f"{ring_name(ring)} of {of}"
                    yield f"{_capital(what)} has fewer than three corners."
        case Circle(center=center, radius_mm=radius_mm):
            yield from _astray((center,), "", f"the centre of {of}")
            if not 0 < radius_mm <= LARGEST_RADIUS_MM:
                yield f"The radius of {of} is not above 0 and at most 5,000 km."
        case Corridor(points=points, width_mm=width_mm):
            yield from _route_faults(points, of)
            if not 0 < width_mm <= 2 * LARGEST_RADIUS_MM:
                yield f"The width of {of} is not above 0 and at most 10,000 km."
        case _:
            assert_never(area)


def _route_faults(points: Sequence[Point], of: str) -> Iterator[str]:
    astray = list(_astray(points, "Point", f"the route of {of}"))
    yield from astray
    if len(points) < FEWEST_POINTS:
        yield f"The route of {of} has fewer than two points."
    elif not astray:
        legs = pairwise(_directions(points))
        yield from _leg_faults(legs, len(points), "Point", f"the route of {of}")


def _astray(points: Sequence[Point], noun: str, of: str) -> Iterator[str]:
    """Yield what lies nowhere on the Earth."""
    for number, (lat_e9, lon_e9) in enumerate(points, 1):
        if not -MOST_LAT_E9 <= lat_e9 <= MOST_LAT_E9:
            where = _named(noun, number, of)
            yield f"{where} has latitude {lat_e9 / E9:.12g}, beyond 90 degrees."
        if not -MOST_LON_E9 <= lon_e9 <= MOST_LON_E9:
            where = _named(noun, number, of)
            yield f"{where} has longitude {lon_e9 / E9:.12g}, beyond 180 degrees."


def _named(noun: str, number: int, of: str) -> str:
    return f"{noun} {number} of {of}" if noun else _capital(of)


def _limit_faults(volume: Volume) -> Iterator[str]:
    lower, upper = volume.lower, volume.upper
    for name, limit in (("lower", lower), ("upper", upper)):
        if limit is not None and abs(limit.value_mm) > FARTHEST_MM:
            yield f"The {name} limit of volume {volume.id} is beyond 100,000 km."
    if lower is None or upper is None or lower.datum != upper.datum:
        return
    if lower.value_mm > upper.value_mm:
        yield f"The lower limit of volume {volume.id} is above its upper limit."


# ------------------------------------------------------------------- how sides run


def _directions(points: Sequence[Point]) -> list[Vector]:
    return [(x, y, z) for x, y, z in sphere.rows(points).tolist()]


def _shape_faults(area: Polygon, of: str) -> Iterator[str]:
    """Yield the first fault in how the sides of a polygon run, figures being right."""
    directions = [_directions(ring) for ring in (area.outer, *area.holes)]
    for number, ring in enumerate(directions):
        for sentence in _ring_faults(ring, f"{ring_name(number)} of {of}"):
            yield sentence
            return
    inner = middle(directions[0])
    if inner is None:
        yield (
            f"No hemisphere holds all corners of the outer ring of {of}: what lies "
            "inside it is not told by its corners. Declare it in parts."
        )
        return
    for number, ring in enumerate(directions[1:], 1):
        for place, corner in enumerate(ring, 1):
            if dot(inner, corner) <= 0:
                yield f"Corner {place} of hole {number} of {of} lies outside it."
                return
    yield from _crossings(Rings(directions, inner), of)


def _ring_faults(ring: Sequence[Vector], of: str) -> Iterator[str]:
    legs = pairwise((*ring, ring[0]))
    yield from _leg_faults(legs, len(ring), "Corner", of)
    # With no leg without a direction, the first two corners make a plane.
    first, second = ring[0], ring[1]
    if all(turn(first, second, each) == 0 for each in ring):
        yield f"All corners of {of} lie on one great circle, with nothing inside."


def _leg_faults(
    legs: Iterator[tuple[Vector, Vector]], count: int, noun: str, of: str
) -> Iterator[str]:
    """Yield the sides or legs that have no direction."""
    for number, (one, other) in enumerate(legs):
        if any(cross(one, other)):
            continue
        after = (number + 1) % count + 1
        is_same = dot(one, other) > 0
        yield (
            f"{noun} {number + 1} of {of} is "
            f"{'in the same place as' if is_same else 'opposite on the Earth to'} "
            f"{noun.lower()} {after}."
        )


def _crossings(rings: Rings, of: str) -> Iterator[str]:
    spike = rings.spike()
    if spike is not None:
        ring = ring_name(spike.ring)
        yield (
            f"Corner {spike.place + 1} of {ring} of {of}: there the ring runs back "
            "along its own side."
        )
        return
    meeting = rings.meeting()
    if meeting is not None:
        yield _crossed(rings, *meeting, of)
        return
    for hole in range(1, len(rings.first)):
        around = rings.around(hole)
        if 0 not in around:
            yield f"Corner 1 of hole {hole} of {of} lies outside it."
        elif len(around) > 1:
            yield f"Corner 1 of hole {hole} of {of} lies in hole {around[1]}."


def _crossed(rings: Rings, one: Corner, other: Corner, of: str) -> str:
    ring, first = ring_name(other.ring), ring_name(one.ring)
    if ring == first:
        return (
            f"{_capital(ring)} of {of} crosses or touches itself: its side "
            f"{_side(rings, one)} meets its side {_side(rings, other)}."
        )
    return (
        f"{_capital(ring)} of {of} crosses or touches {first}: its side "
        f"{_side(rings, other)} meets the side {_side(rings, one)}."
    )


def _side(rings: Rings, at: Corner) -> str:
    after = rings.names[rings.after[rings.first[at.ring] + at.place]]
    return f"from corner {at.place + 1} to corner {after.place + 1}"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
