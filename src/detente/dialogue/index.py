"""Decide how a frozen state of many thousand records takes in one more.

A plain dictionary would be copied whole for each statement. An index is 256 of them, of
which a change copies those it touches; so a reader keeps the state it has while the
next one is made, and the fold stays a function.
"""

from collections.abc import ItemsView, Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bytes, int)
V = TypeVar("V")
SHARDS = 256


class Index(Mapping[K, V], Generic[K, V]):
    """A mapping that never changes; iteration is sorted by key.

    In which dictionary a key stands differs from run to run, and nobody sees it.
    """

    __slots__ = ("_shards", "_size")

    def __init__(
        self, shards: tuple[dict[K, V], ...] = ({},) * SHARDS, size: int = 0
    ) -> None:
        self._shards: tuple[dict[K, V], ...] = shards
        self._size = size

    def __getitem__(self, key: K) -> V:
        return self._shards[hash(key) & SHARDS - 1][key]

    def __contains__(self, key: object) -> bool:
        return key in self._shards[hash(key) & SHARDS - 1]

    def get(self, key: K, default: V | None = None) -> V | None:  # type: ignore[override]
        """Return the value of a key; without an exception where there is none."""
        return self._shards[hash(key) & SHARDS - 1].get(key, default)

    def __iter__(self) -> Iterator[K]:
        return iter(sorted(key for shard in self._shards for key in shard))

    def items(self) -> ItemsView[K, V]:
        """Return keys and values, sorted by key; they are not looked up one by one."""
        held = dict[K, V]()
        for shard in self._shards:
            held.update(shard)
        return {key: held[key] for key in sorted(held)}.items()

    def __len__(self) -> int:
        return self._size

    def changed(self, changes: Mapping[K, V | None]) -> "Index[K, V]":
        """Return the index with these values; None takes a key out."""
        if not changes:
            return self
        shards, size = list(self._shards), self._size
        fresh: dict[int, dict[K, V]] = {}
        for key, value in changes.items():
            at = hash(key) & SHARDS - 1
            shard = fresh.get(at)
            if shard is None:
                shard = fresh[at] = shards[at] = dict(shards[at])
                size -= len(shard)
            if value is None:
                shard.pop(key, None)
            else:
                shard[key] = value
        return Index(tuple(shards), size + sum(map(len, fresh.values())))
