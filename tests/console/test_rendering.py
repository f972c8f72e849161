"""What the core says is put into a page in the reader's language, and safely."""

from detente.console.rendering import marked
from detente.report.retold import Told, said
from detente.report.translated import catalogue

RUSSIAN = catalogue("ru")


def test_a_sentence_in_the_language_of_the_page_bears_no_mark() -> None:
    """It is read aloud as the page is."""
    told = said(RUSSIAN, "It was over already.")

    assert str(marked(told, RUSSIAN)) == "Уже было завершено."


def test_a_sentence_that_is_known_in_english_alone_is_marked_as_english() -> None:
    """A reader aloud changes its voice, and an officer sees why."""
    told = said(RUSSIAN, "Something newer.")

    assert str(marked(told, RUSSIAN)) == '<span lang="en">Something newer.</span>'


def test_values_within_a_sentence_cannot_become_a_part_of_the_page() -> None:
    """What others wrote stands there as text, in a known sentence and in another."""
    known = said(RUSSIAN, "No token, no statement: <b>")
    english = Told("<script>", "en")

    assert "<b>" not in str(marked(known, RUSSIAN))
    value = said(RUSSIAN, "No statement '<img src=x>' is held.")
    assert (
        str(marked(value, RUSSIAN))
        == "Документа &#39;&lt;img src=x&gt;&#39; здесь нет."
    )
    assert str(marked(english, RUSSIAN)) == '<span lang="en">&lt;script&gt;</span>'


def test_nothing_said_is_nothing_on_the_page() -> None:
    """A path without trouble has an empty cell."""
    assert str(marked(said(RUSSIAN, ""), RUSSIAN)) == ""
