"""Decide how a text that somebody has pasted is read: from a file or standard input."""

import sys
from pathlib import Path
from typing import Final

from detente.cli.shell import files
from detente.record.errors import Malformed

MAX_BYTES: Final = 1_000_000


def text_of(file: Path) -> str:
    """Return the text of a file, or of standard input if its name is `-`.

    Raises:
        Misasked: it cannot be read.
        Malformed: it is too long, or no UTF-8.
    """
    if str(file) == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise Malformed(f"Standard input is longer than {MAX_BYTES} bytes.")
    else:
        data = files.read(file, MAX_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(
            f"{file} is no UTF-8 text from byte {error.start + 1} on: save it as UTF-8."
        ) from error
