"""What is measured on a line between two sides.

For every contestant alike:

- latency: one message at a time, the contestants in turn message by message, so
  that a noisy moment of the machine hits all of them; a bare append and
  fdatasync in between shows what the disk did meanwhile;
- throughput: a fixed number of messages in flight, in rounds that take turns;
- catch-up: B is stopped, messages queue at A, B starts;
- memory and processor time of the servers.

Leaves to the contestants how anything is done, to ``bench.kills`` what happens
when B dies, and to ``bench.line`` the order of the measures.
"""

from __future__ import annotations

import asyncio
import base64
import collections
import contextlib
import itertools
import os
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.contestant import MESSAGE_BYTES, SIDES
from bench.process import BenchError, cpu_s, pss_mb

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from pathlib import Path

    from bench.contestant import Contestant

PROBE_BYTES = 4096
_COUNTER_DIGITS = 16
_WARM_UP_S = 0.5
ANSWER_WITHIN_S = 60.0
"""No answer for this long is a failure, never a slow answer."""
_QUEUE_IN_FLIGHT = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and 99th percentile of some durations, in milliseconds."""

    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Durations of one contestant from submission on, one message at a time."""

    accepted: Spread
    acknowledged: Spread
    messages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One stretch of throughput."""

    messages_per_s: float
    cpu_ms_per_message: float
    """Processor time of all servers of both sides, the client's left out."""


def payloads() -> Iterator[bytes]:
    """Yield payloads without end, each one different."""
    filler = base64.b64encode(os.urandom(MESSAGE_BYTES))
    filler = filler[: MESSAGE_BYTES - _COUNTER_DIGITS]
    for number in itertools.count():
        yield f"{number:0{_COUNTER_DIGITS}x}".encode("ascii") + filler


class DiskProbe:
    """A bare append and fdatasync: what the disk asks for one flush."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._block = os.urandom(PROBE_BYTES)

    def flush_s(self) -> float:
        """Append one block, flush it, and return the seconds it took."""
        begun = time.perf_counter()
        os.write(self._descriptor, self._block)
        os.fdatasync(self._descriptor)
        return time.perf_counter() - begun

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)


def spread(durations_s: Sequence[float]) -> Spread:
    """Return median and 99th percentile of at least two durations."""
    cuts = statistics.quantiles(durations_s, n=100, method="inclusive")
    return Spread(p50_ms=cuts[49] * 1e3, p99_ms=cuts[98] * 1e3)


@contextlib.asynccontextmanager
async def within(limit_s: float, what: str) -> AsyncIterator[None]:
    """Turn a stretch that takes too long into a ``BenchError`` that names it."""
    try:
        async with asyncio.timeout(limit_s):
            yield
    except TimeoutError:
        raise BenchError(f"{what}: no answer within {limit_s:.0f} s") from None


async def _one_message(contestant: Contestant, payload: bytes) -> tuple[float, float]:
    """Send one message; return the seconds to its two milestones."""
    begun = time.perf_counter()
    ticket = contestant.submit(payload)
    await ticket.accepted
    accepted = time.perf_counter()
    await ticket.acknowledged
    return accepted - begun, time.perf_counter() - begun


async def latency(
    contestants: Sequence[Contestant],
    source: Iterator[bytes],
    probes: Sequence[Callable[[], float]],
    *,
    messages: int,
    limit_s: float,
) -> tuple[dict[str, Latency], list[Spread]]:
    """Measure the contestants message by message, in turns.

    Args:
        contestants: Those to compare; all are running.
        source: Payloads.
        probes: Called once after every turn of all contestants; each returns the
            seconds it took.
        messages: How many messages each gets, at least two.
        limit_s: Stop after this time even with fewer messages.

    Returns:
        The figures by name, and those of each probe.

    Raises:
        BenchError: One of them gave no answer.
    """
    taken: dict[str, list[tuple[float, float]]] = collections.defaultdict(list)
    probed: list[list[float]] = [[] for _ in probes]
    order = collections.deque(contestants)
    ends = time.perf_counter() + limit_s
    for turn in range(messages):
        if turn > 1 and time.perf_counter() > ends:
            break
        for contestant in order:
            async with within(ANSWER_WITHIN_S, f"{contestant.name}, latency"):
                both = await _one_message(contestant, next(source))
            taken[contestant.name].append(both)
        for probe, durations in zip(probes, probed, strict=True):
            durations.append(probe())
        order.rotate()
    figures = {
        name: Latency(
            accepted=spread([accepted for accepted, _ in pairs]),
            acknowledged=spread([acknowledged for _, acknowledged in pairs]),
            messages=len(pairs),
        )
        for name, pairs in taken.items()
    }
    return figures, [spread(durations) for durations in probed]


class Load:
    """A fixed number of messages in flight, until told to stop."""

    def __init__(self, contestant: Contestant, source: Iterator[bytes]) -> None:
        self._contestant = contestant
        self._source = source
        self._running = True
        self.acknowledged = 0

    def stop(self) -> None:
        """Submit nothing more; what is in flight still comes home."""
        self._running = False

    async def one(self) -> None:
        """Submit one message and wait for its acknowledgement."""
        await self._contestant.submit(next(self._source)).acknowledged
        self.acknowledged += 1

    async def lane(self) -> None:
        """Keep one message in flight."""
        while self._running:
            await self.one()


def _servers_cpu_s(contestant: Contestant) -> float:
    pids = [pid for side in SIDES for pid in contestant.pids(side).values()]
    return sum(cpu_s(pid) for pid in pids)


async def throughput_round(
    contestant: Contestant,
    source: Iterator[bytes],
    *,
    in_flight: int,
    seconds: float,
) -> Round:
    """Measure one stretch of throughput, after a short warm-up that does not count.

    Raises:
        BenchError: The contestant stopped answering.
    """
    load = Load(contestant, source)
    lanes = asyncio.gather(*(load.lane() for _ in range(in_flight)))
    try:
        await asyncio.sleep(_WARM_UP_S)
        before, begun = load.acknowledged, time.perf_counter()
        cpu_before_s = _servers_cpu_s(contestant)
        await asyncio.sleep(seconds)
        cpu_after_s = _servers_cpu_s(contestant)
        count, took_s = load.acknowledged - before, time.perf_counter() - begun
        load.stop()
        async with within(ANSWER_WITHIN_S, f"{contestant.name}, throughput"):
            await lanes
    finally:
        lanes.cancel()
        await asyncio.gather(lanes, return_exceptions=True)
    if count == 0:
        raise BenchError(f"{contestant.name} acknowledged nothing in {took_s:.1f} s")
    return Round(
        messages_per_s=count / took_s,
        cpu_ms_per_message=(cpu_after_s - cpu_before_s) * 1e3 / count,
    )


async def _queue(
    contestant: Contestant, source: Iterator[bytes], messages: int
) -> list[asyncio.Future[None]]:
    """Hand A messages while B is away; return what is still to come for each."""
    waiting = []
    for first in range(0, messages, _QUEUE_IN_FLIGHT):
        count = min(_QUEUE_IN_FLIGHT, messages - first)
        tickets = [contestant.submit(next(source)) for _ in range(count)]
        async with within(ANSWER_WITHIN_S, f"{contestant.name}, queueing"):
            await asyncio.gather(*(ticket.accepted for ticket in tickets))
        waiting += [ticket.acknowledged for ticket in tickets]
    if any(future.done() for future in waiting):
        raise BenchError(f"{contestant.name} acknowledged something without B")
    return waiting


async def catch_up_s(
    contestant: Contestant,
    source: Iterator[bytes],
    *,
    messages: int,
    limit_s: float,
) -> float | None:
    """Queue messages at A with B stopped; return the seconds from B's start.

    Returns:
        Seconds from the order to start B until A holds the acknowledgement of
        every message, or None when that took longer than the limit.

    Raises:
        BenchError: The contestant failed, or acknowledged what B cannot hold.
    """
    await contestant.stop_side("B")
    waiting = await _queue(contestant, source, messages)

    begun = time.perf_counter()
    starting = asyncio.create_task(contestant.start_side("B"))
    settled, late = await asyncio.wait(
        waiting, timeout=limit_s, return_when=asyncio.FIRST_EXCEPTION
    )
    ended = time.perf_counter()
    await starting
    for future in settled:
        future.result()
    return None if late else ended - begun


def memory_mb(contestant: Contestant) -> dict[str, float]:
    """Return the proportional memory of each server now, as ``A node`` and so on."""
    return {
        f"{side} {name}": pss_mb(pid)
        for side in SIDES
        for name, pid in contestant.pids(side).items()
    }
