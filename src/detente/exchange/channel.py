"""Decide whose keys count in a channel: the parties and their key documents.

Spec clause 9.1. The founding charter names each party's first key document by digest
(`detente.dialogue.charter` reads it); here those documents become the keys that heads,
receipts and statements are checked against.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from detente.record import credentials, keys
from detente.record.credentials import Credential, KeyDocument, Names
from detente.record.errors import Misdirected
from detente.record.feed import FeedId
from detente.record.head import NoteKey


class Party(NamedTuple):
    """One side of a channel, as far as bytes go."""

    number: int
    code: str
    observer: bool
    document: KeyDocument
    document_raw: bytes
    feed_keys: tuple[NoteKey, NoteKey]
    mirror_keys: tuple[NoteKey, NoteKey]
    credentials: Mapping[bytes, keys.PublicKey]

    @property
    def feed(self) -> FeedId:
        """The party's feed of this generation."""
        return FeedId(self.code, self.document.generation)

    def post_of(self, kid: bytes) -> Credential | None:
        """Return the credential behind a thumbprint, with its post and number."""
        return self.document.credential(kid)


class Seat(NamedTuple):
    """What the founding charter says of a party: number, observer, key document."""

    number: int
    observer: bool
    document_raw: bytes


class Channel(NamedTuple):
    """The parties of one channel, in the charter's order."""

    id: bytes
    parties: tuple[Party, ...]

    def party(self, code: str) -> Party:
        """Return the party of a code.

        Raises:
            Misdirected: the channel has no such party.
        """
        for party in self.parties:
            if party.code == code:
                return party
        raise Misdirected(f"{code[:40]!r} is no party of this channel (clause 9.1).")

    def by_origin(self, origin: str) -> Party:
        """Return the party whose feed bears this origin.

        Raises:
            Misdirected: no feed of this channel does.
        """
        for party in self.parties:
            if party.feed_keys[0].name == origin:
                return party
        raise Misdirected("A head belongs to no feed of this channel (clause 9.1).")


def open_channel(channel: bytes, seats: Sequence[Seat]) -> Channel:
    """Return the channel of a founding charter.

    Raises:
        Refused: a key document does not stand by itself.
    """
    names = Names(channel)
    return Channel(channel, tuple(_party(names, seat) for seat in seats))


def _party(names: Names, seat: Seat) -> Party:
    document = credentials.parse(seat.document_raw)
    return Party(
        number=seat.number,
        code=document.party,
        observer=seat.observer,
        document=document,
        document_raw=seat.document_raw,
        feed_keys=names.feed_keys(document),
        mirror_keys=names.mirror_keys(document),
        credentials={
            keys.thumbprint(c.public()): c.public() for c in document.credentials
        },
    )
