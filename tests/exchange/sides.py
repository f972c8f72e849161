"""Sides of one channel: what they say, sign and hand one another, and their lines.

A side signs truly, or with the fakes that cost nothing; either way every check that is
made of a signature is made. `branch` is the same channel in which one party tells
another history from some position on: what a forked feed is made of.
"""

import copy
import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from detente.exchange.bundle import Bundle, Section, Want
from detente.exchange.channel import Channel, Party, Seat, open_channel
from detente.exchange.replica import Terms
from detente.node.keyring import release
from detente.node.line import Arrived, Line, Released, Reply
from detente.ports import HeadGuard, NodeStore, Ports, Signer
from detente.record import keys, statement, wire
from detente.record.feed import (
    EMPTY_ROOT,
    Entry,
    FeedId,
    Frontier,
    consistency_path,
    leaf_hash,
)
from detente.record.head import Head, Note
from detente.stores.memory import MemoryHeadGuard, MemoryStore
from detente.testing.alarms import Alarms
from detente.testing.clock import FakeClock
from detente.testing.fakes import FakeSigner, fake_release, fake_verify
from detente.testing.parties import World

TERMS = Terms(relay_after_s=10.0, probe_s=60.0, receipt_withheld_s=120.0)
PATH = "https"


@lru_cache(maxsize=8)
def world(codes: tuple[str, ...]) -> World:
    """Return parties that have paired; costly to make, so shared."""
    return World(codes)


class Place:
    """What of a node outlives its runs, and what it runs by."""

    def __init__(
        self, store: NodeStore | None = None, guard: HeadGuard | None = None
    ) -> None:
        """Start with nothing kept, unless it is given."""
        self.store = store or MemoryStore()
        self.guard = guard
        self.clock = FakeClock()
        self.alarms = Alarms()

    def kinds(self) -> list[str]:
        """Return the kinds of alarm that sounded."""
        return [kind for kind, _ in self.alarms.sounded]


class Sides:
    """The parties of one channel, with all they have said."""

    def __init__(self, *codes: str, real: bool = False) -> None:
        """Let parties pair: NORTH and SOUTH, unless they are named."""
        self.world = world(codes or ("NORTH", "SOUTH"))
        self.real = real
        self.verify: keys.Verify = keys.verify if real else fake_verify
        seats = [
            Seat(number, observer=False, document_raw=party.raw)
            for number, party in enumerate(self.world.parties.values(), 1)
        ]
        self.channel: Channel = open_channel(self.world.channel, seats)
        self.feeds: dict[str, list[Entry]] = {}
        for code, party in self.world.parties.items():
            self.feeds[code] = [Entry(party.raw, b"", b"")]
            opening: wire.Value = {"act": "found", "charter": self.world.charter}
            self.say(code, wire.encode(opening), form="CHT")

    def branch(self, code: str, size: int) -> "Sides":
        """Return the same channel where a party's feed has only so many entries."""
        other = copy.copy(self)
        other.feeds = {each: [*entries] for each, entries in self.feeds.items()}
        del other.feeds[code][size:]
        return other

    def party(self, code: str) -> Party:
        """Return a party's public side."""
        return self.channel.party(code)

    def feed(self, code: str) -> FeedId:
        """Return the name of a party's feed."""
        return self.party(code).feed

    def signer(self, code: str) -> Signer:
        """Return the signer of a party's node."""
        if self.real:
            return self.world.signer(code)
        node = self.world.parties[code].node
        return FakeSigner(self.party(code), node.credential)

    def state(self, code: str, body: bytes, **fields: object) -> Entry:
        """Return a released statement that stands in no feed yet."""
        form, at = fields.pop("form", "MSG"), len(self.feeds[code])
        salt = hashlib.sha256(b"%d" % at + body).digest()
        reference = f"{code}/2026/{at:04d}/{form}/1/O"
        fields = {"reference": reference, **fields}
        header = self.world.header(code, body, salt, **fields)
        return Entry(self.sign(code, header), salt, body)

    def sign(self, code: str, header: statement.Header) -> bytes:
        """Return a statement that the party's first officer releases."""
        officer = self.world.parties[code].officers[0]
        if self.real:
            return release(header, [officer])
        return fake_release(header, officer.public())

    def say(self, code: str, body: bytes, **fields: object) -> Entry:
        """Append a released statement to the party's feed."""
        entry = self.state(code, body, **fields)
        self.feeds[code].append(entry)
        return entry

    def talk(self, code: str, count: int, tag: bytes = b"text") -> "Sides":
        """Append so many statements to the party's feed."""
        for number in range(count):
            self.say(code, b"%s %d" % (tag, number))
        return self

    def leaves(self, code: str, size: int | None = None) -> list[bytes]:
        """Return the leaf hashes of the party's feed, up to `size` if given."""
        return [leaf_hash(entry.raw) for entry in self.feeds[code][:size]]

    def frontier(self, code: str, size: int | None = None) -> Frontier:
        """Return the frontier of the party's feed."""
        return Frontier().extend(self.leaves(code, size))

    def checkpoint(self, code: str, size: int | None = None) -> Head:
        """Return the unsigned head of the party's feed."""
        frontier = self.frontier(code, size)
        origin = self.party(code).feed_keys[0].name
        return Head(origin, frontier.size, frontier.root())

    def signed(self, code: str, head: Head) -> Note:
        """Return any head, signed by the party's feed keys."""
        return Note(head, self.signer(code).sign_head(head, self.world.now_s))

    def head(self, code: str, size: int | None = None) -> Note:
        """Return the signed head of the party's feed."""
        return self.signed(code, self.checkpoint(code, size))

    def receipt(self, code: str, mirror: str, size: int | None = None) -> bytes:
        """Return the receipt that the mirror gives for the party's feed."""
        head = self.checkpoint(code, size)
        return Note(head, self.signer(mirror).cosign(head, self.world.now_s)).text()

    def path(self, code: str, start: int, end: int | None = None) -> tuple[bytes, ...]:
        """Return the consistency path between two sizes of the party's feed."""
        leaves = self.leaves(code, end)[start:]
        return tuple(consistency_path(self.frontier(code, start), leaves))

    def section(self, code: str, start: int, end: int | None = None) -> Section:
        """Return the party's entries from `start` on, as its node hands them over."""
        entries = tuple(self.feeds[code][start:end])
        note, path = self.head(code, end), self.path(code, start, end)
        return Section(self.feed(code), start, entries, note.text(), path)

    def head_alone(self, code: str, size: int | None = None) -> Section:
        """Return a section that brings the party's head and no entry."""
        note = self.head(code, size)
        return Section(self.feed(code), note.head.size, (), note.text(), ())

    def bundle(
        self,
        sender: str,
        reader: str,
        *sections: Section,
        receipts: Iterable[bytes] = (),
        wants: Iterable[Want] = (),
    ) -> Bundle:
        """Return a bundle of one party for another."""
        channel = self.channel.id
        return Bundle(channel, sender, reader, sections, tuple(receipts), tuple(wants))

    def open(self, code: str, place: Place, terms: Terms = TERMS) -> Line:
        """Open the party's line from what lies at a place."""
        if place.guard is None:
            origin = self.party(code).feed_keys[0].name
            place.guard = MemoryHeadGuard(Head(origin, 0, EMPTY_ROOT))
        signer = self.signer(code)
        ports = Ports(place.store, place.guard, signer, place.clock, place.alarms)
        charter = self.world.charter
        return Line(self.channel, code, charter, ports, terms, self.verify)

    def node(self, code: str, terms: Terms = TERMS) -> "Node":
        """Return the party's node, with all that the party has said in its feed."""
        place = Place()
        line = self.open(code, place, terms)
        line.turn([Released(entry) for entry in self.feeds[code]])
        return Node(line, place)


class Node(NamedTuple):
    """A line and the place it is kept at."""

    line: Line
    place: Place

    def take(self, *bundles: Bundle) -> list[object]:
        """Take bundles in one turn; return what came of each."""
        return list(self.line.turn([Arrived(bundle, PATH) for bundle in bundles]))

    def answer(self, bundle: Bundle) -> Bundle:
        """Take a bundle that must not be refused; return the reply."""
        (output,) = self.take(bundle)
        assert isinstance(output, Reply), output
        return output.bundle

    def size(self, feed: FeedId) -> int:
        """Return how far a feed of another party is held."""
        return self.line.mirrors[feed].size

    def raws(self, feed: FeedId) -> list[bytes]:
        """Return the entries of a feed that lie in the store."""
        return [entry.raw for entry in self.place.store.entries(feed, 0, 1 << 40)]


def raws(entries: Sequence[Entry]) -> list[bytes]:
    """Return the signed bytes of entries."""
    return [entry.raw for entry in entries]
