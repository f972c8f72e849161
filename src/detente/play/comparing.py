"""Decide how a play compares what stands declared, and what it tells of it.

Each side's own record is compared by itself, as its node would (clause 34.2). Both must
come to one digest, and to the conflicts that the script worked out before; a conflict
that it does not name ends the play as one that is missing does.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from detente.play.script import Compare, Conflict, Shift
from detente.play.side import Side
from detente.record.errors import Failed
from detente.report.compared import Asked, conflict_list
from detente.report.declared import (
    ConflictList,
    ConflictRow,
    VolumeRow,
    counted,
    life,
    parting,
    told,
)
from detente.report.record import Record
from detente.space.volume import Window

_DIGEST_LETTERS: Final = 16
_Key: TypeAlias = tuple[str, str, str, str, str]
"""Two volumes, each by its reference and its part, and the grade."""


async def compare(
    step: Compare, sides: Mapping[str, Side], references: Mapping[str, str]
) -> list[str]:
    """Compare on both sides, and with the script; return what was found.

    Args:
        step: what is expected.
        sides: the two; their records are level.
        references: what the statement of each step is cited by.

    Raises:
        Failed: the two come to different conflicts, or to others than expected.
    """
    lists = dict[str, ConflictList]()
    for code, side in sides.items():
        # How volumes are parted takes a while, and the cable must go on meanwhile.
        first = not lists
        lists[code] = await asyncio.to_thread(_listed, side.record(), shifts=first)
    same(lists)
    found = next(iter(lists.values()))
    check(step, found, references)
    return [*facts(found), f"The same on both nodes: {_found(found)}."]


def _listed(record: Record, *, shifts: bool) -> ConflictList:
    # The time is told by the play: what is past in it is not asked for.
    asked = Asked(now_s=0, shifts=shifts, closed=True)
    return conflict_list(record, asked)


def same(lists: Mapping[str, ConflictList]) -> None:
    """Check that both nodes have found the same.

    Raises:
        Failed: they have not; the sentence says what each has found.
    """
    if len({(each.digest, each.lives) for each in lists.values()}) != 1:
        said = "; ".join(f"{code}'s {_found(each)}" for code, each in lists.items())
        raise Failed(f"The nodes do not find the same: {said}.")


def check(step: Compare, found: ConflictList, references: Mapping[str, str]) -> None:
    """Check what was found against what was worked out by hand.

    Raises:
        Failed: they differ; the sentence says in what.
    """
    for each in found.undrawn:
        raise Failed(f"{_volume(each.volume)} cannot be drawn: {each.why}")
    rows = {_key(each): each for each in found.conflicts if not each.closed}
    expected = {_expected(each, references): each for each in step.conflicts}
    missing, more = set(expected) - set(rows), set(rows) - set(expected)
    if missing or more:
        raise Failed(
            f"Expected and not found: {_all(missing)}. Found and not expected: "
            f"{_all(more)}."
        )
    for key, conflict in expected.items():
        _check_shifts(conflict, rows[key])


def _check_shifts(conflict: Conflict, row: ConflictRow) -> None:
    found = [
        Shift(s.moving, s.later_s, s.higher_m, s.aside_m, s.bearing_deg)
        for s in row.shifts
    ]
    for each in conflict.shifts:
        if each not in found:
            ways = "; ".join(map(parting, row.shifts)) or "nothing"
            raise Failed(f"{_line(row)} is parted by {ways}, not by {each}.")


def _key(row: ConflictRow) -> _Key:
    one, other = row.one, row.other
    return one.reference, one.part, other.reference, other.part, row.grade


def _expected(each: Conflict, references: Mapping[str, str]) -> _Key:
    one, other = each.one, each.other
    return (
        *(references[one.step], one.part),
        *(references[other.step], other.part),
        each.grade,
    )


def _plain(key: _Key) -> str:
    one, part, other, part_of_other, grade = key
    return f"{grade} of {one} {part} with {other} {part_of_other}".rstrip()


def _all(keys: Iterable[_Key]) -> str:
    return "; ".join(map(_plain, sorted(keys))) or "nothing"


def facts(found: ConflictList) -> Iterator[str]:
    """Yield each conflict, by which statements it came and went, and what parts it."""
    for row in found.conflicts:
        yield f"{_line(row)}."
        yield f"{'; '.join(life(row))}."
        if row.shifts:
            yield f"Parted by one of: {'; '.join(map(parting, row.shifts))}."


def _line(row: ConflictRow) -> str:
    times = told(Window(*each) for each in row.shared)
    when = f", {times}" if times else ""
    state = "CLOSED" if row.closed else row.grade.upper()
    return f"{state}: {_volume(row.one)} with {_volume(row.other)}{when}"


def _volume(row: VolumeRow) -> str:
    return f"{row.reference} {row.part}".strip()


def _found(found: ConflictList) -> str:
    standing = sum(not row.closed for row in found.conflicts)
    many = f"{counted(standing).lower()} among {found.volumes} volumes"
    digests = (each[:_DIGEST_LETTERS] for each in (found.digest, found.lives))
    return f"{many}, digests {' and '.join(digests)}"
