"""One run through every command, as the help texts show it, between two real nodes.

The examples of the help are carried out one after the other; what each printed is kept
for the tests. NORTH is set up by the examples themselves, SOUTH by the same commands
under its own names. After the story both nodes run on for other tests.
"""

import doctest
import inspect
import keyword
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from tests.cli.program import Ended, Node, call, free_port, keep_passphrase, shell

from detente.node.clock import SystemClock
from detente.report.words import utc

COMMANDS = (
    "init",
    "pair",
    "serve",
    "form",
    "send",
    "inbox",
    "cases",
    "show",
    "print",
    "readings",
    "answer",
    "tally",
    "check-line",
    "turnover",
    "alarm",
    "export",
    "verify",
    "disclose",
    "bundle",
    "amend",
    "token",
    "openapi",
)
SAMPLE_PORT, SAMPLE_YEAR = "7701", "/2026/"


class Example(NamedTuple):
    """A run as the help shows it: what is typed, and what comes."""

    typed: str
    expected: str


def module_of(name: str) -> ModuleType:
    """Return the module of a command."""
    named = f"{name}_" if keyword.iskeyword(name) else name.replace("-", "_")
    return import_module(f"detente.cli.{named}")


def example_of(name: str) -> Example:
    """Return the run that the help of a command shows."""
    text = inspect.cleandoc(module_of(name).command.__doc__)
    lines = [line[4:] for line in text.splitlines() if line.startswith("    ")]
    assert lines[0].startswith("$ ")
    end = next(at for at, line in enumerate(lines) if not line.endswith("\\"))
    typed = "\n".join(lines[: end + 1]).removeprefix("$ ")
    return Example(typed, "\n".join(lines[end + 1 :]) + "\n")


def year_now() -> str:
    """Return the year in which references are given now."""
    return utc(SystemClock().now_s())[:4]


class Story:
    """Two lines in one directory, their nodes, and what each example printed."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self.north, self.south = at / "north", at / "south"
        self.ports = free_port(), free_port()
        self.keys = {name: keep_passphrase(at, f"{name}.pass") for name in SIDES}
        self.printed: dict[str, Ended] = {}
        self.nodes: dict[str, Node] = {}
        (at / "stick").mkdir()
        (at / "terms.toml").write_text("probe_s = 30\n")

    def here(self, text: str) -> str:
        """Return an example's text with the port and the year of this run."""
        year = f"/{year_now()}/"
        return text.replace(SAMPLE_PORT, str(self.ports[0])).replace(SAMPLE_YEAR, year)

    def play(self, name: str, **environment: str) -> None:
        """Carry the example of a command out."""
        typed = self.here(example_of(name).typed)
        self.printed[name] = shell(typed, self.at, **environment)

    def tell(self) -> None:
        """Carry out the example of every command."""
        self.found()
        self.serve("south")
        self.printed["serve"] = Ended(0, self.serve("north").ready, "")
        for name in COMMANDS[3:]:
            self.play(name)

    def found(self) -> None:
        """Set both sides up and pair them."""
        self.play("init")
        self.set_up_south()
        told = call(
            "pair", "--line", self.south, self.offer("north"), "--show", "--json"
        )
        self.play("pair", THE_ID_THEY_READ=told.data["groups"])
        self.pair_south(told.data["words"])

    def offer(self, side: str) -> Path:
        """Return where a side's offer lies."""
        return self.at / side / "offer.detente"

    def set_up_south(self) -> None:
        """Set SOUTH up, with two posts."""
        done = call(
            *("init", "--line", self.south, "--party", "SOUTH"),
            *("--name", "Southern Republic", "--post", "Watch", "--officers", "1"),
            *("--root-holders", "1", "--root-threshold", "1"),
            *("--listen", f"127.0.0.1:{self.ports[1]}"),
            *("--passphrase-file", self.keys["south"]),
        )
        assert done.code == 0, done.err

    def pair_south(self, heard: str) -> None:
        """Pair SOUTH with NORTH, by the id in words."""
        done = call(
            *("pair", self.offer("north"), "--line", self.south),
            *("--confirm-id", heard, "--passphrase-file", self.keys["south"]),
        )
        assert done.code == 0, done.err

    def serve(self, side: str) -> Node:
        """Start the node of a side."""
        self.nodes[side] = Node("--line", side, at=self.at)
        return self.nodes[side]

    def line(self, side: str) -> tuple[str, Path]:
        """Return the options that name a side's line."""
        return "--line", self.at / side

    def speaks(self, side: str) -> tuple[str | Path, ...]:
        """Return the options with which an officer of a side speaks, for a program."""
        return (*self.line(side), "--passphrase-file", self.keys[side], "--json")

    def end(self) -> None:
        """End both nodes."""
        for node in self.nodes.values():
            node.end()


SIDES = ("north", "south")


def matches(expected: str, printed: str) -> bool:
    """Say whether a run printed what its help shows; `...` stands for anything."""
    checker = doctest.OutputChecker()
    return checker.check_output(expected, printed, doctest.ELLIPSIS)


def reference(story: Story, number: int, form: str, party: str = "NORTH") -> str:
    """Return a reference of this year."""
    assert re.fullmatch("[A-Z]+", form)
    return f"{party}/{year_now()}/{number:04d}/{form}/1/O"
