"""Decide how it is kept who has read what is personal (clause 17.14).

One JSON line a reading in `readings.jsonl` of the line's directory, flushed before
anything is shown: what cannot be logged is not read. Never what was read: a log that
repeats a telephone number is one more place that holds it.
"""

import json
import os
from pathlib import Path

import msgspec

from detente import durable
from detente.record.errors import StoreFailed


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reading: when, by our clock; by whom; of which statement; by which way."""

    at_s: int
    by: str
    reference: str
    way: str


def note(path: Path, reading: Reading) -> None:
    """Keep a reading, before it is answered.

    Raises:
        StoreFailed: it cannot be kept; nothing may be shown.
    """
    row = json.dumps(msgspec.to_builtins(reading), ensure_ascii=False) + "\n"
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(path, flags, durable.PRIVATE), "ab") as log:
            log.write(row.encode())
            log.flush()
            os.fsync(log.fileno())
    except OSError as error:
        raise StoreFailed(
            f"{path} cannot be written: {error.strerror}. What is personal is shown "
            "only where the reading can be logged."
        ) from error


def noted(path: Path) -> tuple[Reading, ...]:
    """Return every reading, oldest first.

    Raises:
        StoreFailed: the log cannot be read, or a line of it is none.
    """
    try:
        lines = path.read_bytes().splitlines() if path.exists() else []
        return tuple(msgspec.json.decode(each, type=Reading) for each in lines)
    except (OSError, msgspec.DecodeError) as error:
        raise StoreFailed(f"{path} cannot be used: {error}.") from error
