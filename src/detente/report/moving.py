"""Decide what moves a real event of an exercise into the operational channel.

Spec clauses 28.4 and 28.6. What is proven is the statement that tells what happened, or
the NO DUFF itself where that stands alone. A real event waits for no receipt: what
nobody has receipted yet is moved without its proof. And what was not marked in the
exercise is not disclosed there either (clause 25.1), so that no proof leaves it.
"""

import hashlib

from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms.ndf import Moved
from detente.record.cose import MAX_BYTES
from detente.record.errors import Unproven
from detente.report import carrying
from detente.report.export import export
from detente.report.record import Record
from detente.report.shown import summary


def moved(
    played: Record, about: Entered | None, text: str, no_duff: str, now_s: int
) -> Moved:
    """Return the body that moves an event.

    Args:
        played: the line of the exercise.
        about: the statement that tells what happened; None where none could be said.
        text: what is real, in words; empty: the statement's own summary.
        no_duff: the reference of the mark; empty where it could not be released.
        now_s: POSIX seconds, the time of a receipt of our own.

    Raises:
        Failed: the store or the node's keys cannot be read.
    """
    if about is None:
        channel = played.founding.channel
        return Moved(reference="", channel=channel, text=Text(text))
    proof = _proof(played, about, now_s) if no_duff else b""
    room = MAX_BYTES - carrying.ROOM_BYTES
    return Moved(
        reference=about.header.reference,
        channel=about.header.channel,
        sha256=hashlib.sha256(proof).digest() if proof else b"",
        proof=proof if len(proof) <= room else b"",
        no_duff=no_duff,
        text=Text(text or summary(about)),
    )


def _proof(played: Record, about: Entered, now_s: int) -> bytes:
    try:
        return export(played, about, now_s, with_body=True).proof
    except Unproven:
        return b""
