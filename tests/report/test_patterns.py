"""A sentence of the core is found again by its pattern, whatever stands in it."""

# ruff: noqa: E501, RUF001 - sentences stand whole, in Russian and in Chinese

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.report.patterns import PATTERNS, REFUSING, STATING, find, pieces
from detente.report.retold import Told, row, said
from detente.report.translated import LANGUAGES, catalogue, entries

OTHERS = LANGUAGES[1:]
_VALUES = st.text(string.ascii_uppercase + string.digits + "/'", min_size=1)


def patterns(*contexts: str) -> list[str]:
    """Return the patterns of some contexts; they are the same in every language."""
    found = [each for each in entries(OTHERS[0]) if each.context in contexts]
    return [str(each.id) for each in found if pieces(str(each.id))[1]]


def filled(pattern: str, values: list[str]) -> str:
    """Return a sentence: a pattern with values in its places."""
    texts, names = pieces(pattern)
    assert len(names) == len(values)
    return "".join([texts[0], *(v + t for v, t in zip(values, texts[1:], strict=True))])


@pytest.mark.parametrize("language", OTHERS)
@given(st.data())
def test_a_sentence_with_values_is_found_by_its_own_pattern_first(
    language: str, data: st.DataObject
) -> None:
    """No other sentence says the same with other values."""
    contexts = data.draw(st.sampled_from([(STATING, REFUSING), PATTERNS]))
    pattern = data.draw(st.sampled_from(patterns(*contexts)))
    count = len(pieces(pattern)[1])
    values = data.draw(st.lists(_VALUES, min_size=count, max_size=count))

    found, given_back = next(find(language, filled(pattern, values), contexts))

    assert found.texts == tuple(pieces(pattern)[0])
    assert [value for _, value in given_back] == values


@pytest.mark.parametrize("language", OTHERS)
@given(st.data())
def test_values_stand_in_the_translation_as_they_were(
    language: str, data: st.DataObject
) -> None:
    """They may be an officer's own words: they are neither changed nor translated.

    What is a word of the core by itself (UP) is told wherever it stands.
    """
    pattern = data.draw(st.sampled_from(patterns(REFUSING)))
    if "{sentence}" in pattern:
        return  # another sentence stands there, not a value
    count = len(pieces(pattern)[1])
    own = _VALUES.filter(lambda each: row(catalogue(language), each).language == "en")
    values = data.draw(st.lists(own, min_size=count, max_size=count))

    told = said(catalogue(language), filled(pattern, values))

    if told.language == language:
        assert all(value in told.text for value in values)
    else:  # hardly a word of its own, and no part of a sentence in its place
        assert told == Told(filled(pattern, values), "en")


def test_words_of_an_officer_are_not_told_though_the_core_says_the_same() -> None:
    """He may quote the core: his words stay his."""
    russian = catalogue("ru")

    told = said(russian, "No statement 'Path A was never tried.' is held.")

    assert told.text == "Документа 'Path A was never tried.' здесь нет."


def test_a_part_of_a_sentence_is_told_within_it() -> None:
    """A reason stands in another sentence, without its stop."""
    told = said(
        catalogue("ru"),
        "The theatre East is no area: A polygon has fewer than three corners (clause "
        "10.8).",
    )

    assert told.text == (
        "Район East не район: В многоугольнике меньше трёх вершин (пункт 10.8)."
    )


def test_two_sentences_are_told_one_after_the_other() -> None:
    """A refusal says what happened, and what to do."""
    told = said(
        catalogue("zh"),
        "Since it was reviewed this came in its case: A/1. Nothing was released: read "
        "it, and review again.",
    )

    assert (
        told.text == "审阅之后，其案件又收到：A/1。未签发任何内容：请阅读后重新审阅。"
    )


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        (
            (
                "The field made_at does not fit its form: 'noon' is no number, moment or "
                "length of time (clause 11.4)."
            ),
            (
                "Поле made_at: не соответствует форме, 'noon' не число, не момент и не "
                "длительность (пункт 11.4)."
            ),
        ),
        (
            (
                "The second file /x/head cannot be opened: Is a directory. Nothing is "
                "signed. Keep the file as it is, compare our feed with the other side's "
                "copy, and open a new generation of the feed under the root's signature."
            ),
            (
                "Второй файл /x/head не открывается: Is a directory. Ничего не "
                "подписывается. Сохраните файл как есть, сверьте нашу ленту с копией "
                "другой стороны и откройте новое поколение ленты за подписью корня."
            ),
        ),
        (
            (
                "A header is not complete: Expected `array` of at least length 2, got 0 - "
                "at `$.answers[0]` (clause 3.2)."
            ),
            (
                "Заголовок неполон: ожидалось `array` не короче 2, получено 0, место "
                "`$.answers[0]` (пункт 3.2)."
            ),
        ),
        (
            "engine: No version changes it; found another channel (clause 10.11).",
            (
                "engine: Этого не изменит ни одна версия; учредите другой канал (пункт "
                "10.11)."
            ),
        ),
        (
            (
                "If the channel below is the right one: SOUTH (South) released this "
                "statement and cannot deny it."
            ),
            (
                "Если указанный ниже канал верен: SOUTH (South) выпустила этот документ и "
                "не может этого отрицать."
            ),
        ),
        (
            "Corner 3 of the outer ring of volume X is in the same place as corner 2.",
            "Вершина 3, внешняя граница (объём X): в том же месте, что вершина 2.",
        ),
    ],
)
def test_no_value_swallows_the_rest_of_a_sentence(english: str, russian: str) -> None:
    """A shorter pattern would fit, and leave half of it in English."""
    assert said(catalogue("ru"), english) == Told(russian, "ru")


def test_what_has_no_pattern_is_said_to_be_english() -> None:
    """So that it is read aloud as what it is, and never half told."""
    sentence = "Something of a newer release (clause 21.11)."

    assert said(catalogue("zh"), sentence) == Told(sentence, "en")
    assert said(catalogue("zh"), "of") == Told("of", "en")


def test_rows_are_told_apart_from_sentences() -> None:
    """What stands in a row has few words, and would fit much that is said elsewhere."""
    head = "3 entries, root ab, signed 2026-01-01 10:00:00Z (claimed)"

    assert row(catalogue("zh"), head).language == "zh"
    assert said(catalogue("zh"), head).language == "en"
