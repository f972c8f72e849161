"""Decide what one entry of a feed says, by itself.

Spec clauses 11.1 and 11.4. An entry is a statement or a key document; signatures were
checked when it was admitted. What depends on other entries (whether a citation leads
anywhere, whether a post exists) is decided by `detente.dialogue.rules`, and what
follows from it by the folds.
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple, TypeAlias, TypeVar

import msgspec

from detente.dialogue import forms
from detente.dialogue.form import Body, Unreadable
from detente.dialogue.pairing import Founding
from detente.record import statement
from detente.record.credentials import KeyDocument
from detente.record.feed import Entry, FeedId, leaf_hash
from detente.record.statement import Header, Reference


class Needs(NamedTuple):
    """That many entries of a feed come before an entry that has seen them."""

    feed: FeedId
    size: int


class Said(msgspec.Struct, frozen=True, gc=False):
    """A statement as it stands in a feed, read.

    `needs` are the heads it has seen, of feeds that are another's or an older
    generation's; `id` is its leaf hash.
    """

    feed: FeedId
    position: int
    id: bytes
    header: Header
    name: Reference
    body: Body | Unreadable
    needs: tuple[Needs, ...] = ()


class Keyed(msgspec.Struct, frozen=True, gc=False):
    """A key document as it stands in a feed."""

    feed: FeedId
    position: int
    id: bytes
    document: KeyDocument
    needs: tuple[Needs, ...] = ()


Spoken: TypeAlias = Said | Keyed
T = TypeVar("T", bound=Hashable)


def read(founding: Founding, feed: FeedId, position: int, entry: Entry) -> Said:
    """Read a statement as it stands in a feed.

    Raises:
        Malformed: the entry is no statement; it would not have been admitted.
    """
    parsed = statement.parse(entry.raw)
    return said(founding, feed, position, parsed.id, parsed.header, entry.body)


def said(
    founding: Founding,
    feed: FeedId,
    position: int,
    id: bytes,  # noqa: A002 - the record calls it so
    header: Header,
    body: bytes | None,
) -> Said:
    """Return a statement whose header is read already; `body` is None where purged."""
    name, header = header.name, _shared(header)
    needs = tuple(
        Needs(_feed(seen.party, seen.generation), seen.size)
        for seen in header.seen
        if seen.party in founding.numbers and (seen.party, seen.generation) != feed
    )
    content = forms.read(name, body)
    return Said(feed, position, id, header, name, content, needs)


def _shared(header: Header) -> Header:
    """Return a header whose words that many have are the same objects in all of them.

    A long record, read, is a fifth smaller so, and folds with fewer looks at memory.
    """
    return msgspec.structs.replace(
        header,
        channel=_one(header.channel),
        from_post=_one(header.from_post),
        to_post=_one(header.to_post),
        language=_one(header.language),
        drafter=_one(header.drafter),
        releasers=_one(header.releasers),
    )


@lru_cache(maxsize=4096)
def _one(word: T) -> T:
    """Return the first of equal words that was asked for."""
    return word


@lru_cache(maxsize=1024)
def _feed(party: str, generation: int) -> FeedId:
    """Return the name of a feed: one object for all statements that have seen it."""
    return FeedId(party, generation)


def keyed(feed: FeedId, position: int, raw: bytes, document: KeyDocument) -> Keyed:
    """Return a key document, verified already, as it stands in a feed."""
    return Keyed(feed, position, leaf_hash(raw), document)
