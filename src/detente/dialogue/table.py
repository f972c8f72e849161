"""Decide which bytes are a table: strict CSV, read in one way (clause 20.14).

A spreadsheet guesses: it trims, converts, skips and repairs, and two of them count two
numbers from one file. Here a row is a line, a field is its text as it stands, and
whatever could be read in two ways is refused with the line it stands in. What is
counted in a table is decided by `detente.dialogue.claim`.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from detente.record import wire
from detente.record.errors import Malformed

LineEnd: TypeAlias = Literal["LF", "CRLF"]

MAX_BYTES: Final = 4 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 100
MAX_FIELD_CHARS: Final = 1_000

_END: Final[dict[LineEnd, str]] = {"LF": "\n", "CRLF": "\r\n"}
_BOM: Final = b"\xef\xbb\xbf"
_FIELD: Final = re.compile('"((?:[^"]|"")*)"|([^",]*)')
# What nobody sees, or what another program takes for the end of a line.
_UNSEEN: Final = re.compile("[\t\n\u00ad\u200b\u2028\u2029\u2060\ufeff]")
# Spaces, by number, so that no newer list of Unicode's changes what is a table.
_SPACES: Final = " \u00a0\u1680\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)


class Table(NamedTuple):
    """A table as read: the names of its columns, and its rows, header left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> int:
        """Return at which place of each row a column stands.

        Raises:
            Malformed: the table has no such column.
        """
        if name not in self.columns:
            raise Malformed(f"The table has no column {name[:80]!r} (clause 20.15).")
        return self.columns.index(name)


def read(data: bytes, line_end: LineEnd) -> Table:
    """Read a table.

    Args:
        data: the bytes of the file.
        line_end: how each of its lines is stated to end.

    Raises:
        Malformed: it is no strict CSV; the sentence names the line, the header's is 1.
    """
    lines = _lines(data, line_end)
    columns = _header(lines[0])
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        row = tuple(_fields(line, number))
        if len(row) != len(columns):
            raise _refused(
                f"has {len(row)} fields, and the header {len(columns)}", number
            )
        rows.append(row)
    return Table(columns, tuple(rows))


def _lines(data: bytes, line_end: LineEnd) -> list[str]:
    """Return the lines, without their ends: at least the header."""
    if len(data) > MAX_BYTES:
        raise _refused(f"is longer than {MAX_BYTES} bytes")
    if data.startswith(_BOM):
        raise _refused("begins with a byte order mark")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise _refused(f"is no UTF-8 at byte {error.start}") from error
    end = _END[line_end]
    if not text.endswith(end):
        raise _refused(f"does not end with {line_end}, as each of its lines is to")
    count = text.count(end) - 1
    if count > MAX_ROWS:
        raise _refused(f"has {count} rows; {MAX_ROWS} are read")
    return text.removesuffix(end).split(end)


def _header(line: str) -> tuple[str, ...]:
    columns = tuple(_fields(line, 1))
    if len(columns) > MAX_COLUMNS:
        raise _refused(f"has {len(columns)} columns; {MAX_COLUMNS} are read", 1)
    if not all(columns):
        raise _refused("leaves a column without a name", 1)
    if len(set(columns)) != len(columns):
        raise _refused("gives two columns one name", 1)
    return columns


def _fields(line: str, number: int) -> Iterator[str]:
    """Yield the fields of a line: RFC 4180, but that no line ends inside a field."""
    if not line:
        raise _refused("is empty", number)
    try:
        wire.check_text(line)
    except Malformed as error:
        raise Malformed(f"Line {number} of the table: {error.sentence}") from error
    if _UNSEEN.search(line):
        raise _refused("holds a tab, a line break, or a sign that nobody sees", number)
    at = 0
    while True:
        match = _FIELD.match(line, at)
        quoted, plain = match.groups() if match else (None, "")
        at = match.end() if match else at
        if at < len(line) and line[at] != ",":
            raise _refused("has a quotation mark where none can stand", number)
        yield _checked(plain if quoted is None else quoted.replace('""', '"'), number)
        if at == len(line):
            return
        at += 1


def _checked(field: str, number: int) -> str:
    if field.strip(_SPACES) != field:
        raise _refused("has a field that begins or ends with a space", number)
    if len(field) > MAX_FIELD_CHARS:
        raise _refused(f"has a field of more than {MAX_FIELD_CHARS} signs", number)
    return field


def _refused(reason: str, line: int = 0) -> Malformed:
    what = f"Line {line} of the table" if line else "The table"
    return Malformed(f"{what} {reason} (clause 20.14).")
