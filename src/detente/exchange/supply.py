"""Decide which bytes of attachments go to a peer, how many at a time, and when.

Spec clause 9.10. They go only when no entry waits. One bundle is under way at a time,
so a statement that is released while pieces travel waits for their answer: how many
bytes go is therefore measured by how soon the last ones were answered. What the peer
says that it lacks is a claim; a peer that takes nothing is sent less often.
"""

from typing import Final, NamedTuple

from detente.exchange.piece import MAX_PIECE_BYTES, MAX_PIECES, Content, Lack

LEAST_BYTES: Final = 4 * 1024
QUICK_S: Final = 0.25
SLOW_S: Final = 1.0
FIRST_WAIT_S: Final = 0.25
LONGEST_WAIT_S: Final = 300.0


class Part(NamedTuple):
    """So many bytes of an attachment from `start` on."""

    content: Content
    start: int
    end: int


class Supply(NamedTuple):
    """What a peer lacks that we hold, in its order, and what is under way to it."""

    lacks: tuple[Lack, ...] = ()
    under_way: tuple[Part, ...] = ()
    room_bytes: int = LEAST_BYTES
    sent_at_s: float = 0.0
    failures: int = 0
    not_before_s: float = 0.0


def wait_s(supply: Supply) -> float:
    """Return when pieces may go next; infinity where nothing is lacked."""
    return supply.not_before_s if supply.lacks else float("inf")


def send(supply: Supply, now_s: float) -> tuple[Supply, tuple[Part, ...]]:
    """Return what goes now."""
    parts, room = [], supply.room_bytes
    for content, held in supply.lacks[:MAX_PIECES]:
        end = min(content.size_bytes, held + room)
        if end > held:
            parts.append(Part(content, held, end))
            room -= end - held
    sent = tuple(parts)
    return supply._replace(under_way=sent, sent_at_s=now_s), sent


def answered(supply: Supply, jitter: float, now_s: float) -> Supply:
    """Return the supply after an answer: more at a time, less, or a wait."""
    if not supply.under_way:
        return supply
    if not _moved(supply):
        return _wait(supply, jitter, now_s)
    took_s, room = now_s - supply.sent_at_s, supply.room_bytes
    if took_s <= QUICK_S:
        room = min(room * 2, MAX_PIECE_BYTES)
    elif took_s > SLOW_S:
        room = max(room // 2, LEAST_BYTES)
    return supply._replace(
        under_way=(), room_bytes=room, failures=0, not_before_s=now_s
    )


def failed(supply: Supply) -> Supply:
    """Return the supply after no answer came; when to try again is the replica's."""
    if not supply.under_way:
        return supply
    # The next one may go by another path, a thin one.
    return supply._replace(under_way=(), room_bytes=LEAST_BYTES)


def _moved(supply: Supply) -> bool:
    """Say whether the peer holds more of anything that was sent than before."""
    lacked = dict(supply.lacks)
    return any(
        part.content not in lacked or lacked[part.content] > part.start
        for part in supply.under_way
    )


def _wait(supply: Supply, jitter: float, now_s: float) -> Supply:
    wait = min(FIRST_WAIT_S * 2**supply.failures, LONGEST_WAIT_S)
    return supply._replace(
        under_way=(),
        failures=min(supply.failures + 1, 20),
        not_before_s=now_s + wait * (0.5 + jitter / 2),
    )
