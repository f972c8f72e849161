"""Take reports of a tracker in: batches, and every row that was not as it should be.

Spec clause 35.6. A tracker stammers, repeats, comes back from a tunnel with an hour of
reports, and is jammed to an airport. Nothing of that is passed over in silence: a row
is stated as it came, or it is refused or repaired and that is told by its number. What
was repaired could as well be a lie of the tracker; what is stated is never touched up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

import numpy as np

from detente.dialogue import batch
from detente.dialogue.batch import MOST_REPORTS, SOURCES, Report
from detente.record.errors import Malformed
from detente.space.files import rows
from detente.space.files.rows import Rows
from detente.space.tracking.tracks import FASTEST_MS, UNKNOWN_MM, Terms, Tracks, legs

KNOWN: Final = ("track_deg", "ground_speed_ms", "source", "accuracy_m")
"""Columns that a table may have beside those of tracks."""
MOST_SPEED_MS: Final = 12_000.0
MOST_CELL_CHARS: Final = 100
_E2: Final = 100
_MS: Final = 1_000
_US: Final = 1_000
_KMH_MS: Final = 3.6
_FULL_TURN: Final = 360.0


class Told(NamedTuple):
    """What was wrong with a row, or repaired; `left_out` says that it is not stated."""

    row: int
    code: str
    sentence: str
    left_out: bool = False


class Before(NamedTuple):
    """What was stated before: the newest step, and the last report of each object."""

    step: int = -1
    last: Mapping[str, Report] = {}


class Rate(NamedTuple):
    """By which terms reports are taken: those of the charter, and of who shares."""

    every_s: int
    fastest_kmh: int | None = None

    @property
    def fastest_ms(self) -> float:
        """What is faster is no true report."""
        kmh = self.fastest_kmh
        return FASTEST_MS if kmh is None else kmh / _KMH_MS


class Batch(NamedTuple):
    """What goes into one entry."""

    reports: tuple[Report, ...]
    data: bytes


class Intake(NamedTuple):
    """The batches of a table, in order, and what is told of its rows."""

    batches: tuple[Batch, ...]
    told: tuple[Told, ...]


class _Row(NamedTuple):
    number: int
    report: Report


def take(
    table: str, rate: Rate, before: Before, now_s: int, first: int = 1, *, strict: bool
) -> Intake:
    """Take a table of reports in.

    Args:
        table: CSV with a heading.
        rate: by which it is parted.
        before: what was stated of this case before.
        now_s: the time of the node; nothing is reported of a time to come.
        first: the number of the row below the heading.
        strict: refuse the whole table for one row that cannot be stated.

    Raises:
        Malformed: it has no heading of reports; or, strictly, a row is wrong.
    """
    told: list[Told] = []
    found = list(_read(table, now_s, first, told))
    kept = list(_single(found, rate, before, told))
    if strict:
        _refuse(told)
    told += _leaps(kept, rate, before)
    steps: dict[int, list[Report]] = {}
    for row in kept:
        steps.setdefault(_step(row.report, rate), []).append(row.report)
    batches = tuple(_batch(steps[at], told) for at in sorted(steps))
    return Intake(batches, tuple(sorted(told)))


def _refuse(told: Sequence[Told]) -> None:
    wrong = sorted(each for each in told if each.left_out and each.code != "repeated")
    if wrong:
        more = f" And {len(wrong) - 1:,} more." if len(wrong) > 1 else ""
        raise Malformed(f"{wrong[0].sentence}{more} Nothing of it was stated.")


# --------------------------------------------------------------- each row by itself


def _read(table: str, now_s: int, first: int, told: list[Told]) -> Iterator[_Row]:
    """Yield the rows that can be read, and tell of the others."""
    read = Rows(table.split("\n"))
    heading = [name.strip() for name in read.read() or ()]
    at = rows.columns(heading)
    extra: dict[str, int] = {n: heading.index(n) for n in KNOWN if n in heading}
    unread = [name for name in heading if name not in (*rows.COLUMNS, *KNOWN)]
    if unread:
        names = ", ".join(unread)
        told.append(Told(0, "unread", f"Columns {names} are not read."))
    number = first - 1
    while (cells := read.read()) is not None:
        if not cells:
            continue
        number += 1
        try:
            report = _report(cells, len(heading), at, extra, f"Row {number}")
        except Malformed as error:
            told.append(Told(number, "unreadable", error.sentence, left_out=True))
            continue
        if report.time_ms > now_s * _MS + _MS - 1:
            sentence = f"Row {number}: {report.object} reports of a time to come."
            told.append(Told(number, "to come", sentence, left_out=True))
            continue
        yield _Row(number, report)


def _report(
    cells: Sequence[str],
    width: int,
    at: Sequence[int],
    extra: Mapping[str, int],
    where: str,
) -> Report:
    if len(cells) != width:
        raise Malformed(f"{where} has {len(cells)} columns, the heading {width}.")
    if max(map(len, cells)) > MOST_CELL_CHARS:
        raise Malformed(f"{where} has a cell of over {MOST_CELL_CHARS} signs.")
    found = rows.report([cells[each] for each in at], where)
    more = {name: cells[column].strip() for name, column in extra.items()}
    report = Report(
        found.track.strip(),
        found.time_us // _US,
        _rounded(found.lat_e9, _E2),
        _rounded(found.lon_e9, _E2),
        None if found.alt_mm == UNKNOWN_MM else found.alt_mm,
        _figure(more, "track_deg", _FULL_TURN, 2, where),
        _figure(more, "ground_speed_ms", MOST_SPEED_MS, 3, where),
        more.get("source") or "other",
        _figure(more, "accuracy_m", float(batch.MOST_ACCURACY_M), 0, where),
    )
    if report.course_cdeg is not None:
        report = report._replace(course_cdeg=report.course_cdeg % batch.FULL_TURN_CDEG)
    if report.source not in SOURCES:
        known = ", ".join(SOURCES)
        raise Malformed(f"{where}, column source: it is none of {known}.")
    wrong = next(batch.faults(report), "")
    if wrong:
        raise Malformed(f"{where}: {wrong[0].lower()}{wrong[1:]}.")
    return report


def _rounded(value: int, by: int) -> int:
    return (value + by // 2) // by


def _figure(
    more: Mapping[str, str], name: str, most: float, digits: int, where: str
) -> int | None:
    """Return a figure that may be left out, which is not below nought."""
    text = more.get(name, "")
    if not text:
        return None
    try:
        figure = float(text)
    except ValueError:
        raise Malformed(f"{where}, column {name}: {text!r} is no number.") from None
    if not 0 <= figure <= most:
        raise Malformed(f"{where}, column {name}: {text} is not from 0 to {most:g}.")
    return round(figure * 10.0**digits)


# -------------------------------------------------------------- rows beside each other


def _step(report: Report, rate: Rate) -> int:
    return report.time_ms // (rate.every_s * _MS)


def _single(
    found: Sequence[_Row], rate: Rate, before: Before, told: list[Told]
) -> Iterator[_Row]:
    """Yield each report once, in order; tell what was doubled, late or disordered."""
    seen: dict[tuple[str, int], _Row] = {}
    newest: dict[str, int] = {}
    for row in found:
        number, report = row
        name, time_ms = report.object, report.time_ms
        same = seen.get((name, time_ms))
        if same is not None and same.report == report:
            sentence = f"Row {number} repeats row {same.number}; it counts once."
            told.append(Told(number, "repeated", sentence, left_out=True))
            continue
        if same is not None:
            sentence = f"Row {number}: {name} is elsewhere at the time of row "
            sentence += f"{same.number}; which is true cannot be told."
            told.append(Told(number, "doubled", sentence, left_out=True))
            continue
        if _step(report, rate) <= before.step:
            sentence = f"Row {number}: {name} reports of a step that was stated before."
            told.append(Told(number, "late", sentence, left_out=True))
            continue
        if time_ms < newest.get(name, time_ms):
            sentence = f"Row {number}: {name} reports late; put in order of time."
            told.append(Told(number, "unordered", sentence))
        newest[name] = max(time_ms, newest.get(name, time_ms))
        seen[name, time_ms] = row
    yield from sorted(seen.values(), key=lambda row: (row.report[:2], row.number))


def tracks_of(reports: Iterable[Report], numbers: Sequence[int] = ()) -> Tracks:
    """Return reports as columns; `numbers` are those of their rows."""
    given = list(reports)
    ids = sorted({each.object for each in given})
    place = {name: at for at, name in enumerate(ids)}
    columns = [
        (
            place[each.object],
            each.time_ms * _US,
            each.lat_e7 * _E2,
            each.lon_e7 * _E2,
            UNKNOWN_MM if each.alt_mm is None else each.alt_mm,
        )
        for each in given
    ]
    figures = np.array(columns, dtype=np.int64).reshape(-1, 5).T
    row = np.array(numbers or range(1, len(given) + 1), dtype=np.int64)
    return Tracks._make((ids, *figures, row))


def _leaps(kept: Sequence[_Row], rate: Rate, before: Before) -> Iterator[Told]:
    """Tell of reports too far from the one before them; they are stated as well."""
    names = {row.report.object for row in kept}
    old = [_Row(0, last) for name, last in before.last.items() if name in names]
    every = [*old, *kept]
    if not every:
        return
    tracks = tracks_of((row.report for row in every), [row.number for row in every])
    _, problems = legs(tracks, Terms(fastest_ms=rate.fastest_ms))
    for problem in problems:
        if problem.code not in {"jump", "opposite"}:
            continue
        for earlier, later in problem.rows:
            since = f"row {earlier}" if earlier else "what was stated last"
            yield Told(
                later,
                "leap",
                f"Row {later}: {problem.track} leaps from {since}, faster than "
                f"{rate.fastest_ms:.0f} m/s; stated, and nothing is swept between.",
            )


def _batch(reports: list[Report], told: list[Told]) -> Batch:
    """Return the batch of a step; what is more than it may hold is thinned out."""
    if len(reports) > MOST_REPORTS:
        stride = ceil(len(reports) / (MOST_REPORTS // 2))
        kept = list(_thinned(reports, stride))
        sentence = f"{len(reports):,} reports of one step are more than a batch holds, "
        sentence += f"{MOST_REPORTS}: of each object one in {stride} is stated."
        told.append(Told(0, "thinned", sentence))
        reports = kept
    return Batch(tuple(reports), batch.render(tuple(reports)))


def _thinned(reports: Sequence[Report], stride: int) -> Iterator[Report]:
    """Yield every so manieth report of each object, the last among them."""
    of: dict[str, list[Report]] = {}
    for each in reports:
        of.setdefault(each.object, []).append(each)
    for each_object in of.values():
        yield from each_object[::-1][::stride]
