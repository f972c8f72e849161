"""Decide which heads of our own feed exist, and remember where bundles may start.

Our head is signed at any size that a bundle ends at; all of them are heads of one tree,
so none contradicts another. Frontiers at the sizes where bundles start are remembered,
so that a push costs what is new and not what is old.
"""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from detente.ports import Clock, HeadGuard, Signer, Store
from detente.record.errors import HeadLost, StoreFailed
from detente.record.feed import FeedId, Frontier
from detente.record.head import Head, Note

_REMEMBERED: Final = 4096
_REMEMBERED_NOTES: Final = 512


class Heads:
    """The signed heads of our feed, and frontiers of every feed, by size."""

    def __init__(self, origin: str, store: Store, signer: Signer, clock: Clock) -> None:
        """Start with nothing remembered."""
        self._origin = origin
        self._store = store
        self._signer = signer
        self._clock = clock
        self._notes: OrderedDict[int, Note] = OrderedDict()
        self._frontiers: OrderedDict[tuple[FeedId, int], Frontier] = OrderedDict()

    def vouch(self, own: Frontier, feed: FeedId, guard: HeadGuard) -> None:
        """Check that no head we signed lies beyond what our store holds (clause 5.5).

        A store restored from a backup would sign a second history under old positions.

        Raises:
            HeadLost: the second file does not vouch for the store; nothing is signed.
            StoreFailed: the store's frontier is not that of its entries.
        """
        vouched = guard.read()
        if vouched is None or vouched.size > own.size:
            raise HeadLost(
                "The store holds less than the second file vouches for: it may be an "
                "old copy. Nothing is signed. Fetch the entries back from the other "
                "side."
            )
        before = Frontier().extend(self._store.leaves(feed, 0, vouched.size))
        if before.root() != vouched.root:
            raise HeadLost(
                "The store and the second file disagree about our own history. Nothing "
                "is signed. Compare both with the other side's copy."
            )
        rest = self._store.leaves(feed, vouched.size, own.size)
        if before.extend(rest) != own:
            raise StoreFailed("Our own entries are not those their frontier says.")
        if vouched.size < own.size:
            guard.replace(vouched, self.head(own))

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
            if len(self._notes) > _REMEMBERED_NOTES:
                self._notes.popitem(last=False)
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
