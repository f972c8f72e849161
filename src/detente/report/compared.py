"""Find what conflicts among what stands declared, for a page (clauses 34.1 to 34.3).

Loaded only when it is asked for: comparing volumes takes libraries that nothing else at
the API needs.
"""

from typing import Final

from detente.dialogue.conflicts import Conflict, conflicts, digest
from detente.dialogue.declared import Declared, declared
from detente.report.declared import ConflictList, ConflictRow, UndrawnRow, VolumeRow
from detente.report.notices import heads
from detente.report.record import Record
from detente.space.pairs import ENGINE

_MM: Final = 1_000


def conflict_list(record: Record) -> ConflictList:
    """Return what conflicts among what stands declared."""
    stands = declared(record.standing)
    found = conflicts(stands)
    undrawn = (UndrawnRow(_volume(each), each.fault) for each in stands if each.fault)
    rows = tuple(map(_conflict, found))
    whole = digest(found).hex()
    return ConflictList(heads(record), ENGINE, whole, len(stands), rows, tuple(undrawn))


def _volume(each: Declared) -> VolumeRow:
    return VolumeRow(
        each.reference, each.part, each.owner, each.kind, each.status, each.said
    )


def _conflict(each: Conflict) -> ConflictRow:
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
    )
