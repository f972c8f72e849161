"""Decide how a table is held, whichever file it came in: rows of cells, by number."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

Stored: TypeAlias = Literal["text", "number", "date", "broken"]

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 4_000


class Cell(NamedTuple):
    """What stands in a cell, and how it was stored.

    A number has the digits that it is shown with, a date is as ISO 8601 has it. Of a
    `broken` one no value is known, and `text` says why.
    """

    text: str = ""
    stored: Stored = "text"


EMPTY: Final = Cell()


class Row(NamedTuple):
    """A row by its number in the file, the first is 1."""

    number: int
    cells: tuple[Cell, ...]


class Sheet(NamedTuple):
    """A table: its heading, its rows, and what is doubtful about the file itself."""

    heading: Row
    rows: tuple[Row, ...]
    doubts: tuple[str, ...] = ()


class Fault(NamedTuple):
    """Why a row cannot be taken: its number, the column, and what is wrong there."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        return f"{where}: {self.reason}"


class Doubt(NamedTuple):
    """What was read in one of two ways; row 0 is the file itself."""

    row: int
    sentence: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.sentence}" if self.row else self.sentence


class Wrong(Exception):
    """A cell cannot be read; which column, and why. Caught where rows are read."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


class Cells(NamedTuple):
    """The cells of a row by the names of its columns."""

    named: Mapping[str, Cell]

    def of(self, name: str) -> Cell:
        """Return a cell; an empty one where there is no such column.

        Raises:
            Wrong: nothing is known of its value.
        """
        found = self.named.get(name, EMPTY)
        if found.stored == "broken":
            raise Wrong(name, found.text)
        if len(found.text) > LONGEST_CELL:
            raise Wrong(name, f"it is longer than {LONGEST_CELL:,} signs")
        return found

    def text(self, name: str) -> str:
        """Return the text of a cell."""
        return self.of(name).text

    def needed(self, name: str) -> str:
        """Return the text of a cell that must not be empty.

        Raises:
            Wrong: it is.
        """
        if not (text := self.text(name)):
            raise Wrong(name, "it is empty, and must be filled in")
        return text
