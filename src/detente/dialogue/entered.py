"""Decide how a statement stands in the record, once it is placed among the others.

Spec clauses 11.2 and 11.3. To what was said comes what the order adds: which case it
belongs to, how much of the other feeds its party knew, the rules it breaks, and the
receipt it rests on, if that is proven.
"""

from collections.abc import Mapping

import msgspec

from detente.dialogue.charter import FOUNDING_VERSION
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.reading import Said
from detente.dialogue.receipts import Receipt
from detente.record.feed import FeedId
from detente.record.statement import Header


class Entered(msgspec.Struct, frozen=True, gc=False):
    """A statement in its place.

    `known` gives for each feed how many entries the party's statements up to this one
    had seen together; `family` and `case` name the case it belongs to. It is
    `effective`, and may change an outcome, if it can be read and no rule voids it.
    `version` is the version of the charter that it is judged by, its case's (10.14).
    """

    said: Said
    family: str
    case: bytes
    known: Mapping[FeedId, int]
    effective: bool
    faults: tuple[Fault, ...] = ()
    receipt: Receipt | None = None
    version: int = FOUNDING_VERSION

    @property
    def id(self) -> bytes:
        """The entry's id."""
        return self.said.id

    @property
    def party(self) -> str:
        """The party that released it."""
        return self.said.feed.party

    @property
    def header(self) -> Header:
        """The header as signed."""
        return self.said.header

    @property
    def body(self) -> Body | Unreadable:
        """The body, as far as this release can read it."""
        return self.said.body

    def knows(self, other: "Entered") -> bool:
        """Say whether its party knew of another entry when it released this one.

        What one statement of a party has seen, its later ones know: else a party could
        leave a head out and claim that it had not known.
        """
        feed, position = other.said.feed, other.said.position
        if feed == self.said.feed:
            return position < self.said.position
        return self.known.get(feed, 0) > position

    def saw(self, other: "Entered") -> bool:
        """Say whether the releaser's own review page showed another entry."""
        feed, position = other.said.feed, other.said.position
        if feed == self.said.feed:
            return position < self.said.position
        for need in self.said.needs:
            if need.feed == feed and need.size > position:
                return True
        return False
