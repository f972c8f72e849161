"""Arguments and files that say nothing are refused in one sentence; nothing changes."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest
import typer
from tests.cli.program import call, refused
from tests.cli.story import Story, module_of
from typer.core import TyperGroup

import detente
from detente.cli import app
from detente.cli.shell import voice
from detente.cli.shell.exits import exit_of
from detente.cli.shell.voice import Voice
from detente.record.errors import DetenteError
from detente.report.filling import Unfilled
from detente.report.proposing import Unamendable
from findings import ROOT


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["send"],
        ["send", "MSG", "--no-such-option"],
        ["send", "MSG", "--precedence", "X"],
        ["send", "MSG", "--field", "subject"],
        ["send", "NOFORM", "--field", "a=b"],
        ["send", "CON", "--field", "a=b"],
        ["send", "MSG", "--kind", "UPDATE"],
        ["send", "MSG", "--body", "missing.json"],
        ["send", "MSG", "--field", "text=\udc80"],
        ["show", "NORTH/2026/1/MSG/1/O"],
        ["tally", "--period", "yesterday"],
        ["tally", "--period", "2026-13"],
        ["bundle", "throw", "SOUTH", "."],
        ["verify"],
        ["amend"],
        ["amend", "terms.toml", "--show"],
        ["verify", "a", "--channel", "1", "--policy", "2"],
        ["init", "--party", "NORTH", "--name", "North"],
    ],
)
def test_arguments_that_say_nothing_are_refused(
    elsewhere: Path, arguments: list[str]
) -> None:
    """No traceback, no usage page: a sentence, and how to learn more."""
    refused(call(*arguments), 2)


@pytest.mark.parametrize("name", ["inbox", "tally", "serve"])
def test_a_directory_that_is_no_line_is_named(elsewhere: Path, name: str) -> None:
    """Whoever stands in the wrong directory is told which one was looked at."""
    assert "--line" in refused(call(name), 2)
    assert "nowhere" in refused(call(name, "--line", "nowhere"), 2)


def test_settings_of_another_kind_start_no_node(elsewhere: Path) -> None:
    """An unknown name may be a mistyped one: a node must not run on half of it."""
    Path("line.toml").write_text('party = "NORTH"\nlissten = "127.0.0.1:1"\n')

    assert "lissten" in refused(call("serve"), 2)


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        ("a.json", '{"subject": {"text": "a"}}', ""),
        ("a.json", '{"subject": 1, "text": {"text": "a"}}', "subject"),
        ("a.json", '{"subject": {"text": "a"}, "text": {"txt": "a"}}', "text"),
        ("a.json", '{"subject": {"text": "a"}, "subject": {"text": "b"}}', ""),
        ("a.json", '["subject"]', ""),
        ("a.json", "{", ""),
        ("a.json", '{"subject": {"text": "\\ud800"}, "text": {"text": "a"}}', ""),
        ("a.json", "[" * 30_000, ""),
        ("a.toml", "subject = ", ""),
        ("a.toml", "unknown = 1", ""),
    ],
)
def test_a_body_that_does_not_fit_its_form_is_told_by_field_reason_and_clause(
    story: Story, elsewhere: Path, name: str, text: str, field: str
) -> None:
    """A program can put the right field right, and no reference is spent on it."""
    before = call("inbox", *story.line("north"), "--json").data["sent"]
    Path(name).write_text(text)

    sent = call("send", "MSG", "--body", name, *story.speaks("north"))

    refused(sent, 2)
    error = sent.data["error"]
    assert (error["code"], error["field"], error["clause"]) == (
        "unfilled",
        field,
        "11.4",
    )
    after = call("inbox", *story.line("north"), "--json").data["sent"]
    assert [each["reference"] for each in after] == [e["reference"] for e in before]


TOLD: dict[type[DetenteError], int] = {Unfilled: 2, Unamendable: 3}
"""How much is told of an error, where it is more than a sentence."""


def families(above: type[DetenteError]) -> list[type[DetenteError]]:
    """Return a family of errors and all under it."""
    return [above, *(each for f in above.__subclasses__() for each in families(f))]


def test_every_error_has_the_exit_code_of_its_page() -> None:
    """The page lists every code of an error, and the table is what the program does."""
    rows: dict[str, int] = {}
    for line in (ROOT / "docs" / "exit-codes.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > 3 and cells[1].startswith("`") and cells[2].isdigit():
            codes = [code.strip("` ") for code in cells[1].split(",")]
            rows |= dict.fromkeys(codes, int(cells[2]))

    for module in pkgutil.walk_packages(detente.__path__, "detente."):
        importlib.import_module(module.name)  # an error may stand anywhere
    errors = {
        each.code: each(*[""] * TOLD.get(each, 1))
        for each in families(DetenteError)
        if each is not DetenteError
    }
    assert {code: int(exit_of(error)) for code, error in errors.items()} == rows


def test_who_speaks_is_said_alike_at_every_command() -> None:
    """An officer who knows the options of one command knows those of the others."""
    expected = set(inspect.signature(voice._voice).parameters)
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    commands = group.commands
    speaking = {
        name
        for name in commands
        if any(
            each.annotation is Voice
            for each in inspect.signature(module_of(name).command).parameters.values()
        )
    }

    assert {"send", "answer", "log", "check-line", "no-duff"} <= speaking
    for name in speaking:
        assert expected <= {each.name for each in commands[name].params}
