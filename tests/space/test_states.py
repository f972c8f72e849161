"""A table of moving objects is read whole, or its wrong rows are named."""

import numpy as np
import pytest

from detente.record.errors import Malformed
from detente.space.files.states import read_states

HEADER = "id,lat,lon,alt_m,ground_speed_ms,track_deg,vertical_speed_ms"
ROW = "a,1.5,-2.25,300,10,360,-1"


def table(*rows: str, header: str = HEADER) -> bytes:
    """Return a table with these rows."""
    return "\n".join([header, *rows, ""]).encode()


def refusal(data: bytes) -> str:
    """Return the sentence with which a table is refused."""
    with pytest.raises(Malformed) as caught:
        read_states(data)
    return caught.value.sentence


def test_a_row_is_read_as_it_stands() -> None:
    """Places in billionths of a degree, all else as it was given."""
    moving, ignored = read_states(table(ROW))

    assert (moving.ids, moving.parties, ignored) == (("a",), (), ())
    assert moving.lat_e9.tolist() == [1_500_000_000]
    assert moving.lon_e9.tolist() == [-2_250_000_000]
    assert [column.tolist() for column in moving[3:7]] == [[300], [10], [360], [-1]]


def test_columns_may_stand_in_any_order_and_others_are_named() -> None:
    """What is not read is not passed over in silence."""
    header = "squawk,party,track_deg,vertical_speed_ms,ground_speed_ms,alt_m,lon,lat,id"
    moving, ignored = read_states(table("7700,N,90,1,2,3,4,5,x", header=header))

    assert (moving.ids, moving.parties, ignored) == (("x",), ("N",), ("squawk",))
    assert moving.lat_e9.tolist() == [5_000_000_000]
    assert moving.track_deg.tolist() == [90]


@pytest.mark.parametrize("climb", ["", "5"])
def test_an_altitude_left_out_is_unknown(climb: str) -> None:
    """Then a vertical speed says nothing, and may be left out too."""
    moving, _ = read_states(table(f"a,0,0,,0,0,{climb}"))

    assert np.isnan(moving.alt_m).all()


def test_the_marks_and_line_ends_of_other_programs_are_read() -> None:
    """A byte order mark, and lines that end in two characters."""
    data = b"\xef\xbb\xbf" + table(ROW).replace(b"\n", b"\r\n")

    assert read_states(data).moving.ids == ("a",)


def test_an_empty_table_holds_no_object() -> None:
    """And is no error."""
    assert read_states(table()).moving.lat_e9.shape == (0,)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,91,0,0,0,0,0", "line 2, lat: 91 is not from -90 to 90"),
        ("a,0,180.5,0,0,0,0", "line 2, lon: 180.5 is not from -180 to 180"),
        ("a,0,0,0,-1,0,0", "line 2, ground_speed_ms: -1 is not from 0 to 12000"),
        ("a,0,0,0,0,361,0", "line 2, track_deg: 361 is not from 0 to 360"),
        ("a,0,0,0,0,-1,0", "line 2, track_deg: -1 is not"),
        ("a,nan,0,0,0,0,0", "line 2, lat: 'nan' is no number"),
        ("a,0,0,inf,0,0,0", "line 2, alt_m: 'inf' is no number"),
        ("a,0,0,1e999,0,0,0", "line 2, alt_m: 1e999 is not from"),
        ("a,0,0,1_0,0,0,0", "line 2, alt_m: '1_0' is no number"),
        ("a,0,0,0,\u0661,0,0", "line 2, ground_speed_ms: '\u0661' is no number"),
        ("a,,0,0,0,0,0", "line 2, lat: it is empty"),
        ("a,0,0,0,,,0", "line 2, ground_speed_ms: it is empty; line 2, track_deg"),
        ("a,0,0,0,0,0,", "line 2, vertical_speed_ms: it is empty"),
        (",0,0,0,0,0,0", "line 2, id: it is empty"),
        ("a,0,0,0,0,0", "line 2 has 6 cells, not 7"),
        ('a,0,0,0,0,0,"0', "line 3 is no CSV"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_column(row: str, said: str) -> None:
    """So that it can be put right."""
    assert said in refusal(table(row))


def test_an_id_that_stands_twice_is_refused() -> None:
    """Else a pair could not be told from another."""
    assert "line 3, id: a stands in line 2 already" in refusal(table(ROW, ROW))


def test_ten_wrong_rows_are_named_and_the_others_counted() -> None:
    """A table with the wrong unit is wrong in every row."""
    sentence = refusal(table(*[f"{row},100,0,0,0,0,0" for row in range(25)]))

    assert sentence.count("line ") == 10
    assert "25 wrong" in sentence
    assert sentence.endswith("; and 15 more.")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no column id, lat"),
        (table(header="id,lat,lon"), "no column alt_m, ground_speed_ms"),
        (table(header=HEADER + ",lat"), "two columns lat"),
        (b"id\n\xff", "line 2 is no UTF-8"),
    ],
)
def test_a_table_of_another_kind_is_refused(data: bytes, said: str) -> None:
    """It says what is missing."""
    assert said in refusal(data)
