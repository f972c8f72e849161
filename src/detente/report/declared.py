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
    them, each by itself; none if they were not asked for. `opened`, `changed` and
    `closed` are the references of the statements that did so, `posts` answer for the
    two volumes. A margin is what is kept beyond the minimum; below nought it falls
    short. `alert` says what has sounded here: `sounded`, `better since` a time, or
    nothing.
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
    number: str = ""
    posts: tuple[str, ...] = ()
    opened: str = ""
    changed: tuple[str, ...] = ()
    closed: str = ""
    lateral_margin_m: float = 0
    vertical_margin_m: float = 0
    time_margin_s: float = 0
    past: bool = False
    alert: str = ""


class ConflictList(msgspec.Struct, frozen=True):
    """What conflicts at these heads, by which rules; both compare the `digest`.

    `lives` is the digest of all that ever conflicted (clause 34.7); `agreed` the engine
    that the charter fixes, if any; `unlike` are the parties whose nodes find something
    else in the same record.
    """

    heads: Mapping[str, int]
    engine: str
    digest: str
    volumes: int
    conflicts: tuple[ConflictRow, ...]
    undrawn: tuple[UndrawnRow, ...]
    lives: str = ""
    agreed: str = ""
    unlike: tuple[str, ...] = ()


def declared_page(found: ConflictList) -> Iterator[str]:
    """Yield each conflict with both volumes, when, and of what grade."""
    at = ", ".join(f"{feed} {size}" for feed, size in found.heads.items())
    many = f"{found.volumes:,} declared volumes"
    standing = sum(not row.closed for row in found.conflicts)
    yield f"{counted(standing)} among {many} at the heads {at}"
    for party in found.unlike:
        yield f"{party} FINDS OTHER CONFLICTS: neither list may be relied on"
    if found.agreed not in {"", found.engine}:
        yield f"THE CHARTER FIXES {found.agreed}, not {found.engine}"
    for row in found.conflicts:
        times = told(Window(*each) for each in row.shared)
        yield f"{' '.join(_state(row))}{f': {times}' if times else ''}"
        yield from columns([_line(row.one), _line(row.other)])
        yield from (f"   {each}" for each in life(row))
        if row.alert:
            yield f"   Alarm: {row.alert}"
        if row.shifts:
            yield f"   To part them, one of: {'; '.join(map(parting, row.shifts))}"
    for each in found.undrawn:
        yield f"CANNOT BE DRAWN, reckon with it everywhere: {each.why}"
        yield from columns([_line(each.volume)])
    lives = f", of all that ever was {found.lives[:16]}" if found.lives else ""
    yield f"Rules {found.engine}, digest {found.digest[:16]}{lives}"


def _state(row: ConflictRow) -> Iterator[str]:
    yield row.grade.upper()
    if row.number:
        yield row.number
    if row.closed:
        yield "CLOSED"
    elif row.past:
        yield "PAST"


def life(row: ConflictRow) -> Iterator[str]:
    """Yield which statements opened, changed and closed it, and how far apart it is."""
    if row.opened:
        yield ", ".join(_story(row))
    yield f"Apart {', '.join(_apart(row))}"


def _story(row: ConflictRow) -> Iterator[str]:
    yield f"Opened by {row.opened}"
    if row.changed:
        yield f"changed by {' '.join(row.changed)}"
    if row.closed:
        yield f"closed by {row.closed}"


def _apart(row: ConflictRow) -> Iterator[str]:
    """Yield how far apart both are, and what is wanted where something is."""
    for margin, wanted, unit in (
        (row.lateral_margin_m, row.lateral_m, "m aside"),
        (row.vertical_margin_m, row.vertical_m, "m of height"),
        (row.time_margin_s, row.time_s, "s"),
    ):
        want = f" of {wanted:,.0f}" if wanted else ""
        yield f"{margin + wanted:,.0f}{want} {unit}"


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
