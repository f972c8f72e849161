"""What the SQLite store does beyond its port: opening, releases, and destroying."""

import hashlib
import shutil
import sqlite3
import stat
from functools import partial
from pathlib import Path

import pytest
from tests.stores.media import FileMedium
from tests.stores.samples import NORTH, append, entries_from, frontier
from tests.stores.sqlite_file import by_hand, refusal

from detente.exchange.piece import Content, Piece
from detente.ports import Change, EntryAt, Filed, Mark
from detente.record.errors import StoreFailed
from detente.record.feed import Entry
from detente.stores import migration
from detente.stores.migration import NEWEST, Step
from detente.stores.sqlite import SqliteStore

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
        lambda: files.store.receipt_by(NORTH, "SOUTH", 0),
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


def test_nothing_of_an_attachment_that_is_purged_is_left(tmp_path: Path) -> None:
    """A photograph goes with the contacts that it shows."""
    path = tmp_path / "record.sqlite"
    store = SqliteStore.create(path)
    data = SECRET * 400
    photo = Content(hashlib.sha256(data).digest(), len(data))
    pieces = (Piece(photo, 0, data),)
    store.commit(Change(filed=Filed(pieces=pieces, whole=(photo,))))
    assert traces(path)
    assert store.erase([], [photo])
    assert traces(path) == []
    store.close()


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
