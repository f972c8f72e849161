"""Read a list of movements: a row a stop, the rows of one number one movement (17.3).

The first stop is the origin, the last the destination, those between are waypoints in
their order. What is of the whole movement stands in any of its rows, once or alike.
Vehicles and plates are no matter of rows: they are added by changing the notification.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from detente.dialogue.forms import move
from detente.record.errors import Malformed, Misasked
from detente.report import filling
from detente.report.filling import Unfilled
from detente.report.tables import headings, places
from detente.report.tables.sheet import Cell, Cells, Doubt, Fault, Row, Sheet, Wrong
from detente.report.words import moment

NEEDED: Final = (
    *("movement_id", "organisations", "purpose", "stop", "arrives_at", "leaves_at"),
    *("check_in", "lost_contact_action", "persons", "leader", "communications"),
)
_TEXTS: Final = (
    *("purpose", "text", "route", "alternate_route", "cargo", "tracker", "escort"),
    *("lost_contact_action", "abort_word"),
)
_LISTS: Final = ("organisations", "checkpoints", "overnight_stops")
_WHOLE: Final = (*_TEXTS, *_LISTS, "check_in", "persons", "leader", "communications")
_ALWAYS: Final = (
    *("organisations", "purpose", "check_in", "lost_contact_action"),
    *("persons", "leader", "communications"),
)
_FEWEST: Final = 2


class Movement(NamedTuple):
    """A movement, and the rows of its stops."""

    rows: tuple[int, ...]
    body: move.Notified


class Movements(NamedTuple):
    """What a list says: movements, faults and doubts, and columns that nobody reads."""

    movements: tuple[Movement, ...]
    faults: tuple[Fault, ...]
    doubts: tuple[Doubt, ...]
    unread: tuple[str, ...]


class _Stop(NamedTuple):
    row: int
    cells: Cells
    place: object
    name: str


def is_meant(sheet: Sheet) -> bool:
    """Say whether a list is of movements, by its columns."""
    try:
        return "movement_id" in headings.columns(sheet.heading, headings.MOVE).at
    except Malformed:
        return False


def read(sheet: Sheet, filled: Mapping[str, str]) -> Movements:
    """Return the movements of a list.

    Args:
        sheet: the list.
        filled: what stands in every row that says nothing itself.

    Raises:
        Malformed: its first row names no such columns.
        Misasked: a field that no movement has was filled in.
    """
    asked = headings.listed(sheet.heading, headings.MOVE, NEEDED, filled)
    movements, faults = list[Movement](), list[Fault]()
    doubts = [Doubt(0, each) for each in sheet.doubts]
    for rows in _together(sheet.rows, asked):
        told = list[Doubt]()
        try:
            body = _movement(rows, told)
        except _At as error:
            fault = Fault(error.row, error.wrong.column, error.wrong.reason)
            faults += with_it(fault, rows)
            continue
        movements.append(Movement(tuple(rows), body))
        doubts += told
    ordered = tuple(sorted(faults)), tuple(sorted(doubts))
    return Movements(tuple(movements), *ordered, asked.found.unread)


def with_it(fault: Fault, rows: Iterable[int]) -> Iterator[Fault]:
    """Yield a fault, and one for each other row that it keeps from being stated."""
    yield fault
    reason = f"row {fault.row}, which belongs to it, is wrong"
    yield from (Fault(each, "", reason) for each in rows if each != fault.row)


class _At(Exception):
    """A row is wrong; which, and how."""

    def __init__(self, row: int, wrong: Wrong) -> None:
        super().__init__(row)
        self.row, self.wrong = row, wrong


def _together(rows: Sequence[Row], asked: headings.List) -> Iterator[dict[int, Cells]]:
    """Yield the rows of each movement; one without a number stands alone."""
    by_id: dict[str, dict[int, Cells]] = {}
    for row in rows:
        cells = asked.cells(row)
        known = cells.named.get("movement_id", Cell()).text
        by_id.setdefault(known or f"\0{row.number}", {})[row.number] = cells
    yield from by_id.values()


def _movement(rows: Mapping[int, Cells], doubts: list[Doubt]) -> move.Notified:
    """Return a movement.

    Raises:
        _At: a row of it is wrong.
    """
    stops = [_stop(row, cells, doubts) for row, cells in rows.items()]
    first, last = stops[0], stops[-1]
    if len(stops) < _FEWEST:
        reason = "a movement has at least two stops, origin and destination"
        raise _At(first.row, Wrong("movement_id", reason))
    whole = _whole(rows)
    given: dict[str, object] = {
        "origin_name": first.name,
        "origin": first.place,
        "destination_name": last.name,
        "destination": last.place,
        "departs_at": _moment(first, "leaves_at"),
        "arrives_at": _moment(last, "arrives_at"),
        "waypoints": [_waypoint(each) for each in stops[1:-1]],
        "personal": _personal(first.row, whole),
    }
    typed = [("movement_id", first.cells.text("movement_id"))]
    typed += [(name, whole[name]) for name in _TEXTS if name in whole]
    typed += [
        (name, each.strip())
        for name in _LISTS
        for each in whole.get(name, "").split(";")
        if each.strip()
    ]
    typed.append(("check_in_s", whole["check_in"]))
    try:
        body = filling.from_fields(filling.choose("MOVE", "notified"), typed, given)
    except Unfilled as error:
        raise _At(first.row, Wrong(error.field, error.reason)) from error
    assert isinstance(body, move.Notified)  # noqa: S101 - it was chosen above
    return body


def _stop(row: int, cells: Cells, doubts: list[Doubt]) -> _Stop:
    try:
        cells.needed("movement_id")
        name = cells.needed("stop")
        found = places.place(cells)
    except Wrong as error:
        raise _At(row, error) from error
    doubts += [Doubt(row, each) for each in found.doubts]
    return _Stop(row, cells, msgspec.to_builtins(found.place), name)


def _whole(rows: Mapping[int, Cells]) -> dict[str, str]:
    """Return what is said of the whole movement, by any of its rows.

    Raises:
        _At: two rows say different things, or none says what is needed.
    """
    whole: dict[str, str] = {}
    for row, cells in rows.items():
        for name in _WHOLE:
            try:
                text = cells.text(name)
            except Wrong as error:
                raise _At(row, error) from error
            if text and whole.setdefault(name, text) != text:
                reason = "it is another than in a row of the same movement before"
                raise _At(row, Wrong(name, reason))
    for name in _ALWAYS:
        if name not in whole:
            reason = "it is empty in every row of the movement"
            raise _At(next(iter(rows)), Wrong(name, reason))
    return whole


def _moment(stop: _Stop, name: str) -> int:
    """Return a moment of a stop.

    Raises:
        _At: it is none.
    """
    try:
        text = stop.cells.needed(name)
    except Wrong as error:
        raise _At(stop.row, error) from error
    reason = f"{text[:40]!r} is no moment: write it as 2026-01-31T12:00Z"
    if not re.search(r"\d:\d\d", text):
        raise _At(stop.row, Wrong(name, reason))
    try:
        return moment(text)
    except Misasked as error:
        raise _At(stop.row, Wrong(name, reason)) from error


def _waypoint(stop: _Stop) -> dict[str, object]:
    found: dict[str, object] = {"name": stop.name, "position": stop.place}
    found["arrives_at"] = _moment(stop, "arrives_at")
    if stop.cells.named.get("leaves_at", Cell()).text:
        found["leaves_at"] = _moment(stop, "leaves_at")
    return found


def _personal(row: int, whole: Mapping[str, str]) -> dict[str, object]:
    persons = whole["persons"]
    if not re.fullmatch(r"\d{1,7}", persons, re.ASCII):
        raise _At(row, Wrong("persons", f"{persons[:40]!r} is no whole number"))
    said = {name: whole[name] for name in ("leader", "communications")}
    return {"persons": int(persons), **said}
