"""Positions are an area where words say so; what is missing makes none."""

import pytest
from tests.space.notices.reading import (
    SQUARE,
    at,
    corners,
    doubted,
    one,
    refusal,
    shape,
    told,
)

from detente.record.errors import Malformed
from detente.space.notices.notice import MOST_CHARACTERS, read
from detente.space.volume import Circle, Corridor, Polygon

NM = 1_852_000
A, B, C = "25-00N 120-00E", "26-00N 120-00E", "26-00N 121-00E"
OTHER = "35-00N 120-00E, 36-00N 120-00E, 36-00N 121-00E"


@pytest.mark.parametrize(
    ("words", "radius_mm"),
    [
        ("WITHIN 5 MILES OF {}", 5 * NM),
        ("WITHIN FIVE NM OF {}", 5 * NM),
        ("WI 5NM RADIUS OF {}", 5 * NM),
        ("WI 2.5NM OF PSN {}", 5 * NM // 2),
        ("CIRCLE OF 10 KM RADIUS CENTRED ON {}", 10_000_000),
        ("RADIUS 500M CENTERED AT {}", 500_000),
        ("AREA CENTRED ON {} WITH A RADIUS OF 5 NM", 5 * NM),
        ("AREA AROUND {}, RADIUS: 5NM", 5 * NM),
        ("以{}为圆心、半径5海里范围", 5 * NM),
    ],
)
def test_a_radius_makes_a_circle(words: str, radius_mm: int) -> None:
    """Before its centre or behind it."""
    assert shape(words.format("12-34.5N 045-56.7W")) == Circle(
        at(12.575, -45.945), radius_mm
    )


@pytest.mark.parametrize(
    "words",
    ["AREA AROUND {}", "WRECK IN {}", "5 MILES SOUTH OF {}", "AREA CENTRED ON {}"],
)
def test_a_position_without_a_radius_makes_no_area(words: str) -> None:
    """A bearing and a distance are none."""
    assert refusal(f"{words.format(A)}.") in (
        "a position without a radius",
        "no word says that these positions bound an area",
    )


@pytest.mark.parametrize(
    ("words", "width_mm"),
    [
        ("WITHIN TWO MILES OF TRACKLINE JOINING", 4 * NM),
        ("WITHIN 2NM EITHER SIDE OF A LINE JOINING", 4 * NM),
        ("CORRIDOR 4NM WIDE ALONG LINE JOINING", 4 * NM),
    ],
)
def test_a_line_with_a_width_makes_a_corridor(words: str, width_mm: int) -> None:
    """What lies within two miles on either side is four miles wide."""
    expected = Corridor((at(25, 120), at(26, 120), at(26, 121)), width_mm)

    assert shape(f"{words} {A}, {B} AND {C}.") == expected


def test_a_line_without_a_width_makes_no_area() -> None:
    """A cable ship near a line is nowhere."""
    assert refusal(f"IN VICINITY OF TRACKLINE JOINING {A}, {B}, {C}.") == (
        "a line without a width is no area"
    )


def test_positions_of_which_nothing_is_said_make_no_area() -> None:
    """Three wrecks are no triangle."""
    why = refusal(f"WRECKS IN {A}, {B}, {C}.")

    assert why == "no word says that these positions bound an area"


def test_corners_without_any_words_are_an_area_to_be_asked_for() -> None:
    """Somebody has pasted nothing but the figures."""
    assert doubted(one(SQUARE), "No word says that these corners bound an area")


def test_the_first_corner_repeated_closes_the_ring() -> None:
    """It is no corner of its own."""
    assert corners(f"AREA BOUNDED BY {SQUARE}, {A}.") == corners(
        f"AREA BOUNDED BY {SQUARE}."
    )


def test_a_ring_that_is_closed_ends_there() -> None:
    """What follows without a word is the next one."""
    notice = read(f"AREAS BOUNDED BY {A}, {B}, {C}, {A}, {OTHER}.")

    assert [len(each.volume.areas) for each in notice.areas] == [1, 1]


@pytest.mark.parametrize("text", [f"{A}, {B}", f"{A}, {B}, {A}", f"{A}, {B}, {B}"])
def test_fewer_than_three_corners_make_no_area(text: str) -> None:
    """However often they are named."""
    assert refusal(f"AREA BOUNDED BY {text}.") == "an area needs three corners"


def test_letters_part_areas() -> None:
    """As warnings list them."""
    notice = read(f"IN AREAS BOUNDED BY:\nA. {SQUARE}.\nB. {OTHER}.")

    assert [each.volume.id for each in notice.areas] == ["area-1", "area-2"]
    assert [each.line for each in notice.areas] == [2, 3]


def test_letters_before_single_corners_are_their_names() -> None:
    """A list of corners is one area."""
    assert len(corners(f"AREA BOUNDED BY\nA. {A}\nB. {B}\nC. {C}")) == 3


def test_lines_are_areas_where_the_words_speak_of_areas() -> None:
    """And commas end no line."""
    notice = read(f"AREAS BOUNDED BY\n{SQUARE}\n{OTHER}")

    assert len(notice.areas) == 2
    assert not any("corners" in each for area in notice.areas for each in area.doubts)


def test_lines_are_doubtful_where_the_words_speak_of_one_area() -> None:
    """It may be one ring in two rows of print."""
    text = f"AREA BOUNDED BY\n{SQUARE}\n{OTHER}"

    assert len(corners(text)) == 7
    assert doubted(one(text), "ask how many there are")


def test_a_row_of_print_that_ends_in_a_comma_goes_on() -> None:
    """Warnings are 60 columns wide."""
    assert len(corners(f"AREAS BOUNDED BY\n{SQUARE},\n{OTHER}.")) == 7


def test_a_ring_that_crosses_itself_is_left_as_printed_and_another_order_offered() -> (
    None
):
    """Nobody knows which corner was put in the wrong place."""
    text = f"AREA BOUNDED BY {A}, {C}, 25-00N 121-00E, {B}."
    area = one(text)

    assert corners(text)[1] == at(26, 121)
    assert area.offered == (1, 3, 2, 4)
    assert doubted(area, "in the order 1, 3, 2, 4 none would")


@pytest.mark.parametrize(
    "between",
    [
        "THENCE ALONG THE COAST TO",
        "THEN CLOCKWISE BY THE ARC OF A CIRCLE OF 5NM RADIUS CENTRED ON",
        "(CAPE EXAMPLE)",
        "AND THE BUOY,",
    ],
)
def test_a_side_that_is_not_understood_makes_no_area(between: str) -> None:
    """Neither of the part before nor of the part behind."""
    notice = read(f"AREA BOUNDED BY {A}, {B}, {C} {between} {OTHER}.")

    assert notice.areas == ()
    assert len(notice.refused) == 2


def test_a_last_side_along_a_coast_makes_no_area() -> None:
    """The ring does not close by a straight line."""
    text = f"AREA BOUNDED BY {A}, {B}, {C} AND THENCE ALONG THE COASTLINE."

    assert refusal(text) == "a side that is no straight line is not read"


def test_what_an_area_leaves_out_is_told_and_the_whole_counts() -> None:
    """Too much is watched, never too little."""
    notice = read(f"AREA BOUNDED BY {SQUARE} EXCLUDING AREA WITHIN 3 MILES OF {A}.")

    assert [type(each.volume.areas[0]) for each in notice.areas] == [Polygon]
    assert doubted(notice.areas[0], "leaves something out")
    assert notice.refused[0].why == "what is left out of an area is not read"


def test_one_radius_for_several_positions_is_doubtful() -> None:
    """A circle round each is more than none."""
    notice = read(f"WITHIN 5 MILES OF {A} AND {C}.")

    assert len(notice.areas) == 2
    assert doubted(notice.areas[0], "One radius stands for several positions")


def test_every_word_that_was_not_read_is_quoted() -> None:
    """With its line."""
    notice = read(
        f"SHIPS KEEP CLEAR\nFIRING IN AREA BOUNDED BY {SQUARE}.\nCALL 555 0100"
    )

    assert [(e.line, e.text) for e in notice.unread] == [
        (1, "SHIPS KEEP CLEAR"),
        (2, "FIRING"),
        (3, "CALL 555 0100"),
    ]


def test_what_makes_no_area_is_quoted_with_its_words() -> None:
    """So that it can be found and asked for."""
    notice = read(
        f"1. FIRING IN AREA BOUNDED BY {SQUARE}.\n2. WRECKS IN {A}, {B}, {C}."
    )

    assert len(notice.areas) == 1
    assert f"2. WRECKS IN {A}, {B}, {C}" in told(notice)
    assert notice.refused[0].line == 2


@pytest.mark.parametrize("text", ["", "\n", "GOOD MORNING", "041200Z AUG 26 FL290"])
def test_a_text_without_positions_is_refused(text: str) -> None:
    """In one sentence."""
    with pytest.raises(Malformed, match="no position"):
        read(text)


def test_a_text_that_is_no_single_notice_is_refused() -> None:
    """A book of warnings is pasted by mistake."""
    with pytest.raises(Malformed, match="one notice at a time"):
        read("A" * (MOST_CHARACTERS + 1))


def test_a_byte_order_mark_and_other_ends_of_lines_are_nothing() -> None:
    """As other systems write text."""
    text = f"\ufeffAREA BOUNDED BY\r\n{SQUARE}.\r\n"

    assert read(text).areas[0].line == 2


@pytest.mark.parametrize(
    "text",
    [
        f"{A}, {B}, {C} AND CAPE EXAMPLE",
        f"{A}, {B}, {C} THENCE TO CAPE EXAMPLE",
        f"CAPE EXAMPLE, {A}, {B}, {C}",
        f"CAPE EXAMPLE AND {A}, {B}, {C}",
    ],
)
def test_a_corner_that_is_only_named_makes_no_area(text: str) -> None:
    """Where the cape lies is for a chart to say."""
    assert "were not understood" in refusal(f"AREA BOUNDED BY {text}.")


@pytest.mark.parametrize(
    "text", ["TO POINT OF ORIGIN", "BACK TO THE STARTING POINT", "AND TO BEGINNING"]
)
def test_a_ring_may_say_that_it_closes(text: str) -> None:
    """Those words add no corner."""
    assert len(corners(f"AREA BOUNDED BY {A}, {B}, {C} {text}.")) == 3


def test_areas_that_could_not_be_told_apart_are_asked_for() -> None:
    """One ring out of two lists may cross nothing and still be wrong."""
    assert doubted(one(f"AREAS BOUNDED BY {A} {B} {C} AND {OTHER}"), "several areas")
