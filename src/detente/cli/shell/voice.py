"""Decide which options say who speaks, and give them to every command that speaks.

A command that takes a `Voice` has all the options that make one, the same names with
the same help everywhere, and cannot have a part of them.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.cli.shell.asking import agreed
from detente.cli.shell.options import (
    FromOption,
    JsonOption,
    LanguageOption,
    LineOption,
    OfficerOption,
    PassphraseOption,
    YesOption,
    line_of,
)

if TYPE_CHECKING:
    from detente.node.place import Place


class Voice(NamedTuple):
    """Who speaks at this command, on which line and how, as its options say.

    `line` is the directory as given; `files` hold the passphrases of `officers`; `sure`
    asks nothing.
    """

    line: Path | None
    post: str | None
    officers: Sequence[int]
    files: Sequence[Path]
    language: str
    sure: bool
    as_json: bool

    @property
    def place(self) -> "Place":
        """Return the line spoken on.

        Raises:
            Misasked: none is named, and this directory is none.
        """
        from detente.node.place import Place

        return Place(line_of(self.line))

    def agrees(self, question: str) -> bool:
        """Return whether the person at the terminal, if any, wants what is asked."""
        return self.sure or self.as_json or agreed(question)


def _voice(
    *,
    line: LineOption = None,
    post: FromOption = None,
    officer: OfficerOption = None,
    passphrase_file: PassphraseOption = None,
    language: LanguageOption = "",
    yes: YesOption = False,
    as_json: JsonOption = False,
) -> Voice:
    files = passphrase_file or ()
    return Voice(line, post, officer or (), files, language, yes, as_json)


_OPTIONS: Final = tuple(inspect.signature(_voice).parameters.values())


def spoken(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command with the options of its `Voice`, if it takes one, in its place.

    The result is called with those options, as typer does, and calls the command with
    the voice that they make.
    """
    asked = tuple(inspect.signature(command).parameters.values())
    taken = [each for each in asked if each.annotation is Voice]
    if not taken:
        return command
    (voice,) = taken
    own = tuple(each for each in asked if each is not voice)
    names = {each.name for each in _OPTIONS}

    @wraps(command)
    def run(**given: object) -> object:
        options: Mapping[str, Any] = {name: given.pop(name) for name in names}
        return command(**given, **{voice.name: _voice(**options)})

    parameters = (*own, *_OPTIONS)
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        parameters, return_annotation=int
    )
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    return run
