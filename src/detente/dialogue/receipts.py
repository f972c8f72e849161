"""Decide what a receipt proves when a statement rests on it (clause 12.8).

A LAPSE says that the other side's machine held a request and its people did not answer.
Nobody need believe that of the asker: the lapse carries the addressee's own receipt, a
checkpoint of the asker's feed cosigned under both keys of the addressee's mirror, and
every node checks it before it counts.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from detente.dialogue.pairing import Founding
from detente.record.credentials import KeyDocument, Names
from detente.record.errors import Misdirected, Refused, Unproven
from detente.record.feed import FeedId
from detente.record.head import parse_note, verify_note


class Receipt(NamedTuple):
    """The mirror of a party holds the first `size` entries of a feed since `time_s`.

    `note` is the signed note that says so.
    """

    mirror: str
    feed: FeedId
    size: int
    time_s: int
    note: bytes


def prove(
    founding: Founding,
    feeds: Iterable[FeedId],
    documents: Iterable[KeyDocument],
    note: bytes,
) -> Receipt:
    """Return the receipt that a note is.

    Args:
        founding: the channel, and what checks a signature.
        feeds: those of which one must be receipted.
        documents: the key documents of the other parties, newest first; a receipt
            counts under any of them.
        note: the signed note.

    Raises:
        Refused: not a receipt of one of these parties for this feed.
    """
    parsed, names = parse_note(note), Names(founding.channel)
    by_origin = {names.origin(*each): each for each in feeds}
    feed = by_origin.get(parsed.head.origin)
    if feed is None:
        raise Misdirected("A receipt is for another feed (clause 12.8).")
    signers = {line.name for line in parsed.signatures}
    for document in documents:
        if names.mirror(document.party) not in signers:
            continue
        try:
            keys = names.mirror_keys(document)
            time_s = verify_note(parsed, keys, founding.verify)
        except Refused:
            continue  # an older document of the party may have the keys
        return Receipt(document.party, feed, parsed.head.size, time_s, note)
    raise Unproven("A receipt is not cosigned by both keys of a mirror (clause 12.8).")


class ReceiptBook:
    """The receipts that a node has kept, its own for the others' feeds included.

    A clock starts with the *first* receipt that covers a request; later ones, which
    cover it too, must not start it anew. So of each receipt that a request may start
    on, the node keeps the first.
    """

    def __init__(self, receipts: Iterable[Receipt] = ()) -> None:
        self._kept: dict[tuple[str, FeedId], list[Receipt]] = {}
        for receipt in sorted(receipts, key=lambda each: (each.size, each.time_s)):
            key = receipt.mirror, receipt.feed
            self._kept.setdefault(key, []).append(receipt)
        for kept in self._kept.values():
            kept[:] = reversed(list(accumulate(reversed(kept), _earlier)))

    def first(self, mirror: str, feed: FeedId, position: int) -> Receipt | None:
        """Return the earliest receipt by a mirror that covers an entry."""
        kept = self._kept.get((mirror, feed), [])
        at = bisect_right(kept, position, key=lambda receipt: receipt.size)
        return kept[at] if at < len(kept) else None


def _earlier(one: Receipt, other: Receipt) -> Receipt:
    return one if one.time_s < other.time_s else other
