"""Two sides for the browser tests: real lines, real nodes, and a console each."""

import contextlib
import http.client
import json
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.cli.program import (
    DETENTE,
    LONGEST_S,
    PASSPHRASE,
    Ended,
    Node,
    call,
    free_port,
    keep_passphrase,
    run,
)

TERMS = 'languages = ["en", "ru"]\ntwo_key_forms = ["CON"]\n'
PARTIES = {"NORTH": "Northland", "SOUTH": "Southland"}


class Console:
    """A console as a process of its own; `address` is where it is."""

    def __init__(self, line: Path, *options: str) -> None:
        """Start it; return when it has said where it is."""
        self._process = subprocess.Popen(
            [DETENTE, "console", "--line", line, "--json", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline()
        assert ready, self.end()
        self.address: str = json.loads(ready)["address"]

    def status(self, method: str, **headers: str) -> int:
        """Return how it answers who is no browser, sent with these headers."""
        place = self.address.removeprefix("http://")
        with contextlib.closing(http.client.HTTPConnection(place)) as connection:
            connection.request(method, "/", headers=headers)
            return connection.getresponse().status

    def freeze(self) -> None:
        """Stop it in its tracks: it holds its connections and says nothing more."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def end(self) -> Ended:
        """End it in order; return how it ended."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        out, err = self._process.communicate(timeout=LONGEST_S)
        return Ended(self._process.returncode, out, err)


class Floor(NamedTuple):
    """One side: its line's directory and its console."""

    party: str
    line: Path
    key: Path
    console: Console

    @property
    def address(self) -> str:
        """Where the console is, by a name that passkeys may be made for."""
        return self.console.address.replace("127.0.0.1", "localhost")

    def do(self, *words: str | Path) -> dict[str, object]:
        """Carry out a command in the name of the watch; return what it said."""
        by = "--line", self.line, "--passphrase-file", self.key, "--json"
        done = run(*words, *by, at=self.line)  # the browser has this process's loop
        assert done.code == 0, done.err
        return done.data

    def say(self, text: str, precedence: str = "R") -> str:
        """Release a message to the other side's watch; return its reference."""
        fields = "--field", "subject=On the line", "--field", f"text={text}"
        said = self.do("send", "MSG", "--precedence", precedence, *fields)
        return str(said["reference"])


@contextmanager
def two_floors(at: Path, agreed: str = TERMS) -> Iterator[dict[str, Floor]]:
    """Set two sides up and pair them; give both once nodes and consoles run."""
    keys = {party: keep_passphrase(at, f"{party}.pass") for party in PARTIES}
    set_up(at, keys, agreed)
    pair_both(at, keys)
    # An alarm that always sounds, and that nobody in the room hears.
    horn = call("alarm", "--line", at / "NORTH", "--command", "true", "--keep")
    assert horn.code == 0, horn.err
    with ExitStack() as running:
        floors = {}
        for party in PARTIES:
            node = Node("--line", at / party, at=at)
            running.callback(node.end)
        for party in PARTIES:
            console = Console(at / party)
            running.callback(console.end)
            floors[party] = Floor(party, at / party, keys[party], console)
        yield floors


def set_up(at: Path, keys: Mapping[str, Path], agreed: str = TERMS) -> None:
    """Set both sides up, each with two officers; nothing is paired."""
    terms = at / "terms.toml"
    terms.write_text(agreed)
    for party, name in PARTIES.items():
        done = call(
            *("init", "--line", at / party, "--party", party, "--name", name),
            *("--post", "Watch", "--officers", "2", "--root-holders", "1"),
            *("--root-threshold", "1", "--listen", f"127.0.0.1:{free_port()}"),
            *("--passphrase-file", keys[party], "--terms", terms),
        )
        assert done.code == 0, done.err


def pair_both(at: Path, keys: Mapping[str, Path]) -> None:
    """Pair both sides, each having heard the channel's id."""
    north, south = at / "NORTH", at / "SOUTH"
    offers = {north: south / "offer.detente", south: north / "offer.detente"}
    heard = call("pair", "--line", north, offers[north], "--show", "--json")
    for line, offer in offers.items():
        done = call(
            *("pair", offer, "--line", line, "--confirm-id", heard.data["words"]),
            *("--passphrase-file", keys[line.name]),
        )
        assert done.code == 0, done.err


__all__ = ["PASSPHRASE", "Console", "Floor", "two_floors"]
