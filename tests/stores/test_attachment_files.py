"""What the SQLite store does for attachments beyond its port."""

import sqlite3
from pathlib import Path

import pytest
from tests.stores.attached import PHOTO, TABLE, listing, piece
from tests.stores.media import FileMedium
from tests.stores.samples import NORTH, append, entries_from, frontier

from detente.exchange.piece import Piece
from detente.ports import Change, Filed
from detente.record.errors import StoreFailed
from detente.stores import migration
from detente.stores.sqlite import SqliteStore


def test_a_store_of_the_first_release_takes_attachments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening brings it up, what it held stays, and the first release is kept off."""
    path = tmp_path / "record.sqlite"
    with monkeypatch.context() as patched:
        patched.setattr(migration, "STEPS", migration.STEPS[:1])
        patched.setattr(migration, "NEWEST", 1)
        store = SqliteStore.create(path)
        append(store, NORTH, entries_from(0, 3))
        store.close()
    store = SqliteStore.open(path)
    filed = Filed(pieces=(piece(0, 1000),), whole=(TABLE,), listed=(listing(TABLE),))
    store.commit(Change(filed=filed))
    assert frontier(store, NORTH).size == 3
    assert [each.listed for each in store.holdings(0)] == [listing(TABLE)]
    store.close()
    with monkeypatch.context() as patched:
        patched.setattr(migration, "NEWEST", 1)
        with pytest.raises(StoreFailed, match="newer release"):
            SqliteStore.open(path)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE piece SET data = zeroblob(500) WHERE start = 500",
        "UPDATE piece SET start = 501 WHERE start = 500",
        "DELETE FROM piece WHERE start = 500",
        "DELETE FROM piece WHERE start = 0",
    ],
    ids=["other bytes", "moved", "end missing", "beginning missing"],
)
def test_a_check_finds_an_attachment_that_is_not_what_was_kept(
    files: FileMedium, change: str
) -> None:
    """A page shown as evidence must be the one that was hashed."""
    pieces = (piece(0, 500), piece(500, 1000), Piece(PHOTO, 0, b"a photo"))
    files.store.commit(Change(filed=Filed(pieces=pieces, whole=(TABLE,))))
    files.store.check()
    files.end()
    with sqlite3.connect(files.store_path) as connection:
        connection.execute(change)
    connection.close()
    store = SqliteStore.open(files.store_path)
    with pytest.raises(StoreFailed, match="is damaged"):
        store.check()
    store.close()
