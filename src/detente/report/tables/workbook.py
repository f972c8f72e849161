"""Read a table from the first sheet of an XLSX workbook.

A workbook hides things: rows that a filter took out of sight, cells joined into one,
formulas whose value was never stored. Each has cost a list a row, so each is told. It
is also an archive: what its parts come to is checked before one is unpacked, and a part
that declares anything (a DOCTYPE) is refused.
"""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from detente.record.errors import Malformed, Misasked
from detente.report.tables.sheet import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Row,
    Sheet,
)

MAGIC: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0"
_MOST_PARTS: Final = 1_000
_MOST_UNPACKED: Final = 256 << 20
_DECLARES: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_SHOWN: Final = 10
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError),
    *(EOFError, OSError, ValueError),
)


def is_meant(data: bytes) -> bool:
    """Say whether a file looks like a workbook, of today or of before 2007."""
    return data.startswith((MAGIC, _OLD))


def read(data: bytes) -> Sheet:
    """Return the table of a workbook's first sheet.

    Raises:
        Malformed: it is no workbook, too large, or declares what none needs.
        Misasked: the extra that reads workbooks is not installed.
    """
    if data.startswith(_OLD):
        raise Malformed(
            "The workbook is locked with a password, or of before 2007: save it as "
            ".xlsx without a password."
        )
    formulas = _check(data)
    book = _book(data, values=True)
    shown = book.worksheets[0]
    rows = list(_rows(shown))
    if formulas:
        rows = list(_unvalued(rows, _book(data, values=False).worksheets[0]))
    rows = [row for row in rows if any(cell.text for cell in row.cells)]
    if not rows:
        raise Malformed("The first sheet is empty: its first row names the columns.")
    return Sheet(rows[0], tuple(rows[1:]), tuple(_doubts(book, shown, rows)))


def _check(data: bytes) -> bool:
    """Check what the parts come to; return whether there are formulas.

    Raises:
        Malformed: it is no archive, too large, or a part declares something.
    """
    formulas = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(each.file_size for each in parts)
            if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
                raise Malformed(
                    f"The workbook unpacks to {unpacked >> 20:,} MB in {len(parts):,} "
                    "parts, which no list of sites does: it is not opened."
                )
            for each in parts:
                text = archive.read(each)
                if each.filename.endswith((".xml", ".rels")):
                    if text.startswith(_WIDE) or _DECLARES.search(text):
                        raise Malformed(
                            f"The part {each.filename[:80]} of the workbook declares "
                            "what no spreadsheet writes: it is not opened."
                        )
                    formulas |= bool(_FORMULA.search(text))
    except _BROKEN as error:
        raise Malformed(
            "The file is no workbook: it is cut short or broken."
        ) from error
    return formulas


def _book(data: bytes, *, values: bool) -> Any:  # noqa: ANN401 - openpyxl has no types
    try:
        import openpyxl  # noqa: PLC0415 - an extra, which is asked for only here
    except ImportError as error:
        raise Misasked(
            "A workbook needs openpyxl, which is not installed: pip install "
            "'detente[xlsx]', or save the list as CSV."
        ) from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that it passes over
            book = openpyxl.load_workbook(
                io.BytesIO(data), data_only=values, keep_links=False
            )
    except Exception as error:
        # It answers broken parts with whatever broke: KeyError, TypeError, ParseError.
        raise Malformed("The file is no workbook that can be read.") from error
    if not book.worksheets:
        raise Malformed("The workbook has no sheet.")
    return book


def _rows(sheet: Any) -> Iterator[Row]:  # noqa: ANN401 - openpyxl has no types
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise Malformed(
            f"The first sheet has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} "
            "columns."
        )
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(number, tuple(map(_cell, cells)))


def _cell(cell: Any) -> Cell:  # noqa: ANN401 - openpyxl has no types
    if getattr(cell, "data_type", "") == "e":
        return Cell(f"the spreadsheet shows {str(cell.value)[:20]} there", "broken")
    match cell.value:
        case None:
            return EMPTY
        case bool():
            return Cell("yes" if cell.value else "no")
        case int():
            return Cell(str(cell.value), "number")
        case float():
            return Cell(_plain(cell.value), "number")
        case date():
            return Cell(_moment(cell.value), "date")
        case _:
            return Cell(" ".join(str(cell.value).split()))


def _plain(value: float) -> str:
    """Return the shortest digits that make the same number, as people write them."""
    if value == int(value) and abs(value) < 1e15:  # noqa: PLR2004 - exact up to there
        return str(int(value))
    return format(Decimal(repr(value)), "f")


def _moment(value: date) -> str:
    """Return a day, or a moment if it has a time of day; no spreadsheet has zones."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.time() == time():
        return value.date().isoformat()
    return f"{value.replace(microsecond=0).isoformat()}Z"


def _unvalued(rows: Sequence[Row], formulas: Any) -> Iterator[Row]:  # noqa: ANN401
    """Yield rows, a cell that holds a formula and no value marked as broken."""
    why = "it is a formula whose value was not stored: open, calculate and save it"
    for row, written in zip(rows, formulas.iter_rows(), strict=False):
        cells = tuple(
            Cell(why, "broken") if not cell.text and each.data_type == "f" else cell
            for cell, each in zip(row.cells, written, strict=False)
        )
        yield row._replace(cells=cells)


def _doubts(book: Any, sheet: Any, rows: Sequence[Row]) -> Iterator[str]:  # noqa: ANN401
    others = [each.title for each in book.worksheets[1:] if each.max_row > 1]
    if others:
        named = ", ".join(others)[:200]
        yield f"Only the first sheet, {sheet.title}, is read; not read: {named}."
    dimensions = sheet.row_dimensions
    hidden = [row.number for row in rows if dimensions[row.number].hidden]
    if hidden:
        yield f"Hidden rows are read like the others: {_listed(hidden)}."
    merged = [str(each) for each in sheet.merged_cells.ranges]
    if merged:
        yield (
            "Joined cells have their value in the first alone, and the others count "
            f"as empty: {_listed(sorted(merged))}."
        )


def _listed(names: Sequence[object]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(map(str, names[:_SHOWN])) + more
