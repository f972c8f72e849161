"""Decide what goes wrong at which write of a node: for the simulator and for tests.

A `Disk` is what survives a node: a record and a head, flushed. Its two ports belong to
one life of the node; when that life ends, whoever still holds them is dead too. Writes,
commits and replaced heads together, are counted from one over all lives. At each the
medium may refuse, or the process die just before or just after the flush: where a test
says so, or as dice fall that the caller seeds. So a schedule replays.
"""

import random
from collections.abc import Callable, Sequence
from enum import Enum
from typing import assert_never

from detente.exchange.piece import Content
from detente.ports import (
    Change,
    EntryAt,
    HeadGuard,
    Held,
    HeldContent,
    HeldReceipt,
    Holding,
    Listed,
    NodeStore,
    Shelf,
)
from detente.record.errors import Failed, HeadLost, StoreFailed
from detente.record.feed import Entry, FeedId
from detente.record.head import Head
from detente.stores.memory import MemoryHeadGuard, MemoryStore


class Crash(BaseException):
    """The process is gone.

    No `Exception`: a dead process runs no handler, so neither `except DetenteError` nor
    the supervisor's `except Exception` may take it for a fault to live with.
    """


class Fault(Enum):
    """What happens at a write."""

    REFUSED = "the medium refuses; nothing is kept"
    DIED_BEFORE = "the process dies before the flush; nothing is kept"
    DIED_AFTER = "the process dies after the flush; all is kept and nobody was told"


class _Life:
    """One run of the process that uses a disk."""

    def __init__(self) -> None:
        self.over = False

    def check(self) -> None:
        """Raise Crash where the process is gone: its objects may not work on."""
        if self.over:
            raise Crash


class Disk:
    """What of a node survives its lives: what was flushed, and no more."""

    def __init__(
        self,
        dice: random.Random | None = None,
        failing: float = 0.0,
        crashing: float = 0.0,
        *,
        store: NodeStore | None = None,
        guard: HeadGuard | None = None,
    ) -> None:
        """Start with nothing kept, in memory, or over other adapters.

        Args:
            dice: draws the faults; without it nothing fails but what a test asks for.
            failing: how likely the medium refuses a write.
            crashing: how likely the process dies at a write, half before, half after.
            store: what keeps the record.
            guard: what keeps the head.
        """
        self.writes = 0
        self._kept: NodeStore = MemoryStore() if store is None else store
        self._vouched: HeadGuard = MemoryHeadGuard() if guard is None else guard
        self._dice = dice
        self._failing = failing
        self._crashing = crashing
        self._planned: dict[int, Fault] = {}
        self._life = _Life()

    def store(self) -> "FailingStore":
        """Return the store of the present life; after a crash, a new one begins."""
        return FailingStore(self, self._alive(), self._kept)

    def guard(self) -> "FailingHeadGuard":
        """Return the head guard of the present life."""
        return FailingHeadGuard(self, self._alive(), self._vouched)

    def _alive(self) -> _Life:
        if self._life.over:
            self._life = _Life()
        return self._life

    def fail_at(self, write: int) -> None:
        """Let the medium refuse the n-th write."""
        self._planned[write] = Fault.REFUSED

    def crash_at(self, write: int, *, kept: bool) -> None:
        """Let the process die at the n-th write, after its flush or before."""
        self._planned[write] = Fault.DIED_AFTER if kept else Fault.DIED_BEFORE

    def crash(self) -> None:
        """End the present life now, between two writes."""
        self._life.over = True

    def heal(self) -> None:
        """Let nothing fail any more."""
        self._dice = None
        self._planned.clear()

    def write(self, flush: Callable[[], None], refusal: Failed) -> None:
        """Do one write of the present life, or what is to happen at it.

        Raises:
            Failed: `refusal`, or what `flush` raises.
            Crash: the process died.
        """
        self.writes += 1
        fault = self._planned.get(self.writes) or self._draw()
        match fault:
            case None:
                flush()
                return
            case Fault.REFUSED:
                raise refusal
            case Fault.DIED_BEFORE:
                pass
            case Fault.DIED_AFTER:
                flush()
            case _:
                assert_never(fault)
        self.crash()
        raise Crash

    def _draw(self) -> Fault | None:
        if self._dice is None:
            return None
        fallen = self._dice.random()
        if fallen < self._failing:
            return Fault.REFUSED
        if fallen < self._failing + self._crashing:
            return self._dice.choice((Fault.DIED_BEFORE, Fault.DIED_AFTER))
        return None


class FailingStore:
    """The Store port of one life, over what the disk keeps."""

    def __init__(self, disk: Disk, life: _Life, kept: NodeStore) -> None:
        """Belong to a life; `Disk.store` makes these."""
        self._disk = disk
        self._life = life
        self._kept = kept

    def held(self) -> Held:
        """Return what is durably held."""
        self._life.check()
        return self._kept.held()

    def commit(self, change: Change) -> None:
        """Write a change whole, or do what is to happen at this write.

        Raises:
            StoreFailed: nothing of it was kept.
            Crash: the process died.
        """
        self._life.check()
        refusal = StoreFailed("The disk took nothing, as planned. Nothing was kept.")
        self._disk.write(lambda: self._kept.commit(change), refusal)

    def entries(self, feed: FeedId, start: int, end: int) -> list[Entry]:
        """Return the entries at positions start to end, as far as held."""
        self._life.check()
        return self._kept.entries(feed, start, end)

    def leaves(self, feed: FeedId, start: int, end: int) -> list[bytes]:
        """Return the leaf hashes at positions start to end, as far as held."""
        self._life.check()
        return self._kept.leaves(feed, start, end)

    def first_receipt(
        self, feed: FeedId, mirror: str, position: int
    ) -> HeldReceipt | None:
        """Return the smallest receipt of a mirror that covers a position, if any."""
        self._life.check()
        return self._kept.first_receipt(feed, mirror, position)

    def receipt_by(self, feed: FeedId, mirror: str, time_s: int) -> HeldReceipt | None:
        """Return the largest receipt of a mirror that was kept by a time, if any."""
        self._life.check()
        return self._kept.receipt_by(feed, mirror, time_s)

    def erase(
        self, places: Sequence[EntryAt], contents: Sequence[Content] = ()
    ) -> bool:
        """Destroy bodies, salts and attachments, or do what is to happen at this write.

        Raises:
            StoreFailed: all of them stand as before.
            Crash: the process died.
        """
        self._life.check()
        done: list[bool] = []
        refusal = StoreFailed("The disk took nothing, as planned. Nothing was erased.")

        def erase() -> None:
            done.append(self._kept.erase(places, contents))

        self._disk.write(erase, refusal)
        return all(done)

    def shelf(self) -> Shelf:
        """Return what is listed and lacking, granted, and listed by nobody."""
        self._life.check()
        return self._kept.shelf()

    def content(self, content: Content) -> HeldContent:
        """Return how much of an attachment is held."""
        self._life.check()
        return self._kept.content(content)

    def content_bytes(self, content: Content, start: int, end: int) -> bytes:
        """Return its bytes from start up to end, as far as held."""
        self._life.check()
        return self._kept.content_bytes(content, start, end)

    def listed(self, content: Content) -> list[Listed]:
        """Return where an attachment is listed."""
        self._life.check()
        return self._kept.listed(content)

    def holdings(self, after: int) -> list[Holding]:
        """Return what became whole since the holding of this number."""
        self._life.check()
        return self._kept.holdings(after)


class FailingHeadGuard:
    """The HeadGuard port of one life, over what the disk keeps."""

    def __init__(self, disk: Disk, life: _Life, vouched: HeadGuard) -> None:
        """Belong to a life; `Disk.guard` makes these."""
        self._disk = disk
        self._life = life
        self._vouched = vouched

    def read(self) -> Head | None:
        """Return the head it vouches for, or None where it never held one."""
        self._life.check()
        return self._vouched.read()

    def replace(self, old: Head | None, new: Head) -> None:
        """Replace the head if it is still `old`, or do what is to happen at this write.

        Raises:
            HeadLost: it holds another head, or the medium refused.
            Crash: the process died.
        """
        self._life.check()
        refusal = HeadLost("The second file took nothing, as planned.")
        self._disk.write(lambda: self._vouched.replace(old, new), refusal)
