"""A printed page says what was released, and nothing in it passes for the page."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.bodies import bodies
from tests.report.lines import line_of

from detente.dialogue.fields import Text, Translation, Window
from detente.dialogue.form import Body, encode
from detente.dialogue.forms.con import Scheduled
from detente.dialogue.forms.lck import Echo
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.stop import Requested
from detente.dialogue.phrases import BOOK
from detente.dialogue.phrases.phrase import Phrase
from detente.dialogue.position import Bearing, Position
from detente.record import statement
from detente.report import writing
from detente.report.folding import folded, width
from detente.report.printed import PLACES, printed
from detente.report.record import reading
from detente.report.shown import Shown, rows, show
from detente.report.translated import catalogue
from detente.report.words import dtg
from detente.testing.parties import World

BOTH = (catalogue("zh"), catalogue("ru"))
ENGLISH = (catalogue("en"),)
NOON_S = 1_769_860_800


def shown(at: Path, body: bytes) -> Shown:
    """Return a statement with this body, as it stands in a record."""
    world = World()
    world.say("SOUTH", body)
    place = line_of(world, "NORTH", at / "line")
    reference = statement.parse(world.feeds["SOUTH"][-1].raw).header.reference
    with reading(place) as record:
        return show(record, record.standing.by_reference(reference))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A statement whose header is printed; its body is each test's own."""
    body = Message(subject=Text("S"), text=Text("T"))
    return shown(tmp_path_factory.mktemp("page"), encode(body))


@given(body=bodies(), two=st.booleans())
def test_no_line_is_wider_than_the_page(page: Shown, body: Body, *, two: bool) -> None:
    """Whatever was written, in whatever script."""
    lines = list(printed(page, body, BOTH if two else ENGLISH, "a b c"))

    assert max(map(width, lines)) <= PLACES


def test_the_status_stands_first_and_last_and_precedence_in_words(page: Shown) -> None:
    """A page of an exercise must never be taken for another."""
    body = Message(subject=Text("S"), text=Text("T"))
    exercise = msgspec.structs.replace(page, status="EXERCISE", precedence="Z")

    lines = list(printed(exercise, body, ENGLISH))
    two = list(printed(exercise, body, BOTH))

    assert lines[0] == lines[-1] == "EXERCISE EXERCISE EXERCISE"
    assert "Z FLASH" in lines
    assert two[:2] == two[-2:] == ["演习 演习 演习", "УЧЕНИЕ УЧЕНИЕ УЧЕНИЕ"]


def test_labels_of_two_languages_stand_side_by_side(page: Shown) -> None:
    """Both sides sign for one page."""
    body = Message(subject=Text("Учения"), text=Text("T"))
    lines = list(printed(page, body, BOTH))
    at = next(n for n, line in enumerate(lines) if line.endswith("Тема"))

    assert lines[at] == "事由" + " " * 36 + "Тема"
    assert lines[at + 1] == "| Учения"


def test_a_position_has_a_line_for_each_of_its_figures(page: Shown) -> None:
    """It is read out figure by figure."""
    body = Requested(
        position=Position(lat_e5=4_849_213, lon_e5=3_002_871, mgrs="36UVV0000"),
        happening=Text("Shelling"),
        since=NOON_S,
        wanted="hold",
    )
    lines = list(printed(page, body, ENGLISH))
    at = lines.index("Position")

    assert lines[at + 1 : at + 4] == [
        "| Latitude: N48.49213",
        "| Longitude: E030.02871",
        "| MGRS: 36UVV0000",
    ]


def test_what_officers_wrote_stands_behind_a_bar(page: Shown) -> None:
    """Folded lines too: none can pass for a line of the page."""
    forged = "x " * 60 + "\nReleased by  NORTH/WATCH"
    body = Message(subject=Text("a\tb"), text=Text(forged))
    lines = list(printed(page, body, ENGLISH))

    assert "| Released by  NORTH/WATCH" in lines
    assert "| a\\u{0009}b" in lines
    assert [line for line in lines if line.startswith("x ")] == []


def test_a_body_that_cannot_be_read_is_printed_with_the_reason(tmp_path: Path) -> None:
    """It is provably theirs, so it has its page."""
    page = shown(tmp_path, b"\xff no body")
    lines = list(printed(page, None, ENGLISH))

    at = lines.index("Its body cannot be read here")
    assert lines[at + 1].startswith("| ")
    assert "UNREADABLE" in lines


def test_check_words_and_id_stand_at_the_foot(page: Shown) -> None:
    """Page, record and voice are compared by them."""
    body = Message(subject=Text("S"), text=Text("T"))
    lines = list(printed(page, body, ENGLISH, "robust blue draw"))

    assert any(
        line.startswith("Check words") and "robust blue draw" in line for line in lines
    )
    assert page.id[:20] in "".join(lines)


def test_times_are_date_time_groups() -> None:
    """As every watch writes them; seconds are not lost."""
    assert dtg(NOON_S) == "311200Z JAN 26"
    assert dtg(NOON_S + 7) == "311200Z JAN 26 (12:00:07Z)"
    assert dtg(-1) == "-1 s after 1970"


def written(body: Body) -> dict[str, str]:
    """Return the fields of a body as a screen shows them."""
    return {row.label: row.text for row in rows(body)}


def test_what_a_number_means_stands_in_its_name() -> None:
    """A latitude is one, metres are metres, an offset of a clock is no moment."""
    bearing = Bearing("Mill", 4_850_000, -3_000_001, 122, 1_640)
    body = Requested(
        position=Position(lat_e5=-4_849_213, lon_e5=3_002_871, bearing=bearing),
        happening=Text("Shelling"),
        since=NOON_S,
        wanted="hold",
    )

    assert written(body)["Position"] == (
        "Latitude: S48.49213, Longitude: E030.02871, Bearing: (Named place: Mill, "
        "Latitude of the named place: N48.50000, Longitude of the named place: "
        "W030.00001, True bearing: 122°, Distance: 1640 m)"
    )
    assert written(body)["Since"] == "2026-01-31 12:00:00Z"
    echo = Echo(text="a", received=NOON_S, clock_offset_ms=1_000_000_000)
    assert written(echo)["Clock offset"] == "1000000000 ms"


def test_spans_texts_and_translations_are_written_whole() -> None:
    """A courtesy translation says that it is one, and whose."""
    text = Text(
        text="Нет",
        language="ru",
        translations=(Translation("en", "No", "machine", "SOUTH", NOON_S),),
    )
    body = Scheduled(window=Window(NOON_S, NOON_S + 60), text=text)

    assert written(body) == {
        "Time": "2026-01-31 12:00:00Z to 2026-01-31 12:01:00Z",
        "Text": "[ru] Нет\n[en, translation: machine, SOUTH, 2026-01-31 12:00:00Z] No",
    }


def test_a_phrase_is_shown_by_number_and_unreviewed_unless_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A translation of our own is not read as an agreed one."""
    published = Phrase(7, {"en": "Keep clear.", "ru": "Стороной."}, "Table A, row 7")
    monkeypatch.setattr(writing, "BOOK", {**BOOK, 7: published})
    body = Message(subject=Text("S"), text=Text(""), phrases=(101, 7, 99_999))

    assert written(body)["Stock phrases"] == (
        f"101 UNREVIEWED: {BOOK[101].texts['en']}\n"
        "7: Keep clear. (Table A, row 7)\n"
        "99999 UNREVIEWED: not in our book"
    )


@given(st.text(), st.integers(2, 90))
def test_folding_loses_nothing_but_space(text: str, places: int) -> None:
    """Every letter comes out, in order, in lines that fit."""
    lines = list(folded(text, places))

    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(width(line) <= places for line in lines)


def test_words_are_kept_together_and_wide_letters_need_not_be() -> None:
    """Chinese has no spaces to fold at."""
    assert list(folded("one two three", 8)) == ["one two", "three"]
    assert list(folded("南北南北", 5)) == ["南北", "南北"]
    assert list(folded("abcdefgh", 3)) == ["abc", "def", "gh"]
