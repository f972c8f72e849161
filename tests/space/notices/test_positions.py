"""A position is read as it is printed; a doubt about it is told, an error refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.space.notices.reading import at, corners, doubted, one, refusal

from detente.space.notices.notice import read
from detente.space.notices.positions import positions
from detente.space.notices.text import plain
from detente.space.volume import E9, Point

HERE = Point(25_257_222_222, 120_488_888_889)
OPEN = (
    "AREA BOUNDED BY 25-15.26N 120-29.20E, 24-50.30N 120-05.45E, 24-00.00N 120-00.00E"
)


@pytest.mark.parametrize(
    "text",
    [
        "25-15-26N 120-29-20E",
        "25 15 26 N 120 29 20 E",
        "25:15:26N 120:29:20E",
        "251526N 1202920E",
        "251526N1202920E",
        "N251526 E1202920",
        "N251526E1202920",
        "25°15\u203226\u2033N 120°29\u203220\u2033E",
        "25°15'26\"N, 120°29'20\"E",
        "N 25°15'26\" E 120°29'20\"",
        "120-29-20E 25-15-26N",
        "LAT 25-15-26N LONG 120-29-20E",
        "25\u201315\u201326N 120\u201429\u201420E",
        "".join(chr(ord(each) + 0xFEE0) for each in "25-15-26N,120-29-20E"),
        "北纬25度15分26秒、东经120度29分20秒",
        "25度15分26秒N、120度29分20秒E",
    ],
)
def test_degrees_minutes_and_seconds_are_read_in_every_spelling(text: str) -> None:
    """Letters before or after, latitude first or last, signs of every keyboard."""
    [found] = positions(plain(text))

    assert (found.point, found.other) == (HERE, None)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("25-15N 120-29E", 25.25, 120 + 29 / 60),
        ("2515N 12029E", 25.25, 120 + 29 / 60),
        ("12-34.5N 045-56.7W", 12.575, -45.945),
        ("12°34.5'S 045°56.7'W", -12.575, -45.945),
        ("25.2572N 120.4889E", 25.2572, 120.4889),
        ("25.2572°S, 120.4889°E", -25.2572, 120.4889),
        ("-25.2572, 120.4889", -25.2572, 120.4889),
        ("25N 120E", 25, 120),
    ],
)
def test_other_ways_to_write_a_position(text: str, lat: float, lon: float) -> None:
    """Whole and decimal minutes, decimal degrees, with letters or signs."""
    [found] = positions(plain(text))

    assert (found.point, found.other) == (at(lat, lon), None)


def test_two_figures_after_the_point_are_minutes_and_doubtful() -> None:
    """Both readings are told, and how far apart they are at most."""
    area = one(OPEN)

    assert corners(OPEN)[0] == at(25 + 15.26 / 60, 120 + 29.20 / 60)
    [doubt] = [each for each in area.doubts if "seconds" in each]
    assert "24°50'18.0\"N 120°05'27.0\"E" in doubt
    assert "24°50'30.0\"N 120°05'45.0\"E" in doubt
    assert "627 m apart" in doubt


def test_whole_minutes_are_the_same_in_both_readings() -> None:
    """Nobody is asked what makes no difference."""
    ring = "25-00.00N 120-00.00E, 26-30.00N 120-30.00E, 26-00.00N 121-00.00E"

    assert not doubted(one(f"AREA BOUNDED BY {ring}"), "seconds")


def test_a_figure_of_sixty_or_more_settles_the_whole_notice() -> None:
    """Seconds end at 59, and a notice is written in one way."""
    text = OPEN.replace("24-00.00N", "24-00.70N")

    assert not doubted(one(text), "seconds")
    assert corners(text)[0] == at(25 + 15.26 / 60, 120 + 29.20 / 60)


@pytest.mark.parametrize(
    ("minutes_as", "seconds"), [("decimal", (15.6, 12.0)), ("seconds", (26.0, 20.0))]
)
def test_whoever_knows_the_reading_fixes_it(
    minutes_as: str, seconds: tuple[float, float]
) -> None:
    """And the doubt is gone."""
    lat, lon = 25 + 15 / 60 + seconds[0] / 3600, 120 + 29 / 60 + seconds[1] / 3600
    fixed = one(OPEN, minutes_as)  # type: ignore[arg-type]

    assert corners(OPEN, minutes_as)[0] == at(lat, lon)  # type: ignore[arg-type]
    assert not doubted(fixed, "may be parts of a minute")


def test_seventy_cannot_be_seconds_even_if_somebody_says_so() -> None:
    """The area is not made, and the figure is named."""
    notice = read(OPEN.replace("24-00.00N", "24-00.70N"), "seconds")

    assert notice.areas == ()
    assert ".70 cannot be seconds" in notice.refused[0].why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("91-00N 120-00E", "a latitude over 90 degrees"),
        ("90-00-01N 120-00E", "a latitude over 90 degrees"),
        ("25-00N 180-01E", "a longitude over 180 degrees"),
        ("25-60N 120-00E", "60 or more minutes or seconds"),
        ("25-00-60N 120-00-00E", "60 or more minutes or seconds"),
        ("25-00N", "a latitude alone"),
    ],
)
def test_a_corner_that_cannot_be_makes_no_area(wrong: str, why: str) -> None:
    """Four good corners and one that is wrong are no area of four corners."""
    good = "24-00N 120-00E, 24-00N 121-00E, 23-00N 121-00E, 23-00N 120-00E"

    assert why in refusal(f"AREA BOUNDED BY {good}, {wrong}.")


@pytest.mark.parametrize("place", range(4))
def test_a_figure_that_is_missing_anywhere_makes_no_area(place: int) -> None:
    """What follows must not be paired wrongly, nor the corner be passed over."""
    given = ["25-00N 120-00E", "26-00N 120-00E", "26-00N 121-00E", "25-00N 121-00E"]
    for rest in (given[place].split()[0], given[place].split()[1]):
        text = ", ".join([*given[:place], rest, *given[place + 1 :]])
        notice = read(f"FIRING IN AREA BOUNDED BY {text}.")

        assert notice.areas == (), text
        assert notice.refused


@pytest.mark.parametrize("typed", ["26-0ON 121-00E", "26-00X 121-00E", "2600 12100"])
def test_a_corner_mistyped_makes_no_area(typed: str) -> None:
    """A letter O for a nought must not cost a corner."""
    ring = f"25-00N 120-00E, 26-00N 120-00E, {typed}, 25-00N 121-00E, 24-30N 120-30E"

    assert read(f"AREA BOUNDED BY {ring}.").areas == ()


def test_without_letters_the_order_is_doubtful() -> None:
    """Somebody may print the longitude first."""
    text = "AREA BOUNDED BY 25.2500, 60.5000; 26.2500, 60.5000; 26.2500, 61.5000"

    assert doubted(one(text), "read as latitude, then longitude")


def _spell(style: str, value_s: int, side: str, width: int) -> str:
    degrees, rest = divmod(value_s, 3600)
    minutes, seconds = divmod(rest, 60)
    d = f"{degrees:0{width}d}"
    tenths = f"{Fraction(rest, 60) * 1000 // 1 / 1000:06.3f}"
    return {
        "dashes": f"{d}-{minutes:02d}-{seconds:02d}{side}",
        "blanks": f"{d} {minutes:02d} {seconds:02d} {side}",
        "run": f"{d}{minutes:02d}{seconds:02d}{side}",
        "signs": f"{degrees}°{minutes:02d}'{seconds:02d}\"{side}",
        "before": f"{side}{d}-{minutes:02d}-{seconds:02d}",
        "minutes": f"{d}-{tenths}{side}",
    }[style]


places = st.tuples(
    st.integers(-89 * 1200, 89 * 1200), st.integers(-179 * 1200, 179 * 1200)
)
rings = st.lists(places, min_size=3, max_size=9, unique=True)
styles = st.sampled_from(["dashes", "blanks", "run", "signs", "before", "minutes"])


@given(
    rings,
    styles,
    st.sampled_from(["lat", "lon"]),
    st.sampled_from([", ", " - ", ",\n", "; ", " TO "]),
)
def test_any_ring_in_any_style_reads_back_to_its_corners(
    ring: list[tuple[int, int]], style: str, first: str, between: str
) -> None:
    """Steps of three seconds, which are whole thousandths of a minute."""
    printed, expected = [], []
    for lat, lon in ring:
        halves = [
            _spell(style, abs(lat) * 3, "NS"[lat < 0], 2),
            _spell(style, abs(lon) * 3, "EW"[lon < 0], 3),
        ]
        printed.append(" ".join(halves[::-1] if first == "lon" else halves))
        expected.append(
            Point(round(Fraction(lat, 1200) * E9), round(Fraction(lon, 1200) * E9))
        )

    assert corners(f"AREA BOUNDED BY {between.join(printed)}.") == tuple(expected)


def test_a_position_in_another_order_than_the_rest_makes_no_area() -> None:
    """Where a figure is missing, those behind it pair wrongly."""
    ring = "2500N 12000E, 2600N 12000E, 12100E 2600N, 2500N 12100E"

    assert "another order" in refusal(f"AREA BOUNDED BY {ring}.")
