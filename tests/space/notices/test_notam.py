"""Of a NOTAM every lettered item is read for what it is."""

import pytest
from tests.space.notices.reading import at, doubted, one, told

from detente.space import figures
from detente.space.notices.notice import NoticeArea, read
from detente.space.volume import Circle, Limit, Polygon, Window

FIRING = (
    "WI AN AREA BOUNDED BY 260700N 1215700E - 253000N 1215700E -\n"
    "253000N 1212800E - 260700N 1212800E - 260700N 1215700E"
)


def notam(
    e: str = FIRING, c: str = "2608070400", d: str = "", fg: str = "F) SFC G) FL460"
) -> str:
    """Return a NOTAM."""
    schedule = f"D) {d}\n" if d else ""
    return (
        "(A1234/26 NOTAMN\nQ) XXXX/QWMLW/IV/BO/W/000/460/2530N12130E025\n"
        f"A) XXXX B) 2608040400 C) {c}\n{schedule}E) {e}\n{fg})"
    )


def times(area: NoticeArea) -> list[tuple[str, str]]:
    """Return the windows of an area."""
    return [
        tuple("" if e is None else figures.moment(e)[2:16] for e in each)  # type: ignore[misc]
        for each in area.volume.windows
    ]


def test_a_notam_gives_its_area_its_times_and_its_heights() -> None:
    """And no doubt is left."""
    area = one(notam())

    [shape] = area.volume.areas
    assert isinstance(shape, Polygon)
    assert len(shape.outer) == 4
    assert times(area) == [("26-08-04T04:00", "26-08-07T04:00")]
    assert (area.volume.lower, area.volume.upper) == (
        Limit(0, "AGL"),
        Limit(14_020_800, "STD"),
    )
    assert area.doubts == ()


def test_the_circle_of_item_q_is_no_area_where_item_e_gives_one() -> None:
    """It only bounds where the NOTAM matters."""
    area = one(notam("DANGER AREA WI 5NM RADIUS OF 511000N 0015000W"))

    assert area.volume.areas == (Circle(at(51 + 1 / 6, -(1 + 5 / 6)), 5 * 1_852_000),)


def test_the_circle_of_item_q_is_a_doubtful_area_where_item_e_gives_none() -> None:
    """Better than nothing, and asked for."""
    area = one(notam("ROCKET FIRING"))

    assert area.volume.areas == (Circle(at(25.5, 121.5), 25 * 1_852_000),)
    assert doubted(area, "the circle of item Q")


def test_the_circle_of_item_q_stands_for_no_area_that_could_not_be_read() -> None:
    """What item E says is asked for."""
    notice = read(notam("WI AN AREA BOUNDED BY 260700N 1215700E - 253000N 1215700E"))

    assert notice.areas == ()
    assert notice.refused[0].why == "an area needs three corners"


def test_an_estimated_end_is_no_end() -> None:
    """It stays in force until somebody cancels it."""
    area = one(notam(c="2608070400 EST"))

    assert times(area) == [("26-08-04T04:00", "")]
    assert doubted(area, "an estimate (EST)")


def test_a_permanent_notam_has_no_end_and_no_doubt() -> None:
    """It says so itself."""
    area = one(notam(c="PERM"))

    assert times(area) == [("26-08-04T04:00", "")]
    assert area.doubts == ()


def test_hours_of_every_day_are_a_window_a_day() -> None:
    """From the first day of item B to the last of item C."""
    found = times(one(notam(d="DAILY 0500-0800")))

    assert found == [
        (f"26-08-0{day}T05:00", f"26-08-0{day}T08:00") for day in (4, 5, 6)
    ]


def test_a_schedule_that_is_not_understood_leaves_the_whole_span() -> None:
    """And says so."""
    area = one(notam(d="MON-FRI SR-SS"))

    assert times(area) == [("26-08-04T04:00", "26-08-07T04:00")]
    assert doubted(area, "Item D, 'MON-FRI SR-SS', was not applied")


@pytest.mark.parametrize(
    ("c", "doubt"),
    [("2602300400", "is no time that exists"), ("2601010400", "ends before item B")],
)
def test_an_end_that_cannot_be_is_no_end(c: str, doubt: str) -> None:
    """Nobody is told that it is over."""
    area = one(notam(c=c))

    assert area.volume.windows[0].end_ms is None
    assert doubted(area, doubt)


@pytest.mark.parametrize(
    ("fg", "doubt"),
    [
        ("F) FL310 G) FL290", "Item F lies above item G"),
        ("F) SFC G) HIGH", "Item G, 'HIGH', is no height"),
        ("", "No height is given"),
    ],
)
def test_heights_that_cannot_be_are_unknown(fg: str, doubt: str) -> None:
    """And asked for."""
    area = one(notam(fg=fg))

    assert area.volume.upper is None
    assert doubted(area, doubt)


def test_what_item_e_says_besides_is_quoted() -> None:
    """No word of it is lost."""
    assert "CALL TOWER" in told(read(notam(f"{FIRING}. CALL TOWER")))


def test_lettered_areas_of_a_warning_are_no_items() -> None:
    """B) is followed by a time only in a NOTAM."""
    square = "25-00N 120-00E, 26-00N 120-00E, 26-00N 121-00E"
    notice = read(f"AREAS:\nA) {square}\nB) {square}\nE) {square}\n")

    assert len(notice.areas) == 3
    assert {each.volume.windows for each in notice.areas} == {(Window(),)}


def test_miles_that_may_be_of_the_land_are_doubtful() -> None:
    """Item E says NM where it means miles of the sea."""
    area = one(notam("DANGER AREA WITHIN 5 MILES OF 511000N 0015000W"))

    assert doubted(area, "read as nautical miles")
