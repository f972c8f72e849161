"""Decide which heads of our own feed exist, and remember where bundles may start.

Our head is signed at any size that a bundle ends at; all of them are heads of one tree,
so none contradicts another. Frontiers at the sizes where bundles start are remembered,
so that a push costs what is new and not what is old.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from detente.ports import Clock, Signer, Store
from detente.record.feed import FeedId, Frontier
from detente.record.head import Head, Note

_REMEMBERED: Final = 4096


class Heads:
    """The signed heads of our feed, and frontiers of every feed, by size."""

    def __init__(self, origin: str, store: Store, signer: Signer, clock: Clock) -> None:
        """Start with nothing remembered."""
        self._origin = origin
        self._store = store
        self._signer = signer
        self._clock = clock
        self._notes: dict[int, Note] = {}
        self._frontiers: OrderedDict[tuple[FeedId, int], Frontier] = OrderedDict()

    def head(self, frontier: Frontier) -> Head:
        """Return our unsigned head at a frontier."""
        return Head(self._origin, frontier.size, frontier.root())

    def sign(self, frontier: Frontier) -> Note:
        """Return our signed head at a frontier that the second file vouches for."""
        note = self._notes.get(frontier.size)
        if note is None:
            unsigned = self.head(frontier)
            lines = self._signer.sign_head(unsigned, self._clock.now_s())
            note = self._notes[frontier.size] = Note(unsigned, lines)
        return note

    def forget_below(self, size: int) -> None:
        """Drop signed heads that every peer has receipted beyond."""
        for old in [each for each in self._notes if each < size]:
            del self._notes[old]

    def remember(self, feed: FeedId, frontier: Frontier) -> None:
        """Remember a frontier where a bundle may start."""
        self._frontiers[feed, frontier.size] = frontier
        if len(self._frontiers) > _REMEMBERED:
            self._frontiers.popitem(last=False)

    def frontier(self, feed: FeedId, size: int) -> Frontier:
        """Return a feed's frontier at a size, from memory or from its leaves."""
        known = self._frontiers.get((feed, size))
        if known is None:
            known = Frontier().extend(self._store.leaves(feed, 0, size))
            self.remember(feed, known)
        return known

    def after(
        self, feed: FeedId, before: Frontier, leaves: Sequence[bytes]
    ) -> Frontier:
        """Return and remember the frontier after these leaves."""
        known = self._frontiers.get((feed, before.size + len(leaves)))
        if known is None:
            known = before.extend(leaves)
            self.remember(feed, known)
        return known
