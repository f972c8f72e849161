"""Everything that a form or a page says exists in every language."""

# ruff: noqa: RUF001 - letters of Russian and marks of Chinese are meant

from pathlib import Path

import pytest
from babel.messages import Catalog

import catalogue as catalogues
import verdicts
from detente.dialogue.forms import con, pre
from detente.record.errors import Misasked
from detente.report import translated
from detente.report.translated import LANGUAGES, Catalogue, catalogue

OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_untranslated_unsure_or_stale(language: str) -> None:
    """`make labels` adds what is missing; its list is what this prints."""
    assert list(catalogues.faults(language)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_as_the_script_writes_it(language: str) -> None:
    """Then a form that is added changes only the lines that are its own."""
    assert catalogues.path_of(language).read_bytes() == catalogues.written(language)


def test_a_missing_an_unsure_and_a_stale_entry_are_each_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whoever adds a form is told which text, of which field, in which language."""
    kept = catalogues.in_step("ru")
    first, second = [each for each in kept if each.id][:2]
    first.string = ""
    second.flags.add("fuzzy")
    kept.add("Nobody says this", "Никто")
    monkeypatch.setattr(translated, "entries", lambda _: kept)

    found = list(catalogues.faults("ru"))

    assert len(found) == 3
    assert repr(first.id) in found[0]
    assert found[0].endswith("has no translation")
    assert repr(second.id) in found[1]
    assert found[1].endswith("is fuzzy")
    assert found[2] == "ru: 'Nobody says this' is said nowhere any more"


def test_the_script_keeps_what_is_translated_and_drops_what_is_stale(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A form that is added costs translators nothing that they had done."""
    old = Catalog(locale="ru")
    old.add("Subject", "Тема", user_comments=["as in letters"])
    old.add("Nobody says this", "Никто")
    there = tmp_path / "forms.po"
    there.touch()
    monkeypatch.setattr(translated, "entries", lambda _: old)
    monkeypatch.setattr(catalogues, "path_of", lambda _: there)

    fresh = catalogues.in_step("ru")

    kept = fresh.get("Subject")
    assert kept is not None
    assert (kept.string, kept.user_comments) == ("Тема", ["as in letters"])
    assert fresh.get("Nobody says this") is None


def test_a_value_that_is_called_otherwise_costs_translators_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The places of a sentence bear the names that values have in the source."""
    said, told = "It changes {cited}, {because}.", "Изменяет {cited}: {because}."
    old = Catalog(locale="ru")
    old.add(said, told, context="sentence")
    (tmp_path / "forms.po").touch()
    monkeypatch.setattr(translated, "entries", lambda _: old)
    monkeypatch.setattr(catalogues, "path_of", lambda _: tmp_path / "forms.po")

    kept = catalogues.in_step("ru").get("It changes {reference}, {why}.", "sentence")

    assert kept is not None
    assert kept.string == "Изменяет {reference}: {why}."


def test_a_translation_that_loses_a_value_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An officer must not miss which statement was meant."""
    kept = catalogues.in_step("zh")
    entry = kept.get("It changes {reference}, {why}.", "sentence")
    assert entry is not None
    entry.string = "更改：{why}。"
    monkeypatch.setattr(translated, "entries", lambda _: kept)

    [found] = catalogues.faults("zh")

    assert found.endswith("has other places in its translation")


def test_the_page_that_judges_proofs_holds_what_translators_wrote() -> None:
    """It works from a disk: what it says stands in one of its own modules."""
    assert catalogues.OF_VERDICTS.read_text("utf-8") == verdicts.written()


def test_one_word_that_is_two_things_has_two_translations() -> None:
    """A reason that is stated is not a precondition that is stated."""
    wanted = {(each.context, each.english) for each in catalogues.wanted()}

    assert {("con.reason", "stated"), ("pre.act", "stated")} <= wanted
    said = catalogue("zh")
    assert said.coded("stated", "con.reason") != said.coded("stated", "pre.act")


def test_every_kind_of_text_is_found_by_the_script() -> None:
    """Titles, labels, help, acts, values, what pages and the core say by themselves."""
    wanted = {(each.context, each.english) for each in catalogues.wanted()}

    assert {
        ("", "Contact request"),
        ("con.title", con.Request.title),
        ("", "Level sought"),
        ("", "A post of the other side"),
        ("con.act", "accepted at lower level"),
        ("con.mode", "in person"),
        ("fields.status", "machine"),
        ("statement.status", "EXERCISE"),
        ("", "FLASH"),
        ("", "UNREVIEWED"),
        ("", "Take a proof"),
        ("", "heard {} ago"),
        ("", "Their officer"),
        ("", "stepped down"),
        ("console", "Record"),
        ("told", "NODE UP, NOBODY ANSWERS"),
        ("told", "Path {} was never tried."),
        ("told", "STOP to third echelon"),
        ("told", "NOT ANSWERED BY {}"),
        ("unit", "min"),
        ("sentence", "Its serial was given to another statement."),
        ("sentence", "It changes {reference}, {why}."),
        ("sentence", "not held or seen"),
        ("sentence", "The field {field}"),
        ("sentence", "Choose who you are."),
        ("row", "{size} entries, root {root}, signed {time_s}"),
        ("row", "Trust nothing"),
    } <= wanted


def test_a_text_without_translation_is_shown_in_english() -> None:
    """An empty place would hide a field."""
    kept = Catalog(locale="ru")
    kept.add("Unsure", "Неверно", flags={"fuzzy"})
    kept.add("Empty", "")
    said = Catalogue("ru", kept)

    assert said.label("Unsure") == "Unsure"
    assert said.label("Empty") == "Empty"
    assert said.fixed("Unknown") == "Unknown"
    assert said.label("") == ""


def test_a_tag_with_a_script_or_region_finds_its_language() -> None:
    """A charter says zh-Hans."""
    assert catalogue("zh-Hans").title(pre.Met) == catalogue("zh").title(pre.Met)
    assert catalogue("EN-GB").title(pre.Met) == pre.Met.title


def test_a_language_without_labels_is_refused_with_those_there_are() -> None:
    """Better than a page in English that was not asked for."""
    with pytest.raises(Misasked, match="en, zh, ru"):
        catalogue("xx")


def test_a_charter_of_many_languages_gives_two_that_are_known() -> None:
    """A page has room for two."""
    tags = ("fr", "zh-Hans", "ru", "en")

    assert [each.language for each in translated.of_charter(tags)] == ["zh", "ru"]
    assert [each.language for each in translated.of_charter(("fr",))] == ["en"]
