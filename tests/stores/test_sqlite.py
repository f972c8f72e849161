"""What the SQLite store does beyond its port: opening, locking, damage, full disks."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stores.media import FileMedium
from tests.stores.samples import (
    NORTH,
    SOUTH,
    append,
    entries_from,
    frontier,
    growth,
    receipt,
)

from detente.ports import Change, EntryAt, Mark
from detente.record.errors import StoreFailed
from detente.record.feed import Entry, leaf_hash
from detente.stores import database, migration
from detente.stores.migration import NEWEST, Step
from detente.stores.sqlite import SqliteStore


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """Reach into a store that nobody has open."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A store of two feeds that nobody has open."""
    store = SqliteStore.create(tmp_path / "record.sqlite")
    append(store, NORTH, entries_from(0, 40))
    append(store, SOUTH, entries_from(100, 3))
    store.commit(Change(receipts=(receipt(NORTH, 40),), marks=(Mark("name", b"v"),)))
    store.close()
    return tmp_path / "record.sqlite"


def refusal(path: Path) -> str:
    """Return the sentence with which a store is refused, to write and to read."""
    with pytest.raises(StoreFailed) as to_write:
        SqliteStore.open(path)
    with pytest.raises(StoreFailed) as to_read:
        SqliteStore.read_only(path)
    assert to_write.value.sentence == to_read.value.sentence
    return to_write.value.sentence


# --- opening ---------------------------------------------------------------------


def test_only_its_owner_can_read_a_store(files: FileMedium) -> None:
    """The store, its log and its index, and the lock: nobody else may open them."""
    append(files.store, NORTH, entries_from(0, 1))
    found = {
        each.name: each.stat().st_mode for each in files.store_path.parent.iterdir()
    }
    assert {"record.sqlite", "record.sqlite-wal", "record.sqlite-shm"} <= found.keys()
    assert {stat.S_IMODE(mode) for mode in found.values()} == {0o600}


def test_a_store_that_is_not_there_is_not_made_by_opening(tmp_path: Path) -> None:
    """A disk that is not mounted must not give an empty record."""
    assert "no store at" in refusal(tmp_path / "record.sqlite")
    assert "no store at" in refusal(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_store_is_not_created_over_another(closed: Path) -> None:
    """What lies there stays."""
    with pytest.raises(StoreFailed, match="exists already"):
        SqliteStore.create(closed)
    store = SqliteStore.open(closed)
    assert frontier(store, NORTH).size == 40
    store.close()


def test_a_store_is_not_created_where_there_is_no_folder(tmp_path: Path) -> None:
    """The sentence names what is missing."""
    with pytest.raises(StoreFailed, match="No such file or directory"):
        SqliteStore.create(tmp_path / "missing" / "record.sqlite")


def test_a_new_store_takes_nothing_from_a_deleted_one(tmp_path: Path) -> None:
    """SQLite finds a log by its name; that of a deleted store is not taken up."""
    path, wal = tmp_path / "record.sqlite", tmp_path / "record.sqlite-wal"
    store = SqliteStore.create(path)
    append(store, NORTH, entries_from(0, 5))
    shutil.copyfile(wal, tmp_path / "left")
    store.close()
    path.unlink()
    (tmp_path / "left").rename(wal)
    store = SqliteStore.create(path)
    assert frontier(store, NORTH).size == 0
    assert store.entries(NORTH, 0, 9) == []
    store.check()
    store.close()


@pytest.mark.parametrize("data", [b"", b"no store" * 1000], ids=["empty", "other"])
def test_another_file_is_no_store(tmp_path: Path, data: bytes) -> None:
    """A file that is empty or of another kind is refused, and stays as it was."""
    path = tmp_path / "record.sqlite"
    path.write_bytes(data)
    assert "no store" in refusal(path)
    assert path.read_bytes() == data


def test_another_program_s_database_is_no_store(tmp_path: Path) -> None:
    """SQLite files are many; ours are marked."""
    path = tmp_path / "record.sqlite"
    with by_hand(path) as connection:
        connection.execute("CREATE TABLE entry (party TEXT)")
    assert "is no store of Detente" in refusal(path)


def test_a_second_writer_is_refused(files: FileMedium) -> None:
    """Also inside one process; when the first one closes, the way is free."""
    with pytest.raises(StoreFailed, match="Another node writes this store"):
        SqliteStore.open(files.store_path)
    files.store.close()
    SqliteStore.open(files.store_path).close()


def test_a_lock_file_that_cannot_be_used_is_told(closed: Path) -> None:
    """The sentence names the lock file."""
    lock = closed.with_name("record.sqlite.lock")
    lock.unlink()
    lock.mkdir()
    with pytest.raises(StoreFailed, match=r"lock file .*record.sqlite.lock cannot"):
        SqliteStore.open(closed)


def test_what_stands_in_the_way_of_a_new_store_is_told(tmp_path: Path) -> None:
    """A folder where the log of an older store would lie is not removed."""
    (tmp_path / "record.sqlite-wal").mkdir()
    with pytest.raises(StoreFailed, match="cannot be created"):
        SqliteStore.create(tmp_path / "record.sqlite")


def test_a_store_where_no_log_can_be_kept_is_refused(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite then stays with its old journal, and would flush in another way."""

    class Elsewhere(sqlite3.Connection):
        def execute(self, sql: str, *_: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("= WAL", "= DELETE"))

    real = partial(sqlite3.connect, factory=Elsewhere)
    monkeypatch.setattr(sqlite3, "connect", real)
    with pytest.raises(StoreFailed, match="on a disk of this machine"):
        SqliteStore.open(closed)


def test_a_closed_store_does_nothing_more(files: FileMedium) -> None:
    """Every use is refused in words, and closing again is no fault."""
    files.store.close()
    files.store.close()
    for use in (
        files.store.held,
        files.store.check,
        lambda: files.store.first_receipt(NORTH, "SOUTH", 0),
        lambda: files.store.entries(NORTH, 0, 1),
        lambda: files.store.leaves(NORTH, 0, 1),
        lambda: files.store.commit(Change()),
    ):
        with pytest.raises(StoreFailed):
            use()


# --- releases --------------------------------------------------------------------


def test_a_store_of_a_newer_incompatible_release_is_refused(closed: Path) -> None:
    """An older release would write what the newer one no longer means."""
    with by_hand(closed) as connection:
        connection.execute("UPDATE meta SET value = ?", (NEWEST + 1,))
    before = closed.read_bytes()
    assert "newer release" in refusal(closed)
    assert closed.read_bytes() == before


def test_a_store_of_a_newer_compatible_release_is_opened(closed: Path) -> None:
    """The newer release said that this one may; its number stays."""
    change = "UPDATE meta SET value = ? WHERE name = 'schema'"
    with by_hand(closed) as connection:
        connection.execute(change, (NEWEST + 5,))
    store = SqliteStore.open(closed)
    append(store, NORTH, entries_from(40, 1))
    store.close()
    with by_hand(closed) as connection:
        assert migration.version(connection, closed) == NEWEST + 5


STEPS = (
    Step(NEWEST + 1, "ALTER TABLE mark ADD COLUMN kept_at_s INTEGER;"),
    Step(NEWEST + 2, "UPDATE meta SET value = 3 WHERE name = 'compat';"),
)


def test_an_older_store_is_brought_up_by_the_node(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step once, in order; what was held stays."""
    monkeypatch.setattr(migration, "STEPS", migration.STEPS + STEPS)
    monkeypatch.setattr(migration, "NEWEST", NEWEST + 2)
    for _ in range(2):
        store = SqliteStore.open(closed)
        assert frontier(store, NORTH).size == 40
        store.close()
    with by_hand(closed) as connection:
        assert connection.execute("SELECT kept_at_s FROM mark").fetchall() == [(None,)]
        assert dict(connection.execute("SELECT * FROM meta")) == {
            "schema": NEWEST + 2,
            "compat": 3,
        }


def test_an_older_store_is_not_brought_up_by_reading(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that only reads changes nothing, and says what to do."""
    monkeypatch.setattr(migration, "NEWEST", NEWEST + 1)
    with pytest.raises(StoreFailed, match="Start the node once"):
        SqliteStore.read_only(closed)


def test_a_step_that_fails_leaves_the_store_as_it_was(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a step is none: the release before still opens the store."""
    broken = Step(NEWEST + 2, "DROP TABLE mark; INSERT INTO nowhere VALUES (1);")
    with monkeypatch.context() as patched:
        patched.setattr(migration, "STEPS", (*migration.STEPS, broken))
        with pytest.raises(StoreFailed, match="nowhere"):
            SqliteStore.open(closed)
    store = SqliteStore.open(closed)
    assert store.held().marks == (Mark("name", b"v"),)
    store.close()


# --- commits ---------------------------------------------------------------------


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


# --- damage ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM entry WHERE position = 39",
        "UPDATE feed SET size = 39, peaks = zeroblob(128) WHERE party = 'NORTH'",
        "UPDATE feed SET peaks = zeroblob(32) WHERE party = 'NORTH'",
        "UPDATE feed SET peaks = zeroblob(60) WHERE party = 'NORTH'",
        "UPDATE entry SET raw = X'00' WHERE position = 39",
        "UPDATE entry SET position = 45 WHERE position = 39",
    ],
    ids=[
        "no last entry",
        "too short",
        "peak missing",
        "peak cut",
        "another entry",
        "moved entry",
    ],
)
def test_a_store_whose_feed_is_cut_off_is_refused(closed: Path, change: str) -> None:
    """What can be seen from a few pages is seen at every start."""
    with by_hand(closed) as connection:
        connection.execute(change)
    assert "is damaged" in refusal(closed)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM entry WHERE position = 7",
        "UPDATE entry SET raw = X'00' WHERE position = 7",
        "UPDATE entry SET leaf = zeroblob(32) WHERE position = 7",
        "UPDATE feed SET peaks = zeroblob(64) WHERE party = 'NORTH'",
        "DELETE FROM feed WHERE party = 'SOUTH'",
        "UPDATE newest_receipt SET size = 3",
        "DELETE FROM newest_receipt",
    ],
    ids=[
        "entry missing",
        "other entry",
        "other leaf",
        "other tree",
        "feed missing",
        "newest too small",
        "newest missing",
    ],
)
def test_a_check_finds_what_does_not_belong(closed: Path, change: str) -> None:
    """It reads everything: what a start does not see, a check does."""
    with by_hand(closed) as connection:
        connection.execute(change)
    store = SqliteStore.open(closed)
    with pytest.raises(StoreFailed, match="is damaged"):
        store.check()
    store.close()


def test_text_in_place_of_bytes_is_damage(closed: Path) -> None:
    """A changed bit of a row's header turns bytes into text, which nobody expects."""
    lax = "UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')')"
    with by_hand(closed) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(lax)
    with by_hand(closed) as connection:
        connection.execute("UPDATE entry SET body = 'text' WHERE position = 7")
    store = SqliteStore.open(closed)
    assert len(store.entries(NORTH, 0, 7)) == 7
    with pytest.raises(StoreFailed, match="is damaged"):
        store.entries(NORTH, 0, 8)
    store.close()


def test_a_check_finds_a_row_that_breaks_its_table(closed: Path) -> None:
    """SQLite itself says what it found."""
    with by_hand(closed) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE entry SET position = -1 WHERE position = 7")
    store = SqliteStore.open(closed)
    with pytest.raises(StoreFailed, match="CHECK constraint failed in entry"):
        store.check()
    store.close()


def test_a_check_finds_two_entries_in_place_of_others(closed: Path) -> None:
    """An entry moved to another position is no entry of that position."""
    with by_hand(closed) as connection:
        leaf = leaf_hash(b"statement 8")
        connection.execute("DELETE FROM entry WHERE position = 7")
        connection.execute(
            "INSERT INTO entry SELECT party, generation, 7, ?, raw, salt, body "
            "FROM entry WHERE position = 8",
            (leaf,),
        )
    store = SqliteStore.open(closed)
    with pytest.raises(StoreFailed, match="another tree"):
        store.check()
    store.close()


def test_a_sound_store_passes_its_check(closed: Path) -> None:
    """Also when it is open to read alone."""
    store = SqliteStore.read_only(closed)
    store.check()
    store.close()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_comes_out_as_a_sentence_or_not_at_all(
    closed: Path, data: st.DataObject
) -> None:
    """Whatever bytes change or are cut off, no other error comes out of any use."""
    sound = closed.read_bytes()
    spoiled = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(sound) - 1))
        spoiled[at] = data.draw(st.integers(0, 255))
    spoiled = spoiled[: data.draw(st.just(len(sound)) | st.integers(0, len(sound)))]
    path = closed.with_name("spoiled.sqlite")
    path.write_bytes(spoiled)
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    try:
        store = SqliteStore.read_only(path)
    except StoreFailed:
        return
    for use in (
        store.held,
        lambda: store.first_receipt(NORTH, "SOUTH", 0),
        store.check,
        lambda: store.entries(NORTH, 0, 99),
        lambda: store.leaves(NORTH, 0, 99),
    ):
        try:
            use()
        except StoreFailed as error:
            assert error.sentence.startswith("The store ")  # noqa: PT017 - may pass
    store.close()


# --- what is destroyed ------------------------------------------------------------

SECRET = b"+1 555 0100, plate 12-345. "


def traces(path: Path) -> list[str]:
    """Return the files beside a store in which a secret still stands."""
    files = path.parent.iterdir()
    return [each.name for each in files if SECRET in each.read_bytes()]


@pytest.mark.parametrize("body", [SECRET, SECRET * 400])
def test_nothing_of_what_is_erased_is_left_in_any_file(
    tmp_path: Path, body: bytes
) -> None:
    """Neither in the row, nor in pages put aside, nor in the log."""
    path = tmp_path / "record.sqlite"
    store = SqliteStore.create(path)
    append(store, NORTH, [*entries_from(0, 3), Entry(b"raw", bytes(32), body)])
    append(store, NORTH, entries_from(4, 30))
    assert traces(path)
    assert store.erase([EntryAt(NORTH, 3)])
    assert traces(path) == []
    append(store, NORTH, entries_from(34, 30))
    store.check()
    store.close()
    assert traces(path) == []


def test_a_reader_holds_up_the_log_and_not_the_erasing(tmp_path: Path) -> None:
    """What could not be written over yet is said, and done at the next asking."""
    path = tmp_path / "record.sqlite"
    store = SqliteStore.create(path)
    append(store, NORTH, [Entry(b"raw", bytes(32), SECRET)])
    with by_hand(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchall()
        assert not store.erase([EntryAt(NORTH, 0)])
        assert store.entries(NORTH, 0, 1) == [Entry(b"raw", b"", None)]
        assert traces(path)
        reader.execute("ROLLBACK")
    assert store.erase([EntryAt(NORTH, 0)])
    assert traces(path) == []
    store.close()
