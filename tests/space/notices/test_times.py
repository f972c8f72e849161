"""A time counts as printed, in UTC; what is not sure counts as everything."""

import pytest
from tests.space.notices.reading import SQUARE, doubted, one, windows

from detente.space import figures
from detente.space.notices.notice import NoticeArea, read
from detente.space.volume import Window

ALWAYS = (Window(),)


def spans(found: tuple[Window, ...]) -> list[tuple[str, str]]:
    """Return windows as a person writes them, the century left out."""
    return [
        tuple("" if e is None else figures.moment(e)[2:16] for e in each)  # type: ignore[misc]
        for each in found
    ]


def area(text: str) -> NoticeArea:
    """Return a square for which a text gives the times."""
    return one(f"FIRING {text} IN AREA BOUNDED BY {SQUARE}.")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("041200Z TO 071200Z AUG 26", "26-08-04T12:00", "26-08-07T12:00"),
        ("041200Z AUG 26 TO 071200Z AUG 26", "26-08-04T12:00", "26-08-07T12:00"),
        ("041200 UTC UNTIL 071200 UTC AUG 2026", "26-08-04T12:00", "26-08-07T12:00"),
        ("041200H TO 071200H AUG 26", "26-08-04T04:00", "26-08-07T04:00"),
        ("310000Z DEC TO 030000Z JAN 27", "26-12-31T00:00", "27-01-03T00:00"),
        (
            "FROM 1200 (BEIJING TIME) AUGUST 4 TO 1200 (BEIJING TIME) AUGUST 7, 2026,",
            "26-08-04T04:00",
            "26-08-07T04:00",
        ),
        (
            "FROM 0400 UTC ON 4 AUGUST 2026 UNTIL 2400 UTC ON 7 AUGUST 2026",
            "26-08-04T04:00",
            "26-08-08T00:00",
        ),
        (
            "2026-08-04 12:00 UTC+8 TO 2026-08-07 12:00 UTC+8",
            "26-08-04T04:00",
            "26-08-07T04:00",
        ),
        ("2026-08-04T04:00Z TO 2026-08-07T04:00Z", "26-08-04T04:00", "26-08-07T04:00"),
        ("ON 21 NOV 26 FROM 0500Z TO 0900Z", "26-11-21T05:00", "26-11-21T09:00"),
        ("自北京时间2026年8月4日12时至8月7日12时", "26-08-04T04:00", "26-08-07T04:00"),
        ("UNTIL 071200Z AUG 26", "", "26-08-07T12:00"),
    ],
)
def test_a_span_of_time_is_read_in_every_spelling(
    text: str, start: str, end: str
) -> None:
    """Date-time groups, dates in words, zones by name and letter."""
    assert spans(windows(text)) == [(start, end)]


def test_hours_of_each_day_are_a_window_a_day() -> None:
    """Between them the area is open."""
    found = spans(windows("DAILY 0000Z TO 0600Z 30 AUG THRU 01 SEP 26"))

    assert [start for start, _ in found] == [
        f"26-{d}T00:00" for d in ("08-30", "08-31", "09-01")
    ]
    assert found[2][1] == "26-09-01T06:00"


def test_hours_that_end_before_they_begin_end_on_the_next_day() -> None:
    """A night is one window."""
    assert spans(windows("2200Z TO 0200Z DAILY 4 THRU 5 AUG 26"))[1] == (
        "26-08-05T22:00",
        "26-08-06T02:00",
    )


def test_days_may_be_listed() -> None:
    """Only those count."""
    found = spans(windows("0000Z TO 0600Z 04, 05 AND 07 AUG 26"))

    assert [start[6:8] for start, _ in found] == ["04", "05", "07"]


def test_hours_over_days_that_do_not_say_each_day_count_throughout() -> None:
    """Too long is safe, and it is told."""
    found = area("0000Z TO 0600Z 04 THRU 07 AUG 26")

    assert spans(found.volume.windows) == [("26-08-04T00:00", "26-08-07T06:00")]
    assert doubted(found, "whether these are times of each day")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("041200Z TO 071200Z AUG", "names no year"),
        ("1200 TO 1800 LOCAL TIME 4 AUG 2026", "names no zone"),
        ("041200 TO 071200 AUG 26", "names no zone"),
        ("01 THRU 23 NOV", "without times of day"),
        ("311200Z TO 321200Z APR 26", "no time that exists"),
        ("071200Z TO 041200Z AUG 26", "ends before it begins"),
        ("041200Z AUG 26", "looks like a time"),
        ("", "No time is given"),
    ],
)
def test_a_time_that_is_not_sure_counts_as_every_time(text: str, doubt: str) -> None:
    """And says what to ask."""
    found = area(text)

    assert found.volume.windows == ALWAYS
    assert doubted(found, doubt)


def test_the_year_of_the_same_notice_is_taken_and_told() -> None:
    """As warnings print it once, where they cancel themselves."""
    text = f"FIRING 041200Z TO 071200Z AUG IN AREA BOUNDED BY {SQUARE}.\n"
    found = one(f"{text}2. CANCEL THIS MSG 071300Z AUG 26.")

    assert spans(found.volume.windows) == [("26-08-04T12:00", "26-08-07T12:00")]
    assert doubted(found, "2026 was taken from elsewhere")


def test_when_a_notice_was_made_and_ends_is_a_remark() -> None:
    """No area counts because of it."""
    notice = read(
        f"HYDROPAC 12/26(97)\n011200Z AUG 26\nAREA BOUNDED BY {SQUARE}.\n"
        "041200Z TO 071200Z AUG 26.\n2. CANCEL THIS MSG 071300Z AUG 26."
    )

    assert len(notice.remarks) == 3
    assert len(notice.areas[0].volume.windows) == 1


def test_a_time_in_the_paragraph_of_an_area_is_its_own() -> None:
    """The other paragraph has another."""
    notice = read(
        f"1. 041200Z TO 051200Z AUG 26 AREA BOUNDED BY {SQUARE}.\n"
        "2. 061200Z TO 071200Z AUG 26 WITHIN 5 MILES OF 25-00N 120-00E."
    )

    assert [spans(each.volume.windows)[0][0][6:8] for each in notice.areas] == [
        "04",
        "06",
    ]


def test_a_time_above_lettered_areas_is_of_all() -> None:
    """Of that number, and of no other."""
    notice = read(
        "1. 041200Z TO 051200Z AUG 26 IN AREAS BOUNDED BY:\n"
        f"A. {SQUARE}.\nB. {SQUARE}.\n"
        "2. 061200Z TO 071200Z AUG 26 WITHIN 5 MILES OF 25-00N 120-00E."
    )

    assert [spans(e.volume.windows)[0][0][6:8] for e in notice.areas] == [
        "04",
        "04",
        "06",
    ]


def test_a_paragraph_of_times_alone_is_of_every_area() -> None:
    """Which is which is asked for if there are several."""
    notice = read(
        f"1. AREA BOUNDED BY {SQUARE}.\n2. WITHIN 5 MILES OF 25-00N 120-00E.\n"
        "3. 041200Z TO 051200Z AUG 26. 061200Z TO 071200Z AUG 26."
    )

    assert [len(each.volume.windows) for each in notice.areas] == [2, 2]
    assert doubted(notice.areas[0], "It is not said which time is for which area")


def test_a_notice_until_further_notice_has_no_end() -> None:
    """And no other time makes it shorter."""
    assert windows("UNTIL FURTHER NOTICE") == ALWAYS


def test_a_row_of_spans_has_the_month_of_the_last() -> None:
    """As warnings list nights."""
    found = windows(
        "052300Z TO 060600Z, 062300Z TO 070600Z AND 072300Z TO 080600Z AUG 26"
    )

    assert [start for start, _ in spans(found)] == [
        "26-08-05T23:00",
        "26-08-06T23:00",
        "26-08-07T23:00",
    ]
