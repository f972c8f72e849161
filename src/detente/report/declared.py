"""Decide what is told of conflicts among what stands declared (clauses 34.1 to 34.3).

How they are found is `detente.report.compared`, which loads much more.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from detente.report.pages import columns
from detente.report.words import span, utc
from detente.space.volume import Window

_MS: Final = 1_000
_FOOT_M: Final = 0.3048
_MILE_M: Final = 1_852


class VolumeRow(msgspec.Struct, frozen=True):
    """A declared volume: by which statement, which part of it, whose, what."""

    reference: str
    part: str
    owner: str
    kind: str
    status: str
    said: str


class UndrawnRow(msgspec.Struct, frozen=True):
    """A declared volume that cannot be drawn, and why: it may be anywhere."""

    volume: VolumeRow
    why: str


class ShiftRow(msgspec.Struct, frozen=True):
    """How the volume of one of two may be moved so that both keep their minima.

    One of the figures is not nought: so much later, higher (lower is minus), or aside
    towards a true bearing.
    """

    moving: str
    later_s: int = 0
    higher_m: float = 0
    aside_m: int = 0
    bearing_deg: int = 0


class ConflictRow(msgspec.Struct, frozen=True):
    """Two volumes that conflict; minima in metres and seconds, times in milliseconds.

    `shared` are the times at which both stand; null is unknown. `shifts` would part
    them, each by itself; none if they were not asked for.
    """

    one: VolumeRow
    other: VolumeRow
    grade: str
    lateral_m: float
    vertical_m: float
    time_s: float
    shared: tuple[tuple[int | None, int | None], ...]
    digest: str
    shifts: tuple[ShiftRow, ...] = ()


class ConflictList(msgspec.Struct, frozen=True):
    """What conflicts at these heads, by which rules; both compare the `digest`."""

    heads: Mapping[str, int]
    engine: str
    digest: str
    volumes: int
    conflicts: tuple[ConflictRow, ...]
    undrawn: tuple[UndrawnRow, ...]


def declared_page(found: ConflictList) -> Iterator[str]:
    """Yield each conflict with both volumes, when, and of what grade."""
    at = ", ".join(f"{feed} {size}" for feed, size in found.heads.items())
    many = f"{found.volumes:,} declared volumes"
    yield f"{counted(len(found.conflicts))} among {many} at the heads {at}"
    for row in found.conflicts:
        yield f"{row.grade.upper()}: {told(Window(*each) for each in row.shared)}"
        yield from columns([_line(row.one), _line(row.other)])
        if row.shifts:
            yield f"   To part them, one of: {'; '.join(map(parting, row.shifts))}"
    for each in found.undrawn:
        yield f"CANNOT BE DRAWN, reckon with it everywhere: {each.why}"
        yield from columns([_line(each.volume)])
    yield f"Rules {found.engine}, digest {found.digest[:16]}"


def parting(row: ShiftRow) -> str:
    """Return a shift as it is said: in feet and nautical miles."""
    if row.later_s:
        how = f"{span(row.later_s)} later"
    elif row.higher_m:
        feet = abs(round(row.higher_m / _FOOT_M))
        how = f"{feet:,} ft {'higher' if row.higher_m > 0 else 'lower'}"
    else:
        how = f"{row.aside_m // _MILE_M:,} NM towards {row.bearing_deg:03}"
    return f"{row.moving} {how}"


def _line(row: VolumeRow) -> list[str]:
    status = "" if row.status == "OPERATION" else f"{row.status} "
    where = f"{row.reference} {row.part}".strip()
    return ["  ", row.owner, where, f"{status}{row.said}"]


def counted(count: int) -> str:
    """Return how many conflicts there are, in words."""
    if not count:
        return "No conflict"
    return "1 conflict" if count == 1 else f"{count:,} conflicts"


def told(windows: Iterable[Window]) -> str:
    """Return times at which both stand, in words."""
    return "; ".join(
        f"{_at(start, 'ever before')} to {_at(end, 'ever after')}"
        for start, end in windows
    )


def _at(time_ms: int | None, unknown: str) -> str:
    return unknown if time_ms is None else utc(time_ms // _MS)
