"""Read a table from CSV as spreadsheets write it: any separator, several encodings.

UTF-8 leaves no doubt. What is not UTF-8 is taken for GB18030 or for CP1251, whichever
its bytes look like; as every text is *some* text in both, that is always a doubt.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from detente.record.errors import Malformed
from detente.report.tables.sheet import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Row,
    Sheet,
)

Encoding: TypeAlias = Literal["utf-8", "gb18030", "cp1251"]

_SEPARATORS: Final = ",;\t"
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
_UPPER, _LOWER = "[\u0410-\u042f\u0401]", "[\u0430-\u044f\u0451]"
_RUSSIAN: Final = re.compile(rf"\b(?:{_UPPER}?{_LOWER}+|{_UPPER}+)\b")
_MOSTLY: Final = 0.9


def read(data: bytes, encoding: Encoding | None = None) -> Sheet:
    """Return the table of a CSV file.

    Args:
        data: the bytes of the file.
        encoding: which it is, if somebody knows.

    Raises:
        Malformed: it is no text or no CSV, or is empty.
    """
    text, doubts = _text(data, encoding)
    rows = list(_rows(text))
    if not rows:
        raise Malformed("The table is empty: its first row must name the columns.")
    return Sheet(rows[0], tuple(rows[1:]), doubts)


def _text(data: bytes, encoding: Encoding | None) -> tuple[str, tuple[str, ...]]:
    if encoding is not None:
        return _decoded(data, encoding), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise Malformed("The table is broken UTF-16: save it as UTF-8.") from error
    russian, chinese = _tried(data, "cp1251"), _tried(data, "gb18030")
    if russian is not None and _is_russian(russian):
        return russian, (_doubt("CP1251, Cyrillic of Windows", "cp1251"),)
    if chinese is not None:
        return chinese, (_doubt("GB18030, Chinese", "gb18030"),)
    raise Malformed(
        "The table is no text in UTF-8, GB18030 or CP1251: save it as UTF-8."
    )


def _decoded(data: bytes, encoding: Encoding) -> str:
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        raise Malformed(
            f"The table is no {encoding.upper()}: byte {error.start + 1} is wrong."
        ) from error


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_russian(text: str) -> bool:
    """Say whether nearly all foreign letters stand in words as Russian writes them."""
    foreign = len(_FOREIGN.findall(text))
    inside = sum(map(len, _RUSSIAN.findall(text)))
    return inside >= _MOSTLY * foreign


def _doubt(named: str, option: str) -> str:
    return (
        f"The file is no UTF-8 and was read as {named}: look at the names, and settle "
        f"it with --encoding {option}."
    )


def _rows(text: str) -> Iterator[Row]:
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    lines = io.StringIO(text, newline="")
    found = csv.reader(lines, delimiter=separator, strict=True)
    begin = 1
    try:
        for count, cells in enumerate(found):
            if count > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise Malformed(
                    f"The table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} "
                    "columns."
                )
            if any(cell.strip() for cell in cells):
                yield Row(begin, tuple(Cell(cell.strip()) for cell in cells))
            begin = found.line_num + 1
    except csv.Error as error:
        raise Malformed(f"Line {found.line_num} is no CSV: {error}.") from error
