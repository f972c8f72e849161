"""Decide whether two signed heads can both be, and put it into one file if not.

Spec clause 9.6. Two heads of one feed are a fork when their sizes are equal and their
roots differ, or when a consistency path that leads to the larger head leads to another
root than the smaller one's: the path is made of hashes of the larger tree, so the
party that signed the larger head has itself shown what its first entries are. What
follows (receipts frozen, an alarm that stays, the talk goes on) is the node's matter.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.exchange.channel import Channel
from detente.record import feed, head, keys, wire
from detente.record.errors import Malformed, Unproven
from detente.record.head import Note

FORMAT: Final = "detente-fork/1"
MAX_BYTES: Final = 4 * 1024 * 1024


class Fork(NamedTuple):
    """Two heads of one feed, the smaller first, and the path between them."""

    first: Note
    second: Note
    path: tuple[bytes, ...] = ()

    def render(self, charter: bytes, key_documents: Sequence[bytes]) -> bytes:
        """Return the one-file fork proof that anyone can check offline."""
        return wire.encode(
            {
                "format": FORMAT,
                "first": self.first.text(),
                "second": self.second.text(),
                "path": self.path,
                "charter": charter,
                "keys": list(key_documents),
            }
        )


def parse(data: bytes) -> Fork:
    """Read a fork proof file.

    Raises:
        Malformed: not a fork proof.
    """
    match wire.decode(data, max_bytes=MAX_BYTES):
        case {
            "format": "detente-fork/1",
            "first": bytes() as first,
            "second": bytes() as second,
            "path": [*path],
            "charter": bytes(),
            "keys": [*_],
            **rest,
        } if not rest:
            steps = tuple(_step(each) for each in path)
            return Fork(head.parse_note(first), head.parse_note(second), steps)
        case _:
            raise Malformed("The bytes are no fork proof (clause 9.6).")


def _step(value: wire.Value) -> bytes:
    if isinstance(value, bytes) and len(value) == feed.HASH_BYTES:
        return value
    raise Malformed("A step of a fork proof's path is not a hash (clause 9.6).")


def contradict(first: head.Head, second: head.Head, path: Sequence[bytes]) -> bool:
    """Tell whether two heads cannot both be; `first` is the smaller or equal one.

    Raises:
        Unproven: the path does not lead to the second head, so nothing is shown.
    """
    if first.size in {0, second.size}:
        if path:
            raise Unproven("No path belongs between these heads (clause 9.6).")
        empty = first.size < second.size
        return first.root != (feed.EMPTY_ROOT if empty else second.root)
    old_root, new_root = feed.roots_of_path(first.size, second.size, path)
    if new_root != second.root:
        raise Unproven("A path does not lead to the larger head (clause 9.6).")
    return old_root != first.root


def check(fork: Fork, channel: Channel, verify: keys.Verify = keys.verify) -> None:
    """Check that a fork is proven.

    Raises:
        Unproven: the heads are of two feeds, not both signed, or can both be.
    """
    first, second = fork.first.head, fork.second.head
    if first.origin != second.origin or first.size > second.size:
        raise Unproven("The two heads are not of one feed in order (clause 9.6).")
    party = channel.by_origin(first.origin)
    head.verify_note(fork.first, party.feed_keys, verify)
    head.verify_note(fork.second, party.feed_keys, verify)
    if not contradict(first, second, fork.path):
        raise Unproven("The two heads can both be: no fork is shown (clause 9.6).")
