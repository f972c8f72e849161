"""Decide what is said of the bytes of attachments: which are lacked, which are handed.

Spec clauses 9.9 and 9.10. A statement lists its attachments by hash and size; the bytes
follow after it, from their beginning on, in pieces of any length. So how far they are
held is one number, like that of a feed, and a piece that comes late, twice or out of
turn does no harm.
"""

from typing import Final, NamedTuple

from detente.record import wire
from detente.record.errors import Malformed
from detente.record.feed import HASH_BYTES

MAX_PIECES: Final = 64
MAX_PIECE_BYTES: Final = 512 * 1024
LARGEST: Final = 2**48


class Content(NamedTuple):
    """The bytes of an attachment, by what its statement says of them.

    Both together: who lists a true hash under a false size asks for other bytes, which
    do not exist, and cannot keep back those of an honest statement.
    """

    sha256: bytes
    size_bytes: int


class Lack(NamedTuple):
    """The sender holds so much of an attachment, and asks for the rest."""

    content: Content
    held_bytes: int


class Piece(NamedTuple):
    """Bytes of an attachment from `start` on."""

    content: Content
    start: int
    data: bytes

    @property
    def end(self) -> int:
        """Where the next piece begins."""
        return self.start + len(self.data)


def fresh(piece: Piece, held_bytes: int) -> Piece | None:
    """Return what of a piece continues what is held; None where nothing does."""
    if piece.start > held_bytes or piece.end <= held_bytes:
        return None
    return piece._replace(start=held_bytes, data=piece.data[held_bytes - piece.start :])


def render_lack(lack: Lack) -> wire.Value:
    """Return a lack as a bundle has it."""
    return [*lack.content, lack.held_bytes]


def render_piece(piece: Piece) -> wire.Value:
    """Return a piece as a bundle has it."""
    return [*piece.content, piece.start, piece.data]


def parse_lack(value: wire.Value) -> Lack:
    """Read a lack.

    Raises:
        Malformed: it is none (clause 9.9).
    """
    match value:
        case [bytes() as sha256, int() as size, int() as held] if (
            _is_content(sha256, size) and wire.are_whole(held) and 0 <= held < size
        ):
            return Lack(Content(sha256, size), held)
        case _:
            raise Malformed("A lack is not a hash, its size and a part (clause 9.9).")


def parse_piece(value: wire.Value) -> Piece:
    """Read a piece.

    Raises:
        Malformed: it is none (clause 9.9).
    """
    match value:
        case [bytes() as sha256, int() as size, int() as start, bytes() as data] if (
            _is_content(sha256, size)
            and wire.are_whole(start)
            and data
            and 0 <= start <= size - len(data)
        ):
            return Piece(Content(sha256, size), start, data)
        case _:
            raise Malformed("A piece is not bytes within an attachment (clause 9.9).")


def _is_content(sha256: bytes, size: int) -> bool:
    whole = wire.are_whole(size) and 0 < size <= LARGEST
    return len(sha256) == HASH_BYTES and whole
