"""Decide how our copy of a feed is taken up from what the store holds of it.

A feed that has forked stays frozen over every start: the proof kept under its mark says
so (clause 9.6).
"""

from typing import Final

from detente.exchange.mirror import Mirror
from detente.ports import Held, Store
from detente.record import head
from detente.record.errors import StoreFailed
from detente.record.feed import FeedId

FORK_MARK: Final = "fork/"


def fork_mark(feed: FeedId) -> str:
    """Return the name of the mark under which a feed's fork proof is kept."""
    return f"{FORK_MARK}{feed.party}/{feed.generation}"


def mirror_of(feed: FeedId, held: Held) -> Mirror:
    """Return how far a feed is held, and under which head.

    Raises:
        StoreFailed: it is not held under the head that the store names.
    """
    frozen = any(each.name == fork_mark(feed) for each in held.marks)
    for each in held.feeds:
        if each.feed == feed:
            note = head.parse_note(each.note) if each.note else None
            frontier = each.frontier.check()
            at = (frontier.size, frontier.root())
            if note is not None and (note.head.size, note.head.root) != at:
                raise StoreFailed("The store holds a feed that is not under its head.")
            return Mirror(feed, frontier, note, frozen=frozen)
    return Mirror(feed, frozen=frozen)


def fork_proofs(store: Store) -> dict[str, bytes]:
    """Return the fork proofs kept, by the name of their mark."""
    return {
        mark.name: mark.value
        for mark in store.held().marks
        if mark.name.startswith(FORK_MARK)
    }
