"""Decide what a proof of another channel says, to be carried into one (clause 25.4).

Whether it convinces was judged by `detente_verify`; here its statement is only read.
"""

from typing import Final

from detente.record import statement, wire
from detente.record.errors import Malformed
from detente.record.proof import FORMAT, MAX_BYTES
from detente.record.statement import Statement

ROOM_BYTES: Final = 4096
"""What a header, its signatures and the other fields of a body may take."""


def stated_in(data: bytes) -> Statement:
    """Return the statement that a proof file is about.

    Raises:
        Malformed: it is no proof file, or a fork proof.
    """
    match wire.decode(data, max_bytes=MAX_BYTES):
        case {"format": str() as form, "statement": bytes() as raw} if form == FORMAT:
            return statement.parse(raw)
        case _:
            raise Malformed("The file is no proof of a statement (clause 7).")
