"""Decide how a record lies in one SQLite file: its rows, and what each must agree with.

A commit is one transaction and one flush (`detente.stores.database`). Which entries,
heads and receipts may be kept is decided before; what a change must continue is
`detente.stores.continuity`.
"""

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from detente.exchange.piece import Content
from detente.ports import Appended, Change, EntryAt, Held, HeldFeed, HeldReceipt, Mark
from detente.record.errors import StoreFailed, Unproven
from detente.record.feed import HASH_BYTES, Entry, FeedId, Frontier, leaf_hash
from detente.stores import database
from detente.stores.continuity import check_continues
from detente.stores.database import Database, Types
from detente.stores.sqlite_attachments import AttachmentRows

_AT_ONCE: Final = 512
_LARGEST: Final = 2**63 - 1

_KEEP_ENTRY: Final = """
INSERT INTO entry (party, generation, position, leaf, raw, salt, body)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_KEEP_FEED: Final = """
INSERT INTO feed (party, generation, size, peaks, note) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (party, generation) DO UPDATE SET size = excluded.size,
    peaks = excluded.peaks, note = excluded.note
"""
_KEEP_RECEIPT: Final = """
INSERT INTO receipt (party, generation, mirror, size, note, path, kept_at_s)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (party, generation, mirror, size) DO NOTHING
"""
_KEEP_NEWEST: Final = """
INSERT INTO newest_receipt (party, generation, mirror, size) VALUES (?, ?, ?, ?)
ON CONFLICT (party, generation, mirror) DO UPDATE SET size = excluded.size
WHERE excluded.size > newest_receipt.size
"""
_KEEP_MARK: Final = """
INSERT INTO mark (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""
_IN_RANGE: Final = """
FROM entry WHERE party = ? AND generation = ? AND position >= ? AND position < ?
ORDER BY position
"""
_SIZE: Final = "SELECT size FROM feed WHERE party = ? AND generation = ?"
_ENTRY: Final = "SELECT raw, salt, body" + _IN_RANGE
_ENTRY_TYPES: Final[Types] = (bytes, bytes, (bytes, type(None)))
_LEAF: Final = "SELECT leaf" + _IN_RANGE
_PLACED: Final = "SELECT position, leaf, raw" + _IN_RANGE
_PLACED_TYPES: Final[Types] = (int, bytes, bytes)
_FEED: Final = "SELECT party, generation, size, peaks, note FROM feed"
_FEED_TYPES: Final[Types] = (str, int, int, bytes, bytes)
_RECEIPT: Final = "SELECT party, generation, mirror, size, note, path, kept_at_s FROM"
# CROSS JOIN, in SQLite, keeps the order as written: left to itself it passes over every
# receipt to find the few newest, and a line keeps one for each bundle it has ever sent.
_NEWEST: Final = f"""{_RECEIPT}
newest_receipt CROSS JOIN receipt USING (party, generation, mirror, size)
"""
_FIRST: Final = f"""{_RECEIPT} receipt
WHERE party = ? AND generation = ? AND mirror = ? AND size > ? ORDER BY size LIMIT 1
"""
_BY_TIME: Final = f"""{_RECEIPT} receipt
WHERE party = ? AND generation = ? AND mirror = ? AND kept_at_s <= ?
ORDER BY size DESC LIMIT 1
"""
_ERASE: Final = """
UPDATE entry SET salt = x'', body = NULL
WHERE party = ? AND generation = ? AND position = ? AND body IS NOT NULL
"""
_RECEIPT_TYPES: Final[Types] = (str, int, str, int, bytes, str, int)
_BEYOND_NEWEST: Final = """
SELECT count(*) FROM receipt LEFT JOIN newest_receipt AS newest
USING (party, generation, mirror)
WHERE newest.size IS NULL OR receipt.size > newest.size
"""


class SqliteStore(AttachmentRows):
    """The Store port over one SQLite file; of attachments, `AttachmentRows` decides.

    It serves one thread at a time; a thread that reads at length opens its own with
    `read_only`.
    """

    def __init__(self, file: Database) -> None:
        """Take over an open file; use `create`, `open` or `read_only` instead."""
        self._file = file
        self._traces = True
        self._check_ends()

    @classmethod
    def create(cls, path: Path) -> "SqliteStore":
        """Create a store that holds nothing, for its owner alone, and open it to write.

        Raises:
            StoreFailed: there is a file already, or none can be made here.
        """
        database.create(path)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "SqliteStore":
        """Open the store to write, as the node does; an older schema is brought up.

        Raises:
            StoreFailed: it is missing, damaged, of a newer release, or another process
                writes it.
        """
        return cls._open(Database.to_write(path))

    @classmethod
    def read_only(cls, path: Path) -> "SqliteStore":
        """Open the store to read, also while a node writes it.

        Raises:
            StoreFailed: it is missing, damaged, or of another release.
        """
        return cls._open(Database.to_read(path))

    @classmethod
    def _open(cls, file: Database) -> "SqliteStore":
        try:
            return cls(file)
        except StoreFailed:
            file.close()
            raise

    def held(self) -> Held:
        """Return what is held, but for the entries.

        Raises:
            StoreFailed: the store is damaged or cannot be read.
        """
        select = self._file.select
        with self._file.reading():
            receipts = select(_RECEIPT_TYPES, _NEWEST)
            marks = select((str, bytes), "SELECT name, value FROM mark")
            return Held(
                self._feeds(),
                tuple(map(_receipt, receipts)),
                tuple(itertools.starmap(Mark, marks)),
            )

    def commit(self, change: Change) -> None:
        """Write a change in one transaction and return when it is flushed.

        Raises:
            StoreFailed: nothing of it was kept.
        """
        with self._file.writing() as db:
            check_continues(change, self._size)
            for appended in change.appended:
                db.executemany(_KEEP_ENTRY, _entry_rows(appended))
            db.executemany(_KEEP_FEED, map(_feed_row, change.feeds))
            receipts = [(*feed, *rest) for feed, *rest in change.receipts]
            db.executemany(_KEEP_RECEIPT, receipts)
            db.executemany(_KEEP_NEWEST, [row[:4] for row in receipts])
            db.executemany(_KEEP_MARK, change.marks)
            self._file_away(db, change.filed)

    def entries(self, feed: FeedId, start: int, end: int) -> list[Entry]:
        """Return the entries at positions start to end, end excluded, as far as held.

        Raises:
            StoreFailed: the store cannot be read.
        """
        with self._file.reading():
            rows = self._file.select(_ENTRY_TYPES, _ENTRY, _bounds(feed, start, end))
        return [Entry(*row) for row in rows]

    def leaves(self, feed: FeedId, start: int, end: int) -> list[bytes]:
        """Return the leaf hashes at positions start to end, as far as held.

        Raises:
            StoreFailed: the store cannot be read.
        """
        with self._file.reading():
            rows = self._file.select((bytes,), _LEAF, _bounds(feed, start, end))
        return [leaf for (leaf,) in rows]

    def first_receipt(
        self, feed: FeedId, mirror: str, position: int
    ) -> HeldReceipt | None:
        """Return the smallest receipt of a mirror that covers a position, if any.

        Raises:
            StoreFailed: the store cannot be read.
        """
        asked = (*feed, mirror, min(position, _LARGEST))
        with self._file.reading():
            rows = self._file.select(_RECEIPT_TYPES, _FIRST, asked)
        return _receipt(rows[0]) if rows else None

    def receipt_by(self, feed: FeedId, mirror: str, time_s: int) -> HeldReceipt | None:
        """Return the largest receipt of a mirror that was kept by a time, if any.

        Costs as many rows as there are receipts after it.

        Raises:
            StoreFailed: the store cannot be read.
        """
        asked = (*feed, mirror, min(time_s, _LARGEST))
        with self._file.reading():
            rows = self._file.select(_RECEIPT_TYPES, _BY_TIME, asked)
        return _receipt(rows[0]) if rows else None

    def erase(
        self, places: Sequence[EntryAt], contents: Sequence[Content] = ()
    ) -> bool:
        """Destroy bodies, salts, attachments, and every copy of them in our files.

        Raises:
            StoreFailed: all of them stand as before.
        """
        rows = [(*feed, min(position, _LARGEST)) for feed, position in places]
        with self._file.erasing() as db:
            erased = db.executemany(_ERASE, rows).rowcount
            erased += self._purge(db, contents)
        # What an earlier life of this process left in the log is not known here.
        self._traces = self._traces or bool(erased)
        if self._traces:
            self._traces = not self._file.overwrite_log()
        return not self._traces

    def check(self) -> None:
        """Read the whole store: its pages, and each feed's tree anew from its entries.

        Bodies are not compared with the digests that their statements carry.

        Raises:
            StoreFailed: it is damaged, and where.
        """
        with self._file.reading():
            [(verdict,)] = self._file.select((str,), "PRAGMA quick_check(1)")
            feeds = self._feeds()
            [(rows,)] = self._file.select((int,), "SELECT count(*) FROM entry")
            [(beyond,)] = self._file.select((int,), _BEYOND_NEWEST)
        if verdict != "ok":
            raise self._file.damaged(verdict)
        if rows != sum(each.frontier.size for each in feeds):
            raise self._file.damaged("its feeds do not say how many entries it has")
        if beyond:
            raise self._file.damaged("there are receipts beyond the newest")
        for held in feeds:
            self._check_tree(held)
        self._check_attachments()

    def close(self) -> None:
        """Release the store and its lock; a second time does nothing."""
        self._file.close()

    def _size(self, feed: FeedId) -> int:
        rows = self._file.select((int,), _SIZE, tuple(feed))
        return int(rows[0][0]) if rows else 0

    def _feeds(self) -> tuple[HeldFeed, ...]:
        rows = self._file.select(_FEED_TYPES, _FEED)
        return tuple(
            HeldFeed(FeedId(*row[:2]), self._frontier(row[2], row[3]), row[4])
            for row in rows
        )

    def _frontier(self, size: int, peaks: bytes) -> Frontier:
        if len(peaks) % HASH_BYTES:
            raise self._file.damaged("a frontier is cut short")
        places = range(0, len(peaks), HASH_BYTES)
        hashes = tuple(peaks[at : at + HASH_BYTES] for at in places)
        try:
            return Frontier(size, hashes).check()
        except Unproven as error:
            raise self._file.damaged("a frontier does not fit its size") from error

    def _check_ends(self) -> None:
        """Check that each feed ends where it should, at an entry that has its leaf.

        Costs a few pages however long the feeds are; `check` reads everything.
        """
        with self._file.reading():
            for feed, frontier, _ in self._feeds():
                last = max(frontier.size - 1, 0)
                bounds = _bounds(feed, last, _LARGEST)
                rows = self._file.select(_PLACED_TYPES, _PLACED, bounds)
                if len(rows) != min(frontier.size, 1) or not _in_place(last, rows):
                    raise self._file.damaged(f"the feed of {feed.party} is cut off")

    def _check_tree(self, held: HeldFeed) -> None:
        frontier, size = Frontier(), held.frontier.size
        for start in range(0, size, _AT_ONCE):
            bounds = _bounds(held.feed, start, min(start + _AT_ONCE, size))
            with self._file.reading():
                rows = self._file.select(_PLACED_TYPES, _PLACED, bounds)
            if not _in_place(start, rows):
                where = f"{held.feed.party}, from position {start} on"
                raise self._file.damaged(where)
            frontier = frontier.extend(leaf for _, leaf, _ in rows)
        if frontier != held.frontier:
            raise self._file.damaged(f"{held.feed.party}: another tree than was signed")


def _entry_rows(appended: Appended) -> Iterator[tuple[Any, ...]]:
    feed, start, entries = appended
    for position, entry in enumerate(entries, start):
        yield (*feed, position, leaf_hash(entry.raw), *entry)


def _feed_row(held: HeldFeed) -> tuple[Any, ...]:
    return (*held.feed, held.frontier.size, b"".join(held.frontier.peaks), held.note)


def _receipt(row: tuple[Any, ...]) -> HeldReceipt:
    return HeldReceipt(FeedId(*row[:2]), *row[2:])


def _bounds(feed: FeedId, start: int, end: int) -> tuple[Any, ...]:
    # A peer may name a position that no store can hold; SQLite would not take it.
    return (*feed, min(start, _LARGEST), min(end, _LARGEST))


def _in_place(start: int, rows: list[tuple[Any, ...]]) -> bool:
    """Tell whether rows (position, leaf, raw) follow each other and have their leaf."""
    return all(
        position == at and leaf == leaf_hash(raw)
        for at, (position, leaf, raw) in enumerate(rows, start)
    )
