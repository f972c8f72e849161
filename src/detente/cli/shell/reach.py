"""Decide by which way a command reaches the line: at home, or over an API.

Either way it speaks with the line through `detente.api.client` alone, so that a command
and a page cannot do one thing in two ways. At home, which needs no API served, the same
API is called in this process, over the line's directory (clause 24.8).
"""

import gc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.cli.shell.asking import token
from detente.cli.shell.options import line_of
from detente.record.errors import Misasked

if TYPE_CHECKING:
    from detente.api.client import Client
    from detente.api.home import Home
    from detente.api.transport import Http


class Reach(NamedTuple):
    """Which line a command asks, by which way, and whether a program reads the answer.

    `line` is the directory as given. `api` is an address; empty: at home.
    """

    line: Path | None
    api: str
    token_file: Path | None
    as_json: bool

    @contextmanager
    def client(self) -> Iterator["Client"]:
        """Give a client of the line, with progress where its record is long.

        Raises:
            Misasked: no line or token is named, the line is not set up, or what is
                asked for is not held.
            DetenteError: the record cannot be read.
        """
        from detente.api.client import Client
        from detente.api.refusals import NotHeld

        with closing(self._way()) as way:
            try:
                yield Client(way)
            except NotHeld as error:
                # A name of a page is to a command an argument like any other.
                raise Misasked(error.sentence) from error

    def _way(self) -> "Http | Home":
        if self.api:
            from detente.api.transport import Http

            return Http(self.api, token(self.token_file))
        # What loads stays: looking for garbage meanwhile costs a tenth of a second.
        gc.disable()
        from detente.api.home import Home

        gc.enable()
        from detente.cli.shell.showing import progress
        from detente.node.place import Place

        place = Place(line_of(self.line))
        with progress("Reading the record") as told:
            return Home(place, told)
