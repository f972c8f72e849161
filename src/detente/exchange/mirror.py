"""Decide whether what arrived of a feed may be kept: every check before a receipt.

Spec clauses 9.3 to 9.6. A section is kept only if its head is signed by both keys of
the feed, every new entry is provably the party's, every body is the one committed to,
and the root computed from our own leaves is the head's. Everything else is told apart:
what we hold already, what leaves a gap, what contradicts what we hold, what proves
nothing.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from detente.exchange import fork
from detente.exchange.bundle import Section
from detente.exchange.channel import Party
from detente.exchange.fork import Fork
from detente.record import head, keys, statement
from detente.record.errors import Misdirected, StoreFailed, Unproven
from detente.record.feed import (
    Entry,
    FeedId,
    Frontier,
    consistency_path,
    frontier_of_path,
    leaf_hash,
)
from detente.record.head import Note

Leaves: TypeAlias = Callable[[FeedId, int, int], Sequence[bytes]]
_RECENT: Final = 64


class Mirror(NamedTuple):
    """How far we hold a feed: frontier, newest signed head, and heads seen lately.

    `note` is None before the first head. A frozen feed has forked: it gets no receipt.
    """

    feed: FeedId
    frontier: Frontier = Frontier()
    note: Note | None = None
    recent: tuple[tuple[int, bytes], ...] = ()
    frozen: bool = False

    @property
    def size(self) -> int:
        """How many entries we hold."""
        return self.frontier.size

    def grown(self, leaves: Sequence[bytes], note: Note) -> "Mirror":
        """Return the mirror after these leaves, under this head."""
        recent = (*self.recent, (note.head.size, note.head.root))[-_RECENT:]
        return self._replace(
            frontier=self.frontier.extend(leaves), note=note, recent=recent
        )


class Keep(NamedTuple):
    """New entries to flush; a receipt may be given once they are."""

    mirror: Mirror
    start: int
    entries: tuple[Entry, ...]


class Known(NamedTuple):
    """Nothing new: the receipt we gave stands."""

    mirror: Mirror


class Gap(NamedTuple):
    """It starts beyond what we hold; our wants say where to go on."""

    size: int


class Forked(NamedTuple):
    """The feed contradicts itself, and here is the proof."""

    fork: Fork


Admission: TypeAlias = Keep | Known | Gap | Forked


def admit(
    channel: bytes,
    party: Party,
    mirror: Mirror,
    section: Section,
    leaves: Leaves,
    verify: keys.Verify = keys.verify,
) -> Admission:
    """Decide what to do with a section of a party's feed.

    Args:
        channel: the 32-byte channel id.
        party: whose feed it is.
        mirror: how far we hold it.
        section: what arrived.
        leaves: reads leaf hashes that we hold.
        verify: checks one signature.

    Raises:
        Refused: nothing of it is kept, and why.
    """
    if section.feed != party.feed:
        raise Misdirected("Entries of a feed that the charter does not know.")
    note = head.parse_note(section.note).only(party.feed_keys)
    end = section.start + len(section.entries)
    if note.head.origin != party.feed_keys[0].name or note.head.size != end:
        raise Misdirected("A head is not at the end of its entries (clause 9.3).")
    if section.start > mirror.size:
        return Gap(mirror.size)
    head.verify_note(note, party.feed_keys, verify)
    if end <= mirror.size:
        return _compare(mirror, note, leaves)
    return _grow(channel, party, mirror, section, note, verify)


def _compare(mirror: Mirror, note: Note, leaves: Leaves) -> Admission:
    """Compare a head with what we hold beyond it (clause 9.5)."""
    size, root = note.head.size, note.head.root
    if mirror.note is None or note.head == mirror.note.head:
        return Known(mirror)
    if (size, root) in mirror.recent:
        return Known(mirror)
    # A replayed old head must not cost a pass over the feed more than once.
    shorter = Frontier().extend(leaves(mirror.feed, 0, size))
    if shorter.size != size:
        raise StoreFailed("The store holds fewer entries of a feed than it said.")
    if shorter.root() == root:
        recent = (*mirror.recent, (size, root))[-_RECENT:]
        return Known(mirror._replace(recent=recent))
    held = mirror.note
    path = consistency_path(shorter, leaves(mirror.feed, size, held.head.size))
    if not _contradict(note, held, path):
        # Ours is the copy that is wrong: nobody is accused on the word of a bad disk.
        raise StoreFailed("The store's copy of a feed is not under the head it held.")
    return Forked(Fork(note, held, tuple(path)))


def _contradict(first: Note, second: Note, path: Sequence[bytes]) -> bool:
    try:
        return fork.contradict(first.head, second.head, path)
    except Unproven:
        return False


def _grow(
    channel: bytes,
    party: Party,
    mirror: Mirror,
    section: Section,
    note: Note,
    verify: keys.Verify,
) -> Admission:
    new = section.entries[mirror.size - section.start :]
    hashes = [leaf_hash(entry.raw) for entry in new]
    grown = mirror.grown(hashes, note)
    if grown.frontier.root() != note.head.root:
        return Forked(_fork_of(mirror, section, note))
    for position, entry in enumerate(new, mirror.size):
        check_entry(channel, party, position, entry, verify)
    return Keep(grown, mirror.size, new)


def _fork_of(mirror: Mirror, section: Section, note: Note) -> Fork:
    """Return the fork that a head beyond ours proves, if it proves one.

    The section may start anywhere below what we hold: its path shows the frontier at
    its start, and from there on its entries lead to the path between the two heads.

    Raises:
        Unproven: entries and head do not belong together; that proves nothing.
    """
    held, start = mirror.note, section.start
    if held is not None:
        before = Frontier()
        if start:
            before, _ = frontier_of_path(start, note.head.size, section.path)
        hashes = [leaf_hash(entry.raw) for entry in section.entries]
        at = held.head.size - start
        path = consistency_path(before.extend(hashes[:at]), hashes[at:])
        if fork.contradict(held.head, note.head, path):
            return Fork(held, note, tuple(path))
    raise Unproven("Entries do not lead to the head that came with them (clause 9.4).")


def check_entry(
    channel: bytes, party: Party, position: int, entry: Entry, verify: keys.Verify
) -> None:
    """Check that an entry is provably the party's (clause 9.4).

    The first entry of a feed is the key document that the charter names.

    Raises:
        Refused: it is not.
    """
    if position == 0:
        if entry != Entry(party.document_raw, b"", b""):
            raise Unproven("A feed does not begin with its key document (clause 9.4).")
        return
    if entry.body is None:
        # A receipt says that we hold the body too; a relay could otherwise strip it.
        raise Unproven("An entry came without its body (clause 9.4).")
    said = statement.parse(entry.raw)
    statement.verify(said, channel, party.code, party.credentials, verify)
    statement.check_body(said, entry)
