"""Decide how a frozen state of many thousand records takes in one more.

A plain dictionary would be copied whole for each statement. An index is 256 of them, of
which a change copies those it touches; so a reader keeps the state it has while the
next one is made, and the fold stays a function.
"""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar
from zlib import crc32

V = TypeVar("V")
SHARDS = 256


class Index(Mapping[bytes, V], Generic[V]):
    """A mapping from bytes that never changes; iteration is sorted by key."""

    __slots__ = ("_shards", "_size")

    def __init__(
        self, shards: tuple[dict[bytes, V], ...] = ({},) * SHARDS, size: int = 0
    ) -> None:
        self._shards = shards
        self._size = size

    def __getitem__(self, key: bytes) -> V:
        return self._shards[crc32(key) & SHARDS - 1][key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, bytes) and key in self._shards[crc32(key) & SHARDS - 1]

    def __iter__(self) -> Iterator[bytes]:
        return iter(sorted(key for shard in self._shards for key in shard))

    def __len__(self) -> int:
        return self._size

    def changed(self, changes: Mapping[bytes, V | None]) -> "Index[V]":
        """Return the index with these values; None takes a key out."""
        if not changes:
            return self
        shards, size = list(self._shards), self._size
        touched: set[int] = set()
        for key, value in changes.items():
            at = crc32(key) & SHARDS - 1
            if at not in touched:
                touched.add(at)
                shards[at] = dict(shards[at])
            size -= key in shards[at]
            if value is None:
                shards[at].pop(key, None)
            else:
                shards[at][key] = value
                size += 1
        return Index(tuple(shards), size)
