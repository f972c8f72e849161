"""Decide what is handed out as a proof, and how it is written down.

How a proof is made is the matter of `detente.report.export`.
"""

from pathlib import Path
from typing import Final

import msgspec

from detente import durable
from detente.record.errors import StoreFailed

_FILE_MODE: Final = 0o644


class Exported(msgspec.Struct, frozen=True):
    """A proof file, its parts by file name, and whose receipts it shows."""

    proof: bytes
    parts: dict[str, bytes]
    mirrors: tuple[str, ...]
    with_body: bool


def keep(exported: Exported, out: Path, parts: Path | None) -> None:
    """Write a proof file, and its parts into a directory of their own.

    Raises:
        StoreFailed: they cannot be written.
    """
    try:
        durable.write(out, exported.proof, mode=_FILE_MODE)
        if parts is not None:
            parts.mkdir(parents=True, exist_ok=True)
            for name, data in exported.parts.items():
                durable.write(parts / name, data, mode=_FILE_MODE)
    except OSError as error:
        raise StoreFailed(
            f"The proof cannot be written to {error.filename or out}: {error.strerror}."
        ) from error
