"""Read moving objects from a table, or say which rows are wrong (clause 32.1).

Strict: a figure that is left out or out of its bounds might be a mistyped one, and an
object that is left out is one of which nobody is warned. The altitude alone may be
left out, for that errs toward conflict.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from detente.record.errors import Malformed
from detente.space.passing.moving import MOST_ALT_M, MOST_SPEED_MS, Moving

MAX_BYTES: Final = 64 << 20
_TOLD: Final = 10
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_UNKNOWN: Final = float("nan")
_BOUNDS: Final = {
    "lat": (-90.0, 90.0),
    "lon": (-180.0, 180.0),
    "alt_m": (-MOST_ALT_M, MOST_ALT_M),
    "ground_speed_ms": (0.0, MOST_SPEED_MS),
    "track_deg": (0.0, 360.0),
    "vertical_speed_ms": (-MOST_SPEED_MS, MOST_SPEED_MS),
}
COLUMNS: Final = ("id", *_BOUNDS)
PARTY: Final = "party"


class States(NamedTuple):
    """The objects of a table, and the columns of which nothing was read."""

    moving: Moving
    ignored: tuple[str, ...]


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]


def read_states(data: bytes) -> States:
    """Return the objects of a table in CSV.

    Raises:
        Malformed: it is no table of objects; the sentence names the first ten wrong
            rows by line and column, and counts the others.
    """
    rows = _rows(data)
    header = next(rows, None)
    names = [] if header is None else list(header[1])
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Malformed(f"The table of objects has no column {', '.join(missing)}.")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Malformed(f"The table of objects has two columns {', '.join(twice)}.")
    wrong: list[str] = []
    figures: list[tuple[float, ...]] = []
    ids: dict[str, int] = {}
    parties: list[str] = []
    for line, cells in rows:
        if len(cells) != len(names):
            wrong.append(f"line {line} has {len(cells)} cells, not {len(names)}")
            continue
        row = _Row(line, dict(zip(names, cells, strict=True)))
        wrong += _wrong_id(row, ids)
        parties.append(row.cells.get(PARTY, ""))
        figures.append(tuple(_figures(row, wrong)))
    _refuse(wrong)
    ignored = tuple(name for name in names if name not in {*COLUMNS, PARTY})
    given = tuple(parties) if PARTY in names else ()
    return States(_moving(tuple(ids), figures, given), ignored)


def _rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the line and the cells of each row that is not empty."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Malformed(f"The table of objects: line {line} is no UTF-8.") from error
    reader = csv.reader(text.replace("\r\n", "\n").split("\n"), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        sentence = f"The table of objects: line {reader.line_num} is no CSV: {error}."
        raise Malformed(sentence) from error


def _wrong_id(row: _Row, ids: dict[str, int]) -> Iterator[str]:
    """Yield what is wrong with the id of a row; take it among the others."""
    name = row.cells["id"]
    if not name:
        yield f"line {row.line}, id: it is empty"
    elif name in ids:
        yield f"line {row.line}, id: {name} stands in line {ids[name]} already"
    ids.setdefault(name, row.line)


def _figures(row: _Row, wrong: list[str]) -> Iterator[float]:
    """Yield the figures of a row; add what is wrong with them."""
    unknown = not row.cells["alt_m"]
    for name, (least, most) in _BOUNDS.items():
        text = row.cells[name]
        if not text and unknown and name in {"alt_m", "vertical_speed_ms"}:
            yield _UNKNOWN
        elif not text:
            wrong.append(f"line {row.line}, {name}: it is empty")
        elif not _NUMBER.fullmatch(text):
            wrong.append(f"line {row.line}, {name}: {text[:20]!r} is no number")
        elif not least <= float(text) <= most:
            bounds = f"{least:.0f} to {most:.0f}"
            wrong.append(f"line {row.line}, {name}: {text[:20]} is not from {bounds}")
        else:
            yield float(text)


def _refuse(wrong: Sequence[str]) -> None:
    if wrong:
        told = "; ".join(wrong[:_TOLD])
        more = len(wrong) - _TOLD
        rest = f"; and {more} more" if more > 0 else ""
        raise Malformed(f"The table of objects, {len(wrong)} wrong: {told}{rest}.")


def _moving(
    ids: tuple[str, ...], figures: list[tuple[float, ...]], parties: tuple[str, ...]
) -> Moving:
    columns = np.array(figures, dtype=np.float64).reshape(-1, len(_BOUNDS)).T.copy()
    lat, lon, alt, speed, track, climb = columns
    lat_e9, lon_e9 = (np.rint(each * 1e9).astype(np.int64) for each in (lat, lon))
    climb[np.isnan(alt)] = 0
    return Moving(ids, lat_e9, lon_e9, alt, speed, track, climb, parties)
