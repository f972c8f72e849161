"""What the core says in English is told in other languages, value by value."""

# ruff: noqa: RUF001 - letters of Russian and marks of Chinese are meant

import pytest

from detente.dialogue.forms import con
from detente.report.retold import age, body_of, summary, title, told
from detente.report.translated import catalogue

RUSSIAN, CHINESE = catalogue("ru"), catalogue("zh")
REQUEST = "NORTH/LINE/26/CON/1"


def test_a_word_is_told_by_its_own_entry() -> None:
    """A verdict, a state, what is due."""
    assert told(RUSSIAN, "NOT SILENT") == "НЕ МОЛЧИТ"
    assert told(CHINESE, "acknowledge") == "确认"


def test_a_sentence_keeps_its_values_and_tells_its_lengths_of_time() -> None:
    """References and names go over as they are."""
    english = "Their officers released NORTH/26/MSG/1 3 min 2 s ago (claimed)."

    assert told(RUSSIAN, english) == (
        "Их офицеры выпустили NORTH/26/MSG/1 3 мин 2 с назад (по их данным)."
    )
    assert (
        told(CHINESE, english) == "对方军官于3 分 2 秒前签发 NORTH/26/MSG/1（据称）。"
    )


def test_a_word_within_a_sentence_is_told_as_well() -> None:
    """What is overdue is a word with a reference behind it."""
    assert told(RUSSIAN, "Overdue for 2 h 0 min: answer STOP A/26/STOP/1.") == (
        "Просрочено на 2 ч 0 мин: ответить на STOP A/26/STOP/1."
    )


def test_the_pattern_that_says_most_is_taken() -> None:
    """Of two that fit, one says less than was said."""
    assert (
        told(CHINESE, "SEPARATION AGREED FOR PHASE 2")
        == "隔离措施：已商定（第 2 阶段）"
    )


def test_what_no_catalogue_knows_stays_in_english() -> None:
    """An empty place would hide it."""
    assert told(RUSSIAN, "Nobody says this") == "Nobody says this"
    assert told(catalogue("en"), "NOT SILENT") == "NOT SILENT"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 d 2 h"), ("ru", "1 сут 2 ч"), ("zh", "1 天 2 小时")],
)
def test_a_length_of_time_has_the_units_of_its_language(
    language: str, said: str
) -> None:
    """In its two largest units, as everywhere."""
    assert age(catalogue(language), 93_600) == said


def test_a_title_is_found_by_the_form_of_its_reference() -> None:
    """The same words may head two forms."""
    english = con.Request.title

    assert body_of(REQUEST, english) is con.Request
    assert title(RUSSIAN, REQUEST, english) == RUSSIAN.title(con.Request)
    assert title(RUSSIAN, REQUEST, "UNREADABLE") == "UNREADABLE"
    assert title(RUSSIAN, "no reference", english) == english


def test_the_line_that_names_a_statement_has_its_title_told_and_no_more() -> None:
    """What follows may be words of officers, even where they begin as a title does."""
    english = f"{con.CounterProposed.title}: {con.CounterProposed.title} to me"

    told = summary(RUSSIAN, REQUEST, english)

    own = RUSSIAN.title(con.CounterProposed)
    assert told == f"{own}: {con.CounterProposed.title} to me"
    assert summary(RUSSIAN, REQUEST, "in person contact") == "in person contact"
    assert summary(RUSSIAN, "no reference", english) == english
