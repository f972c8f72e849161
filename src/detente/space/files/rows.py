"""Read reports of tracks from CSV text strictly, and name what is wrong by its line.

Slow, a report at a time, and the definition of what is read (33.1): `bulk` reads the
same faster where nothing is wrong.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from math import isfinite
from typing import Final, NamedTuple

import numpy as np

from detente.record.errors import Malformed
from detente.space.tracking.tracks import UNKNOWN_MM, Problem, Tracks

COLUMNS: Final = ("id", "time", "lat", "lon", "alt_m")
# Each digit is read one way only: else a cell of some thousand is tried for seconds.
NUMBER: Final = r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
MOST_LAT: Final = 90.0
MOST_LON: Final = 180.0
FARTHEST_M: Final = 1e8
MOST_S: Final = 253_402_300_799
"""The end of the year 9999; as far before 1970 a time is refused as well."""
_NUMBER: Final = re.compile(NUMBER, re.ASCII)
_TIME: Final = re.compile(
    r"(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_US: Final = timedelta(microseconds=1)
_DIGITS: Final = 6
_UNREAD: Final = "Columns {names} are not read."


class Report(NamedTuple):
    """One report as it is held."""

    track: str
    time_us: int
    lat_e9: int
    lon_e9: int
    alt_mm: int


def tracks(data: bytes) -> tuple[Tracks, list[Problem]]:
    """Return the reports of a CSV file with a heading, and what of it is not read.

    Raises:
        Malformed: a row is wrong, in which line and why.
    """
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Malformed(f"Line {line} of the track file is no UTF-8 text.") from error
    rows = Rows(lines)
    heading = rows.read()
    if not heading:
        raise Malformed("The track file does not begin with a heading: it is empty.")
    at = columns(heading)
    reports = list(_reports(rows, len(heading), at))
    return held(reports), unread(heading)


def columns(heading: Sequence[str]) -> list[int]:
    """Return where the columns stand that are read.

    Raises:
        Malformed: one is missing, or there twice.
    """
    for name in COLUMNS:
        if heading.count(name) != 1:
            many = "no" if name not in heading else "more than one"
            raise Malformed(
                f"The track file has {many} column {name}; its first line must name "
                f"{', '.join(COLUMNS)}."
            )
    return [heading.index(name) for name in COLUMNS]


def unread(heading: Sequence[str]) -> list[Problem]:
    """Return the problem that columns are not read, if any are not."""
    names = [name for name in heading if name not in COLUMNS]
    if not names:
        return []
    sentence = _UNREAD.format(names=", ".join(names))
    return [Problem("unread", "", len(names), (), sentence)]


def held(reports: Sequence[Report]) -> Tracks:
    """Return reports as columns."""
    ids = sorted({report.track for report in reports})
    number = {track: at for at, track in enumerate(ids)}
    of = np.array([number[report.track] for report in reports], dtype=np.int64)
    figures = np.array([report[1:] for report in reports], dtype=np.int64)
    row = np.arange(1, len(reports) + 1)
    return Tracks._make((ids, of, *figures.reshape(-1, 4).T, row))


class Rows:
    """The rows of CSV text, and at which line they end."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._rows = csv.reader((f"{line}\n" for line in lines), strict=True)

    @property
    def where(self) -> str:
        """The line at which the last row ended."""
        return f"Line {self._rows.line_num}"

    def read(self) -> list[str] | None:
        """Return the next row; none at the end.

        Raises:
            Malformed: it is no CSV.
        """
        try:
            return next(self._rows, None)
        except csv.Error as error:
            sentence = f"{self.where} of the track file is no CSV: {error}."
            raise Malformed(sentence) from error


def _reports(rows: Rows, width: int, at: list[int]) -> Iterator[Report]:
    while (row := rows.read()) is not None:
        if not row:
            continue
        if len(row) != width:
            raise Malformed(
                f"{rows.where} of the track file has {len(row)} columns, its first "
                f"line has {width}."
            )
        yield report([row[each] for each in at], rows.where)


def report(texts: Sequence[str], where: str) -> Report:
    """Return a report from its five texts.

    Raises:
        Malformed: one of them is wrong.
    """
    track, time, lat, lon, alt = texts
    if not track:
        raise Malformed(f"{where}, column id: a report must name its track.")
    return Report(
        track,
        time_us(time.strip(" \t"), f"{where}, column time"),
        _scaled(lat, 9, MOST_LAT, f"{where}, column lat"),
        _scaled(lon, 9, MOST_LON, f"{where}, column lon"),
        _scaled(alt, 3, FARTHEST_M, f"{where}, column alt_m") if alt else UNKNOWN_MM,
    )


def _scaled(text: str, digits: int, most: float, where: str) -> int:
    """Return a number times a power of ten, to the nearest whole one."""
    text = text.strip(" \t")
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        raise Malformed(f"{where}: {text!r} is no number.")
    return scaled(float(text), digits, most, where)


def scaled(figure: float, digits: int, most: float, where: str) -> int:
    """Return a figure times a power of ten, to the nearest whole one.

    Raises:
        Malformed: it lies beyond the most it may be, or is no number.
    """
    if not abs(figure) <= most:
        raise Malformed(f"{where}: {figure:g} is not between {-most:g} and {most:g}.")
    return round(figure * 10.0**digits)


def time_us(text: str, where: str) -> int:
    """Return a time of RFC 3339, or seconds since 1970, in microseconds.

    Raises:
        Malformed: it is neither.
    """
    if _NUMBER.fullmatch(text):
        return scaled(float(text), 6, MOST_S, where)
    parts = _TIME.fullmatch(text)
    if not parts:
        raise Malformed(
            f"{where}: {text!r} is neither RFC 3339 nor seconds since 1970."
        )
    whole, fraction, zone = parts.groups()
    try:
        told = datetime.fromisoformat(whole.upper() + zone.upper())
    except ValueError as error:
        raise Malformed(f"{where}: {text!r} is no time of any day.") from error
    whole_us: int = (told - _EPOCH) // _US
    return whole_us + _nearest_us(fraction or "")


def _nearest_us(fraction: str) -> int:
    """Return the digits after a second as microseconds, to the nearest; halves up."""
    us = int(fraction[:_DIGITS].ljust(_DIGITS, "0"))
    return us + (fraction[_DIGITS:] >= "5")
