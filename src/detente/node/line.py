"""Decide what one turn of a node does: append, admit, flush, sign, receipt.

A line is one channel on one side. Work comes in turns: whatever has gathered, releases
of our own people and bundles of our peers, goes through one commit. The order is always
the same (clause 5.5): flush entries, compare-and-set our head in the second file, sign,
publish; and a receipt is signed only after what it covers is flushed. If the store or
the second file fails, the line does nothing more until it is opened anew: so what it
believes never runs ahead of what lies on the medium.

Synchronous on purpose: the simulator drives this very code. The asynchronous shell
round it is `detente.node.service`; when to send is decided by
`detente.exchange.replica`.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from detente.exchange import bundle as bundles
from detente.exchange import mirror as mirrors
from detente.exchange import replica
from detente.exchange.bundle import Bundle, Section, Want
from detente.exchange.channel import Channel, Party
from detente.exchange.piece import Lack, Piece
from detente.exchange.replica import Replica, Terms
from detente.exchange.supply import Part
from detente.node import mirrored
from detente.node.attachments import UPLOADED, Attachments, stated
from detente.node.heads import Heads
from detente.node.mirrored import FORK_MARK, fork_mark, mirror_of
from detente.node.receipts import Receipts
from detente.node.sections import Room, Sections
from detente.node.turn import Turn
from detente.ports import (
    Appended,
    Change,
    Filed,
    HeldFeed,
    Mark,
    Ports,
)
from detente.record import keys
from detente.record.errors import Failed, Misdirected, Refused
from detente.record.feed import Entry, FeedId, Frontier, leaf_hash
from detente.record.head import Note

SERIAL_MARK: Final = "serial/"
RECALLED: Final = 4096
DEFAULT_TERMS: Final = Terms()


class Released(NamedTuple):
    """A statement that our own people, or our own node, have released."""

    entry: Entry


class Arrived(NamedTuple):
    """A bundle of a peer, and the path it came by."""

    bundle: Bundle
    path: str


class Reserve(NamedTuple):
    """A serial is wanted for a reference of this year; it is never given again."""

    year: int


class Uploaded(NamedTuple):
    """Bytes of an attachment, from our own side, before its statement."""

    piece: Piece


Input: TypeAlias = Released | Arrived | Reserve | Uploaded


class Stored(NamedTuple):
    """The released statement stands in our feed here, and its head is signed."""

    position: int


class Reply(NamedTuple):
    """What to hand back to the peer."""

    bundle: Bundle


class Reserved(NamedTuple):
    """The serial, kept as given before anyone sees it."""

    serial: int


class Taken(NamedTuple):
    """How much of the attachment is held now; none of it if its hash is another."""

    held_bytes: int


Output: TypeAlias = Stored | Reply | Reserved | Taken | Refused


class Line:
    """One channel on one side; not safe to use from two threads at once."""

    def __init__(
        self,
        channel: Channel,
        own: str,
        charter: bytes,
        ports: Ports,
        terms: Terms = DEFAULT_TERMS,
        verify: keys.Verify = keys.verify,
    ) -> None:
        """Open the line from what its store holds.

        Raises:
            HeadLost: the second file does not vouch for the store; nothing is signed.
            StoreFailed: the store cannot be read.
        """
        self.channel = channel
        self.party: Party = channel.party(own)
        self.charter = charter
        self._ports = ports
        self._verify = verify
        self._broken: Failed | None = None
        held = ports.store.held()
        self.own = mirror_of(self.party.feed, held)
        others = [party for party in channel.parties if party is not self.party]
        self.mirrors = {party.feed: mirror_of(party.feed, held) for party in others}
        self._heads = Heads(
            self.party.feed_keys[0].name, ports.store, ports.signer, ports.clock
        )
        self._heads.vouch(self.own.frontier, self.own.feed, ports.guard)
        self._sections = Sections(self.own.feed, ports.store, self._heads)
        self.attachments = Attachments(self.own.feed, ports, terms.attachments)
        self.receipts = Receipts(channel, self.party, ports, held.receipts, verify)
        sizes = {each.feed: each.size for each in (self.own, *self.mirrors.values())}
        self.peers = {
            party.code: Replica(
                party.code,
                self.party.feed,
                party.feed,
                terms,
                sizes,
                receipted=self.receipts.of_ours(party.code),
            )
            for party in others
        }
        self._told: dict[str, int] = {}
        self._shown: dict[tuple[str, FeedId], int] = {}
        self._recent = self._recall()
        self._serials = {
            int(mark.name.removeprefix(SERIAL_MARK)): int.from_bytes(mark.value, "big")
            for mark in held.marks
            if mark.name.startswith(SERIAL_MARK)
        }

    def _recall(self) -> dict[bytes, int]:
        """Return our newest entries by id.

        Who was cut off before an answer came releases the same bytes again; they are
        the same release and stand in the feed once.
        """
        first = max(0, self.own.size - RECALLED)
        leaves = self._ports.store.leaves(self.own.feed, first, self.own.size)
        return {leaf: first + at for at, leaf in enumerate(leaves)}

    def turn(self, inputs: Sequence[Input]) -> list[Output]:
        """Do one turn: everything gathered, one commit; an output for each input.

        Raises:
            Failed: the store or second file failed; open the line anew.
        """
        if self._broken is not None:
            raise self._broken
        work = Turn(dict(self.mirrors))
        try:
            outputs = [self._take(work, each) for each in inputs]
            self._flush(work)
        except Failed as error:
            self._broken = error
            raise
        return [self._finish(each) for each in outputs]

    def _take(self, work: Turn, each: Input) -> Output | Arrived | Uploaded:
        try:
            match each:
                case Released(entry):
                    return self._append(work, entry)
                case Arrived(bundle):
                    # Apart, so that a bundle refused at its end has changed nothing.
                    part = work.part()
                    self._admit(part, bundle, each.path)
                    work.join(part)
                    return each
                case Uploaded(piece):
                    self.attachments.check_upload(piece.content)
                    work.pieces.append((UPLOADED, piece))
                    return each
                case Reserve(year):
                    return self._reserve(work, year)
        except Refused as error:
            return error

    def _reserve(self, work: Turn, year: int) -> Reserved:
        serial = self._serials.get(year, 0) + 1
        self._serials[year] = serial
        work.marks.append(Mark(f"{SERIAL_MARK}{year}", serial.to_bytes(8, "big")))
        return Reserved(serial)

    def _append(self, work: Turn, entry: Entry) -> Stored:
        leaf = leaf_hash(entry.raw)
        again = self._recent.get(leaf)
        if again is not None:
            return Stored(again)
        position = self.own.size + len(work.entries)
        mirrors.check_entry(self.channel.id, self.party, position, entry, self._verify)
        for said in stated(self.own.feed, position, (entry,)):
            self.attachments.check_release(said.header)
            work.stated.append(said)
        work.entries.append(entry)
        work.leaves.append(leaf)
        self._recent[leaf] = position
        if len(self._recent) > RECALLED:
            del self._recent[next(iter(self._recent))]
        return Stored(position)

    def _admit(self, work: Turn, bundle: Bundle, path: str) -> None:
        bundles.check_address(bundle, self.channel.id, self.party.code)
        if bundle.sender not in self.peers:
            raise Misdirected("A bundle names no peer as its sender (clause 9.2).")
        for section in bundle.sections:
            self._admit_section(work, section)
        for text in bundle.receipts:
            receipt = self.receipts.read(text, bundle.sender, self.own, self._own_note)
            if receipt is not None:
                work.receipts.append(receipt._replace(path=path))
        work.pieces += ((bundle.sender, piece) for piece in bundle.pieces)

    def _admit_section(self, work: Turn, section: Section) -> None:
        held = work.held.get(section.feed)
        if held is None:
            return  # our own feed, come back by relay: its receipt is what counts
        party = self.channel.party(section.feed.party)

        def leaves(feed: FeedId, start: int, end: int) -> list[bytes]:
            # What an earlier bundle of this turn brought is not in the store yet.
            found = list(self._ports.store.leaves(feed, start, end))
            for _, first, entries in (a for a in work.appended if a.feed == feed):
                at = entries[max(start - first, 0) : max(end - first, 0)]
                found += [leaf_hash(entry.raw) for entry in at]
            return found

        found = mirrors.admit(
            self.channel.id, party, held, section, leaves, self._verify
        )
        match found:
            case mirrors.Keep(mirror, start, entries):
                work.held[section.feed] = mirror
                work.appended.append(Appended(section.feed, start, entries))
                work.stated += stated(section.feed, start, entries)
            case mirrors.Known(mirror):
                work.held[section.feed] = mirror
            case mirrors.Forked() if held.frozen:
                pass  # one proof is enough, and an alarm that repeats is not heard
            case mirrors.Forked(proof):
                documents = [p.document_raw for p in self.channel.parties]
                value = proof.render(self.charter, documents)
                work.marks.append(Mark(fork_mark(section.feed), value))
                work.held[section.feed] = held._replace(frozen=True)
            case mirrors.Gap():
                pass

    def _own_note(self, size: int) -> Note:
        return self._heads.sign(self._heads.frontier(self.own.feed, size))

    def _flush(self, work: Turn) -> None:
        """Flush, compare-and-set, sign: in this order and no other (clause 5.5)."""
        feeds = [
            HeldFeed(feed, each.frontier, each.note.text())
            for feed, each in work.held.items()
            if each.note is not None and each.size != self.mirrors[feed].size
        ]
        grown = self.own.frontier
        if work.entries:
            grown = self._heads.after(self.own.feed, grown, work.leaves)
            start = self.own.size
            work.appended.append(Appended(self.own.feed, start, tuple(work.entries)))
            feeds.append(HeldFeed(self.own.feed, grown, b""))
        # What was receipted starts a clock on this side too: on a quiet line nothing
        # else may come to be written with it for hours.
        given = self.receipts.unwritten()
        filed = self.attachments.settle(work.stated, work.pieces)
        new = work.appended or work.receipts or work.marks or filed != Filed()
        if new or given:
            newest = {r.mirror: r for r in sorted(work.receipts, key=lambda r: r.size)}
            kept = (*newest.values(), *given)
            entries, marks = tuple(work.appended), tuple(work.marks)
            change = Change(entries, tuple(feeds), kept, marks, filed)
            self._ports.store.commit(change)
            self.receipts.written(given, grown.size)
        if work.entries:
            old = self._heads.head(self.own.frontier)
            self._ports.guard.replace(old, self._heads.head(grown))
        self._adopt(work, grown)

    def _adopt(self, work: Turn, grown: Frontier) -> None:
        """Take over what is flushed, and let every peer's replica know."""
        now_s = self._ports.clock.monotonic_s()
        before, self.mirrors = self.mirrors, work.held
        self.own = self.own._replace(frontier=grown)
        for receipt in work.receipts:
            self.receipts.keep(receipt)
        least = min(map(self.receipts.of_ours, self.peers), default=grown.size)
        self._heads.forget_below(least)
        events = [
            replica.Grew(feed, each.size)
            for feed, each in work.held.items()
            if each.size != before[feed].size
        ]
        if work.entries:
            events.append(replica.Grew(self.own.feed, grown.size))
        for peer in self.peers:
            for event in events:
                self.peers[peer] = replica.note(self.peers[peer], event, now_s)
        for name in (m.name for m in work.marks if m.name.startswith(FORK_MARK)):
            self._ports.alarm.sound(
                "fork",
                f"A feed signed two histories ({name}). The proof is kept and its "
                "receipts stop. Keep talking, and tell the engineers of both sides.",
            )

    def _finish(self, output: Output | Arrived | Uploaded) -> Output:
        if isinstance(output, Uploaded):
            return Taken(self.attachments.held_bytes(output.piece.content))
        if not isinstance(output, Arrived):
            return output
        bundle = output.bundle
        now_s = self._ports.clock.monotonic_s()
        heard = replica.Heard(
            {want.feed: want.size for want in bundle.wants},
            self.receipts.of_ours(bundle.sender),
            self._given(bundle),
        )
        state = self.peers[bundle.sender]
        self.peers[bundle.sender] = replica.note(state, heard, now_s)
        # Also where nothing came: a peer whose store is an old copy learns of it here.
        told = self.receipts.give(self.mirrors[state.theirs])
        return Reply(self._bundle(bundle.sender, (), told))

    def _given(self, bundle: Bundle) -> tuple[Lack, ...]:
        """Return what the sender of a bundle lacks and may be given (clause 9.10)."""
        known = {want.feed: want.size for want in bundle.wants}
        # A receipt is proof; of another's feed only the peer itself can say.
        known[self.own.feed] = self.receipts.of_ours(bundle.sender)
        return self.attachments.given(bundle.lacks, lambda feed: known.get(feed, 0))

    def _bundle(
        self, peer: str, sections: tuple[Section, ...], told: bytes | None
    ) -> Bundle:
        wants = tuple(Want(feed, each.size) for feed, each in self.mirrors.items())
        code = self.party.code
        receipts = () if told is None else (told,)
        lacks = self.attachments.lacks(peer, self.peers[peer].terms.relay_after_s)
        return Bundle(self.channel.id, code, peer, sections, receipts, wants, lacks)

    def hail(self, peer: str) -> Bundle:
        """Return a bundle that brings nothing, and says what is wanted and lacked."""
        return self._bundle(peer, (), None)

    def step(self, peer: str, event: replica.Event) -> Bundle | float:
        """Let a peer's replica move; return the bundle to send, or when to ask again.

        The time is on the monotonic clock.
        """
        now_s = self._ports.clock.monotonic_s()
        if isinstance(event, replica.Failed):
            self._told.pop(peer, None)
            self._shown = {k: v for k, v in self._shown.items() if k[0] != peer}
        state, effect = replica.step(self.peers[peer], event, now_s)
        self.peers[peer] = state
        match effect:
            case replica.Wake(at_s):
                return at_s
            case replica.Send(wanted, parts):
                return self.compose(peer, wanted, parts)

    def compose(
        self,
        peer: str,
        wanted: Sequence[tuple[FeedId, int]],
        parts: Sequence[Part] = (),
    ) -> Bundle:
        """Return a bundle with these feeds from these positions on, if it can.

        And with these parts of attachments.

        Raises:
            Failed: the store or second file failed; open the line anew.
        """
        if self._broken is not None:
            raise self._broken
        room, sections = Room(), list[Section]()
        for feed, start in wanted:
            newest = self.mirrors[feed].note if feed in self.mirrors else None
            section = self._sections.section(feed, start, newest, room)
            if section is not None:
                sections.append(section)
        theirs = self.mirrors[self.peers[peer].theirs]
        told: bytes | None = None
        if self._told.get(peer, 0) < theirs.size:
            told, self._told[peer] = self.receipts.give(theirs), theirs.size
        sent = {section.feed for section in sections}
        sections += self._heads_for(peer, sent, probe=not (wanted or parts))
        bundle = self._bundle(peer, tuple(sections), told)
        return bundle._replace(pieces=self.attachments.pieces(parts))

    def _heads_for(self, peer: str, sent: set[FeedId], *, probe: bool) -> list[Section]:
        """Return the newest heads of third parties, where the peer did not see them."""
        # Who tells two others two histories is found out where one sees both heads.
        found = []
        sent = sent | {self.peers[peer].theirs}
        for feed, each in self.mirrors.items():
            seen = not probe and self._shown.get((peer, feed)) == each.size
            if each.note is not None and feed not in sent and not seen:
                self._shown[peer, feed] = each.size
                found.append(Section(feed, each.size, (), each.note.text(), ()))
        return found

    def behind(self, peer: str) -> Iterator[Bundle]:
        """Yield bundles with what is left behind our entries, where nobody answers.

        What the peer lacks, and what the entries list that it has not receipted (9.10).
        """
        start, lacks = self.receipts.of_ours(peer), self.peers[peer].supply.lacks
        for part in self.attachments.to_leave(lacks, start):
            yield self.hail(peer)._replace(pieces=self.attachments.pieces((part,)))

    def leaves(self, feed: FeedId) -> Sequence[bytes]:
        """Return the ids of the entries held of another party's feed."""
        return self._ports.store.leaves(feed, 0, self.mirrors[feed].size)

    def fork_proofs(self) -> dict[str, bytes]:
        """Return the fork proofs kept, by the name of their mark."""
        return mirrored.fork_proofs(self._ports.store)
