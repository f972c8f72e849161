"""Remember which entries of ours were handed over: by which path, and when.

That a carrier took a bundle says nothing of the other side: it is in their record once
their node has receipted it (clause 5.4), and nowhere else. What a node does not
remember, since it has started later, it hands over anew where no receipt has come.
"""

from collections import deque
from typing import Final, NamedTuple

REMEMBERED: Final = 512
"""So many hand-overs of each path are remembered; the oldest go first."""


class HandOver(NamedTuple):
    """Our entries from `start` to before `end` were first taken; POSIX seconds."""

    start: int
    end: int
    path: str
    at_s: int


class Handed:
    """What was handed over to one peer since the node started."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._by_path: dict[str, deque[HandOver]] = {}

    def note(self, path: str, start: int, end: int, at_s: int) -> None:
        """Note that a path took these entries; what it took before stays as it was."""
        taken = self._by_path.setdefault(path, deque(maxlen=REMEMBERED))
        if taken and taken[-1].end > start:
            start = taken[-1].end
        if end > start:
            taken.append(HandOver(start, end, path, at_s))

    def of(self, position: int) -> list[HandOver]:
        """Return by which paths the entry at a position was handed over, the first."""
        found = (
            each
            for taken in self._by_path.values()
            for each in taken
            if each.start <= position < each.end
        )
        return sorted(found, key=lambda each: each.at_s)
