"""Decide how often one token may ask: a bucket that fills at a steady pace.

A page that asks in a loop must not keep the watch's own screen from being served. A
release is never turned away for its pace: priority three is safety of life.
"""

from typing import Final

PER_S: Final = 20.0
AT_ONCE: Final = 100.0


class Pace:
    """The buckets of all tokens; time is an argument, on the monotonic clock."""

    def __init__(self, per_s: float = PER_S, at_once: float = AT_ONCE) -> None:
        """Let each token ask `at_once` times, and `per_s` times a second from then."""
        self._per_s = per_s
        self._at_once = at_once
        self._left: dict[str, tuple[float, float]] = {}

    def wait_s(self, name: str, now_s: float) -> float:
        """Take one request out of a bucket; return how long to wait, 0 where none."""
        left, at_s = self._left.get(name, (self._at_once, now_s))
        left = min(self._at_once, left + (now_s - at_s) * self._per_s)
        if left < 1:
            self._left[name] = (left, now_s)
            return (1 - left) / self._per_s
        self._left[name] = (left - 1, now_s)
        return 0.0
