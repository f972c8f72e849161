"""Bytes are read as a table in one way, or not at all."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.tables import ENDS, tables, written

from detente.dialogue import table
from detente.dialogue.table import LineEnd, Table, read
from detente.record.errors import Malformed


@given(tables(), st.sampled_from(["LF", "CRLF"]), st.booleans())
def test_a_table_reads_as_it_was_written(
    drawn: Table,
    line_end: LineEnd,
    quoted: bool,  # noqa: FBT001 - drawn
) -> None:
    """By another program, in either end of line, with quotation marks or few."""
    data = written(drawn, ENDS[line_end], quoted=quoted)
    assert read(data, line_end) == drawn


@given(st.text('ab",\n\r \t\ufeff', max_size=24), st.sampled_from(["LF", "CRLF"]))
def test_what_is_taken_another_program_reads_alike(
    text: str, line_end: LineEnd
) -> None:
    """Strict is what no two readers read in two ways."""
    try:
        taken = read(text.encode(), line_end)
    except Malformed:
        return
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert [list(each) for each in (taken.columns, *taken.rows)] == rows


@given(st.binary(max_size=60), st.sampled_from(["LF", "CRLF"]))
def test_other_bytes_are_refused_and_no_worse(data: bytes, line_end: LineEnd) -> None:
    """By one error."""
    refused = ""
    try:
        read(data, line_end)
    except Malformed as error:
        refused = error.sentence
    assert not refused or "20.14" in refused or "1.6" in refused


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "does not end with LF"),
        (b"a,b\n1,2", "does not end with LF"),
        (b"a,b\r\n1,2\r\n", "Line 1 of the table: A text holds control"),
        (b"\xef\xbb\xbfa,b\n", "byte order mark"),
        (b"a\n\xff\n", "no UTF-8 at byte 2"),
        (b"a,b\n1\n", "Line 2 of the table has 1 fields, and the header 2"),
        (b"a,b\n1,2,3\n", "Line 2 of the table has 3 fields"),
        (b"a\n1\n\n2\n", "Line 3 of the table is empty"),
        (b"\n", "Line 1 of the table is empty"),
        (b"a,\n", "leaves a column without a name"),
        (b"a,a\n", "gives two columns one name"),
        (b'a\n1"2\n', "Line 2 of the table has a quotation mark"),
        (b'a\n"1"2\n', "has a quotation mark"),
        (b'a\n"1\n', "has a quotation mark"),
        (b'a\n"1\n2"\n', "has a quotation mark"),
        (b'a\n"""\n', "has a quotation mark"),
        (b"a\nCN \n", "begins or ends with a space"),
        (b'a\n" CN"\n', "begins or ends with a space"),
        ("a\nCN\u00a0\n".encode(), "begins or ends with a space"),
        (b"a\n1\t2\n", "a sign that nobody sees"),
        ("a\nC\u200bN\n".encode(), "a sign that nobody sees"),
        ("a\nC\u2028N\n".encode(), "a sign that nobody sees"),
        ("a\nC\u202eN\n".encode(), "Line 2 of the table: A text holds control"),
        ("a\ne\u0301\n".encode(), "Line 2 of the table: A text is not in"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(data: bytes, reason: str) -> None:
    """With the line it stands in, so that it can be put right."""
    with pytest.raises(Malformed) as caught:
        read(data, "LF")
    assert reason in caught.value.sentence


def test_lines_end_as_is_stated() -> None:
    """A table of the other end is another file."""
    assert read(b"a\r\n1\r\n", "CRLF").rows == (("1",),)
    for mixed in (b"a\n1\n", b"a\r\n1\n2\r\n", b"a\r1\r\n"):
        with pytest.raises(Malformed):
            read(mixed, "CRLF")


def test_a_header_alone_is_a_table_of_no_rows() -> None:
    """Nothing was found, and it is said."""
    assert read(b"a,b\n", "LF") == Table(("a", "b"), ())


def test_a_single_empty_field_is_written_out() -> None:
    """An empty line is none, wherever it stands."""
    assert read(b'a\n""\n', "LF").rows == (("",),)


@pytest.mark.parametrize("over", [0, 1])
@pytest.mark.parametrize("of", ["rows", "columns", "field", "bytes"])
def test_a_table_has_its_limits(of: str, over: int) -> None:
    """One more is refused before it costs anything."""
    names = b",".join(b"c%d" % n for n in range(table.MAX_COLUMNS + over))
    whole, rest = divmod(table.MAX_BYTES + over - 2, 512)
    data = {
        "rows": b"a\n" + b"1\n" * (table.MAX_ROWS + over),
        "columns": names + b"\n",
        "field": b"a\n" + b"x" * (table.MAX_FIELD_CHARS + over) + b"\n",
        "bytes": b"a\n" + (b"x" * 511 + b"\n") * whole + b"x" * (rest - 1) + b"\n",
    }[of]
    if not over:
        assert read(data, "LF").columns
        return
    with pytest.raises(Malformed):
        read(data, "LF")
