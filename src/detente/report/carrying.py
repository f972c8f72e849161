"""Decide how a proof of another channel is carried into one (clause 25.4).

Whether it convinces judges `detente_verify`; here its statement is only read. A proof
that is too long for a statement is named by its digest alone.
"""

import hashlib
from typing import Final

import detente_verify
from detente.dialogue.fields import Text
from detente.dialogue.forms.dis import Carried
from detente.record import cose, statement, wire
from detente.record.errors import Malformed, Unproven
from detente.record.proof import FORMAT, MAX_BYTES
from detente.record.statement import Statement

ROOM_BYTES: Final = 4096
"""What a header, its signatures and the other fields of a body may take."""


def carried(data: bytes, text: str) -> Carried:
    """Return the body that carries a proof file.

    Args:
        data: the file.
        text: what it is brought for; empty: nothing is said of that.

    Raises:
        Unproven: the proof does not hold in itself.
        Malformed: it is no proof of a statement.
    """
    verdict = detente_verify.judge(data, detente_verify.Trust())
    if verdict.exit not in {detente_verify.PROVES, detente_verify.UNTRUSTED}:
        raise Unproven(f"The proof does not hold: {verdict.sentence}")
    said = stated_in(data)
    return Carried(
        reference=said.header.reference,
        channel=said.header.channel,
        sha256=hashlib.sha256(data).digest(),
        proof=data if len(data) <= cose.MAX_BYTES - ROOM_BYTES else b"",
        text=Text(text) if text else None,
    )


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
