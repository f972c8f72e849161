"""Two parties and what each has put into its feed, as the store would hold it.

Decides what is real in the dialogue benchmark: charter, key documents, headers, bodies
and receipts are made by the product's own parts. Only the officers' signatures are
blank: they are checked when an entry is admitted, and no fold looks at them. What the
parties say is `bench.scenes`.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from bench.process import BenchError
from detente.dialogue import form, pairing, reading
from detente.dialogue.forms import FORM_OF
from detente.dialogue.forms.cht import Found
from detente.dialogue.terms import Counterpart, Terms, Versions
from detente.node.keyring import NodeSigner, sign_document
from detente.ports import HeldReceipt
from detente.record import keys, statement
from detente.record.credentials import Names
from detente.record.feed import Entry, FeedId, Frontier, leaf_hash
from detente.record.head import Head, Note, Signature
from detente.record.statement import Citation, Header, Reference, Seen
from detente.testing.parties import START_S, YEAR, Party, found, seeded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from detente.dialogue.form import Body
    from detente.dialogue.reading import Spoken

CODES: Final = ("NORTH", "SOUTH")
POSTS: Final = ("WATCH", "Minister", "Deputy")
NO_SIGNATURE: Final = bytes(64)
RECEIPT_EVERY: Final = 64
"""Entries of a feed between two receipts for it; a bundle holds up to 512."""


class Sent(NamedTuple):
    """A statement as its author keeps it, to cite it later."""

    party: str
    position: int
    citation: Citation
    released: int


class Side:
    """One party: its keys, its feed, and when it said what."""

    def __init__(self, party: Party, names: Names) -> None:
        self.party = party
        self.code = party.code
        self.feed = FeedId(party.code, party.document.generation)
        self._names = names
        self._signer = NodeSigner(party.node, names, party.document)
        self.entries: list[Entry] = []
        self.released: list[int] = []
        self.roots: list[bytes] = [Frontier().root()]
        self.frontier = Frontier()
        listed = [each.public() for each in party.document.credentials]
        self.officers, self.node = listed[:-1], listed[-1]

    def append(self, entry: Entry, released: int) -> None:
        """Put an entry at the end of the feed."""
        self.entries.append(entry)
        self.released.append(released)
        self.frontier = self.frontier.extend([leaf_hash(entry.raw)])
        self.roots.append(self.frontier.root())

    def cut(self, size: int, frontier: Frontier) -> None:
        """Take back what stands behind a size, at which the frontier was this."""
        del self.entries[size:], self.released[size:], self.roots[size + 1 :]
        self.frontier = frontier

    def size_at(self, now_s: int) -> int:
        """Return how much of the feed was released by then."""
        return bisect_right(self.released, now_s)

    def head(self, now_s: int) -> bytes:
        """Return the signed head of the feed as it is now."""
        head = self._head(len(self.entries))
        return Note(head, self._signer.sign_head(head, now_s)).text()

    def receipted(self, size: int, mirror: Side, time_s: int) -> HeldReceipt:
        """Return another party's receipt for the first entries of the feed."""
        head = self._head(size)
        text = Note(head, mirror.cosign(head, time_s)).text()
        return HeldReceipt(self.feed, mirror.code, size, text, "https", time_s)

    def cosign(self, head: Head, time_s: int) -> tuple[Signature, ...]:
        """Cosign a head as this party's mirror."""
        return self._signer.cosign(head, time_s)

    def _head(self, size: int) -> Head:
        return Head(self._names.origin(*self.feed), size, self.roots[size])

    def seen(self, size: int) -> Seen:
        """Return the head at a size as another's statement shows it."""
        return Seen(*self.feed, size, self.roots[size])


class Conversation:
    """A channel of two parties that talk on one clock.

    A statement is put to the other watch, by the first officer unless told otherwise,
    and has seen what the other side had released `lag_s` before, and what it cites.
    """

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        drawn = [
            _with_posts(Party.draw(c, seeded(seed + n))) for n, c in enumerate(CODES)
        ]
        terms = msgspec.to_builtins(_terms(), builtin_types=(bytes,))
        self.charter = found(drawn, terms)
        self.founding = pairing.founding(self.charter, [each.raw for each in drawn])
        names = Names(self.founding.channel)
        self.sides = {each.code: Side(each, names) for each in drawn}
        self.order: list[tuple[FeedId, int]] = []
        """Feed and position of each entry, in the order in which they were made."""
        self.now_s = START_S
        for side in self.sides.values():
            self._append(side, Entry(side.party.raw, b"", b""))
        for code in CODES:
            self.say(code, Found(charter=self.charter), charter_version=0)

    def __len__(self) -> int:
        """Return how many statements stand in the feeds, without key documents."""
        return len(self.order) - len(self.sides)

    def other(self, code: str) -> str:
        """Return the other party."""
        return CODES[code == CODES[0]]

    def say(
        self,
        code: str,
        body: Body,
        *,
        answers: Sequence[Sent] = (),
        by_node: bool = False,
        lag_s: int = 0,
        **fields: object,
    ) -> Sent:
        """Append a statement to a party's feed; `fields` overrule its header."""
        side, data = self.sides[code], form.encode(body)
        kind = FORM_OF[type(body)]
        serial = len(side.entries)
        key = side.node if by_node else side.officers[0]
        kid = keys.thumbprint(key)
        salt = self.random.randbytes(statement.SALT_BYTES)
        usual: dict[str, object] = {
            "channel": self.founding.channel,
            "reference": str(
                Reference(code, YEAR, serial, kind.code, kind.version, "O")
            ),
            "from_post": f"{code}/WATCH",
            "to_post": f"{self.other(code)}/WATCH",
            "drafted": self.now_s,
            "released": self.now_s,
            "language": "en",
            "answers": tuple(each.citation for each in answers),
            "drafter": kid,
            "releasers": (kid,),
            "seen": self._seen(code, answers, lag_s),
            "charter_version": 1,
            "body_digest": statement.body_digest(salt, data),
        }
        header = Header(**{**usual, **fields})  # type: ignore[arg-type]
        signed = [(key, NO_SIGNATURE)]
        raw = statement.assemble(statement.payload(header), signed)
        self._append(side, Entry(raw, salt, data))
        citation = Citation(header.reference, leaf_hash(raw))
        return Sent(code, serial, citation, header.released)

    @contextmanager
    def aside(self) -> Iterator[int]:
        """Let something be said that is taken back at the end; give where it begins."""
        begun, now_s = len(self.order), self.now_s
        ends = {s.code: (len(s.entries), s.frontier) for s in self.sides.values()}
        yield begun
        del self.order[begun:]
        self.now_s = now_s
        for side in self.sides.values():
            side.cut(*ends[side.code])

    def receipt(self, code: str, size: int, time_s: int) -> HeldReceipt:
        """Return the other side's receipt for the first entries of a feed."""
        return self.sides[code].receipted(size, self.sides[self.other(code)], time_s)

    def receipts(self, start: Mapping[FeedId, int]) -> list[HeldReceipt]:
        """Return receipts for what stands behind these positions, one in 64 entries."""
        return [
            self.receipt(side.code, size, side.released[size - 1] + 5)
            for side in self.sides.values()
            for size in range(
                _round_up(start.get(side.feed, 0) + 1),
                len(side.entries) + 1,
                RECEIPT_EVERY,
            )
        ]

    def spoken(self, start: int = 0) -> list[Spoken]:
        """Read what was said from a place in the order on, as a node does."""
        return [self.read(feed, position) for feed, position in self.order[start:]]

    def read(self, feed: FeedId, position: int) -> Spoken:
        """Read one entry."""
        side = self.sides[feed.party]
        entry = side.entries[position]
        if position:
            return reading.read(self.founding, feed, position, entry)
        return reading.keyed(feed, position, entry.raw, side.party.document)

    def _seen(self, code: str, answers: Sequence[Sent], lag_s: int) -> tuple[Seen, ...]:
        side = self.sides[self.other(code)]
        cited = (each.position + 1 for each in answers if each.party == side.code)
        size = max(side.size_at(self.now_s - lag_s), *cited, 0)
        return (side.seen(size),) if size else ()

    def _append(self, side: Side, entry: Entry) -> None:
        if side.released and self.now_s < side.released[-1]:
            raise BenchError("A statement was released before the one before it.")
        self.order.append((side.feed, len(side.entries)))
        side.append(entry, self.now_s)


def _round_up(size: int) -> int:
    """Return the next size at which a feed is receipted."""
    return -(-size // RECEIPT_EVERY) * RECEIPT_EVERY


def _terms() -> Terms:
    rows = tuple(
        Counterpart(tuple(f"{code}/{post}" for code in CODES), (), post.lower())
        for post in POSTS[1:]
    )
    return Terms(
        versions=Versions(1, 1),
        languages=("en",),
        receipt_sentence="I durably hold every entry up to here.",
        counterparts=rows,
        check_hours_utc=(6, 18),
    )


def _with_posts(party: Party) -> Party:
    """Return a party that has principals to be spoken with, beside its watch."""
    document = msgspec.structs.replace(party.document, posts=POSTS)
    signing = [key for each in party.holders for key in each]
    raw = sign_document(document, [*signing, *party.secrets()])
    return party._replace(document=document, raw=raw)
