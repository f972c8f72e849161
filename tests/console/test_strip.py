"""Four lights, each with its word and its age, and none for another."""

from pathlib import Path

import pytest
from tests.report.states import BOX, DAY_S, FAILING, PATH, PEER, SILENT, owed, state

from detente.console.strip import Light, lights
from detente.report.translated import Catalogue, catalogue
from detente.testing.parties import World

ENGLISH = catalogue("en")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Path]:
    """NORTH's line, in which SOUTH owes an acknowledgement."""
    return owed(tmp_path_factory.mktemp("strip") / "line")


def four(
    line: tuple[World, Path],
    peer: dict[str, object] | None,
    after_s: int = 60,
    says: Catalogue = ENGLISH,
) -> dict[str, Light]:
    """Return the lights towards SOUTH by their names, in a language."""
    [found] = lights(state(line, peer, after_s), says)
    return {each.name: each for each in found.lights}


def test_every_light_has_a_word_and_an_age(line: tuple[World, Path]) -> None:
    """A calm line."""
    found = four(line, PEER)

    assert list(found) == ["Our node", "Path", "Their node", "Their officer"]
    assert all(each.word and each.age for each in found.values())
    assert {each.grade for each in found.values()} == {"good"}


def test_without_our_node_nothing_of_theirs_is_known(line: tuple[World, Path]) -> None:
    """What was seen before it went down is not shown as if it were seen now."""
    found = four(line, None)

    assert found["Our node"] == Light("Our node", "DOWN", "bad", "asked now")
    assert found["Path"].grade == found["Their node"].grade == "unknown"


def test_the_best_path_is_shown_with_its_own_age(line: tuple[World, Path]) -> None:
    """One that works, before one that can only be written, before one that fails."""
    assert four(line, {**PEER, "paths": [FAILING, BOX]})["Path"] == Light(
        "Path", "folder WRITABLE", "late", "used 20 s ago"
    )
    assert four(line, {**PEER, "paths": [BOX, PATH]})["Path"].word == "https WORKS"
    assert four(line, {**PEER, "paths": [FAILING]})["Path"] == Light(
        "Path", "https FAILS", "bad", "failed 0 s ago"
    )


def test_a_silent_node_is_a_light_of_its_own(line: tuple[World, Path]) -> None:
    """The path answers, and the node behind it was not heard."""
    found = four(line, SILENT)

    assert found["Their node"].word == "SILENT"
    assert found["Path"].grade == "good"


def test_people_who_do_not_answer_are_told_from_their_node(
    line: tuple[World, Path],
) -> None:
    """Their node receipts everything, and what was asked of people is a day overdue."""
    found = four(line, PEER, DAY_S)

    assert found["Their node"].grade == "good"
    assert found["Their officer"][1:3] == ("NO ANSWER", "bad")


def test_words_and_ages_are_in_the_language_of_the_page(
    line: tuple[World, Path],
) -> None:
    """The name stays English, for pages find the light by it; so does the grade."""
    assert four(line, {**PEER, "paths": [BOX]}, says=catalogue("ru"))["Path"] == Light(
        "Path",
        "folder ДОСТУПЕН ДЛЯ ЗАПИСИ",
        "late",
        "использован 20 с назад",  # noqa: RUF001
    )
    found = four(line, SILENT, DAY_S, catalogue("zh"))
    assert found["Their node"].word == "无信号"
    assert found["Their node"].grade == "bad"
    assert not any(each.word.isascii() for each in found.values())
    assert not any(each.age.isascii() for each in found.values())
