"""Who has read what is personal is kept, or it is not read."""

import stat
from pathlib import Path

import pytest

from detente.node.readings import Reading, note, noted
from detente.record.errors import StoreFailed

ONE = Reading(1_767_225_600, "user watch", "NORTH/2026/0002/SITE/1/O", "show")
TWO = Reading(1_767_225_660, "token screen", "NORTH/2026/0003/MOVE/1/O", "page")


def test_readings_are_kept_in_their_order(tmp_path: Path) -> None:
    """By nobody but their own side."""
    path = tmp_path / "readings.jsonl"
    assert noted(path) == ()
    note(path, ONE)
    note(path, TWO)
    assert noted(path) == (ONE, TWO)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_cannot_be_kept_is_said(tmp_path: Path) -> None:
    """Whoever asked is not shown anything then."""
    with pytest.raises(StoreFailed, match="only where the reading can be logged"):
        note(tmp_path / "missing" / "readings.jsonl", ONE)


def test_a_log_that_is_none_is_said(tmp_path: Path) -> None:
    """A log with holes is not passed off as whole."""
    path = tmp_path / "readings.jsonl"
    note(path, ONE)
    path.write_bytes(path.read_bytes() + b"not a reading\n")
    with pytest.raises(StoreFailed):
        noted(path)
