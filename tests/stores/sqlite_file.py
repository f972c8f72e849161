"""The file of an SQLite store, reached into by hand, and how it is refused."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from detente.record.errors import StoreFailed
from detente.stores.sqlite import SqliteStore


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """Reach into a store that nobody has open."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def refusal(path: Path) -> str:
    """Return the sentence with which a store is refused, to write and to read."""
    with pytest.raises(StoreFailed) as to_write:
        SqliteStore.open(path)
    with pytest.raises(StoreFailed) as to_read:
        SqliteStore.read_only(path)
    assert to_write.value.sentence == to_read.value.sentence
    return to_write.value.sentence
