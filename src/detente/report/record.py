"""Decide how a line's record is read: without the node, beside it, at one moment.

Whoever may knock at the door may read the store. It is opened for reading alone and
followed once (`detente.node.following`); what is folded is a function of heads that a
view can name, whatever the node stores meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeAlias

from detente.dialogue.entered import Entered
from detente.dialogue.pairing import Founding
from detente.dialogue.standing import Standing
from detente.dialogue.terms import Terms
from detente.node import opening
from detente.node.batches import Batches
from detente.node.following import Following
from detente.node.opening import Paired
from detente.node.place import Place
from detente.ports import Held, HeldReceipt, Source
from detente.record.errors import StoreFailed
from detente.record.feed import Entry, FeedId, Frontier
from detente.record.statement import Seen
from detente.stores.sqlite import SqliteStore

Told: TypeAlias = Callable[[int, int], None]
"""Is told how many of how many entries are read."""


class Record(NamedTuple):
    """What a line holds, folded: everything a view is made of."""

    place: Place
    paired: Paired
    store: SqliteStore
    following: Following
    batches: Batches

    @property
    def own(self) -> str:
        """Our party's code."""
        return self.paired.own

    @property
    def others(self) -> list[str]:
        """The codes of the other parties, in the charter's order."""
        return [code for code in self.founding.charter.codes if code != self.own]

    @property
    def founding(self) -> Founding:
        """What pairing fixed."""
        return self.paired.founding

    @property
    def standing(self) -> Standing:
        """How things stand."""
        return self.following.standing

    @property
    def terms(self) -> Terms:
        """The terms in force: those that bind our next statement (clause 10.13)."""
        return self.standing.binds(self.own).founding.charter.terms

    def statements(self) -> Iterator[Entered]:
        """Yield every statement in the order of the fold."""
        for spoken in self.standing.roll:
            entered = self.standing.entries.get(spoken.id)
            if entered is not None:
                yield entered

    def bytes_of(self, entered: Entered) -> Entry:
        """Return a statement as the store holds it.

        Raises:
            StoreFailed: the store cannot be read, or no longer holds it.
        """
        said = entered.said
        found = self.store.entries(said.feed, said.position, said.position + 1)
        if not found:
            raise StoreFailed(f"The store does not hold {entered.header.reference}.")
        return found[0]

    def seen(self) -> tuple[Seen, ...]:
        """Return the heads of the other parties' feeds that what stands is made of.

        What came after the record was read is left out: no page has shown it.

        Raises:
            StoreFailed: the store cannot be read.
        """
        return tuple(
            Seen(*feed, size, self.root(feed, size))
            for feed, size in sorted(self.standing.heads().items())
            if feed.party != self.own and size
        )

    def root(self, feed: FeedId, size: int) -> bytes:
        """Return the root of a feed at a size that is held.

        Raises:
            StoreFailed: the store cannot be read.
        """
        for held in self.store.held().feeds:
            if held.feed == feed and held.frontier.size == size:
                return held.frontier.root()
        return Frontier().extend(self.store.leaves(feed, 0, size)).root()


@contextmanager
def reading(place: Place, told: Told | None = None) -> Iterator[Record]:
    """Open a line's record for reading, folded as far as it is held now.

    Args:
        place: the line's directory; a node may run there or not.
        told: is told of the progress.

    Raises:
        Misasked: the line is not set up or not paired.
        Failed: the store is damaged, or of another release.
        Refused: charter or key documents are not what they were.
    """
    paired = opening.read_paired(place)
    store = SqliteStore.read_only(place.store)
    try:
        source = store if told is None else counted(store, told)
        following = Following(paired.founding, source)
        following.catch_up()
        yield Record(place, paired, store, following, Batches(store))
    finally:
        store.close()


def counted(store: SqliteStore, told: Told) -> Source:
    """Return a store as a source that tells how far it has been read."""
    return _Counted(store, told)


class _Counted:
    """The Source port over another that tells how far it has been read."""

    def __init__(self, store: SqliteStore, told: Told) -> None:
        self._store = store
        self._told = told
        self._done = 0
        self._total = sum(each.frontier.size for each in store.held().feeds)

    def held(self) -> Held:
        return self._store.held()

    def entries(self, feed: FeedId, start: int, end: int) -> list[Entry]:
        found = self._store.entries(feed, start, end)
        self._done += len(found)
        self._told(self._done, max(self._done, self._total))
        return found

    def leaves(self, feed: FeedId, start: int, end: int) -> list[bytes]:
        return self._store.leaves(feed, start, end)

    def first_receipt(
        self, feed: FeedId, mirror: str, position: int
    ) -> HeldReceipt | None:
        return self._store.first_receipt(feed, mirror, position)

    def receipt_by(self, feed: FeedId, mirror: str, time_s: int) -> HeldReceipt | None:
        return self._store.receipt_by(feed, mirror, time_s)

    def close(self) -> None:
        self._store.close()
