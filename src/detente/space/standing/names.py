"""Keep the ids of many volumes as one text, and find the volume of one."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from detente.record.errors import Misasked
from detente.space.sphere import Integers
from detente.space.standing.narrow import narrow


class Names(NamedTuple):
    """Ids one after the other; `order` is where each stands that comes next by bytes.

    Id `n` is `text[ends[n]:ends[n + 1]]`. No object an id: a million are a few bytes
    each besides what they say.
    """

    text: bytes
    ends: Integers
    order: Integers

    @classmethod
    def of(cls, ids: Sequence[str]) -> "Names":
        """Return ids as names.

        Raises:
            Misasked: two are the same.
        """
        encoded = [_encoded(each) for each in ids]
        order = sorted(range(len(ids)), key=encoded.__getitem__)
        if any(encoded[one] == encoded[other] for one, other in pairwise(order)):
            raise Misasked("Two volumes bear one id.")
        ends = np.array([0, *accumulate(map(len, encoded))], dtype=np.int64)
        return cls(b"".join(encoded), narrow(ends), narrow(np.array(order, np.int64)))

    def __call__(self, at: int) -> str:
        """Return the id of a volume."""
        return self._bytes(at).decode("utf-8", "surrogatepass")

    def several(self, volumes: Iterable[int]) -> list[str]:
        """Return the ids of volumes."""
        text, end = self.text, self.ends.item
        return [
            text[end(at) : end(at + 1)].decode("utf-8", "surrogatepass")
            for at in volumes
        ]

    def find(self, id_: str) -> int | None:
        """Return which volume bears an id; None if none does."""
        meant = _encoded(id_)
        place = bisect_left(self.order, meant, key=self._bytes)
        if place == len(self.order):
            return None
        at = int(self.order[place])
        return at if self._bytes(at) == meant else None

    def _bytes(self, at: int) -> bytes:
        return self.text[self.ends[at] : self.ends[at + 1]]


def _encoded(id_: str) -> bytes:
    return id_.encode("utf-8", "surrogatepass")
