"""A commit of the SQLite store is kept whole, or not at all and that is said."""

import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from tests.stores.media import FileMedium
from tests.stores.samples import NORTH, append, entries_from, frontier, growth
from tests.stores.sqlite_file import by_hand

from detente.ports import Change, Mark
from detente.record.errors import StoreFailed
from detente.stores import database
from detente.stores.sqlite import SqliteStore


def test_a_commit_is_flushed_before_it_returns(files: FileMedium) -> None:
    """SQLite flushes the log at each commit, and keeps a log."""
    connection = files.store._file._connection
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_log_is_long_enough_from_the_start(files: FileMedium) -> None:
    """Commits overwrite it: one that made it longer would cost a second flush."""
    wal = files.store_path.with_name("record.sqlite-wal")
    before = wal.stat().st_size
    assert before >= 8_000_000
    append(files.store, NORTH, entries_from(0, 200, 9000))
    append(files.store, NORTH, entries_from(200, 200, 9000))
    assert wal.stat().st_size == before


def test_a_log_left_by_a_killed_node_is_not_extended_again(
    files: FileMedium, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is long enough already, and what it holds is still to be copied back."""
    folder = files.store_path.parent / "copy"
    folder.mkdir()
    append(files.store, NORTH, entries_from(0, 5))
    for end in ("", "-wal"):
        shutil.copy(f"{files.store_path}{end}", folder)
    monkeypatch.setattr(database, "_fill_log", None)
    store = SqliteStore.open(folder / "record.sqlite")
    assert store.entries(NORTH, 0, 9) == entries_from(0, 5)
    store.close()


def test_a_full_store_keeps_nothing_of_a_commit_and_goes_on(files: FileMedium) -> None:
    """The sentence says that there is no room; once there is, the same commit fits."""
    append(files.store, NORTH, entries_from(0, 3))
    connection = files.store._file._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    change = growth(NORTH, frontier(files.store, NORTH), entries_from(3, 50, 5000))
    with pytest.raises(StoreFailed, match=r"no room left.*Nothing of this was kept"):
        files.store.commit(change)
    assert frontier(files.store, NORTH).size == 3
    assert files.store.entries(NORTH, 0, 99) == entries_from(0, 3)
    connection.execute("PRAGMA max_page_count = 1000000")
    files.store.commit(change)
    files.store.check()


def test_a_store_that_may_not_be_written_says_so(files: FileMedium) -> None:
    """As on a medium mounted read-only."""
    files.store._file._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreFailed, match="cannot be written"):
        files.store.commit(Change(marks=(Mark("name", b"v"),)))
    assert files.store.held().marks == ()


def test_a_store_locked_by_another_program_says_so(files: FileMedium) -> None:
    """Not every program minds our lock file; SQLite's own lock holds it off."""
    files.store._file._connection.execute("PRAGMA busy_timeout = 0")
    with by_hand(files.store_path) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFailed, match="locked by another program"):
            append(files.store, NORTH, entries_from(0, 1))
        other.execute("ROLLBACK")
    append(files.store, NORTH, entries_from(0, 1))


def test_a_commit_that_is_broken_off_is_rolled_back(files: FileMedium) -> None:
    """Whatever stops it, the next commit does not find half of it."""

    class Stop(BaseException):
        pass

    class Broken(tuple[Mark, ...]):
        __slots__ = ()

        def __iter__(self) -> Iterator[Mark]:
            raise Stop

    change = growth(NORTH, frontier(files.store, NORTH), entries_from(0, 2))
    with pytest.raises(Stop):
        files.store.commit(change._replace(marks=Broken()))
    assert files.store.entries(NORTH, 0, 9) == []
    files.store.commit(change)
    files.store.check()


class Unflushed(sqlite3.Connection):
    """A connection over a disk that fails to flush a commit, once or for good."""

    failing = ("COMMIT",)

    def execute(self, sql: str, *bound: object) -> sqlite3.Cursor:
        """Fail at what fails."""
        if sql.startswith(self.failing):
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(sql, *bound)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("failing", "sentence"),
    [
        (("COMMIT",), "Nothing of this was kept"),
        (("COMMIT", "PRAGMA user_version"), "shows whether this was kept"),
    ],
    ids=["once", "for good"],
)
def test_a_flush_that_fails_leaves_no_commit_that_was_refused(
    closed: Path, monkeypatch: pytest.MonkeyPatch, failing: tuple[str], sentence: str
) -> None:
    """The log's end is written over; where that fails too, nobody claims it."""
    real = partial(sqlite3.connect, factory=Unflushed)
    monkeypatch.setattr(sqlite3, "connect", real)
    monkeypatch.setattr(Unflushed, "failing", ("never",))
    store = SqliteStore.open(closed)
    written = list[str]()
    store._file._connection.set_trace_callback(written.append)
    with monkeypatch.context() as patched:
        patched.setattr(Unflushed, "failing", failing)
        with pytest.raises(StoreFailed, match=sentence):
            append(store, NORTH, entries_from(40, 2))
    assert frontier(store, NORTH).size == 40
    assert ("PRAGMA user_version = 0" in written) == (len(failing) == 1)
    append(store, NORTH, entries_from(40, 1))
    store.check()
    store.close()


def test_a_store_open_to_read_refuses_to_write(closed: Path) -> None:
    """It says that it was opened for reading."""
    store = SqliteStore.read_only(closed)
    with pytest.raises(StoreFailed, match="open for reading alone"):
        store.commit(Change(marks=(Mark("other", b""),)))
    assert store.held().marks == (Mark("name", b"v"),)
    store.close()


def test_two_threads_do_not_disturb_each_other(files: FileMedium) -> None:
    """A flush in a thread and a read in the loop share the store without error."""

    def write() -> None:
        for number in range(60):
            append(files.store, NORTH, entries_from(number, 1))

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        while not writing.done():
            kept = files.store.entries(NORTH, 0, 99)
            assert kept == entries_from(0, len(kept))
        writing.result()
    assert files.store.entries(NORTH, 0, 99) == entries_from(0, 60)
