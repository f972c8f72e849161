"""Nothing is lost and nothing doubled when B dies under load, again and again.

Side B is killed with SIGKILL at moments spread over its work, is started on the
files it left, and in the end the messages in its files are counted by their
digest, apart from the server that wrote them.

SIGKILL tests the order of writes and the repeating of messages. It does not test
the flush itself: what the kernel had taken survives the process.
"""

from __future__ import annotations

import asyncio
import collections
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.measure import ANSWER_WITHIN_S, Load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.contestant import Audit, Auditable

IN_FLIGHT = 512
_FIRST_KILL_AFTER_S = 0.2
_LAST_KILL_AFTER_S = 0.7
_LONGEST_ABSENCE_S = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Siege:
    """What the client at A saw while B was killed again and again."""

    kills: int
    """Fewer than asked for when the line did not come back."""
    submitted: list[bytes]
    """The digest of every message."""
    unanswered: int
    """Messages without an acknowledgement at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """What became of the messages, by the files of B."""

    kills: int
    submitted: int
    lost: int
    """Messages that are not at B, or changed, or never acknowledged."""
    doubled: int
    """Copies at B beyond the first."""
    roots_equal: bool | None
    """As in ``Audit``."""


def digest(payload: bytes) -> bytes:
    """Return what stands for a payload while the messages are counted."""
    return hashlib.blake2b(payload, digest_size=16).digest()


def missing_and_extra(
    submitted: Sequence[bytes], found: Iterable[bytes]
) -> tuple[int, int]:
    """Compare what was submitted with what is there.

    Args:
        submitted: Digests of different payloads.
        found: Payloads; those nobody submitted are left out of the count, since
            a contestant may send some of its own to set itself up.

    Returns:
        How many submitted ones are missing, and how many copies are extra.
    """
    copies = collections.Counter(map(digest, found))
    missing = sum(1 for one in submitted if copies[one] == 0)
    extra = sum(copies[one] - 1 for one in submitted if copies[one] > 1)
    return missing, extra


async def _comes_back(load: Load) -> bool:
    """Tell whether a message that is submitted now is acknowledged in time."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await load.one()
    except TimeoutError:
        return False
    return True


async def _kill_in_turn(contestant: Auditable, load: Load, kills: int) -> int:
    """Kill B and start it again, each time later in the load and away longer.

    Returns:
        The kills done: fewer than asked for when the line did not come back
        after the last of them. The count of the messages then says why.
    """
    for kill in range(kills):
        if not await _comes_back(load):
            return kill
        late = kill / kills
        more_s = late * (_LAST_KILL_AFTER_S - _FIRST_KILL_AFTER_S)
        await asyncio.sleep(_FIRST_KILL_AFTER_S + more_s)
        await contestant.kill_side("B")
        await asyncio.sleep(late * _LONGEST_ABSENCE_S)
        await contestant.start_side("B")
    return kills


async def kill_under_load(
    contestant: Auditable, source: Iterator[bytes], *, kills: int
) -> Siege:
    """Kill B under load, and let the line settle.

    Args:
        contestant: Running and fresh; it still runs afterwards.
        source: Payloads.
        kills: How often to kill, at least once.

    Raises:
        BenchError: The contestant failed, or B did not start again.
    """
    submitted: list[bytes] = []

    def noted() -> Iterator[bytes]:
        for payload in source:
            submitted.append(digest(payload))
            yield payload

    load = Load(contestant, noted())
    lanes = asyncio.gather(*(load.lane() for _ in range(IN_FLIGHT)))
    turns = asyncio.create_task(_kill_in_turn(contestant, load, kills))
    try:
        # The lanes only end by themselves when one of them has failed.
        both: set[asyncio.Future[Any]] = {lanes, turns}
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        if lanes.done():
            await lanes
        done = await turns
        load.stop()
        # Whoever is not back after this time counts as lost.
        await asyncio.wait({lanes}, timeout=ANSWER_WITHIN_S)
    finally:
        turns.cancel()
        lanes.cancel()
        await asyncio.gather(turns, lanes, return_exceptions=True)
    unanswered = len(submitted) - load.acknowledged
    return Siege(kills=done, submitted=submitted, unanswered=unanswered)


def judge(siege: Siege, audit: Audit) -> Kills:
    """Count what B holds of what was submitted to A."""
    missing, extra = missing_and_extra(siege.submitted, audit.payloads)
    return Kills(
        kills=siege.kills,
        submitted=len(siege.submitted),
        lost=max(missing, siege.unanswered),
        doubled=extra,
        roots_equal=audit.roots_equal,
    )
