"""Decide what a feed's root is and whether two trees are one: RFC 9162 section 2.1.

SHA-256 Merkle trees as RFC 6962 and RFC 9162 define them; a leaf is the bytes of a
signed statement or key document (spec clause 4). Nothing here knows who signed what;
heads are `detente.record.head`.

The *frontier* of a tree holds the roots of its perfect subtrees, left to right. With
the frontier at size m and the leaf hashes from m to n, the consistency proof between
the two sizes needs nothing else, so a node can prove each bundle without its history.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from detente.record.errors import Unproven

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
MAX_PATH: Final = 64
HASH_BYTES: Final = 32


class FeedId(NamedTuple):
    """Whose feed, and which generation of it (a forked feed is never continued)."""

    party: str
    generation: int


class Entry(NamedTuple):
    """One position of a feed: signed bytes, and the body that travels beside them.

    A key document has neither salt nor body (both empty). A purged body is None.
    """

    raw: bytes
    salt: bytes
    body: bytes | None


@lru_cache(maxsize=1024)  # asked for by each stage that a statement passes through
def leaf_hash(raw: bytes) -> bytes:
    """Return the hash of a leaf (RFC 9162 section 2.1.1); it is the entry's id."""
    return hashlib.sha256(b"\x00" + raw).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier(NamedTuple):
    """The perfect subtrees of a tree of `size` leaves, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier after these leaf hashes."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            merged, rest = leaf, size
            while rest & 1:
                merged = _node(peaks.pop(), merged)
                rest >>= 1
            peaks.append(merged)
            size += 1
        return Frontier(size, tuple(peaks))

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = _node(peak, root)
        return root

    def check(self) -> "Frontier":
        """Return the frontier if its peaks fit its size.

        Raises:
            Unproven: they do not; the bytes it was read from are damaged.
        """
        if len(self.peaks) != self.size.bit_count():
            raise Unproven("A stored frontier does not fit its size (clause 4.2).")
        return self


def _split(size: int) -> int:
    """Return the largest power of two below size (RFC 9162 section 2.1.1)."""
    return 1 << (size - 1).bit_length() - 1


def _peak_spans(size: int) -> list[tuple[int, int]]:
    """Return (start, length) of each perfect subtree, in the order of the peaks."""
    spans, start = [], 0
    for bit in range(size.bit_length() - 1, -1, -1):
        if size >> bit & 1:
            spans.append((start, 1 << bit))
            start += 1 << bit
    return spans


def consistency_path(old: Frontier, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the path between `old` and `old` extended by leaf hashes.

    The path is that of RFC 9162 section 2.1.4.1, except that it always starts with
    the subtree that ends at the old size, also where the RFC leaves it out because it
    is the old root: so a path proves the old root instead of assuming it (clause 4.4),
    and two heads that cannot both be are told from a path that is merely wrong.
    """
    new_size = old.size + len(leaves)
    if old.size in {0, new_size}:
        return []
    known = dict(zip(_peak_spans(old.size), old.peaks, strict=True))

    def root_of(start: int, length: int) -> bytes:
        if (start, length) in known:
            return known[start, length]
        if start >= old.size:
            at = start - old.size
            return Frontier().extend(leaves[at : at + length]).root()
        left = _split(length)
        return _node(root_of(start, left), root_of(start + left, length - left))

    path: list[bytes] = []
    start, length, old_left = 0, new_size, old.size
    while old_left != length:
        left = _split(length)
        if old_left <= left:
            path.append(root_of(start + left, length - left))
            length = left
        else:
            path.append(root_of(start, left))
            start, length, old_left = start + left, length - left, old_left - left
    path.append(root_of(start, length))
    path.reverse()
    return path


def roots_of_path(
    old_size: int, new_size: int, path: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """Return the (old root, new root) that a consistency path leads to.

    Raises:
        Unproven: the path has the wrong shape for these sizes.
    """
    before, new_root = frontier_of_path(old_size, new_size, path)
    return before.root(), new_root


def frontier_of_path(
    old_size: int, new_size: int, path: Sequence[bytes]
) -> tuple[Frontier, bytes]:
    """Return the old frontier and the new root that a consistency path leads to.

    RFC 9162 section 2.1.4.2, over the path of `consistency_path`: what it joins from
    the left are the old tree's peaks.

    Raises:
        Unproven: the path has the wrong shape for these sizes.
    """
    if not 0 < old_size < new_size or not 0 < len(path) <= MAX_PATH:
        raise Unproven("A consistency path does not fit its sizes (clause 4.4).")
    if any(len(step) != HASH_BYTES for step in path):
        raise Unproven("A step of a consistency path is not a hash (clause 4.4).")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    peaks, new_root = [path[0]], path[0]
    for step in path[1:]:
        if last == 0:
            raise Unproven("A consistency path is too long (clause 4.4).")
        if node & 1 or node == last:
            peaks.append(step)
            new_root = _node(step, new_root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new_root = _node(new_root, step)
        node, last = node >> 1, last >> 1
    if last:
        raise Unproven("A consistency path is too short (clause 4.4).")
    return Frontier(old_size, tuple(reversed(peaks))), new_root


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the inclusion proof of a leaf (RFC 9162 section 2.1.3.1), leaf first."""
    path: list[bytes] = []
    start, length = 0, len(leaves)
    while length > 1:
        left = _split(length)
        if index - start < left:
            sibling = leaves[start + left : start + length]
            length = left
        else:
            sibling = leaves[start : start + left]
            start, length = start + left, length - left
        path.append(Frontier().extend(sibling).root())
    path.reverse()
    return path


def root_of_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes]
) -> bytes:
    """Return the root that an inclusion proof leads to (RFC 9162 section 2.1.3.2).

    Raises:
        Unproven: the proof has the wrong shape for this index and size.
    """
    if not 0 <= index < size or len(path) > MAX_PATH:
        raise Unproven("An inclusion proof does not fit its size (clause 4.3).")
    node, last, root = index, size - 1, leaf
    for step in path:
        if last == 0 or len(step) != HASH_BYTES:
            raise Unproven("An inclusion proof is too long (clause 4.3).")
        if node & 1 or node == last:
            root = _node(step, root)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            root = _node(root, step)
        node, last = node >> 1, last >> 1
    if last:
        raise Unproven("An inclusion proof is too short (clause 4.3).")
    return root
