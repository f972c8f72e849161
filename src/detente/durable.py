"""Decide when a file counts as written, and how one is read that others can touch.

A file appears under its name only when every byte of it is flushed, so that neither a
power cut nor a stick pulled too early leaves half a key or half a bundle under a name
that will be read. Reading follows no link, waits on no pipe and has a limit: who can
write to a shared folder must not be able to make a node hang or run out of memory.
`write` and `read` leave it to the caller to turn an OSError into a sentence.
"""

import errno
import os
import stat
from pathlib import Path
from typing import Final

from detente.record.errors import StoreFailed

PRIVATE: Final = 0o600


def write(path: Path, data: bytes, *, mode: int) -> None:
    """Write a file whole, replacing what stands under its name.

    Raises:
        OSError: nothing stands under the name that did not stand there before.
    """
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(part, flags, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    flush_directory(path.parent)


def publish(path: Path, data: bytes) -> None:
    """Write a file of the line whole, readable by its owner alone.

    Raises:
        StoreFailed: it could not be written; nothing new stands under its name.
    """
    try:
        write(path, data, mode=PRIVATE)
    except OSError as error:
        raise StoreFailed(
            f"{path} cannot be created: {error.strerror}. Check the folder and its "
            "disk."
        ) from error


def flush_directory(path: Path) -> None:
    """Flush the names in a directory, as far as its file system can.

    Raises:
        OSError: the medium failed.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems have no such thing, and say so with EINVAL.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def read(path: Path, *, max_bytes: int) -> tuple[bytes, os.stat_result]:
    """Read a regular file; return its bytes and the state of the very file read.

    At most one byte more than `max_bytes` is read, which tells a file that is too long.

    Raises:
        OSError: it cannot be read, or is a link, a pipe, a device or a directory.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags), "rb") as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "Not a regular file", str(path))
        return file.read(max_bytes + 1), state
