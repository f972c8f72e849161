"""Write the rows of a list that were not taken, each with the reason, to be mended."""

import csv
import io
from collections.abc import Iterable

from detente.report.tables.sheet import Fault, Sheet


def rejected(sheet: Sheet, faults: Iterable[Fault]) -> bytes:
    """Return the rows with faults as CSV: their cells as they were, row and reason.

    It begins with the mark by which spreadsheets know UTF-8.
    """
    reasons: dict[int, list[str]] = {}
    for each in faults:
        where = f"{each.column}: " if each.column else ""
        reasons.setdefault(each.row, []).append(f"{where}{each.reason}")
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\r\n")
    width = len(sheet.heading.cells)
    out.writerow([*(cell.text for cell in sheet.heading.cells), "row", "reason"])
    for row in sheet.rows:
        if row.number in reasons:
            cells = [cell.text for cell in row.cells][:width]
            cells += [""] * (width - len(cells))
            out.writerow([*cells, row.number, "; ".join(reasons[row.number])])
    return text.getvalue().encode("utf-8-sig")
