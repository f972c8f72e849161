"""Decide how one SQLite file is opened, locked, flushed, and how its faults are told.

A commit is one transaction and one flush of the write-ahead log (WAL). That log is
extended once at the start and then overwritten in place: a flush that lengthens a file
makes the file system flush its own journal too, which doubles the cost of each commit.

One process writes, and a lock file beside the store sees to it. Its connection is also
the only one that copies the log back into the store: SQLite before 3.51.3 may damage a
store where two connections do so at once. A connection that reads is opened `mode=ro`,
with which SQLite copies nothing back, not even when it closes last.

What the tables mean is `detente.stores.sqlite`; which schemas are opened,
`detente.stores.migration`.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, TypeAlias

from detente.durable import publish
from detente.record.errors import StoreFailed
from detente.stores import migration

# How long the log is made, and at how many pages it is copied back and begun anew. A
# commit that runs over the end lengthens it once, for it is never cut.
WAL_PAGES: Final = 2000
_PAGE_BYTES: Final = 4096
_FRAME_BYTES: Final = _PAGE_BYTES + 24
_BUSY_S: Final = 2.0

Types: TypeAlias = tuple[type | tuple[type, ...], ...]
"""What the columns of a row must be."""

_KEPT_NOTHING: Final = " Nothing of this was kept."
_BY_CODE: Final = {
    sqlite3.SQLITE_FULL: "has no room left on its disk. Make room and start again",
    sqlite3.SQLITE_IOERR: "lies on a disk that does not read or write. Check the disk",
    sqlite3.SQLITE_READONLY: "cannot be written. Check who owns it and its mount",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check the path and who owns it",
    sqlite3.SQLITE_PERM: "may not be used. Check who owns it",
    sqlite3.SQLITE_BUSY: "is locked by another program. Stop that program",
    sqlite3.SQLITE_LOCKED: "is locked by another program. Stop that program",
    sqlite3.SQLITE_NOTADB: "is no store, or damaged from its first byte on. Keep the "
    "file and check the path",
}


def create(path: Path) -> None:
    """Create a store that holds nothing, readable by its owner alone.

    Raises:
        StoreFailed: there is a file already, or none can be made here.
    """
    lock = _writer_lock(path)
    try:
        if path.exists():
            raise StoreFailed(f"{path} exists already. It is not replaced.")
        # SQLite takes a log up by its name: that of a deleted store would be copied
        # into the new one.
        for end in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        publish(path, migration.new_store())
    except OSError as error:
        raise StoreFailed(
            f"{path} cannot be created: {error.strerror}. Check the folder."
        ) from error
    finally:
        os.close(lock)


class Database:
    """One SQLite file and our connection to it.

    One thread at a time is served; a lock sees to it.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: int | None
    ) -> None:
        """Take over a connection and the lock file's descriptor; None only reads."""
        self.path = path
        self._connection = connection
        self._lock = lock
        self._turn = threading.Lock()

    @classmethod
    def to_write(cls, path: Path) -> "Database":
        """Lock the file, bring its schema up, and extend its log.

        Raises:
            StoreFailed: it is missing, damaged, of a newer release, or locked.
        """
        with ExitStack() as undo, _told(path):
            _check_there(path)
            lock = _writer_lock(path)
            undo.callback(os.close, lock)
            connection = _connect(path, "rw")
            undo.callback(connection.close)
            done = migration.version(connection, path)
            later = [step for step in migration.STEPS if step.number > done]
            migration.upgrade(connection, later)
            _start_log(connection, path)
            undo.pop_all()
            return cls(path, connection, lock)

    @classmethod
    def to_read(cls, path: Path) -> "Database":
        """Open the file to read, also while a node writes it.

        Raises:
            StoreFailed: it is missing, damaged, or of another release.
        """
        with ExitStack() as undo, _told(path):
            _check_there(path)
            connection = _connect(path, "ro")
            undo.callback(connection.close)
            if migration.version(connection, path) < migration.NEWEST:
                raise StoreFailed(
                    f"The store {path} was written by an older release. Start the node "
                    "once: that brings the store up to this one."
                )
            undo.pop_all()
            return cls(path, connection, None)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let `select` see one state of the file, whatever is committed meanwhile.

        Raises:
            StoreFailed: it cannot be read.
        """
        with _told(self.path), self._turn, _transaction(self._connection, "BEGIN"):
            yield

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction; flushed when the block ends.

        Raises:
            StoreFailed: nothing of it was kept; or the disk does not flush at all, and
                what is held shows when the store is opened again.
        """
        if self._lock is None:
            raise StoreFailed(
                f"The store {self.path} is open for reading alone.{_KEPT_NOTHING}"
            )
        with (
            _told(self.path, _KEPT_NOTHING),
            self._turn,
            _transaction(self._connection, "BEGIN IMMEDIATE"),
        ):
            yield self._connection
            self._commit()

    @contextmanager
    def erasing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction that leaves zeros where rows were.

        Raises:
            StoreFailed: nothing of it was done.
        """
        self._secure("ON")
        try:
            with self.writing() as connection:
                yield connection
        finally:
            self._secure("OFF")

    def _secure(self, whether: str) -> None:
        with _told(self.path), self._turn:
            self._connection.execute(f"PRAGMA secure_delete = {whether}").fetchall()

    def overwrite_log(self) -> bool:
        """Write over the whole log, where what was erased stands too.

        Returns whether it could be done: a reader may keep the log from beginning anew.

        Raises:
            StoreFailed: the log cannot be written.
        """
        with _told(self.path), self._turn:
            copied = self._connection.execute("PRAGMA wal_checkpoint(RESTART)")
            (busy, *_) = copied.fetchone()
            if busy:
                return False
            wal = self.path.with_name(f"{self.path.name}-wal")
            _fill_log(self._connection, wal.stat().st_size // _FRAME_BYTES + 1)
            return True

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._overwrite()
            raise

    def _overwrite(self) -> None:
        """Write over what a commit that failed has left at the end of the log.

        Where the flush alone failed, all of it lies there, and would count when the log
        is read after a crash: the officer was told that nothing was kept.
        """
        try:
            self._connection.execute("PRAGMA user_version = 0")
        except sqlite3.Error as error:
            raise StoreFailed(
                f"The store {self.path} lies on a disk that does not flush ({error}). "
                "Check the disk. When the node starts again it shows whether this was "
                "kept."
            ) from error

    def select(
        self, types: Types, sql: str, bound: tuple[object, ...] = ()
    ) -> list[tuple[Any, ...]]:
        """Return rows, inside `reading` or `writing`; each value is of its type.

        A damaged page may turn bytes into text or into nothing.

        Raises:
            StoreFailed: a value is of another type.
        """
        rows = self._connection.execute(sql, bound).fetchall()
        for row in rows:
            if not all(map(isinstance, row, types)):
                raise self.damaged("a value is of another type than its column")
        return rows

    def damaged(self, where: str) -> StoreFailed:
        """Return the error of a store that does not hold what it should."""
        return _damaged(self.path, where)

    def close(self) -> None:
        """Release the file and its lock; a second time does nothing."""
        with _told(self.path), self._turn:
            try:
                self._connection.close()
            finally:
                lock, self._lock = self._lock, None
                if lock is not None:
                    os.close(lock)


def _check_there(path: Path) -> None:
    if not path.is_file():
        raise StoreFailed(
            f"There is no store at {path}. Check the path, and whether its disk is "
            "mounted."
        )


def _writer_lock(path: Path) -> int:
    """Return the descriptor of the lock file, locked.

    The lock lies beside the store and not on it: SQLite has locks of its own there, and
    closing any other descriptor of that file would drop them.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise _not_locked(lock, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise _not_locked(lock, error) from error
    return descriptor


def _not_locked(lock: Path, error: OSError) -> StoreFailed:
    if isinstance(error, BlockingIOError):
        return StoreFailed(
            f"Another node writes this store (it holds {lock}): two would write two "
            "histories. Stop it first."
        )
    return StoreFailed(
        f"The lock file {lock} cannot be used: {error.strerror}. Check who owns it."
    )


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_S,
    )
    connection.execute("PRAGMA cell_size_check = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _start_log(connection: sqlite3.Connection, path: Path) -> None:
    """Turn the write-ahead log on, flushed at each commit and long enough."""
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise StoreFailed(
            f"The store {path} lies where SQLite cannot keep a write-ahead log. Put it "
            "on a disk of this machine."
        )
    connection.execute("PRAGMA journal_size_limit = -1")
    wal = path.with_name(f"{path.name}-wal")
    if not wal.exists() or wal.stat().st_size < WAL_PAGES * _FRAME_BYTES:
        _fill_log(connection, WAL_PAGES)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")


def _fill_log(connection: sqlite3.Connection, pages: int) -> None:
    """Write a page that says nothing so many times to the log; then begin it anew.

    Unflushed until the end, but safe: either the log only grows meanwhile, so what
    stood in it before is not touched, or all of that has been copied back; and a torn
    end of a log is passed over.
    """
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    for number in range(pages):
        connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("PRAGMA synchronous = FULL")
    # A reader may keep the log from beginning anew now; then it does so later.
    connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """End a transaction that is still open as if it had not been; a read loses none."""
    try:
        connection.execute(begin)
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def _told(path: Path, after: str = "") -> Iterator[None]:
    """Let no error of SQLite out but as a sentence."""
    try:
        yield
    except UnicodeDecodeError as error:
        # Raised where SQLite quotes in its message what a damaged page says.
        raise _damaged(path, "text that is none") from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
        if code == sqlite3.SQLITE_CORRUPT:
            raise _damaged(path, str(error)) from error
        if code in _BY_CODE:
            name = error.sqlite_errorname
            sentence = f"The store {path} {_BY_CODE[code]} ({name}).{after}"
        else:
            sentence = f"The store {path} cannot be used: {error}{after and '.'}{after}"
        raise StoreFailed(sentence) from error


def _damaged(path: Path, where: str) -> StoreFailed:
    return StoreFailed(
        f"The store {path} is damaged ({where}). Stop the node, keep the file as it "
        "is, and fetch the entries back from the other side."
    )
