"""A stock phrase says one thing under its number, and says whether it was reviewed."""

import pytest

from detente.dialogue import definition
from detente.dialogue.forms.msg import Message
from detente.dialogue.phrases import BOOK, by_number
from detente.dialogue.phrases.phrase import Phrase
from detente.record.errors import Malformed

TEXTS = {"en": "Keep clear.", "ru": "Держитесь в стороне."}


def test_two_phrases_under_one_number_do_not_start() -> None:
    """Two sides would say one thing and read another (clause 21.8)."""
    with pytest.raises(Malformed):
        by_number((Phrase(1, TEXTS), Phrase(1, TEXTS)))


@pytest.mark.parametrize(
    ("phrase", "reviewed"),
    [
        (Phrase(1, TEXTS, source="A published table, row 1"), True),
        (Phrase(1, TEXTS), False),
        (Phrase(1, TEXTS, near="A published table, row 1"), False),
        (Phrase(1, {"en": "Keep clear."}, source="A published table"), False),
    ],
)
def test_a_phrase_is_reviewed_by_a_published_text_in_two_languages(
    phrase: Phrase, *, reviewed: bool
) -> None:
    """A translation of our own must not pass for an agreed one (clause 21.9)."""
    assert phrase.reviewed is reviewed


def test_every_phrase_of_the_book_is_there_in_each_language() -> None:
    """A watch that lacks the text has only a number."""
    for number, phrase in BOOK.items():
        assert number == phrase.number
        assert set(phrase.texts) == {"en", "zh", "ru"}
        assert all(text.strip() for text in phrase.texts.values())
        assert phrase.source or phrase.near


def test_the_phrases_of_a_message_are_known_to_be_phrases() -> None:
    """Pages write them out because the definition says what they are."""
    kinds = {each.name: each.kind for each in definition.fields_of(Message)}

    assert kinds["phrases"] == definition.Listed("phrase")
