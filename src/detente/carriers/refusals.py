"""Decide how a refusal crosses a path, and what the side that handed over is told.

A frame under an epoch that its reader does not hold is the one refusal that the sender
can mend by itself: it renews the epoch and hands over once more. The reader's side
raises `EpochUnknown`; the path turns it into `EpochRefused` on the sender's side. Any
other refusal becomes `NotTaken`, with the other side's sentence. Where something was
reached that did not answer as a node, the path raises `Unanswered`: which of the two it
was, or neither, is what tells a dead path from a dead node (clause 22.7).
"""

from typing import Final

from detente.record import wire
from detente.record.errors import Malformed, PathFailed, Refused, Unproven
from detente.record.seal import MAX_FRAME_BYTES

_MAX_QUOTED_BYTES: Final = 600


class EpochUnknown(Unproven):
    """A sealed bundle stands under an epoch that was never told, or is forgotten."""

    code = "epoch-unknown"


class EpochRefused(PathFailed):
    """The other side does not hold the epoch: renew it and hand over once more."""

    code = "epoch-refused"


class Unanswered(PathFailed):
    """Something at the far end was reached, and no node answered there as one."""


class NotTaken(PathFailed):
    """Their node answered, and refused the bundle."""


def epoch_refused() -> EpochRefused:
    """Return what a sender is told whose epoch the reader does not hold."""
    return EpochRefused("The other side has forgotten the key of this connection.")


def not_taken(reason: str) -> PathFailed:
    """Return what a sender is told whose bundle the reader refused."""
    return NotTaken(f"The other side did not take the bundle: {reason}")


def told(error: Refused) -> PathFailed:
    """Return what a sender is told of a reader's refusal."""
    return epoch_refused() if isinstance(error, EpochUnknown) else not_taken(str(error))


def quote(raw: bytes) -> str:
    """Return another side's sentence, on one line, fit for an officer's screen.

    It comes from outside: control and direction characters could rewrite the screen, so
    a sentence that has any is not shown.
    """
    text = raw[:_MAX_QUOTED_BYTES].decode(errors="replace")
    try:
        return " ".join(wire.check_text(text).split()) or "no reason given"
    except Malformed:
        return "the reason given cannot be shown"


def check_size(frame: bytes) -> None:
    """Check that a path may carry a frame of this size.

    Raises:
        PathFailed: it is larger than any reader takes.
    """
    if len(frame) > MAX_FRAME_BYTES:
        raise PathFailed(
            f"A sealed bundle of {len(frame)} bytes is larger than the "
            f"{MAX_FRAME_BYTES} that a path carries."
        )
