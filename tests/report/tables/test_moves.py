"""A list of movements is read stop by stop, and a wrong row keeps its movement out."""

import contextlib
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.tables.lists import STOPS, stops, text

from detente.record.errors import Malformed
from detente.report.tables import csvtext, moves
from detente.report.tables.moves import Movements
from detente.report.tables.rejected import rejected


def read(*listed: Mapping[str, str]) -> Movements:
    """Read rows from CSV; the columns stand in a row that is there for them alone."""
    columns = {name: "" for row in STOPS for name in row} | {"arrives_at": ""}
    rows: list[Mapping[str, object]] = [{**columns, **row} for row in listed]
    return moves.read(csvtext.read(text(rows).encode()), {})


def test_rows_of_one_number_are_one_movement() -> None:
    """Origin, waypoints and destination in the order of the rows."""
    found = read(*stops())

    assert (found.faults, found.doubts) == ((), ())
    [each] = found.movements
    body = each.body
    assert each.rows == (2, 3, 4)
    assert (body.origin_name, body.destination_name) == ("Depot", "Hall")
    assert [(w.name, w.leaves_at) for w in body.waypoints] == [("Bridge", None)]
    assert body.arrives_at - body.departs_at == 7_200
    assert body.organisations == ("Kitchen", "Relief")
    assert body.check_in_s == 1_800
    assert body.personal is not None
    assert body.personal.persons == 4


def test_movements_may_stand_between_each_other() -> None:
    """The number says which row belongs where."""
    mixed = [row for both in zip(stops(), stops("M-2"), strict=True) for row in both]

    assert [each.rows for each in read(*mixed).movements] == [(2, 4, 6), (3, 5, 7)]


@pytest.mark.parametrize(
    ("at", "column", "value", "reason"),
    [
        (1, "lat", "north", "no figure of degrees"),
        (1, "stop", "", "is empty"),
        (2, "arrives_at", "2026-03-01", "write it as"),
        (0, "leaves_at", "2026-03-01T06:00", "write it as"),
        (2, "arrives_at", "", "is empty"),
        (1, "purpose", "evacuation", "another than"),
        (0, "persons", "some", "no whole number"),
        (0, "leader", "", "empty in every row"),
        (0, "purpose", "parade", "Invalid enum value"),
        (0, "check_in", "often", "no number, moment or length of time"),
    ],
)
def test_a_wrong_row_keeps_its_movement_out_and_no_other(
    at: int, column: str, value: str, reason: str
) -> None:
    """Named by row and column; the other rows of it say which."""
    found = read(*stops("M-1", {at: {column: value}}), *stops("M-2"))

    assert [each.body.movement_id for each in found.movements] == ["M-2"]
    assert [each.row for each in found.faults] == [2, 3, 4]
    [fault] = [each for each in found.faults if "belongs to it" not in each.reason]
    assert reason in fault.reason


def test_a_movement_of_one_stop_goes_nowhere() -> None:
    """Perhaps its number is misspelt."""
    [fault] = read(stops()[0]).faults

    assert "two stops" in fault.reason


def test_a_rejected_movement_is_written_out_whole() -> None:
    """It could not be stated from one row."""
    rows = stops("M-1", {1: {"lat": "north"}})
    sheet = csvtext.read(text(rows).encode())

    again = csvtext.read(rejected(sheet, moves.read(sheet, {}).faults))

    assert len(again.rows) == 3


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=20)


@given(st.dictionaries(st.sampled_from(sorted(stops()[0])), CELLS), st.integers(0, 2))
def test_whatever_stands_in_a_row_no_row_is_lost(
    changed: dict[str, str], at: int
) -> None:
    """Each is of a movement, or has a fault, or the whole list is refused."""
    with contextlib.suppress(Malformed):
        found = read(*stops("M-1", {at: changed}))

        rows = [row for each in found.movements for row in each.rows]
        rows += [each.row for each in found.faults]
        assert sorted(rows) == [2, 3, 4]
