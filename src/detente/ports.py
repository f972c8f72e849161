"""Decide the only doors out: what the pure parts may ask of the world.

Each port is a Protocol of one to five methods whose docstring is its contract,
failures included. `detente.stores` and `detente.carriers` hold adapters, each with one
in memory; `detente.testing` holds those that fail on purpose. One conformance suite a
port runs on every adapter.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias, runtime_checkable

from detente.exchange.piece import Content, Piece
from detente.record.feed import Entry, FeedId, Frontier
from detente.record.head import Head, Signature
from detente.record.keys import PublicKey


class Appended(NamedTuple):
    """Entries that stand in a feed from `start` on."""

    feed: FeedId
    start: int
    entries: tuple[Entry, ...]


class HeldFeed(NamedTuple):
    """How far a feed is held: its frontier and the newest signed head, if any.

    Our own feed carries none: its head is signed anew when the node opens.
    """

    feed: FeedId
    frontier: Frontier
    note: bytes


class HeldReceipt(NamedTuple):
    """A receipt of one mirror for one feed, and the path it came by.

    `kept_at_s` is our clock, POSIX seconds; `note` is the cosigned checkpoint. A store
    keeps every one of them: each says since when the entries below it were held.
    """

    feed: FeedId
    mirror: str
    size: int
    note: bytes
    path: str
    kept_at_s: int


class Mark(NamedTuple):
    """A small fact kept under a name and replaced whole: a serial, a fork proof."""

    name: str
    value: bytes


class Listed(NamedTuple):
    """The statement at a position lists an attachment.

    `granted` says whether the charter's bounds leave room for its bytes (clause 9.11).
    """

    feed: FeedId
    position: int
    content: Content
    granted: bool


class Filed(NamedTuple):
    """What a commit writes of the bytes of attachments, in this order.

    `dropped` were of no use, `pieces` continue what is held, `whole` are complete and
    have their hash, `listed` are what new statements ask for. `kept_at_s` is our clock.
    """

    dropped: tuple[Content, ...] = ()
    pieces: tuple[Piece, ...] = ()
    whole: tuple[Content, ...] = ()
    listed: tuple[Listed, ...] = ()
    kept_at_s: int = 0


class Change(NamedTuple):
    """What one commit writes: all of it or nothing."""

    appended: tuple[Appended, ...] = ()
    feeds: tuple[HeldFeed, ...] = ()
    receipts: tuple[HeldReceipt, ...] = ()
    marks: tuple[Mark, ...] = ()
    filed: Filed = Filed()


class Held(NamedTuple):
    """Everything a node must know at start, but for the entries.

    Of receipts, the newest of each mirror for each feed.
    """

    feeds: tuple[HeldFeed, ...] = ()
    receipts: tuple[HeldReceipt, ...] = ()
    marks: tuple[Mark, ...] = ()


class EntryAt(NamedTuple):
    """Where an entry stands."""

    feed: FeedId
    position: int


class HeldContent(NamedTuple):
    """How much of an attachment is held, and whether it is whole and has its hash.

    `gone`: it was purged, and is not asked for any more.
    """

    content: Content
    held_bytes: int = 0
    whole: bool = False
    gone: bool = False


class Stray(NamedTuple):
    """Bytes that no statement lists, and when the last of them came."""

    content: Content
    kept_at_s: int


class Holding(NamedTuple):
    """A listed attachment whose bytes are whole; `number` counts them up."""

    number: int
    listed: Listed


class Shelf(NamedTuple):
    """What a node must know of attachments at start.

    `lacking` are listed, granted and not whole, by feed and position; `granted_bytes`
    says how much each party's statements were granted; `strays` are listed by none.
    """

    lacking: tuple[Listed, ...] = ()
    granted_bytes: Mapping[str, int] = {}
    strays: tuple[Stray, ...] = ()


class Source(Protocol):
    """What a line's record lies in, for whoever only reads it."""

    def held(self) -> Held:
        """Return what is durably held.

        Raises:
            StoreFailed: the store is damaged or of a newer incompatible release.
        """
        ...

    def entries(self, feed: FeedId, start: int, end: int) -> list[Entry]:
        """Return the entries from start up to end, end excluded, as far as held."""
        ...

    def leaves(self, feed: FeedId, start: int, end: int) -> list[bytes]:
        """Return the leaf hashes at positions start to end, as far as held."""
        ...

    def first_receipt(
        self, feed: FeedId, mirror: str, position: int
    ) -> HeldReceipt | None:
        """Return the smallest receipt of a mirror that covers a position, if any.

        A clock that runs from a receipt runs from the first one: later receipts cover
        the position too, and must not start it anew.
        """
        ...

    def receipt_by(self, feed: FeedId, mirror: str, time_s: int) -> HeldReceipt | None:
        """Return the largest receipt of a mirror that was kept by a time, if any.

        Of our own mirror it says how far a feed was held here by then. Where our clock
        went back, what stands before something that was kept by then was kept by then.
        """
        ...


class Store(Source, Protocol):
    """Where a line's record lies on this side, for the one who writes it."""

    def commit(self, change: Change) -> None:
        """Write a change whole and return when it is flushed to the medium.

        Entries continue their feed without gap, and pieces their attachment; a receipt
        or head of a smaller size than the one held is refused by the caller, not here.

        Raises:
            StoreFailed: nothing of it was kept (disk full, I/O error, or a gap).
        """
        ...

    def erase(
        self, places: Sequence[EntryAt], contents: Sequence[Content] = ()
    ) -> bool:
        """Destroy bodies with their salts, and attachments (clauses 29.6 and 29.7).

        The signed bytes of entries stay, and so does what they list.

        Returns whether no trace of them is left in the store's files. Where one is, a
        reader holds it up: to erase them again tries that again.

        Raises:
            StoreFailed: all of them stand as before.
        """
        ...


class Attachments(Protocol):
    """Where the bytes of attachments lie on this side; a commit writes them too."""

    def shelf(self) -> Shelf:
        """Return what is listed and lacking, granted, and listed by nobody."""
        ...

    def content(self, content: Content) -> HeldContent:
        """Return how much of an attachment is held."""
        ...

    def content_bytes(self, content: Content, start: int, end: int) -> bytes:
        """Return its bytes from start up to end, end excluded, as far as held."""
        ...

    def listed(self, content: Content) -> list[Listed]:
        """Return where an attachment is listed, by feed and position."""
        ...

    def holdings(self, after: int) -> list[Holding]:
        """Return what became whole since the holding of this number, oldest first."""
        ...


class NodeStore(Store, Attachments, Protocol):
    """What a node keeps its line in: the record, and what it lists."""


class HeadGuard(Protocol):
    """The second file: it vouches for the newest head of our own feed (clause 5.5).

    A restored backup or a second instance would sign a second history; the guard
    refuses before that can happen.
    """

    def read(self) -> Head | None:
        """Return the head it vouches for, or None where it never held one.

        Raises:
            HeadLost: the file is damaged.
        """
        ...

    def replace(self, old: Head | None, new: Head) -> None:
        """Replace the head if it is still `old`, and flush.

        Raises:
            HeadLost: it holds another head, or cannot be written.
        """
        ...


class Signer(Protocol):
    """The node's private keys. Signing draws randomness, so it is a port."""

    def sign_head(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Return the signature lines of both feed keys."""
        ...

    def cosign(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Return the signature lines of both mirror keys."""
        ...

    def credential(self) -> PublicKey:
        """Return the node's own credential, which signs automatic entries."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign a message with the node's own credential."""
        ...


class Clock(Protocol):
    """The two clocks of a node."""

    def now_s(self) -> int:
        """Return POSIX seconds, UTC: a claim, never an order."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds that never go back; deadlines run on these."""
        ...


class Alarm(Protocol):
    """What sounds at the watch."""

    def sound(self, kind: str, sentence: str) -> None:
        """Sound an alarm; `kind` is stable, the sentence is for the officer."""
        ...


class Ports(NamedTuple):
    """The doors that one line uses; carriers are given to the shell round it."""

    store: NodeStore
    guard: HeadGuard
    signer: Signer
    clock: Clock
    alarm: Alarm


Receive: TypeAlias = Callable[[bytes, str], Awaitable[bytes | None]]
"""What a carrier does with a sealed bundle that arrived, and the path it came by: the
answer is the sealed bundle to hand back, or None where there is nothing to say."""


class Carrier(Protocol):
    """One path to the other side. It moves sealed bundles and reads none."""

    @property
    def path(self) -> str:
        """The path's name, as the record shows it."""
        ...

    async def hand_over(self, frame: bytes) -> bytes | None:
        """Hand one sealed bundle over; return the sealed answer if the path has one.

        Raises:
            PathFailed: it could not be handed over; trying again does no harm.
        """
        ...

    async def close(self) -> None:
        """Let go of the path."""
        ...


@runtime_checkable
class Box(Carrier, Protocol):
    """A path without answers: whatever is left there waits for somebody to fetch it."""

    async def try_out(self) -> None:
        """Find out whether it serves on our side; it tells nothing of the other.

        Raises:
            PathFailed: nothing could be left there, or fetched from there.
        """
        ...


Random: TypeAlias = Callable[[int], bytes]
"""Returns so many random bytes."""
