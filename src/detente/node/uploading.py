"""Decide how bytes get into the node before the statement that lists them.

Spec clause 9.12. Both ends: what the node does with the verb `attach` at its door, and
how a program hands a file over, piece by piece. Who was cut off asks how much is held
and goes on from there.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from detente.exchange.piece import Content, Piece, parse_piece
from detente.node.line import Taken, Uploaded
from detente.node.turns import Turns
from detente.record import wire
from detente.record.errors import Failed, Malformed, Refused

PIECE_BYTES: Final = 256 * 1024
_NOTHING: Final = b""

Ask: TypeAlias = Callable[..., Awaitable[wire.Value]]
"""Asks the node for a verb with its arguments."""


async def take(turns: Turns, held: Callable[[Content], int], row: wire.Value) -> int:
    """Put a piece into the node; return how much of the attachment it holds then.

    Args:
        turns: the node's turns.
        held: returns how much of an attachment is held.
        row: hash, size, start and bytes; without bytes it only asks.

    Raises:
        Malformed: it is no piece.
        Refused: there is no room for it, or the bytes have another hash.
    """
    match row:
        case [bytes() as sha256, int() as size, 0, b""]:
            return held(Content(sha256, size))
        case _:
            piece = parse_piece(row)
    size = piece.content.size_bytes
    output = await turns.submit(Uploaded(piece))
    if not isinstance(output, Taken):
        raise Failed("An upload came to something else than bytes that are held.")
    if output.held_bytes == 0 and piece.end == size:
        raise Refused(
            "The bytes have another hash than was said: perhaps the file changed while "
            "it was read. Nothing of it is kept (clause 9.12)."
        )
    return output.held_bytes


async def put(ask: Ask, data: bytes) -> Content:
    """Hand a file over to the node of the line; return what it is known by.

    Raises:
        DetenteError: the node does not take it.
    """
    content = Content(hashlib.sha256(data).digest(), len(data))
    at = _held(await ask("attach", [*content, 0, _NOTHING]))
    while at < content.size_bytes:
        piece = Piece(content, at, data[at : at + PIECE_BYTES])
        at = _held(await ask("attach", [*content, piece.start, piece.data]))
    return content


def _held(said: wire.Value) -> int:
    if not isinstance(said, int):
        raise Malformed("The node does not say how much of a file it holds.")
    return said
