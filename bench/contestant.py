"""What a contestant of the line benchmark must be able to do.

A contestant is any pair of real servers on loopback that carries messages from
side A to side B and brings back an acknowledgement. The benchmark is the client
at A. This is the whole of what the benchmark knows of a contestant; how it does
its work is its own affair. ``bench.measure`` and ``bench.kills`` do the
measuring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, runtime_checkable

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Mapping

Side: TypeAlias = Literal["A", "B"]
SIDES: tuple[Side, Side] = ("A", "B")

MESSAGE_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Ticket:
    """One submitted message, and what became of it.

    Both futures fail with ``BenchError`` when the contestant can no longer
    answer, so that a broken contestant ends the run and does not hang it. The
    client cancels a future it no longer waits for: look before settling one.
    """

    accepted: asyncio.Future[None]
    """Done when the message is flushed to disk at A, and A has said so."""
    acknowledged: asyncio.Future[None]
    """Done when the strongest acknowledgement that the contestant has, given
    after the message was flushed to disk at B, is itself flushed to disk at A,
    and A has said so. Never done before ``accepted``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What the files of side B hold, read apart from the server that wrote them."""

    payloads: Iterable[bytes]
    """Every payload B holds, in B's order, as often as B holds it."""
    roots_equal: bool | None
    """Whether a root computed apart over B's rows equals what both sides signed;
    None for a contestant that signs nothing."""


class Contestant(Protocol):
    """Two servers on loopback and the client's way into the first.

    Made from one argument, an empty directory on a real disk, which is its alone
    and which the caller removes. All methods run on one event loop. Servers
    listen on 127.0.0.1 or on sockets in the directory, and nowhere else.
    """

    name: str
    """What the table calls it."""

    async def start(self) -> None:
        """Set up both sides, start both, and return once the line carries.

        Pairing and everything else that is done once belongs here; the first
        ``submit`` after it is measured. Called once.

        Raises:
            BenchError: It cannot be set up; servers already started are ended
                by ``stop``, which is called in any case.
        """

    async def stop(self) -> None:
        """End every process it started that still runs. May be called twice."""

    def submit(self, payload: bytes) -> Ticket:
        """Hand one message to A, in the order of the calls, and never wait.

        The payload is ``MESSAGE_BYTES`` of printable ASCII, different in every
        call, and must arrive at B unchanged. The message is new each time: the
        client never repeats one, whatever becomes of B, so A must.
        """

    async def stop_side(self, side: Side) -> None:
        """End the servers of one side in order, keeping their files."""

    async def start_side(self, side: Side) -> None:
        """Start a side that was stopped or killed, on the files it left.

        Returns when its servers serve, which may be before or after they have
        caught up. Tickets of messages that wait at A are honoured.
        """

    def pids(self, side: Side) -> Mapping[str, int]:
        """Return the process ids of a side that runs, by name, its node first."""


@runtime_checkable
class Auditable(Contestant, Protocol):
    """A contestant whose side can be killed and whose files can be read apart."""

    async def kill_side(self, side: Side) -> None:
        """End every process of a side with SIGKILL, and return when they are gone."""

    def audit(self) -> Audit:
        """Read the files of side B. Called with both sides stopped in order."""
