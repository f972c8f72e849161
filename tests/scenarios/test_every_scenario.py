"""Each scenario is prevented by the clauses that it cites, and its page says so."""

import importlib
from typing import Protocol, cast

import pytest
from tests.scenarios.ordinary import ordinary_day
from tests.scenarios.pages import FOLDER, INDEX, INVENTED, SPEC, Page, index, pages
from tests.scenarios.switching import switched_off, switches

OWN = "test_every_scenario"
PAGES = {page.name: page for page in pages()}
# What a story may end in when it goes wrong: an assertion of its own, or a refusal
# that it expected and that did not come.
GOES_WRONG = (AssertionError, pytest.fail.Exception)


class Scenario(Protocol):
    """The module of a scenario: the clauses that prevent it, and the story."""

    CLAUSES: tuple[str, ...]

    def play(self) -> None:
        """Tell the story."""


def scenario(name: str) -> Scenario:
    """Return the module of a scenario."""
    return cast("Scenario", importlib.import_module(f"tests.scenarios.test_{name}"))


SCENARIOS = {name: scenario(name) for name in PAGES}
CLAIMS = [(name, clause) for name, each in SCENARIOS.items() for clause in each.CLAUSES]
CITED = sorted({clause for _, clause in CLAIMS})


def test_every_page_has_its_test_and_every_test_its_page() -> None:
    """A story that is told and not tried is an advertisement."""
    tests = {path.stem.removeprefix("test_") for path in FOLDER.glob("test_*.py")}
    assert tests - {OWN.removeprefix("test_")} == set(PAGES)


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_a_page_cites_the_clauses_that_its_test_switches_off(page: Page) -> None:
    """Each cited clause is tried, and each link leads to the page it stands on."""
    assert page.clauses == set(SCENARIOS[page.name].CLAUSES)
    assert page.clauses
    for clause, link in page.cited:
        written = (FOLDER / link).resolve()
        assert written.parent == SPEC
        assert f"**{clause}** " in written.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES.values(), ids=list(PAGES))
def test_a_page_says_where_its_facts_come_from(page: Page) -> None:
    """What has no source is marked as invented; a reader must never have to guess."""
    told = page.text.partition("\n## What happened\n")[2]
    happened, _, line = told.partition("\n## What the line does\n")
    assert any(mark in happened for mark in ("(S: ", "(OK)", "(OK?)", INVENTED))
    assert line.strip()


def test_the_index_lists_every_scenario() -> None:
    """If not: `.venv/bin/python -m tests.scenarios.pages` writes it anew."""
    assert INDEX.read_text(encoding="utf-8") == index()


@pytest.mark.parametrize(("name", "clause"), CLAIMS)
def test_without_its_clause_the_accident_happens(name: str, clause: str) -> None:
    """Else the clause would prevent nothing, or the story would not show it."""
    with switched_off(clause), pytest.raises(GOES_WRONG):
        SCENARIOS[name].play()


@pytest.mark.parametrize("clause", CITED)
def test_without_a_clause_an_ordinary_day_goes_on(clause: str) -> None:
    """So a story does not fail because a switch broke the whole line."""
    with switched_off(clause):
        ordinary_day()


def test_an_ordinary_day_is_ordinary() -> None:
    """Nothing on it depends on a switch."""
    ordinary_day()


def test_what_was_switched_off_is_on_again() -> None:
    """A switch that stayed would let every later test pass for nothing."""
    for clause in CITED:
        with switched_off(clause):
            pass
    for each in SCENARIOS.values():
        each.play()


def test_no_switch_lies_idle() -> None:
    """A switch that no scenario uses shows nothing."""
    assert set(switches()) - set(CITED) == set()
