"""Decide what of a feed goes into a bundle: entries, and a head exactly at their end.

Spec clause 9.3. Our own head is signed at any size. Of another party's feed only the
newest is held: a relay hands on what fits one bundle, else leaves it to the feed's
owner.
"""

from dataclasses import dataclass

from detente.exchange import bundle as bundles
from detente.exchange.bundle import Section
from detente.node.heads import Heads
from detente.ports import Store
from detente.record.feed import Entry, FeedId, consistency_path, leaf_hash
from detente.record.head import Note


@dataclass
class Room:
    """How much still fits into a bundle."""

    entries: int = bundles.MAX_ENTRIES
    size_bytes: int = bundles.MAX_ENTRY_BYTES


class Sections:
    """What is handed on from one store."""

    def __init__(self, own: FeedId, store: Store, heads: Heads) -> None:
        """Hand on from `store`; `heads` signs those of `own`."""
        self._own = own
        self._store = store
        self._heads = heads

    def section(
        self, feed: FeedId, start: int, newest: Note | None, room: Room
    ) -> Section | None:
        """Return a feed's entries from `start` on, as many as fit; None if none can go.

        Args:
            feed: ours, or one that we mirror.
            start: the position of the first.
            newest: the head held of a feed that is not ours.
            room: how much fits; less after this.
        """
        entries: list[Entry] = []
        for entry in self._store.entries(feed, start, start + room.entries):
            size = bundles.entry_bytes(entry)
            if size > room.size_bytes:
                break
            room.entries, room.size_bytes = room.entries - 1, room.size_bytes - size
            entries.append(entry)
        before = self._heads.frontier(feed, start)
        hashes = [leaf_hash(entry.raw) for entry in entries]
        note = newest
        if feed == self._own:
            note = self._heads.sign(self._heads.after(feed, before, hashes))
        if note is None or note.head.size != start + len(entries):
            return None
        path = tuple(consistency_path(before, hashes))
        return Section(feed, start, tuple(entries), note.text(), path)
