"""What a tracker says is stated as it is, or repaired or refused aloud (35.6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue import batch
from detente.dialogue.batch import Report
from detente.dialogue.intake import Before, Intake, Rate, Told, take
from detente.record.errors import Malformed
from detente.testing.trackers import ROUGH, Tracker, Way

NOW_S = 999_999_959  # the last second of a minute
HEADING = "id,time,lat,lon,alt_m"
MINUTE = Rate(60)
CONVOY = Rate(60, fastest_kmh=120)


def row(at_s: float, lat: float = 31.4, lon: float = 34.3, name: str = "truck") -> str:
    """Return a row, so many seconds before now."""
    return f"{name},{NOW_S + at_s},{lat},{lon},"


def taken(
    *rows: str,
    heading: str = HEADING,
    rate: Rate = MINUTE,
    before: Before = Before(),  # noqa: B008 - it is frozen
    strict: bool = False,
) -> Intake:
    """Take a table in."""
    table = "\n".join((heading, *rows)) + "\n"
    return take(table, rate, before, NOW_S, strict=strict)


def told(found: Intake) -> list[tuple[int, str, bool]]:
    """Return what is told, without its sentences."""
    return [(each.row, each.code, each.left_out) for each in found.told]


def reports(found: Intake) -> list[Report]:
    """Return what would be stated."""
    return [each for part in found.batches for each in part.reports]


def test_a_table_is_parted_into_the_steps_of_the_rate() -> None:
    """A batch each, and each of them has its one spelling."""
    found = taken(row(-100), row(-99), row(-30), row(-1))

    assert [len(each.reports) for each in found.batches] == [2, 2]
    assert found.told == ()
    assert batch.parse(found.batches[0].data) == found.batches[0].reports


def test_what_a_tracker_knows_beside_the_place_is_kept() -> None:
    """And what it does not know is not made up."""
    heading = f"{HEADING},track_deg,ground_speed_ms,source,accuracy_m"
    found = taken(
        f"truck,{NOW_S},31.4,34.3,12.5,360,8.25,satellite,15",
        f"car,{NOW_S},31.4,34.3,,,,,",
        heading=heading,
    )

    [car, truck] = reports(found)
    assert truck[4:] == (12_500, 0, 8_250, "satellite", 15)
    assert car[4:] == (None, None, None, "other", None)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (row(1), "Row 2: truck reports of a time to come."),
        ("truck,now,31.4,34.3,", "Row 2, column time"),
        (row(-9, lat=91), "Row 2, column lat"),
        ("truck,1,2,3", "Row 2 has 4 columns, the heading 5."),
        (f"truck,{NOW_S - 60},31.41,34.3,", "elsewhere at the time of row 1"),
    ],
)
def test_a_row_that_cannot_be_stated_is_named(wrong: str, says: str) -> None:
    """A file that holds it is refused whole; a stream goes on without it."""
    rows = (row(-60), wrong, row(-50))
    with pytest.raises(Malformed, match="Nothing of it was stated") as refused:
        taken(*rows, strict=True)
    assert says in refused.value.sentence

    found = taken(*rows)
    assert len(reports(found)) == 2
    [left_out] = found.told
    assert left_out.left_out
    assert says in left_out.sentence


def test_rows_are_numbered_as_in_the_stream_they_are_of() -> None:
    """A minute of it is a table of its own, and its first row is not the first."""
    found = take(f"{HEADING}\n{row(1)}\n", MINUTE, Before(), NOW_S, 71, strict=False)

    assert told(found) == [(71, "to come", True)]


def test_rows_out_of_order_are_put_in_order_and_told() -> None:
    """A radio that retries says things late."""
    found = taken(row(-10), row(-30), row(-5), strict=True)

    times = [each.time_ms // 1_000 - NOW_S for each in reports(found)]
    assert times == [-30, -10, -5]
    assert told(found) == [(2, "unordered", False)]


def test_a_row_that_repeats_another_counts_once() -> None:
    """Even a file of them is stated; it says nothing wrong."""
    found = taken(row(-10), row(-10), strict=True)

    assert len(reports(found)) == 1
    assert told(found) == [(2, "repeated", True)]


def test_a_leap_is_told_and_stated() -> None:
    """Jammed to an airport 70 km away, and back: which is true is for people to say."""
    found = taken(row(-30), row(-20, lat=32.0), row(-10), rate=CONVOY, strict=True)

    assert len(reports(found)) == 3
    assert told(found) == [(2, "leap", False), (3, "leap", False)]
    assert "faster than 33 m/s" in found.told[0].sentence


def test_a_leap_from_what_was_stated_before_is_told() -> None:
    """A minute begins where the last one ended."""
    last = Report("truck", (NOW_S - 70) * 1_000, 320_000_000, 343_000_000)
    before = Before((NOW_S - 70) // 60, {"truck": last})

    found = taken(row(-10), rate=CONVOY, before=before)

    assert told(found) == [(1, "leap", False)]
    assert "from what was stated last" in found.told[0].sentence


def test_what_comes_after_its_step_was_stated_is_left_out() -> None:
    """The entry stands, and no second one is allowed; so somebody must hear of it."""
    before = Before((NOW_S - 60) // 60)
    found = taken(row(-61), row(-1), before=before)

    assert len(reports(found)) == 1
    assert told(found) == [(1, "late", True)]


def test_a_column_that_is_not_read_is_told() -> None:
    """Whoever put it there thought that it counts."""
    found = taken(f"{row(-1)},yes", heading=f"{HEADING},hurt")

    assert found.told == (Told(0, "unread", "Columns hurt are not read."),)


def test_more_than_a_batch_holds_is_thinned_out_and_told() -> None:
    """The last of each object is always among what is stated."""
    rows = [row(-59 + n / 10, name=name) for n in range(300) for name in ("a", "b")]
    found = taken(*rows)

    assert len(reports(found)) <= batch.MOST_REPORTS
    assert {each.time_ms for each in reports(found)} >= {(NOW_S - 30) * 1_000 + 900}
    assert ("thinned", False) in {(each.code, each.left_out) for each in found.told}


def test_a_table_without_its_columns_is_refused() -> None:
    """There is nothing that could be guessed."""
    with pytest.raises(Malformed, match="no column lat"):
        taken(row(-1), heading="id,time,latitude,lon,alt_m")


CELLS = st.sampled_from(("truck", "car", "", "x" * 80, "1e999", "-1", "31.4", "999"))
TIMES = st.integers(-200, 20).map(lambda s: str(NOW_S + s)) | CELLS
ROWS = st.lists(st.tuples(CELLS, TIMES, CELLS, CELLS, CELLS).map(",".join), max_size=9)


@given(ROWS)
def test_every_row_is_stated_or_told(rows: list[str]) -> None:
    """Nothing a tracker says is passed over in silence."""
    found = taken(*rows)

    gone = {each.row for each in found.told if each.left_out}
    assert len(reports(found)) + len(gone) == len(rows)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_a_tracker_does_each_true_place_is_stated_once(seed: int) -> None:
    """And where it was jammed, both sides are told that it leaps."""
    way = Way(31.4, 34.3, 1e-4, 0)
    tracker = Tracker("truck", way, seed, ROUGH)
    rows = tracker.rows(NOW_S - 599, NOW_S)
    table = HEADING + "\n" + "".join(rows)

    found = take(table, CONVOY, Before(), NOW_S, strict=False)

    stated = {(each.time_ms // 1_000, each.lat_e7) for each in reports(found)}
    assert {(at_s, round(lat * 1e7)) for at_s, lat, _ in tracker.true} <= stated
    assert len(reports(found)) == len(tracker.true) + tracker.jammed
    assert any(each.code == "leap" for each in found.told) == bool(tracker.jammed)


def test_a_cell_of_thousands_of_digits_is_refused_at_once() -> None:
    """Whoever holds a tracker's token could hold up the API with it."""
    found = taken(f"truck,{NOW_S},31.4,{'3' * 6_000}x,")

    assert told(found) == [(1, "unreadable", True)]
    assert "cell of over 100 signs" in found.told[0].sentence
