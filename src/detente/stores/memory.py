"""Decide how a record is kept for as long as a process lives, and no longer.

For play, tests and the simulator: the same contract as the files, without a disk.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from detente.exchange.piece import Content
from detente.ports import Change, EntryAt, Held, HeldFeed, HeldReceipt, Mark
from detente.record.feed import Entry, FeedId, leaf_hash
from detente.record.head import Head
from detente.stores.continuity import check_continues, check_pieces, check_still
from detente.stores.memory_attachments import MemoryAttachments


class MemoryStore(MemoryAttachments):
    """The Store port in this process's memory."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._entries: dict[FeedId, list[Entry]] = {}
        self._leaves: dict[FeedId, list[bytes]] = {}
        self._feeds: dict[FeedId, HeldFeed] = {}
        self._receipts: dict[tuple[FeedId, str], list[HeldReceipt]] = {}
        self._marks: dict[str, Mark] = {}

    def held(self) -> Held:
        """Return what is held, but for the entries."""
        return Held(
            tuple(self._feeds.values()),
            tuple(kept[-1] for kept in self._receipts.values()),
            tuple(self._marks.values()),
        )

    def commit(self, change: Change) -> None:
        """Write a change whole.

        Raises:
            StoreFailed: it does not continue what is held; nothing of it was kept.
        """
        check_continues(change, lambda feed: len(self._entries.get(feed, ())))
        check_pieces(change.filed, self._held_after(change.filed.dropped))
        for feed, _, entries in change.appended:
            self._entries.setdefault(feed, []).extend(entries)
            leaves = self._leaves.setdefault(feed, [])
            leaves.extend(leaf_hash(entry.raw) for entry in entries)
        for held in change.feeds:
            self._feeds[held.feed] = held
        for receipt in change.receipts:
            self._keep(receipt)
        for mark in change.marks:
            self._marks[mark.name] = mark
        self._file_away(change.filed)

    def entries(self, feed: FeedId, start: int, end: int) -> list[Entry]:
        """Return the entries at positions start to end, as far as held."""
        return self._entries.get(feed, [])[max(start, 0) : max(end, 0)]

    def leaves(self, feed: FeedId, start: int, end: int) -> list[bytes]:
        """Return the leaf hashes at positions start to end, as far as held."""
        return self._leaves.get(feed, [])[max(start, 0) : max(end, 0)]

    def first_receipt(
        self, feed: FeedId, mirror: str, position: int
    ) -> HeldReceipt | None:
        """Return the smallest receipt of a mirror that covers a position, if any."""
        kept = self._receipts.get((feed, mirror), [])
        at = bisect_right(kept, position, key=_size)
        return kept[at] if at < len(kept) else None

    def receipt_by(self, feed: FeedId, mirror: str, time_s: int) -> HeldReceipt | None:
        """Return the largest receipt of a mirror that was kept by a time, if any."""
        kept = self._receipts.get((feed, mirror), [])
        return next((each for each in reversed(kept) if each.kept_at_s <= time_s), None)

    def erase(
        self, places: Sequence[EntryAt], contents: Sequence[Content] = ()
    ) -> bool:
        """Destroy bodies, salts, attachments; nothing is left of them at once."""
        self._purge(contents)
        for feed, position in places:
            entries = self._entries.get(feed, [])
            if 0 <= position < len(entries):
                entries[position] = Entry(entries[position].raw, b"", None)
        return True

    def _keep(self, receipt: HeldReceipt) -> None:
        """Keep a receipt in its place by size; the first of a size stays."""
        kept = self._receipts.setdefault((receipt.feed, receipt.mirror), [])
        at = bisect_left(kept, receipt.size, key=_size)
        if at == len(kept) or kept[at].size != receipt.size:
            kept.insert(at, receipt)


def _size(receipt: HeldReceipt) -> int:
    return receipt.size


class MemoryHeadGuard:
    """The HeadGuard port in this process's memory."""

    def __init__(self, head: Head | None = None) -> None:
        """Start with a head, or with none ever held."""
        self._head = head

    def read(self) -> Head | None:
        """Return the head it vouches for, or None where it never held one."""
        return self._head

    def replace(self, old: Head | None, new: Head) -> None:
        """Replace the head if it is still `old`.

        Raises:
            HeadLost: it holds another head.
        """
        check_still(self._head, old)
        self._head = new
