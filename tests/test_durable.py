"""When a file counts as written."""

import errno
import os
import stat
from pathlib import Path

import pytest

from detente import durable


def fail_on_directories(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Let flushing a directory fail, as some file systems do."""
    flush = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(code, os.strerror(code))
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)


def test_a_file_system_without_directory_flush_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shared folder that cannot flush names is still a path."""
    fail_on_directories(monkeypatch, errno.EINVAL)
    durable.write(tmp_path / "file", b"data", mode=0o600)
    assert (tmp_path / "file").read_bytes() == b"data"


def test_a_medium_that_fails_to_flush_a_name_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An I/O error on the directory is the medium's, and is told."""
    fail_on_directories(monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        durable.write(tmp_path / "file", b"data", mode=0o600)


def test_what_a_crash_left_is_written_over(tmp_path: Path) -> None:
    """A part of an earlier try, or a link planted in its place, changes nothing."""
    (tmp_path / "elsewhere").write_bytes(b"untouched")
    (tmp_path / "file.part").symlink_to(tmp_path / "elsewhere")
    durable.write(tmp_path / "file", b"data", mode=0o600)
    assert (tmp_path / "file").read_bytes() == b"data"
    assert (tmp_path / "elsewhere").read_bytes() == b"untouched"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o600


def test_a_file_is_replaced_only_when_the_new_one_is_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the flush the old content stands under the name."""
    (tmp_path / "file").write_bytes(b"old")
    seen: list[bytes] = []
    monkeypatch.setattr(
        os, "fsync", lambda _: seen.append((tmp_path / "file").read_bytes())
    )
    durable.write(tmp_path / "file", b"new", mode=0o600)
    assert seen == [b"old", b"new"]


def test_only_a_regular_file_is_read(tmp_path: Path) -> None:
    """A pipe that nobody writes to would hold the reader for ever."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="Not a regular file"):
        durable.read(tmp_path / "pipe", max_bytes=10)


def test_reading_stops_one_byte_beyond_the_limit(tmp_path: Path) -> None:
    """The byte too many tells that a file is too long."""
    (tmp_path / "file").write_bytes(bytes(100))
    assert len(durable.read(tmp_path / "file", max_bytes=10)[0]) == 11
