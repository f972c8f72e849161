"""Decide how a file that somebody names is read: whole, and with a limit."""

from pathlib import Path

from detente.record.errors import Malformed, Misasked


def read(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a file.

    Raises:
        Misasked: it cannot be read.
        Malformed: it is longer than what it should be can ever be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name cannot be used"
        raise Misasked(f"{path} cannot be read: {reason}.") from error
    if len(data) > max_bytes:
        raise Malformed(f"{path} is longer than {max_bytes} bytes.")
    return data
