"""Decide how the bytes of attachments lie in the SQLite file, and how they are found.

They lie in the record's own file, so that a commit keeps a statement, what it lists and
what has come of it together, and a copy of the file is a copy of all. What is held of
an attachment is its beginning, in rows as the pieces came. Whether its hash is right is
decided before (`detente.node.attachments`).
"""

import hashlib
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from detente.exchange.piece import Content
from detente.ports import Filed, HeldContent, Holding, Listed, Shelf, Stray
from detente.record.feed import FeedId
from detente.stores.continuity import check_pieces
from detente.stores.database import Database, Types

_DROP: Final = (
    "DELETE FROM piece WHERE sha256 = ? AND size_bytes = ?",
    "DELETE FROM content WHERE sha256 = ? AND size_bytes = ?",
)
_PURGE: Final = """
INSERT INTO content (sha256, size_bytes, held_bytes, whole, kept_at_s, gone)
VALUES (?, ?, 0, 0, 0, 1)
ON CONFLICT (sha256, size_bytes) DO UPDATE SET held_bytes = 0, whole = 0, gone = 1
WHERE gone = 0
"""
_KEEP_PIECE: Final = """
INSERT INTO piece (sha256, size_bytes, start, data) VALUES (?, ?, ?, ?)
"""
_KEEP_CONTENT: Final = """
INSERT INTO content (sha256, size_bytes, held_bytes, whole, kept_at_s)
VALUES (?, ?, ?, 0, ?)
ON CONFLICT (sha256, size_bytes) DO UPDATE SET held_bytes = excluded.held_bytes,
    kept_at_s = excluded.kept_at_s
"""
_KEEP_WHOLE: Final = """
UPDATE content SET whole = 1 WHERE sha256 = ? AND size_bytes = ?
"""
_KEEP_LISTED: Final = """
INSERT INTO listed (party, generation, position, sha256, size_bytes, granted)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (party, generation, position, sha256, size_bytes) DO NOTHING
"""
_NUMBER: Final = """
UPDATE listed SET number = ? WHERE party = ? AND generation = ? AND position = ?
AND sha256 = ? AND size_bytes = ?
"""
_LAST_NUMBER: Final = "SELECT coalesce(max(number), 0) FROM listed"
_LISTED: Final = "SELECT party, generation, position, sha256, size_bytes, granted"
_LISTED_TYPES: Final[Types] = (str, int, int, bytes, int, int)
_BY_PLACE: Final = "ORDER BY party, generation, position, sha256, size_bytes"
_OF_CONTENT: Final = f"""{_LISTED} FROM listed
WHERE sha256 = ? AND size_bytes = ? {_BY_PLACE}
"""
_UNNUMBERED: Final = f"""{_LISTED} FROM listed
WHERE sha256 = ? AND size_bytes = ? AND number = 0 {_BY_PLACE}
"""
_NOT_GONE: Final = """
(sha256, size_bytes) NOT IN (SELECT sha256, size_bytes FROM content WHERE gone = 1)
"""
_LACKING: Final = f"""{_LISTED} FROM listed
WHERE number = 0 AND granted = 1 AND {_NOT_GONE} {_BY_PLACE}
"""
_GRANTED: Final = """
SELECT party, sum(size_bytes) FROM
(SELECT DISTINCT party, sha256, size_bytes FROM listed WHERE granted = 1)
GROUP BY party
"""
_STRAYS: Final = """
SELECT sha256, size_bytes, kept_at_s FROM content
WHERE NOT EXISTS (SELECT 1 FROM listed WHERE listed.sha256 = content.sha256
    AND listed.size_bytes = content.size_bytes)
"""
_HOLDINGS: Final = f"""{_LISTED}, number FROM listed WHERE number > ? ORDER BY number
"""
_CONTENT: Final = """
SELECT held_bytes, whole, gone FROM content WHERE sha256 = ? AND size_bytes = ?
"""
_BYTES: Final = """
SELECT start, data FROM piece WHERE sha256 = ? AND size_bytes = ? AND start < ?
AND start >= (SELECT coalesce(max(start), 0) FROM piece
    WHERE sha256 = ? AND size_bytes = ? AND start <= ?)
ORDER BY start
"""
_CONTENTS: Final = "SELECT sha256, size_bytes, held_bytes, whole FROM content"
_LARGEST: Final = 2**63 - 1
_AT_ONCE: Final = 1024 * 1024


class AttachmentRows:
    """The Attachments port over one SQLite file."""

    _file: Database

    def shelf(self) -> Shelf:
        """Return what is listed and lacking, granted, and listed by nobody.

        Raises:
            StoreFailed: the store cannot be read.
        """
        select = self._file.select
        with self._file.reading():
            lacking = select(_LISTED_TYPES, _LACKING)
            granted = select((str, int), _GRANTED)
            strays = select((bytes, int, int), _STRAYS)
        return Shelf(
            tuple(map(_listed, lacking)),
            dict(granted),
            tuple(Stray(Content(*row[:2]), row[2]) for row in strays),
        )

    def content(self, content: Content) -> HeldContent:
        """Return how much of an attachment is held.

        Raises:
            StoreFailed: the store cannot be read.
        """
        with self._file.reading():
            return self._content(content)

    def content_bytes(self, content: Content, start: int, end: int) -> bytes:
        """Return its bytes from start up to end, end excluded, as far as held.

        Raises:
            StoreFailed: the store cannot be read, or its pieces do not join.
        """
        first, last = max(start, 0), min(max(end, 0), _LARGEST)
        bound = (*content, last, *content, min(first, _LARGEST))
        with self._file.reading():
            rows = self._file.select((int, bytes), _BYTES, bound)
        found, at = bytearray(), rows[0][0] if rows else 0
        begins = at
        for where, data in rows:
            if where != at:
                raise self._file.damaged("a piece of an attachment is missing")
            found += data
            at += len(data)
        return bytes(found[max(first - begins, 0) : max(last - begins, 0)])

    def listed(self, content: Content) -> list[Listed]:
        """Return where an attachment is listed, by feed and position.

        Raises:
            StoreFailed: the store cannot be read.
        """
        with self._file.reading():
            rows = self._file.select(_LISTED_TYPES, _OF_CONTENT, tuple(content))
        return [_listed(row) for row in rows]

    def holdings(self, after: int) -> list[Holding]:
        """Return what became whole since the holding of this number, oldest first.

        Raises:
            StoreFailed: the store cannot be read.
        """
        bound = (min(max(after, 0), _LARGEST),)
        with self._file.reading():
            rows = self._file.select((*_LISTED_TYPES, int), _HOLDINGS, bound)
        return [Holding(row[6], _listed(row[:6])) for row in rows]

    def _content(self, content: Content) -> HeldContent:
        rows = self._file.select((int, int, int), _CONTENT, tuple(content))
        if not rows:
            return HeldContent(content)
        held, whole, gone = rows[0]
        return HeldContent(content, held, bool(whole), bool(gone))

    def _check_attachments(self) -> None:
        """Read every attachment: as much of it as is held, and its hash if whole.

        Raises:
            StoreFailed: bytes are missing, or are others.
        """
        with self._file.reading():
            rows = self._file.select((bytes, int, int, int), _CONTENTS)
        for sha256, size_bytes, held_bytes, whole in rows:
            content, at, found = Content(sha256, size_bytes), 0, hashlib.sha256()
            while data := self.content_bytes(content, at, at + _AT_ONCE):
                found.update(data)
                at += len(data)
            if at != held_bytes or (whole and found.digest() != sha256):
                raise self._file.damaged("an attachment is not what was kept")

    def _file_away(self, db: sqlite3.Connection, filed: Filed) -> None:
        """Write what a commit says of attachments, inside its transaction."""
        if filed == Filed():
            return
        for content in filed.dropped:
            for sql in _DROP:
                db.execute(sql, tuple(content))
        check_pieces(filed, lambda content: self._content(content).held_bytes)
        for piece in filed.pieces:
            db.execute(_KEEP_PIECE, (*piece.content, piece.start, piece.data))
            row = (*piece.content, piece.end, filed.kept_at_s)
            db.execute(_KEEP_CONTENT, row)
        db.executemany(_KEEP_WHOLE, map(tuple, filed.whole))
        for feed, position, content, granted in filed.listed:
            db.execute(_KEEP_LISTED, (*feed, position, *content, int(granted)))
        touched = (*filed.whole, *(each.content for each in filed.listed))
        for content in dict.fromkeys(touched):
            self._number(db, content)

    def _purge(self, db: sqlite3.Connection, contents: Sequence[Content]) -> int:
        """Destroy the bytes of attachments for good; return how many there were."""
        rows = [tuple(each) for each in contents]
        db.executemany(_DROP[0], rows)
        return int(db.executemany(_PURGE, rows).rowcount) if rows else 0

    def _number(self, db: sqlite3.Connection, content: Content) -> None:
        """Number the listings of an attachment that is whole and was not before."""
        if not self._content(content).whole:
            return
        rows = self._file.select(_LISTED_TYPES, _UNNUMBERED, tuple(content))
        [(last,)] = self._file.select((int,), _LAST_NUMBER)
        for number, row in enumerate(rows, last + 1):
            db.execute(_NUMBER, (number, *row[:5]))


def _listed(row: tuple[Any, ...]) -> Listed:
    content = Content(*row[3:5])
    return Listed(FeedId(*row[:2]), row[2], content, bool(row[5]))
