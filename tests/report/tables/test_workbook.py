"""A workbook is read as it was stored, and what it hides is told."""

import contextlib
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.tables.lists import GOOD, book, read_book, rows, said

from detente.record.errors import Malformed
from detente.report.tables import workbook

DAY = dt.date(2026, 1, 20)


def repacked(data: bytes, **parts: bytes) -> bytes:
    """Return a workbook with other parts; a name may end in any folder."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            stem = each.rpartition("/")[2].partition(".")[0]
            new.writestr(each, parts.get(stem, old.read(each)))
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """Return a part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def test_numbers_and_dates_are_as_people_see_them() -> None:
    """A position keeps its digits, a number that is a name gets no point."""
    row = {
        **GOOD,
        "site_id": 7.0,
        "lat": 36.71812,
        "lon": 68.863,
        "mgrs": "",
        "fix_at": DAY,
    }
    found = read_book(book([row]))

    [each] = found.sites
    assert each.body.site_id == "7"
    assert (each.body.position.lat_e5, each.body.position.lon_e5) == (
        3_671_812,
        6_886_300,
    )
    assert each.body.fix_at == 1_768_867_200


@pytest.mark.parametrize("lat_e5", [3_671_812, 1, -3_344_999, 8_999_999, 2_912_345])
def test_a_number_that_was_stored_with_seventeen_digits_is_the_one_meant(
    lat_e5: int,
) -> None:
    """As a spreadsheet stores them: 29.123449999999998 is 29.12345."""
    data = book(rows({"lat": lat_e5 / 100_000, "lon": 68.863}))
    sheet = part(data, "xl/worksheets/sheet1.xml")
    stored = f"{lat_e5 / 100_000:.17g}".encode()
    sheet = sheet.replace(
        f"<v>{lat_e5 / 100_000!r}</v>".encode(), b"<v>%s</v>" % stored
    )
    assert b"<v>%s</v>" % stored in sheet

    found = read_book(repacked(data, sheet1=sheet))

    assert found.sites[0].body.position.lat_e5 == lat_e5


def test_a_date_kept_as_a_number_is_read_and_doubted() -> None:
    """Whoever lost the format of the column lost no day."""
    found = read_book(book(rows({"fix_at": 46042})))

    assert found.sites[0].body.fix_at == 1_768_867_200
    assert any("the number 46042" in each for each in said(found))


def test_a_time_of_day_has_no_zone_and_is_doubted() -> None:
    """It is read as UTC."""
    found = read_book(book(rows({"fix_at": dt.datetime(2026, 1, 20, 6)})))  # noqa: DTZ001

    assert found.sites[0].body.fix_at == 1_768_867_200 + 6 * 3600
    assert any("no zone" in each for each in said(found))


def test_a_contact_kept_as_a_number_is_doubted() -> None:
    """Its plus is gone."""
    found = read_book(book(rows({"contact": 15550100})))

    assert any("a plus or nought may be lost" in each for each in said(found))


def test_a_formula_without_a_value_is_a_fault_of_its_row() -> None:
    """Nobody knows what it would come to."""
    [fault] = read_book(book(rows({}, {"name": '=A1&" x"'}))).faults

    assert (fault.row, fault.column) == (3, "name")
    assert "formula" in fault.reason


def test_an_error_that_the_spreadsheet_shows_is_a_fault_of_its_row() -> None:
    """No name is #REF!."""

    def broken(sheet: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet["C2"].value, sheet["C2"].data_type = "#REF!", "e"

    [fault] = read_book(book(rows({}), broken)).faults

    assert "#REF!" in fault.reason


def test_hidden_rows_and_joined_cells_are_told() -> None:
    """A filter left on takes a row from the eye and not from the list."""

    def change(sheet: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        sheet.row_dimensions[3].hidden = True
        sheet.merge_cells("B2:B3")

    found = read_book(book(rows({}, {}), change))

    assert any("Hidden rows" in each and "3" in each for each in said(found))
    assert any("B2:B3" in each for each in said(found))
    assert [str(each) for each in found.faults] == [
        "row 3, organisation: it is empty, and must be filled in"
    ]


def test_a_second_sheet_is_told_and_not_read() -> None:
    """It may hold the other half of the list."""

    def more(sheet: Any) -> None:  # noqa: ANN401 - openpyxl has no types
        other = sheet.parent.create_sheet("South")
        other.append(["a"])
        other.append(["b"])

    assert any("South" in each for each in said(read_book(book(rows({}), more))))


def test_an_archive_that_unpacks_to_too_much_is_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its parts are counted before one is unpacked."""
    monkeypatch.setattr(workbook, "_MOST_UNPACKED", 1 << 20)
    big = repacked(book(rows({})), sheet1=b" " * (1 << 20))

    assert len(big) < 20_000
    with pytest.raises(Malformed, match="not opened"):
        workbook.read(big)


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<! ENTITY b>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
    ],
)
def test_a_part_that_declares_something_is_not_opened(text: bytes) -> None:
    """No spreadsheet writes that."""
    with pytest.raises(Malformed, match="declares"):
        workbook.read(repacked(book(rows({})), sheet1=text))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0 and so on", "password"),
        (b"PK\x03\x04", "broken"),
        (book(rows({}))[:2000], "broken"),
        (repacked(book(rows({})), workbook=b"<a/>"), "no sheet"),
        (repacked(book(rows({})), sheet1=b"<a"), "can be read"),
        (book([{}]), "empty"),
    ],
)
def test_what_is_no_workbook_is_refused(data: bytes, reason: str) -> None:
    """In one sentence."""
    with pytest.raises(Malformed, match=reason):
        workbook.read(data)


@given(st.data())
def test_a_sheet_with_any_bytes_in_it_is_a_table_or_one_sentence(
    data: st.DataObject,
) -> None:
    """Whatever the reader of workbooks makes of it."""
    good = book(rows({}))
    sheet = bytearray(part(good, "xl/worksheets/sheet1.xml"))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(sheet) - 1))
        cut = data.draw(st.integers(0, 6))
        sheet[at : at + cut] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b"9" * 9, b"NaN", b"</v>", b"-1"])
        )

    with contextlib.suppress(Malformed):
        read_book(repacked(good, sheet1=bytes(sheet)))
