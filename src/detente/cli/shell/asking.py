"""Decide how a passphrase or a decision is asked of the person at the terminal.

A passphrase comes from the first line of a file, from the environment variable
DETENTE_PASSPHRASE, or from the terminal, where it is not shown. A question is put to a
terminal alone: a pipe that says yes to everything has decided nothing.
"""

import getpass
import os
import stat
import sys
from pathlib import Path
from typing import Final

from detente.record.errors import KeysSealed, Misasked

VARIABLE: Final = "DETENTE_PASSPHRASE"
MAX_PASSPHRASE_BYTES: Final = 4096
_YES: Final = frozenset({"yes", "y"})


def passphrase(source: Path | None, what: str, *, twice: bool = False) -> str:
    """Return a passphrase.

    Args:
        source: the file whose first line it is, if any.
        what: whose passphrase is asked for.
        twice: whether it is new, and must be typed alike two times.

    Raises:
        KeysSealed: the file cannot be read.
        Misasked: there is nobody to ask, or two different ones were typed.
    """
    if source is not None:
        return _first_line(source)
    found = os.environ.get(VARIABLE)
    if found is not None:
        return found
    if not sys.stdin.isatty():
        raise Misasked(
            f"There is no terminal to ask for the passphrase of {what}: give it with "
            "--passphrase-file FILE."
        )
    typed = getpass.getpass(f"Passphrase of {what}: ")
    if twice and getpass.getpass("The same again: ") != typed:
        raise Misasked("Two different passphrases were typed. Nothing was done.")
    return typed


def token(source: Path | None) -> str:
    """Return the token that the first line of a file is.

    Raises:
        Misasked: no file is named, or it cannot be read.
    """
    if source is None:
        raise Misasked(
            "The API asks for a token: name the file that holds it with --token-file "
            "FILE. `detente token` gives one out."
        )
    try:
        return _first_line(source, "token")
    except KeysSealed as error:
        raise Misasked(error.sentence) from error  # it opens no key of anybody


def _first_line(source: Path, what: str = "passphrase") -> str:
    try:
        with source.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            data = file.readline(MAX_PASSPHRASE_BYTES)
        text = data.decode().rstrip("\r\n")
    except OSError as error:
        raise KeysSealed(
            f"The {what} file {source} cannot be read: {error.strerror}."
        ) from error
    except UnicodeDecodeError as error:
        raise KeysSealed(f"The {what} file {source} is no text.") from error
    if stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
        print(f"Others can read {source}: chmod 600 {source}", file=sys.stderr)
    return text


def typed(question: str) -> str | None:
    """Return what a person answers on the terminal; None where there is none."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    try:
        return input(question).strip()
    except EOFError:
        return ""


def agreed(question: str) -> bool:
    """Return whether a person at the terminal says yes; true where there is none."""
    answer = typed(f"{question} yes or no: ")
    return answer is None or answer.lower() in _YES
