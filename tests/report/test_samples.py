"""The neutral texts of line checks try a script and say nothing."""

import pytest

from detente.record import wire
from detente.report.samples import corpus, sample

FIGURES = set("0123456789")
ALPHABETS = {
    "en": {chr(code) for code in range(ord("a"), ord("z") + 1)},
    "ru": {chr(code) for code in range(0x430, 0x450)} | {"\u0451"},
}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_letter_and_figure_is_tried_in_time(language: str) -> None:
    """A path that garbles one letter is found out."""
    tried = "".join(corpus(language)).lower()

    assert ALPHABETS[language] | FIGURES <= set(tried)


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_every_sample_may_stand_in_the_record(language: str) -> None:
    """A check must not fail on our own text."""
    assert len(corpus(language)) > 1
    for text in corpus(language):
        assert wire.check_text(text) == text


def test_samples_follow_one_another_through_all_languages() -> None:
    """Both scripts get their turn, and then the first comes again."""
    wanted = corpus("en") + corpus("zh")

    texts = [sample(["en", "zh-CN"], count) for count in range(len(wanted) + 1)]

    assert tuple(texts) == (*wanted, wanted[0])


@pytest.mark.parametrize("language", ["tlh", "../en", "", "EN"])
def test_a_language_without_samples_is_no_reason_to_skip_a_check(language: str) -> None:
    """English is tried then."""
    assert sample([language], 0) == corpus("en")[0]
