"""Decide what time it is for a node: the machine's clocks, or a told one in a play.

Deadlines run on the monotonic clock and UTC is a claim. A channel whose charter says
that it is *played* (a demonstration, a drill) runs on told time: the player says when
it is. No other channel has a told clock, whatever anyone asks at the door.
"""

import time

from detente.record.errors import Misasked


class SystemClock:
    """The machine's clocks."""

    def now_s(self) -> int:
        """Return POSIX seconds, UTC."""
        return int(time.time())  # noqa: TID251 - this is the port's one adapter

    def monotonic_s(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()


class ToldClock:
    """A clock that goes on by itself from the moment it was last told.

    The monotonic clock stays the machine's: paths and back-off are real in a play.
    """

    def __init__(self, start_s: int) -> None:
        """Start at a POSIX time."""
        self._told_s = start_s
        self._at = time.monotonic()

    def tell(self, now_s: int) -> None:
        """Set the clock forward.

        Raises:
            Misasked: it would go back.
        """
        if now_s < self.now_s():
            raise Misasked("A played clock does not go back.")
        self._told_s, self._at = now_s, time.monotonic()

    def now_s(self) -> int:
        """Return POSIX seconds, UTC, of the play."""
        return self._told_s + int(time.monotonic() - self._at)

    def monotonic_s(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()
