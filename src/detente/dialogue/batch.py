"""Decide what a batch of position reports is, byte for byte (clause 35.2).

Deterministic CBOR, as everything that is hashed here: one spelling, so that who holds
the bytes and the entry can say whether the one is what the other names. Figures are
whole; what a tracker did not tell is null, and counts as unknown.
"""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias, get_args

from detente.dialogue.forms.pos import Reported
from detente.record import wire
from detente.record.errors import Malformed

FORMAT: Final = "detente-positions/1"
MOST_REPORTS: Final = 240
MAX_BYTES: Final = 65_536
MOST_NAME_CHARS: Final = 64
MOST_LAT_E7: Final = 900_000_000
MOST_LON_E7: Final = 1_800_000_000
MOST_ALT_MM: Final = 100_000_000_000
MOST_MS: Final = 253_402_300_799_000
FULL_TURN_CDEG: Final = 36_000
MOST_SPEED_MMS: Final = 12_000_000
MOST_ACCURACY_M: Final = 1_000_000
_S_MS: Final = 1_000

Source: TypeAlias = Literal[
    "satellite", "ais", "ads-b", "radar", "visual", "radio", "other"
]
SOURCES: Final[tuple[str, ...]] = get_args(Source)


class Report(NamedTuple):
    """Where one object was: the height above the ellipsoid, the course over ground.

    `object` is the tracker's name for it: a convoy has several vehicles.
    """

    object: str
    time_ms: int
    lat_e7: int
    lon_e7: int
    alt_mm: int | None = None
    course_cdeg: int | None = None
    speed_mms: int | None = None
    source: str = "other"
    accuracy_m: int | None = None


def render(reports: tuple[Report, ...]) -> bytes:
    """Return the bytes of a batch, its reports in order of object and time.

    Raises:
        Malformed: they are no batch.
    """
    rows: list[wire.Value] = [list(each) for each in sorted(reports, key=_place)]
    data = wire.encode({"format": FORMAT, "reports": rows})
    parse(data)
    return data


def parse(data: bytes) -> tuple[Report, ...]:
    """Read a batch.

    Raises:
        Malformed: it is none, or not in its one spelling.
    """
    match wire.decode(data, max_bytes=MAX_BYTES):
        case {"format": "detente-positions/1", "reports": [*rows], **rest} if not rest:
            reports = tuple(_report(row) for row in rows)
        case _:
            raise Malformed("The bytes are no batch of positions (clause 35.2).")
    if not 0 < len(reports) <= MOST_REPORTS:
        raise Malformed(f"A batch has 1 to {MOST_REPORTS} reports (clause 35.2).")
    places = [_place(each) for each in reports]
    if places != sorted(set(places)):
        raise Malformed("Reports of a batch are doubled or in no order (clause 35.2).")
    return reports


def read(data: bytes, stated: Reported) -> tuple[Report, ...]:
    """Read a batch that an entry names; the hash was checked when its bytes came.

    Raises:
        Malformed: it is none, or not what the entry says of it (clause 35.3).
    """
    reports = parse(data)
    times_s = [each.time_ms // _S_MS for each in reports]
    found = len(reports), min(times_s), max(times_s)
    if found != (stated.reports, stated.first, stated.last):
        raise Malformed("A batch is not what its entry says of it (clause 35.3).")
    return reports


def stating(data: bytes, sha256: bytes) -> Reported:
    """Return what states a batch.

    Raises:
        Malformed: it is none.
    """
    reports = parse(data)
    times_s = [each.time_ms // _S_MS for each in reports]
    return Reported(
        sha256=sha256, reports=len(reports), first=min(times_s), last=max(times_s)
    )


def _place(report: Report) -> tuple[str, int]:
    return report.object, report.time_ms


def _report(row: wire.Value) -> Report:
    match row:
        case [
            str() as object_,
            int() as time_ms,
            int() as lat,
            int() as lon,
            (int() | None) as alt,
            (int() | None) as course,
            (int() | None) as speed,
            str() as source,
            (int() | None) as accuracy,
        ] if not any(isinstance(each, bool) for each in row):
            found = Report(
                object_, time_ms, lat, lon, alt, course, speed, source, accuracy
            )
        case _:
            raise Malformed("A report of positions has other columns (clause 35.2).")
    wrong = next(faults(found), "")
    if wrong:
        raise Malformed(f"{wrong} (clause 35.2).")
    return found


def faults(report: Report) -> Iterator[str]:
    """Yield what is wrong with a report; each is the beginning of a sentence."""
    course, speed = report.course_cdeg, report.speed_mms
    if not report.object.strip() or len(report.object) > MOST_NAME_CHARS:
        yield "A report names no object, or by too long a name"
    if not 0 <= report.time_ms <= MOST_MS:
        yield "A report is of no time"
    if abs(report.lat_e7) > MOST_LAT_E7 or abs(report.lon_e7) > MOST_LON_E7:
        yield "A report is nowhere on the Earth"
    if abs(report.alt_mm or 0) > MOST_ALT_MM:
        yield "A report is of no height"
    if course is not None and not 0 <= course < FULL_TURN_CDEG:
        yield "A report is of no course"
    if speed is not None and not 0 <= speed <= MOST_SPEED_MMS:
        yield "A report is of no speed"
    if report.source not in SOURCES:
        yield f"A report is of no known source: {report.source[:20]!r}"
    if not 0 <= (report.accuracy_m or 0) <= MOST_ACCURACY_M:
        yield "A report is of no accuracy"
