"""Decide what becomes of the bytes of attachments: asked for, kept, refused, handed on.

Spec clauses 9.9 to 9.12. What a statement lists within the charter's bounds is asked
for until it is whole: first from the party that stated it, and where that does not help
from whoever holds it too. Only what was asked for is kept. Bytes that come to another
hash are dropped whole and fetched again, each time after a longer wait: a forger costs
time, and never a byte of evidence.

What is believed here runs ahead of the disk by one commit at most: a commit that fails
stops the line.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from detente.dialogue.terms import Terms
from detente.exchange import quota
from detente.exchange.bundle import MAX_ENTRIES
from detente.exchange.piece import (
    MAX_PIECE_BYTES,
    MAX_PIECES,
    Content,
    Lack,
    Piece,
    fresh,
)
from detente.exchange.quota import Bounds
from detente.exchange.supply import Part
from detente.ports import Filed, Listed, Ports
from detente.record import statement
from detente.record.errors import Refused
from detente.record.feed import Entry, FeedId
from detente.record.statement import Header

if TYPE_CHECKING:
    from hashlib import _Hash

MOST_ASKED: Final = 16
STRAY_FOR_S: Final = 86_400
STRAY_STATEMENTS: Final = 4
SPOILED_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 300.0
_READ_BYTES: Final = 1024 * 1024
_FIELD: Final = b"attachments"
UPLOADED: Final = ""


def bounds_of(terms: Terms) -> Bounds | None:
    """Return what the terms of a charter grant; None where no attachment travels."""
    agreed = terms.attachments
    return None if agreed is None else Bounds(*msgspec.structs.astuple(agreed))


class Stated(NamedTuple):
    """A statement that lists attachments, in its place."""

    feed: FeedId
    position: int
    header: Header


def stated(feed: FeedId, start: int, entries: Sequence[Entry]) -> Iterator[Stated]:
    """Yield the statements among entries of a feed that list attachments."""
    for position, entry in enumerate(entries, start):
        # The name of the field stands in the bytes; most statements are not read again.
        if position and _FIELD in entry.raw:
            header = statement.parse(entry.raw).header
            if header.attachments:
                yield Stated(feed, position, header)


@dataclass
class _Lacking:
    """An attachment that is asked for, since when nothing of it came, and from whom."""

    parties: set[str]
    moved_at_s: float
    moved_by: str = ""
    spoiled: int = 0
    not_before_s: float = 0.0


@dataclass
class _Filing:
    """What one commit is going to write of attachments."""

    dropped: list[Content] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    whole: list[Content] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)

    def drop(self, content: Content) -> None:
        """Drop what is held of an attachment, and what this commit was to add."""
        self.pieces = [each for each in self.pieces if each.content != content]
        self.dropped.append(content)

    def filed(self, now_s: int) -> Filed:
        """Return it as the store takes it."""
        if not (self.dropped or self.pieces or self.whole or self.listed):
            return Filed()
        dropped, pieces = tuple(self.dropped), tuple(self.pieces)
        return Filed(dropped, pieces, tuple(self.whole), tuple(self.listed), now_s)


class Attachments:
    """The attachments of one line on this side.

    `refused` counts by peer the pieces that were not asked for, `spoiled` those that
    came to another hash.
    """

    def __init__(self, own: FeedId, ports: Ports, bounds: Bounds | None) -> None:
        """Start from what the store says is lacking; without bounds nothing travels."""
        self.bounds = bounds
        self.refused: Counter[str] = Counter()
        self.spoiled: Counter[str] = Counter()
        self._own = own
        self._store = ports.store
        self._clock = ports.clock
        shelf = ports.store.shelf()
        self._granted_bytes = Counter(shelf.granted_bytes)
        self._lacking: dict[Content, _Lacking] = {}
        for each in shelf.lacking:
            self._ask(each)
        old_s = ports.clock.now_s() - STRAY_FOR_S
        self._old = [e.content for e in shelf.strays if e.kept_at_s < old_s]
        self._strays = {e.content for e in shelf.strays if e.kept_at_s >= old_s}
        self._held: dict[Content, int] = {}
        self._sums: dict[Content, _Hash] = {}

    def bind(self, bounds: Bounds | None) -> None:
        """Go by other bounds from now on; what was listed before stays as granted."""
        self.bounds = bounds

    def forget(self, contents: Sequence[Content]) -> None:
        """Ask no more for what was purged."""
        for content in contents:
            self._lacking.pop(content, None)
            self._held.pop(content, None)
            self._sums.pop(content, None)

    # ------------------------------------------------------------------ our own side

    def check_upload(self, content: Content) -> None:
        """Check that bytes may be put here for a statement that is to come.

        Raises:
            Refused: there is no room for such an attachment.
        """
        bounds = self.bounds
        if bounds is None:
            raise Refused(
                "The charter of this line lets no attachments travel (clause 10.8)."
            )
        if not 0 < content.size_bytes <= bounds.each_bytes:
            raise Refused(
                f"An attachment of {content.size_bytes:,} bytes: the charter takes "
                f"from 1 to {bounds.each_bytes:,} (clause 9.11)."
            )
        if self._store.content(content).gone:
            raise Refused("These bytes were purged by agreement (clause 29.7).")
        most = STRAY_STATEMENTS * bounds.statement_bytes
        waiting = self._strays - {content}
        if sum(each.size_bytes for each in waiting) + content.size_bytes > most:
            raise Refused(
                "Too many attachments wait for a statement that lists them. Those that "
                "none lists are dropped after a day, when the node starts."
            )

    def check_release(self, header: Header) -> None:
        """Check that what our statement lists is here whole, and may travel.

        Raises:
            Refused: bytes are missing, or there is no room for them.
        """
        if self.bounds is None or not header.attachments:
            return
        for content, granted in self._grants(self._own.party, header):
            if not granted:
                raise Refused(
                    "What it lists is more than the charter grants us (clause 9.11): "
                    f"{self.room_bytes(header):,} bytes are left."
                )
            if not self._store.content(content).whole:
                raise Refused(
                    "The bytes of what it attaches are not in our store "
                    f"({content.sha256.hex()}): they go there first (clause 9.12)."
                )

    def room_bytes(self, header: Header) -> int:
        """Return how much of our attachments the charter still grants."""
        if self.bounds is None:
            return 0
        had = self._granted_bytes[self._own.party]
        return max(0, self.bounds.room_bytes(header) - had)

    @property
    def lacking(self) -> tuple[Content, ...]:
        """What is asked for and not whole yet."""
        return tuple(self._lacking)

    def held_bytes(self, content: Content) -> int:
        """Return how much of an attachment is held."""
        held = self._held.get(content)
        return self._store.content(content).held_bytes if held is None else held

    # ------------------------------------------------------------ what a turn brought

    def settle(
        self, statements: Sequence[Stated], pieces: Sequence[tuple[str, Piece]]
    ) -> Filed:
        """Return what a commit writes, once these statements and pieces have come.

        Args:
            statements: in the order of their feeds.
            pieces: each with the peer that sent it, or `UPLOADED`.
        """
        filing = _Filing()
        if self.bounds is None:
            self.refused.update(sender for sender, _ in pieces)
            return Filed()
        for each in self._old:
            filing.drop(each)
        self._old = []
        for said in statements:
            filing.listed += self._list(said)
        for sender, piece in pieces:
            self._take(filing, sender, piece)
        return filing.filed(self._clock.now_s())

    def _grants(self, party: str, header: Header) -> tuple[quota.Grant, ...]:
        assert self.bounds is not None  # noqa: S101 - asked where there are bounds
        had_bytes = self._granted_bytes[party]
        had = [c for c in quota.contents(header) if self._was_granted(party, c)]
        return quota.grants(self.bounds, header, had_bytes, had)

    def _was_granted(self, party: str, content: Content) -> bool:
        rows = self._store.listed(content)
        lacking = self._lacking.get(content)
        if lacking is not None and party in lacking.parties:
            return True
        return any(row.granted and row.feed.party == party for row in rows)

    def _list(self, said: Stated) -> Iterator[Listed]:
        party = said.feed.party
        grants = self._grants(party, said.header)
        for content, granted in grants:
            if granted and not self._was_granted(party, content):
                self._granted_bytes[party] += content.size_bytes
            listed = Listed(said.feed, said.position, content, granted)
            self._strays.discard(content)
            held = self._store.content(content)
            if granted and not held.whole and not held.gone:
                self._ask(listed)
            yield listed

    def _ask(self, listed: Listed) -> None:
        fresh_one = _Lacking(set(), self._clock.monotonic_s())
        lacking = self._lacking.setdefault(listed.content, fresh_one)
        lacking.parties.add(listed.feed.party)

    def _take(self, filing: _Filing, sender: str, piece: Piece) -> None:
        content, lacking = piece.content, self._lacking.get(piece.content)
        if sender == UPLOADED:
            if lacking is None and not self._store.listed(content):
                self._strays.add(content)
        elif lacking is None:
            # What came twice is no offence; what nobody asked for is.
            known = self._store.content(content).whole
            self.refused[sender] += not known
            return
        held = self.held_bytes(content)
        new = fresh(piece, held)
        if new is None:
            return
        filing.pieces.append(new)
        digest = self._sum(content, held)
        digest.update(new.data)
        self._held[content] = new.end
        if lacking is not None:
            lacking.moved_at_s = self._clock.monotonic_s()
            lacking.moved_by = sender
        if new.end == content.size_bytes:
            self._complete(filing, sender, content, digest.digest())

    def _sum(self, content: Content, held: int) -> "_Hash":
        """Return the hash of what is held; after a start it is read once."""
        found = self._sums.get(content)
        if found is None:
            found = self._sums[content] = hashlib.sha256()
            for start in range(0, held, _READ_BYTES):
                end = min(start + _READ_BYTES, held)
                found.update(self._store.content_bytes(content, start, end))
        return found

    def _complete(
        self, filing: _Filing, sender: str, content: Content, digest: bytes
    ) -> None:
        del self._sums[content], self._held[content]
        if digest == content.sha256:
            filing.whole.append(content)
            self._lacking.pop(content, None)
            return
        filing.drop(content)
        self._held[content] = 0
        self._strays.discard(content)
        lacking = self._lacking.get(content)
        if sender != UPLOADED:
            self.spoiled[sender] += 1
        if lacking is not None:
            wait_s = min(SPOILED_WAIT_S * 2**lacking.spoiled, LONGEST_WAIT_S)
            lacking.spoiled = min(lacking.spoiled + 1, 20)
            lacking.not_before_s = self._clock.monotonic_s() + wait_s

    # ----------------------------------------------------------------- toward a peer

    def lacks(self, peer: str, relay_after_s: float) -> tuple[Lack, ...]:
        """Return what to ask a peer for now: what it stated, and what nobody sends."""
        if self.bounds is None:
            return ()
        now_s = self._clock.monotonic_s()
        asked = (
            Lack(content, self.held_bytes(content))
            for content, each in self._lacking.items()
            if now_s >= each.not_before_s
            and (
                peer in {*each.parties, each.moved_by}
                or now_s >= each.moved_at_s + relay_after_s
            )
        )
        return tuple(islice(asked, MOST_ASKED))

    def given(
        self, lacks: Sequence[Lack], holds: Callable[[FeedId], int]
    ) -> tuple[Lack, ...]:
        """Return what of a peer's lacks it may be given: after its statement alone.

        Args:
            lacks: what the peer says that it lacks.
            holds: returns how far the peer holds a feed.
        """
        if self.bounds is None:
            return ()
        return tuple(
            each
            for each in lacks[:MAX_PIECES]
            if self._store.content(each.content).whole
            and any(
                row.granted and row.position < holds(row.feed)
                for row in self._store.listed(each.content)
            )
        )

    def to_leave(self, lacks: Sequence[Lack], start: int) -> Iterator[Part]:
        """Yield what to leave on a path without answers, each fit for a bundle.

        Args:
            lacks: what the peer said that it lacks, as far as it may be given.
            start: from where on it has not receipted our feed; of what is listed there
                it cannot have asked yet.
        """
        wanted = dict(lacks)
        for content in self._listed_from(start):
            wanted.setdefault(content, 0)
        for content, held in wanted.items():
            if self._store.content(content).whole:
                for at in range(held, content.size_bytes, MAX_PIECE_BYTES):
                    end = min(at + MAX_PIECE_BYTES, content.size_bytes)
                    yield Part(content, at, end)

    def _listed_from(self, start: int) -> Iterator[Content]:
        while entries := self._store.entries(self._own, start, start + MAX_ENTRIES):
            for said in stated(self._own, start, entries):
                yield from quota.contents(said.header)
            start += len(entries)

    def pieces(self, parts: Sequence[Part]) -> tuple[Piece, ...]:
        """Return the bytes of these parts."""
        read = self._store.content_bytes
        return tuple(Piece(c, start, read(c, start, end)) for c, start, end in parts)
