"""Decide how far a peer's clock may be from ours, by its own receipts.

Spec clause 22.11. A receipt names the second of their clock at which it was signed. It
cannot have been signed before our feed had that many entries, nor after it came: so the
difference of the clocks lies between two bounds, and where bundles were long on the way
they lie far apart. A stored receipt that is given again widens them and misleads
nobody.
"""

from typing import Final, NamedTuple

from detente.dialogue import clocks

REMEMBERED: Final = 256


class Skew(NamedTuple):
    """Their clock less ours, in seconds, measured at `at_s` of our clock.

    `apart` says whether the two count as apart (`detente.dialogue.clocks`).
    """

    low_s: int
    high_s: int
    at_s: int
    apart: bool = False


class Skews:
    """The clocks of the peers of one line, as measured since it was opened."""

    def __init__(self) -> None:
        """Start without a measure: what an old process saw is of no use now."""
        self._last: int | None = None
        self._grew: dict[int, int] = {}
        self._of: dict[str, Skew] = {}

    def grew(self, size: int, now_s: int) -> None:
        """Note that our feed has this many entries by now.

        When it came to the first size that is told here is not known.
        """
        before, self._last = self._last, size
        if before is None or size <= before:
            return
        self._grew[size] = now_s
        if len(self._grew) > REMEMBERED:
            del self._grew[next(iter(self._grew))]

    def receipted(self, peer: str, size: int, time_s: int, now_s: int) -> None:
        """Note a new receipt of a peer, signed at `time_s` of its clock.

        One for entries that stood before this process began measures nothing.
        """
        grew_s = self._grew.get(size)
        if grew_s is None:
            return
        # Both clocks are read in whole seconds.
        low_s, high_s = time_s - now_s - 1, time_s + 1 - grew_s
        last = self._of.get(peer)
        apart = clocks.apart(low_s, high_s, before=last is not None and last.apart)
        self._of[peer] = Skew(low_s, high_s, now_s, apart)

    def of(self, peer: str) -> Skew | None:
        """Return what was measured last of a peer's clock."""
        return self._of.get(peer)
