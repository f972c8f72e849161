"""Attachments to store: a table, a photograph, and pieces of the table."""

import hashlib

from tests.stores.samples import NORTH

from detente.exchange.piece import Content, Piece
from detente.ports import Listed
from detente.record.feed import FeedId

DATA = bytes(range(250)) * 4


def content_of(data: bytes) -> Content:
    """Return what a statement says of these bytes."""
    return Content(hashlib.sha256(data).digest(), len(data))


TABLE, PHOTO = content_of(DATA), content_of(b"a photograph")


def piece(start: int, end: int) -> Piece:
    """Return a piece of the table."""
    return Piece(TABLE, start, DATA[start:end])


def listing(
    content: Content, position: int = 2, *, granted: bool = True, feed: FeedId = NORTH
) -> Listed:
    """Return that a statement of NORTH lists an attachment."""
    return Listed(feed, position, content, granted)
