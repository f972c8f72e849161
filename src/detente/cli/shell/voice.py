"""Decide which options say who asks or speaks, and give them to every such command.

A command that takes a `Voice`, or a `Reach` where it only reads, has all the options
that make one, the same names with the same help everywhere, and cannot have a part of
them.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.cli.shell.asking import agreed
from detente.cli.shell.options import (
    ApiOption,
    FromOption,
    JsonOption,
    LanguageOption,
    LineOption,
    OfficerOption,
    PassphraseOption,
    TokenFileOption,
    YesOption,
    line_of,
)
from detente.cli.shell.reach import Reach

if TYPE_CHECKING:
    from detente.api.client import Client
    from detente.node.place import Place


class Voice(NamedTuple):
    """Who speaks at this command, on which line and how, as its options say.

    `line` is the directory as given; `files` hold the passphrases of `officers`; `sure`
    asks nothing. `api` and `token_file` are as in `Reach`: the credentials lie in the
    line's directory all the same, for keys never leave home.
    """

    line: Path | None
    post: str | None
    officers: Sequence[int]
    files: Sequence[Path]
    language: str
    sure: bool
    as_json: bool
    api: str = ""
    token_file: Path | None = None

    @property
    def place(self) -> "Place":
        """Return the line spoken on.

        Raises:
            Misasked: none is named, and this directory is none.
        """
        from detente.node.place import Place

        return Place(line_of(self.line))

    @contextmanager
    def client(self) -> Iterator["Client"]:
        """Give a client of the line, as `Reach` does."""
        reach = Reach(self.line, self.api, self.token_file, self.as_json)
        with reach.client() as client:
            yield client

    def agrees(self, question: str) -> bool:
        """Return whether the person at the terminal, if any, wants what is asked."""
        return self.sure or self.as_json or agreed(question)


def _reach(
    *,
    line: LineOption = None,
    api: ApiOption = "",
    token_file: TokenFileOption = None,
    as_json: JsonOption = False,
) -> Reach:
    return Reach(line, api, token_file, as_json)


def _voice(  # noqa: PLR0913 - each option is one part of who speaks
    *,
    line: LineOption = None,
    post: FromOption = None,
    officer: OfficerOption = None,
    passphrase_file: PassphraseOption = None,
    language: LanguageOption = "",
    yes: YesOption = False,
    api: ApiOption = "",
    token_file: TokenFileOption = None,
    as_json: JsonOption = False,
) -> Voice:
    files, officers = passphrase_file or (), officer or ()
    return Voice(line, post, officers, files, language, yes, as_json, api, token_file)


_MADE: Final[Mapping[type, Callable[..., Reach | Voice]]] = {
    Reach: _reach,
    Voice: _voice,
}


def spoken(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with the options of its `Voice` or `Reach`, if it takes one.

    The result is called with those options, as typer does, and calls the command with
    what they make.
    """
    asked = tuple(inspect.signature(command).parameters.values())
    taken = [each for each in asked if each.annotation in _MADE]
    if not taken:
        return command
    (maker,) = taken
    make = _MADE[maker.annotation]
    options = tuple(inspect.signature(make).parameters.values())
    own = tuple(each for each in asked if each is not maker)
    names = {each.name for each in options}

    @wraps(command)
    def run(**given: object) -> object:
        taken = {name: given.pop(name) for name in names}
        return command(**given, **{maker.name: make(**taken)})

    parameters = (*own, *options)
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=int
    )
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run
