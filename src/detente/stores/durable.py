"""Decide how a file comes to be: whole under its name, or not at all.

A power cut between creating a file and filling it would leave a store or a head file
that is empty, and an empty one looks like one that never held anything.
"""

import os
from pathlib import Path

from detente.record.errors import StoreFailed


def publish(path: Path, data: bytes) -> None:
    """Create a file, readable by its owner alone, flushed with its name.

    Raises:
        StoreFailed: it could not be written; nothing stands under its name.
    """
    try:
        _publish(path, data)
    except OSError as error:
        raise StoreFailed(
            f"{path} cannot be created: {error.strerror}. Check the folder and its "
            "disk."
        ) from error


def _publish(path: Path, data: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # left by a crash: its bytes are not to be trusted
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with open(os.open(new, flags, 0o600), "wb") as file:  # noqa: PTH123
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
