"""The API of NORTH in the story, running, and how it is asked."""

import json
import signal
import subprocess
import urllib.error
import urllib.request
from typing import NamedTuple

from tests.cli.program import DETENTE, call
from tests.cli.story import Story


class Answer(NamedTuple):
    """A status, and what came."""

    status: int
    data: dict[str, object]


class Api:
    """The API of NORTH, and a token of each role that is asked for."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.tokens: dict[str, str] = {}
        self._process = subprocess.Popen(
            [DETENTE, "api", *map(str, story.line("north")), "--json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address: str = json.loads(self._process.stdout.readline())["address"]

    def token(self, role: str) -> str:
        """Return a token of a role."""
        if role not in self.tokens:
            given = call(
                "token",
                f"{role} of {self.address}",
                "--role",
                role,
                *self.story.line("north"),
                "--json",
            )
            self.tokens[role] = given.data["token"]
        return self.tokens[role]

    def ask(self, path: str, role: str = "watch", body: object = None) -> Answer:
        """Ask, or say something."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data)  # noqa: S310
        request.add_header("Content-Type", "application/json")
        if role:
            request.add_header("Authorization", f"Bearer {self.token(role)}")
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return Answer(answer.status, json.loads(answer.read()))
        except urllib.error.HTTPError as error:
            return Answer(error.code, json.loads(error.read()))

    def end(self) -> int:
        """End it in order; return its exit code."""
        with self._process:  # which closes what it has read from
            self._process.send_signal(signal.SIGTERM)
            return self._process.wait(10)
