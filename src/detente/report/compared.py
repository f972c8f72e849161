"""Find what conflicts among what stands declared, for a page (clauses 34.1 to 34.3).

Loaded only when it is asked for: comparing volumes takes libraries that nothing else at
the API needs.
"""

from collections.abc import Iterator
from typing import Final

from detente.dialogue.conflicts import Conflict, conflicts, digest
from detente.dialogue.declared import (
    Declared,
    activity,
    declared,
    drawable,
    in_theatres,
)
from detente.dialogue.forms.act import Notice
from detente.report.declared import (
    ConflictList,
    ConflictRow,
    ShiftRow,
    UndrawnRow,
    VolumeRow,
)
from detente.report.notices import heads
from detente.report.record import Record
from detente.report.shown import Mark
from detente.space import separation
from detente.space.pairs import ENGINE

_MM: Final = 1_000
MOST_TOLD: Final = 20


def conflict_list(record: Record, *, shifts: bool = False) -> ConflictList:
    """Return what conflicts among what stands declared.

    Args:
        record: the line.
        shifts: whether to say how each activity may be moved (34.5): a second each.
    """
    stands = declared(record.standing)
    found = conflicts(stands)
    undrawn = (UndrawnRow(_volume(each), each.fault) for each in stands if each.fault)
    rows = tuple(_conflict(each, shifts=shifts) for each in found)
    whole = digest(found).hex()
    return ConflictList(heads(record), ENGINE, whole, len(stands), rows, tuple(undrawn))


def cautions(record: Record, notice: Notice, status: str) -> Iterator[Mark]:
    """Yield what a notice of ours would conflict with, before it is released (34.4).

    What it changes is our own too, and so is not compared with it (34.2).

    Args:
        record: the line.
        notice: what is to be released.
        status: of its statement.
    """
    drafted = map(drawable, activity("", record.own, status, notice))
    checked = in_theatres([(each, record.terms.theatres) for each in drafted])
    for each in checked:
        if each.fault:
            yield Mark("34.4", f"It cannot be compared: {each.fault}", voids=False)
    met = [
        each
        for each in conflicts([*checked, *declared(record.standing)])
        if not (each.one.reference and each.other.reference)
    ]
    for conflict in met[:MOST_TOLD]:
        yield Mark("34.4", _caution(conflict), voids=False)
    if len(met) > MOST_TOLD:
        more = len(met) - MOST_TOLD
        yield Mark("34.4", f"It conflicts with {more:,} more.", voids=False)


def _caution(conflict: Conflict) -> str:
    """Return what a volume of a draft would conflict with; it has no reference yet."""
    mine, other = conflict.one, conflict.other
    if mine.reference:
        mine, other = other, mine
    where = f"{mine.part[:1].upper()}{mine.part[1:]}"
    whose = f"{other.owner} {other.reference} {other.part}".strip()
    return f"{where}: {conflict.grade} with {whose}, {other.said}."


def _volume(each: Declared) -> VolumeRow:
    return VolumeRow(
        each.reference, each.part, each.owner, each.kind, each.status, each.said
    )


def _conflict(each: Conflict, *, shifts: bool) -> ConflictRow:
    lateral_mm, vertical_mm, time_ms = each.minima
    return ConflictRow(
        _volume(each.one),
        _volume(each.other),
        each.grade,
        lateral_mm / _MM,
        vertical_mm / _MM,
        time_ms / _MM,
        tuple((start, end) for start, end in each.shared),
        each.digest.hex(),
        tuple(_shifts(each)) if shifts else (),
    )


def _shifts(conflict: Conflict) -> Iterator[ShiftRow]:
    """Yield how each of both that is an activity may be moved."""
    both = (conflict.one, conflict.other)
    for mine, theirs in (both, both[::-1]):
        if mine.kind != "activity":
            continue
        found = separation.shifts(mine.volume, theirs.volume, conflict.minima)
        for way, amount, bearing in found:
            metres = amount / _MM
            yield ShiftRow(
                mine.owner,
                later_s=amount // _MM if way == "later" else 0,
                higher_m={"higher": metres, "lower": -metres}.get(way, 0),
                aside_m=amount // _MM if way == "aside" else 0,
                bearing_deg=bearing,
            )
