"""Make phases of a notice out of volumes that were read from a file (clause 18.1).

Volumes that stand at the same times are one phase, in the order in which they begin.
A notice has whole metres, whole seconds and five places of a degree: corners go to the
nearest, limits, reaches and times outward. What a notice cannot say becomes larger and
a doubt, never smaller in silence.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, assert_never

import msgspec

from detente.dialogue import position
from detente.dialogue.forms.act import Phase
from detente.dialogue.position import AREA_M, Position
from detente.dialogue.volume import (
    Altitude,
    Circle,
    Corridor,
    LatLngPoint,
    Polygon,
    Recurrence,
    Volume4D,
)
from detente.record.errors import Misasked
from detente.space import volume as space
from detente.space.files import windows
from detente.space.volume import Area, Limit, Volume, Window

_E4: Final = 10_000
_THOUSAND: Final = 1_000


class Wanted(NamedTuple):
    """The separation that is wanted of every phase."""

    lateral_m: int = 0
    vertical_m: int = 0
    time_s: int = 0


class Phased(NamedTuple):
    """Phases, and what an officer must confirm before they are stated."""

    phases: tuple[Phase, ...]
    doubts: tuple[str, ...]


def phased(
    volumes: Sequence[Volume], fixes: Mapping[str, str], wanted: Wanted, own: str
) -> Phased:
    """Return the phases of volumes.

    Args:
        volumes: sound (clause 30.7).
        fixes: of volumes, by id, the first corner or centre in MGRS.
        wanted: the separation wanted.
        own: the party that would state them.

    Raises:
        Misasked: a fix is of no volume, or is none.
    """
    unknown = fixes.keys() - {each.id for each in volumes}
    if unknown:
        known = ", ".join(each.id for each in volumes)[:200]
        raise Misasked(f"No volume has the id {min(unknown)[:40]!r}: {known}.")
    by_time: dict[tuple[Window, ...], list[Volume]] = {}
    for each in volumes:
        by_time.setdefault(each.windows, []).append(each)
    phases, doubts = list[Phase](), list[str]()
    for number, times in enumerate(sorted(by_time, key=_start), 1):
        here = list[Volume4D]()
        for each in by_time[times]:
            parts = list(_parts(each))
            here += [_fixed(part, fixes.get(each.id, "")) for part in parts]
            doubts += [f"{each.id}: {said}" for said in _doubts(each, here[-1], own)]
        phases.append(Phase(number=number, volumes=tuple(here), **wanted._asdict()))
    return Phased(tuple(phases), tuple(doubts))


def _start(times: Sequence[Window]) -> tuple[int, ...]:
    """Return what phases are ordered by: an open beginning stands first."""
    start_ms = times[0].start_ms
    return (0, 0) if start_ms is None else (1, start_ms)


def _parts(volume: Volume) -> Iterator[Volume4D]:
    """Yield a volume as notices have it: one outline and one span of time each."""
    again = _again(volume.windows)
    spans = volume.windows if again is None else volume.windows[:1]
    for area in volume.areas:
        for span in spans:
            yield _volume(volume, area, span, again)


def _again(times: tuple[Window, ...]) -> Recurrence | None:
    """Return the recurrence of times as a notice says it; None if it cannot.

    In whole seconds a span may not come again before it has ended.
    """
    again = windows.found_in(times)
    start_ms, end_ms = times[0]
    if again is None or start_ms is None or end_ms is None:
        return None
    length_s = max(_up(end_ms) - start_ms // _THOUSAND, 1)
    if again.every_ms % _THOUSAND or length_s * _THOUSAND > again.every_ms:
        return None
    return Recurrence(again.every_ms // _THOUSAND, again.until_ms // _THOUSAND)


def _volume(
    volume: Volume, area: Area, span: Window, again: Recurrence | None
) -> Volume4D:
    circle, polygon, corridor = _outline(area)
    start_s = None if span.start_ms is None else span.start_ms // _THOUSAND
    end_s = None if span.end_ms is None else _up(span.end_ms)
    if start_s is not None and start_s == end_s:
        end_s = start_s + 1  # a notice knows no moments
    return Volume4D(
        outline_circle=circle,
        outline_polygon=polygon,
        outline_corridor=corridor,
        altitude_lower=_limit(volume.lower, up=False),
        altitude_upper=_limit(volume.upper, up=True),
        time_start=start_s,
        time_end=end_s,
        recurrence=again,
    )


def _outline(area: Area) -> tuple[Circle | None, Polygon | None, Corridor | None]:
    match area:
        case space.Circle(center, radius_mm):
            return Circle(_point(center), _up(radius_mm)), None, None
        case space.Polygon(outer):
            corners = _once(tuple(map(_point, outer)))
            closed = len(corners) > 1 and corners[0] == corners[-1]
            return None, Polygon(corners[:-1] if closed else corners), None
        case space.Corridor(points, width_mm):
            route = _once(tuple(map(_point, points)))
            return None, None, Corridor(route, _up(width_mm))
        case _:
            assert_never(area)


def _once(points: tuple[LatLngPoint, ...]) -> tuple[LatLngPoint, ...]:
    """Return points without those that rounding put in the place before them."""
    return (*points[:1], *(b for a, b in pairwise(points) if a != b))


def _point(point: space.Point) -> LatLngPoint:
    return LatLngPoint(round(point.lat_e9 / _E4), round(point.lon_e9 / _E4))


def _limit(limit: Limit | None, *, up: bool) -> Altitude | None:
    if limit is None:
        return None
    value_mm = limit.value_mm
    return Altitude(_up(value_mm) if up else value_mm // _THOUSAND, limit.datum)


def _up(thousandths: int) -> int:
    return -(-thousandths // _THOUSAND)


def _fixed(volume: Volume4D, grid: str) -> Volume4D:
    """Return a volume with the second fix of its first corner or centre.

    Raises:
        Misasked: it is none.
    """
    if not grid:
        return volume
    if position.second_fix(Position(0, 0, grid)) is None:
        raise Misasked(f"{grid[:40]!r} is no place of MGRS.")
    return msgspec.structs.replace(volume, mgrs=grid)


def _doubts(volume: Volume, last: Volume4D, own: str) -> Iterator[str]:
    """Yield what an officer must confirm of a volume; `last` is its last part."""
    if volume.party and volume.party != own:
        yield f"The file says that it is {volume.party}'s, and {own} would state it."
    if any(isinstance(each, space.Polygon) and each.holes for each in volume.areas):
        yield "It has holes, which no notice says: the whole area would count."
    place = last.reference_point
    if place is None:
        return
    second = position.second_fix(place) if place.twice else None
    if second is None:
        yield (
            f"Its centre or first corner, {place}, is given once: every node will mark "
            f"it (clause 14.1). Read it off a map: --mgrs '{volume.id}=...'."
        )
        return
    off_m = position.apart_m((place.lat_e5, place.lon_e5), second)
    if off_m > AREA_M:
        yield f"Its MGRS lies {off_m:,} m from its centre or first corner."
