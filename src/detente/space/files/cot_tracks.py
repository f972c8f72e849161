"""Read reports of tracks from Cursor on Target: the events of a uid are a track.

Read are events of atoms (`a-`). Their type says who somebody takes the object for, and
is not read. `time` is when it was there. A height of 9999999 is unknown, and a place of
0, 0 without an error is how a device says that it has no fix.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from detente.record.errors import Malformed
from detente.space.files import rows
from detente.space.files.cot import UNKNOWN, Event, events
from detente.space.tracking.tracks import FEW, Problem, Tracks

_ATOM: Final = "a-"


def tracks(data: bytes) -> tuple[Tracks, list[Problem]]:
    """Return the reports of a file, and what of it is not read.

    Raises:
        Malformed: it is no such file, or an event of it is wrong, which and why.
    """
    found = events(data)
    atoms = [each for each in found if each.kind.startswith(_ATOM)]
    if not atoms:
        raise Malformed("The file has no event of an object (a-), and so no track.")
    fixed = [each for each in atoms if not _without_fix(each)]
    reports = [_report(each) for each in fixed]
    return rows.held(reports), sorted(_problems(found, atoms, fixed))


def _report(event: Event) -> rows.Report:
    point = event.element.first("point")
    if point is None:
        raise Malformed(f"{event.where}, has no point.")
    lat, lon = (point.given.get(name, "") for name in ("lat", "lon"))
    hae = point.given.get("hae", "")
    alt = "" if is_unknown(hae) else hae
    texts = (event.uid, event.needed("time"), lat, lon, alt)
    return rows.report(texts, event.where)


def is_unknown(text: str) -> bool:
    """Say whether a height or an error says nothing."""
    try:
        return not text or Decimal(text) == UNKNOWN
    except InvalidOperation:
        return False


def _without_fix(event: Event) -> bool:
    point = event.element.first("point")
    if point is None:
        return False
    names = (point.given.get(name, "").strip() for name in ("lat", "lon"))
    nowhere = all(each.lstrip("-").strip("0") in {"", "."} for each in names if each)
    return nowhere and is_unknown(point.given.get("ce", ""))


def _problems(
    found: list[Event], atoms: list[Event], fixed: list[Event]
) -> Iterator[Problem]:
    kinds = sorted({each.kind for each in found} - {each.kind for each in atoms})
    if kinds:
        count = len(found) - len(atoms)
        named = ", ".join(kinds[:FEW])
        sentence = f"{count:,} events are no reports of objects: {named}."
        yield Problem("unread", "", count, (), sentence)
    lost = {each.number for each in atoms} - {each.number for each in fixed}
    by_uid: dict[str, list[int]] = {}
    for each in atoms:
        if each.number in lost:
            by_uid.setdefault(each.uid, []).append(each.number)
    for uid, numbers in by_uid.items():
        shown = ", ".join(map(str, numbers[:FEW]))
        shown += ", ..." if len(numbers) > FEW else ""
        places = tuple((each,) for each in numbers[:FEW])
        sentence = f"Track {uid} has no fix in events {shown}; nothing is swept there."
        yield Problem("nowhere", uid, len(numbers), places, sentence)
