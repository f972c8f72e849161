"""Labels and coded values are the reader's; what officers wrote stays theirs."""

from detente.console.wording import Part, Worded, worded
from detente.dialogue.forms import stop
from detente.report.shown import Row
from detente.report.translated import catalogue

REFERENCE = "NORTH/26/0002/STOP/1"
LABELS = {"happening": "What is happening", "act": "Act requested"}


def rows(
    *given: tuple[str, str], language: str = "zh", values: object = None
) -> list[Worded]:
    """Return rows of a STOP that was written in English, in a language."""
    said = [Row(label, text) for label, text in given]
    body = stop.Requested.title
    return list(worded(catalogue(language), said, REFERENCE, body, "en", values))


def test_a_coded_value_is_told_in_the_language_of_the_page() -> None:
    """It was chosen from a list that both sides have."""
    [row] = rows((LABELS["act"], "cease fire"), language="ru")

    assert row == Worded("Запрашиваемое действие", (Part("прекратить огонь"),))


def test_what_an_officer_wrote_bears_the_language_of_the_statement() -> None:
    """It is not translated, whatever the page is in."""
    [row] = rows((LABELS["happening"], "Shells fall."))

    assert row.parts == (Part("Shells fall.", "en"),)


def test_each_courtesy_text_bears_its_own_language() -> None:
    """And is marked for what it is, in the words of the reader."""
    text = (
        "Shells fall.\n[zh, translation: machine, SOUTH 1, 2026] 炮弹落下。\n正在落下。"
    )
    [row] = rows((LABELS["happening"], text))

    assert [(each.text, each.language) for each in row.parts if each.language] == [
        ("Shells fall.\n", "en"),
        ("炮弹落下。\n", "zh-Hans"),
        ("正在落下。", "zh-Hans"),
    ]
    [mark] = [each.text for each in row.parts if not each.language]
    assert "机器" in mark
    assert "SOUTH 1" in mark


def test_a_row_that_no_form_knows_is_shown_as_it_came() -> None:
    """A newer form on the other side hides nothing here."""
    [row] = rows(("Of tomorrow", "unknown here"))

    assert row == Worded("Of tomorrow", (Part("unknown here", "en"),))


BEARING = {"place": "Mill", "lat_e5": 1, "lon_e5": 1, "bearing_deg": 9, "distance_m": 2}
POSITION = {"lat_e5": 5_012_345, "lon_e5": 3_054_321, "bearing": BEARING}


def test_a_record_within_a_field_is_told_in_the_language_of_the_page() -> None:
    """Its labels and codes are the reader's, and what officers wrote bears its own."""
    english = ("Position", "Latitude: N50.12345, Longitude: E030.54321")

    [row] = rows(english, language="ru", values={"position": POSITION})

    text = "".join(part.text for part in row.parts)
    assert "N50.12345" in text
    assert "Latitude" not in text
    assert [each for each in row.parts if each.language] == [Part("Mill", "en")]


def test_a_record_that_cannot_be_read_is_shown_in_english() -> None:
    """It is of a newer release: what came with it says the same."""
    english = ("Position", "Latitude: N50.12345")

    [row] = rows(english, language="ru", values={"position": {"of": "tomorrow"}})

    assert row.parts == (Part("Latitude: N50.12345", "en"),)
