"""A table is read from CSV as spreadsheets write it, in whichever encoding."""

import pytest
from tests.report.tables.lists import rows, text

from detente.record.errors import Malformed
from detente.report.tables import csvtext
from detente.report.tables.sheet import Sheet

RUSSIAN = "Больница скорой помощи, улица Мира"
CHINESE = "急救中心医院 和平路"


def names(sheet: Sheet) -> list[str]:
    """Return what stands in the column local_name."""
    at = [cell.text for cell in sheet.heading.cells].index("local_name")
    return [row.cells[at].text for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", [RUSSIAN, CHINESE])
def test_unicode_leaves_no_doubt(encoding: str, name: str) -> None:
    """With a mark or without."""
    sheet = csvtext.read(text(rows({"local_name": name})).encode(encoding))

    assert names(sheet) == [name]
    assert sheet.doubts == ()


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1251", RUSSIAN), ("gb18030", CHINESE)]
)
def test_another_encoding_is_read_and_doubted(encoding: str, name: str) -> None:
    """As every text is some text in both."""
    sheet = csvtext.read(text(rows({"local_name": name})).encode(encoding))

    assert names(sheet) == [name]
    assert f"--encoding {encoding}" in sheet.doubts[0]


def test_whoever_knows_the_encoding_has_no_doubt() -> None:
    """And is told if the bytes are not of it."""
    data = text(rows({"local_name": RUSSIAN})).encode("cp1251")

    assert csvtext.read(data, "cp1251").doubts == ()
    with pytest.raises(Malformed, match="byte"):
        csvtext.read(data, "utf-8")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_of_the_heading(separator: str) -> None:
    """A comma in a cell is none."""
    sheet = csvtext.read(text(rows({"name": "Centre, north"}), separator).encode())

    assert "Centre, north" in [cell.text for cell in sheet.rows[0].cells]


def test_a_row_has_the_number_of_the_line_on_which_it_begins() -> None:
    """Also behind a cell of two lines, and behind an empty one."""
    sheet = csvtext.read(b'a,b\n"1\n2",3\n\n4,5\n')

    assert [row.number for row in sheet.rows] == [2, 5]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b'a,b\n"1', "no CSV"),
        (b"a\n" + b"1\n" * 20_001, "more than 20,000 rows"),
        (b"," * 300, "200 columns"),
        (b"\xff\xfea", "broken UTF-16"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, reason: str) -> None:
    """In one sentence."""
    with pytest.raises(Malformed, match=reason):
        csvtext.read(data)
