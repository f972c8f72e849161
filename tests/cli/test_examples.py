"""Every command's help shows one run, and that run is what the program does."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tests.cli.program import call
from tests.cli.story import COMMANDS, Story, example_of, matches

from detente.cli import app
from findings import ROOT


@pytest.mark.parametrize("name", COMMANDS)
def test_the_run_that_the_help_shows_is_what_happens(story: Story, name: str) -> None:
    """What is typed there works as it stands, and prints what is shown there."""
    expected, printed = story.here(example_of(name).expected), story.printed[name]

    assert printed.code == 0, printed.err
    assert matches(expected, printed.out), printed.out


def test_every_command_says_when_to_use_it_and_shows_a_run() -> None:
    """So that a watch officer finds the way without a manual."""
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]

    assert set(COMMANDS) <= set(commands)
    for name, command in commands.items():
        assert "Use it" in command.help, name
        assert f"$ detente {name}" in command.help, name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_the_command_line_shows_the_same_run(name: str) -> None:
    """Whoever reads the page and whoever asks for help are told the same."""
    page = (ROOT / "docs" / "cli.md").read_text()
    example = example_of(name)

    assert f"```\n$ {example.typed}\n{example.expected}```" in page


def test_help_is_told_without_loading_a_node(tmp_path: Path) -> None:
    """Whoever only asks how must not wait for what runs."""
    program = (
        "import sys; from detente.cli import main; main(['send', '--help']);"
        "print(*sorted(sys.modules))"
    )

    asked = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    shown, loaded = asked.stdout.rsplit("\n", 2)[:2]
    assert shown.startswith("Usage: detente send")
    heavy = {"asyncio", "cryptography", "msgspec", "rich", "sqlite3", "uvicorn"}
    assert not heavy & set(loaded.split())


def test_a_form_is_explained_without_a_line(elsewhere: Path) -> None:
    """An officer can read what it takes before anything is set up."""
    told = call("send", "CON", "--act", "request", "--fields")

    assert told.code == 0
    assert " *  level_sought" in told.out
