"""Entries, heads and changes to store; what they say does not matter to a store."""

from collections.abc import Sequence

from hypothesis import strategies as st

from detente.ports import Appended, Change, HeldFeed, HeldReceipt, Store
from detente.record.feed import Entry, FeedId, Frontier, leaf_hash
from detente.record.head import Head

NORTH = FeedId("NORTH", 1)
SOUTH = FeedId("SOUTH", 1)
FEEDS = (NORTH, SOUTH, FeedId("NORTH", 2))
ORIGIN = f"detente/{'ab' * 32}/NORTH/1"

blobs = st.binary(max_size=40)
bodies = st.none() | st.binary(max_size=40) | st.just(b"x" * 9000)
entries = st.builds(Entry, blobs, blobs, bodies)


def entry(number: int, body_bytes: int = 20) -> Entry:
    """Return an entry that is told from every other by its number."""
    text = f"statement {number}".encode()
    return Entry(text, bytes(32), text.ljust(body_bytes, b"."))


def entries_from(start: int, count: int, body_bytes: int = 20) -> list[Entry]:
    """Return so many numbered entries."""
    return [entry(start + number, body_bytes) for number in range(count)]


def frontier(store: Store, feed: FeedId) -> Frontier:
    """Return how far a store says that it holds a feed."""
    held = {each.feed: each.frontier for each in store.held().feeds}
    return held.get(feed, Frontier())


def growth(
    feed: FeedId, before: Frontier, new: Sequence[Entry], note: bytes = b"head"
) -> Change:
    """Return the change that appends entries after a frontier."""
    after = before.extend(leaf_hash(each.raw) for each in new)
    appended = Appended(feed, before.size, tuple(new))
    return Change((appended,), (HeldFeed(feed, after, note),))


def append(store: Store, feed: FeedId, new: Sequence[Entry]) -> None:
    """Append entries to what a store holds."""
    store.commit(growth(feed, frontier(store, feed), new))


def receipt(feed: FeedId, size: int, path: str = "https") -> HeldReceipt:
    """Return a receipt of SOUTH's mirror."""
    return HeldReceipt(feed, "SOUTH", size, b"cosigned %d" % size, path, 1000 + size)


def head(size: int) -> Head:
    """Return a head of NORTH's feed that is told from others by its size."""
    return Head(ORIGIN, size, leaf_hash(str(size).encode()))
