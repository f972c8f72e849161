"""Decide how a command ends: its exit code, and what it says of a failure.

Whatever goes wrong is one sentence on standard error, and with `--json` an object
{"error": {"code", "sentence"}} on standard output besides; what else the error knows,
such as the field of a form, stands beside them. The table for people is in
docs/exit-codes.md; a script branches on the code, never on the sentence.
"""

import io
import json
import os
import sys
from enum import IntEnum

from detente.record.errors import (
    DetenteError,
    Failed,
    KeysSealed,
    Malformed,
    Misasked,
)


class Exit(IntEnum):
    """What an exit code means."""

    DONE = 0
    REFUSED = 1
    MISASKED = 2
    UNTRUSTED = 3
    FAILED = 4
    SEALED = 5
    UNRECEIPTED = 6
    INTERRUPTED = 130
    READER_LEFT = 141


def exit_of(error: DetenteError) -> Exit:
    """Return the exit code of an error, by whose fault it is."""
    match error:
        case KeysSealed():
            return Exit.SEALED
        case Failed():
            return Exit.FAILED
        case Malformed() | Misasked():
            return Exit.MISASKED
        case _:
            return Exit.REFUSED


def prepare() -> None:
    """Let every text come out on any terminal, whatever letters it has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def report(error: DetenteError, *, as_json: bool) -> Exit:
    """Say what went wrong; return the exit code."""
    print(error.sentence, file=sys.stderr)
    if as_json:
        said = {"code": error.code, **vars(error)}
        print(json.dumps({"error": said}, ensure_ascii=False))
    return exit_of(error)


def is_text(argument: str) -> bool:
    """Say whether an argument came as UTF-8: other bytes have no place in a record."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def reader_left() -> Exit:
    """End quietly where whoever read our output has gone."""
    # Python flushes standard output once more while it ends, and would complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.READER_LEFT
