"""Decide what a key document lets a party say, ready for look-up.

Spec clauses 10.9, 11.6 and 11.8. Whether the document itself stands was decided when it
was admitted (`detente.record.credentials`); which one is in force where, and who could
have seen it, is known to `detente.dialogue.ledger`.
"""

from collections.abc import Mapping
from typing import NamedTuple

from detente.record import keys
from detente.record.credentials import Credential, KeyDocument
from detente.record.feed import FeedId


class Certified(NamedTuple):
    """A key document from one position of a feed on, ready for look-up.

    `founding` marks the one that was exchanged at pairing.
    """

    feed: FeedId
    position: int
    founding: bool
    document: KeyDocument
    credentials: Mapping[bytes, Credential]
    posts: frozenset[str]


def certify(
    feed: FeedId, position: int, document: KeyDocument, *, founding: bool = False
) -> Certified:
    """Return a key document ready for look-up."""
    listed = {keys.thumbprint(c.public()): c for c in document.credentials}
    posts = frozenset(document.posts)
    return Certified(feed, position, founding, document, listed, posts)
