"""Read many reports at once, from CSV or Parquet, by columns (clause 33.1).

Arrow reads CSV thirty times faster than `rows`, and says poorly what is wrong. So it
reads what is plain, as `rows` would; at the first doubt `rows` reads instead, and has
the last word. A Parquet file has no such reader: there the row is looked for by column.
"""

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from detente.record.errors import Malformed
from detente.space.files import rows
from detente.space.files.rows import FARTHEST_M, MOST_LAT, MOST_LON, MOST_S
from detente.space.picture import Flags
from detente.space.sphere import Integers, Reals
from detente.space.tracking.tracks import UNKNOWN_MM, Problem, Tracks

_SECONDS: Final = f"^{rows.NUMBER}$"
_RFC_3339: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})$"
)
_NS: Final = 1_000
_LIMITS: Final = {"lat": (9, MOST_LAT), "lon": (9, MOST_LON), "alt_m": (3, FARTHEST_M)}


class Doubtful(Exception):
    """A column is not as plain as it must be; which, and the rows, from 0, if known."""

    def __init__(self, column: str, row: int | None = None) -> None:
        super().__init__(column)
        self.column, self.row = column, row


def from_csv(data: bytes) -> tuple[Tracks, list[Problem]]:
    """Return the reports of a CSV file with a heading, and what of it is not read.

    Raises:
        Malformed: a row is wrong, in which line and why.
    """
    try:
        table = _plain(data)
        heading = table.column_names
        rows.columns(heading)
        return _held(table), rows.unread(heading)
    except (pa.ArrowException, Doubtful, Malformed):
        return rows.tracks(data)


def _plain(data: bytes) -> pa.Table:
    """Return a CSV file as Arrow reads it: numbers as numbers, the rest as text."""
    types = dict.fromkeys(_LIMITS, pa.float64())
    convert = pyarrow.csv.ConvertOptions(
        column_types={"id": pa.string(), "time": pa.string(), **types},
        null_values=[""],
        strings_can_be_null=False,
        quoted_strings_can_be_null=False,
    )
    return pyarrow.csv.read_csv(pa.BufferReader(data), convert_options=convert)


def from_parquet(data: bytes) -> tuple[Tracks, list[Problem]]:
    """Return the reports of a Parquet file, and what of it is not read.

    Raises:
        Malformed: it is none, or a row is wrong, in which column and why.
    """
    try:
        table = pyarrow.parquet.read_table(pa.BufferReader(data))
    except (pa.ArrowException, OSError) as error:
        raise Malformed("The track file cannot be read as Parquet.") from error
    rows.columns(table.column_names)
    try:
        return _held(table), rows.unread(table.column_names)
    except Doubtful as doubt:
        where = "somewhere" if doubt.row is None else f"row {doubt.row + 1}"
        raise Malformed(
            f"The track file has in column {doubt.column}, {where}, what is none of "
            "its values or beyond its bounds."
        ) from doubt
    except pa.ArrowException as error:
        raise Malformed(f"The track file is not as it must be: {error}.") from error


def _held(table: pa.Table) -> Tracks:
    """Return a table as columns of reports."""
    ids, of = _tracks(table["id"])
    figures = [_figures(table, name) for name in ("lat", "lon", "alt_m")]
    times = _times(table["time"])
    return Tracks._make((ids, of, times, *figures, np.arange(1, len(of) + 1)))


def _tracks(column: pa.ChunkedArray) -> tuple[list[str], Integers]:
    """Return the tracks in order, and which of them each report is of."""
    _check("id", _flags(pc.is_valid(column)))
    named = pc.dictionary_encode(column.cast(pa.string())).combine_chunks()
    if isinstance(named, pa.ChunkedArray):
        named = pa.concat_arrays(named.chunks)
    ids = named.dictionary.to_pylist()
    order = sorted(range(len(ids)), key=ids.__getitem__)
    place = np.empty(len(ids), dtype=np.int64)
    place[order] = np.arange(len(ids))
    of = place[named.indices.to_numpy(zero_copy_only=False).astype(np.int64)]
    told = np.array([bool(each) for each in ids], dtype=np.bool_)
    _check("id", told[np.array(order, dtype=np.int64)][of])
    return [ids[at] for at in order], of


def _figures(table: pa.Table, name: str) -> Integers:
    """Return a column of numbers as whole ones of its unit."""
    digits, most = _LIMITS[name]
    known = _flags(pc.is_valid(table[name]))
    if name != "alt_m":
        _check(name, known)
    figures = _reals(table[name])
    with np.errstate(invalid="ignore"):
        _check(name, (np.abs(figures) <= most) | ~known)
    found = np.rint(np.where(known, figures, 0.0) * 10**digits).astype(np.int64)
    return np.where(known, found, UNKNOWN_MM)


def _times(column: pa.ChunkedArray) -> Integers:
    """Return times in microseconds."""
    _check("time", _flags(pc.is_valid(column)))
    kind = column.type
    if pa.types.is_timestamp(kind):
        return _nearest_us(column)
    if not pa.types.is_string(kind) and not pa.types.is_large_string(kind):
        return _seconds(_reals(column))
    if pc.all(pc.match_substring_regex(column, _SECONDS)).as_py() is not False:
        return _seconds(_reals(column))
    _check("time", _flags(pc.match_substring_regex(column, _RFC_3339)))
    return _nearest_us(column.cast(pa.timestamp("ns", "UTC")))


def _nearest_us(column: pa.ChunkedArray) -> Integers:
    at = column.cast(pa.timestamp("ns", "UTC" if column.type.tz else None))
    ns = at.cast(pa.int64()).to_numpy().astype(np.int64)
    return np.asarray((ns + _NS // 2) // _NS)


def _seconds(figures: Reals) -> Integers:
    with np.errstate(invalid="ignore"):
        _check("time", np.abs(figures) <= MOST_S)
    return np.rint(figures * 10**6).astype(np.int64)


def _reals(column: pa.ChunkedArray) -> Reals:
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _flags(column: pa.ChunkedArray) -> Flags:
    return np.asarray(column.to_numpy(), dtype=np.bool_)


def _check(column: str, good: Flags) -> None:
    if not good.all():
        raise Doubtful(column, int(good.argmin()))
