"""Track files are read strictly: the fast way reads what the slow one does."""

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.errors import Malformed
from detente.space.files import bulk, rows
from detente.space.tracking.tracks import UNKNOWN_MM, Tracks

HEADING = "id,time,lat,lon,alt_m\n"
GOOD = "a,2026-01-31T12:00:00Z,60,20,100\n"
times = st.one_of(
    st.datetimes().map(lambda at: f"{at.isoformat(timespec='microseconds')}Z"),
    st.floats(-1e9, 4e9).map(repr),
    st.sampled_from(
        [
            "2026-01-31T12:00:00.1234567+05:30",
            "2026-01-31 12:00:00-00:00",
            "1700000000.0000005",
            "1e9",
        ]
    ),
)
figures = st.floats(-90, 90).map(repr) | st.sampled_from(["-0", "90", "1.5e1", ".5"])
lines = st.tuples(
    st.sampled_from(["a", "b b", "Ж", '"a,b"', "NULL", "nan"]),
    times,
    figures,
    figures,
    figures | st.just(""),
).map(",".join)


def parquet(**columns: object) -> bytes:
    """Return a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue())


def same(one: Tracks, other: Tracks) -> bool:
    """Say whether two sets of reports are equal."""
    return one.ids == other.ids and all(map(np.array_equal, one[1:], other[1:]))


@settings(deadline=None)
@given(st.lists(lines, min_size=1, max_size=5))
def test_both_ways_read_the_same(table: list[str]) -> None:
    """To the last unit, whatever is in the file."""
    data = (HEADING + "\n".join(table)).encode()
    assert same(bulk.from_csv(data)[0], rows.tracks(data)[0])


def test_plain_files_are_read_the_fast_way() -> None:
    """Else both ways would be one."""
    for time in ("2026-01-31T12:00:00.5Z", "1769860800.5"):
        data = (HEADING + f"b,{time},60,20,\n" + f"a,{time},60,-20.5,1.5\n").encode()
        held = bulk._held(bulk._plain(data))
        assert same(held, rows.tracks(data)[0])
        assert held.ids == ["a", "b"]
        assert held.of.tolist() == [1, 0]
        assert held.time_us.tolist() == [1_769_860_800_500_000] * 2
        assert held.lon_e9.tolist() == [20_000_000_000, -20_500_000_000]
        assert held.alt_mm.tolist() == [UNKNOWN_MM, 1_500]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("a,1,91,2,3", "Line 3, column lat: 91 is not between -90 and 90."),
        ("a,1,1,-180.5,3", "Line 3, column lon: -180.5 is not between -180 and 180."),
        ("a,1,nan,2,3", "Line 3, column lat: 'nan' is no number."),
        ("a,1,1,2,inf", "Line 3, column alt_m: 'inf' is no number."),
        ("a,1,1,1e999,3", "Line 3, column lon: '1e999' is no number."),
        ("a,1,,2,3", "Line 3, column lat: '' is no number."),
        ("a,1,1_0,2,3", "Line 3, column lat: '1_0' is no number."),
        ("a,1,0x1,2,3", "Line 3, column lat: '0x1' is no number."),
        (",1,1,2,3", "Line 3, column id: a report must name its track."),
        (
            "a,noon,1,2,3",
            "Line 3, column time: 'noon' is neither RFC 3339 nor seconds since 1970.",
        ),
        (
            "a,2026-01-31T12:00:00,1,2,3",
            (
                "Line 3, column time: '2026-01-31T12:00:00' is neither RFC 3339 nor "
                "seconds since 1970."
            ),
        ),
        (
            "a,2026-02-30T12:00:00Z,1,2,3",
            "Line 3, column time: '2026-02-30T12:00:00Z' is no time of any day.",
        ),
        ("a,1,1,2", "Line 3 of the track file has 4 columns, its first line has 5."),
        ('"a,1,1,2,3', "Line 4 of the track file is no CSV: unexpected end of data."),
        ("\udcff,1,1,2,3", "Line 3 of the track file is no UTF-8 text."),
    ],
)
def test_a_wrong_row_is_named_by_its_line(row: str, sentence: str) -> None:
    """And by its column, whichever way the file was read first."""
    data = (HEADING + GOOD + row + "\n").encode(errors="surrogateescape")
    with pytest.raises(Malformed) as told:
        bulk.from_csv(data)
    assert told.value.sentence == sentence


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("id,time,lat,lon", "no column alt_m"),
        ("id,time,lat,lon,alt_m,lat", "more than one column lat"),
    ],
)
def test_a_heading_must_name_each_column_once(heading: str, said: str) -> None:
    """A height that is misspelt would count as unknown."""
    for read in (bulk.from_csv, rows.tracks):
        with pytest.raises(Malformed, match=said):
            read((heading + "\n").encode())


def test_columns_that_are_not_read_are_told() -> None:
    """Never in silence."""
    data = b"id,time,lat,lon,alt_m,speed\na,1,1,1,1,1\n"
    for read in (bulk.from_csv, rows.tracks):
        _, [problem] = read(data)
        assert problem.sentence == "Columns speed are not read."


def test_a_file_without_anything_is_refused() -> None:
    """No heading is no track file."""
    with pytest.raises(Malformed, match="empty"):
        bulk.from_csv(b"")


def test_parquet_is_read_like_csv() -> None:
    """Times as text, as seconds, or as Parquet has them."""
    data = (HEADING + "b,1.5,60,20,\na,2,60,-20.5,1.5\n").encode()
    plain = {
        "id": ["b", "a"],
        "lat": [60.0, 60.0],
        "lon": [20.0, -20.5],
        "alt_m": [None, 1.5],
    }
    for time in (
        [1.5, 2.0],
        ["1970-01-01T00:00:01.5Z", "1970-01-01T00:00:02Z"],
        pa.array([1_500, 2_000], pa.timestamp("ms", "UTC")),
    ):
        held, _ = bulk.from_parquet(parquet(time=time, **plain))
        assert same(held, rows.tracks(data)[0])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"lat": [1.0, 91.0]}, "in column lat, row 2,"),
        ({"lon": [None, 1.0]}, "in column lon, row 1,"),
        ({"alt_m": [1.0, float("nan")]}, "in column alt_m, row 2,"),
        ({"id": ["", "a"]}, "in column id, row 1,"),
        ({"time": ["1970-01-01T00:00:01Z", "noon"]}, "in column time, row 2,"),
        ({"time": [[1], [2]]}, "is not as it must be"),
    ],
)
def test_a_wrong_row_of_parquet_is_named(changed: dict[str, object], said: str) -> None:
    """By its column and number."""
    columns = {
        "id": ["a", "b"],
        "time": [1.0, 2.0],
        "lat": [1.0, 2.0],
        "lon": [1.0, 2.0],
        "alt_m": [1.0, 2.0],
    }
    with pytest.raises(Malformed, match=said):
        bulk.from_parquet(parquet(**{**columns, **changed}))


def test_what_is_no_parquet_is_refused() -> None:
    """In a sentence of ours."""
    with pytest.raises(Malformed, match="cannot be read as Parquet"):
        bulk.from_parquet(b"PAR1")
