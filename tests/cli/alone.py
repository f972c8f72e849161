"""A channel of our own, set up by the commands themselves; its node runs."""

from pathlib import Path

from tests.cli.program import Node, call, keep_passphrase
from tests.cli.story import year_now


class Alone:
    """The line `own` of NORTH in a directory, and its node."""

    def __init__(self, at: Path) -> None:
        """Set it up, and start its node."""
        self.at, self.line, self.key = at, at / "own", keep_passphrase(at, "own.pass")
        begun = call(*self._init(), *self.speaks)
        assert begun.code == 0, begun.err
        self.paired = call("pair", "--alone", *self.speaks)
        assert self.paired.code == 0, self.paired.err
        self.node = Node("--line", self.line, at=at)

    def _init(self) -> tuple[str, ...]:
        who = ("--party", "NORTH", "--name", "Northern Republic", "--post", "Watch")
        root = ("--root-holders", "1", "--root-threshold", "1")
        return ("init", *who, *root, "--listen", "127.0.0.1:7701")

    @property
    def speaks(self) -> tuple[str | Path, ...]:
        """The options with which an officer speaks in it, for a program."""
        return "--line", self.line, "--passphrase-file", self.key, "--json"

    def here(self, text: str) -> str:
        """Return an example's text with the year of this run."""
        return text.replace("/2026/", f"/{year_now()}/")
