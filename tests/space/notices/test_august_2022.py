"""The notice of 2 August 2022 gives its six areas, and the doubt about one of them."""

from detente.space import figures
from detente.space.notices.notice import read
from detente.space.volume import Limit

# As published; the figures are facts.
TEXT = """\
NOTICE (as published on 2 August 2022)
FROM 1200 (BEIJING TIME) AUGUST 4 TO 1200 (BEIJING TIME) AUGUST 7, 2022,
IN SEA AREAS AND AIR SPACE ABOVE BOUNDED BY LINES JOINING:
25-15.26N 120-29.20E, 24-50.30N 120-05.45E, 25-04.32N 119-51.22E, 25-28.12N 120-14.30E
26-07.00N 121-57.00E, 25-30.00N 121-57.00E, 25-30.00N 121-28.00E, 26-07.00N 121-28.00E
25-34.00N 122-50.00E, 25-03.00N 122-50.00E, 25-03.00N 122-11.00E, 25-34.00N 122-11.00E
22-56.00N 122-40.00E, 23-38.00N 122-51.00E, 23-38.00N 123-23.00E, 22-56.00N 123-09.00E
21-14.00N 121-33.00E, 21-33.00N 121-18.00E, 21-07.00N 120-43.00E, 20-48.00N 120-59.00E
22-43.00N 119-14.00E, 22-10.00N 119-06.00E, 21-33.00N 120-29.00E, 22-09.00N 120-32.00E
ENTRY PROHIBITED.
"""


def test_it_has_six_areas_of_four_corners() -> None:
    """A line each."""
    notice = read(TEXT)

    assert [each.volume.id for each in notice.areas] == [
        f"area-{n}" for n in range(1, 7)
    ]
    assert [each.line for each in notice.areas] == [4, 5, 6, 7, 8, 9]
    assert notice.refused == ()


def test_its_times_are_those_of_beijing_in_utc() -> None:
    """For all six."""
    [window] = {each for area in read(TEXT).areas for each in area.volume.windows}

    assert [figures.moment(each or 0) for each in window] == [
        "2022-08-04T04:00:00Z",
        "2022-08-07T04:00:00Z",
    ]


def test_it_reaches_from_the_surface_without_limit() -> None:
    """Which surface is asked for each."""
    for area in read(TEXT).areas:
        assert (area.volume.lower, area.volume.upper) == (Limit(0, "AGL"), None)
        assert any("no datum" in each for each in area.doubts)


def test_only_the_area_whose_figures_differ_is_asked_for() -> None:
    """Five areas have whole minutes."""
    asked = [
        area.volume.id
        for area in read(TEXT).areas
        if any("parts of a minute or seconds" in each for each in area.doubts)
    ]

    assert asked == ["area-1"]


def test_what_is_no_area_and_no_time_is_quoted() -> None:
    """Also that entry is prohibited."""
    assert [(e.line, e.text) for e in read(TEXT).unread] == [
        (1, "NOTICE (as published on 2 August 2022)"),
        (10, "ENTRY PROHIBITED"),
    ]
