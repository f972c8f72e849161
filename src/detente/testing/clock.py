"""A clock that stands still until a test moves it."""

from typing import Final

START_S: Final = 1_767_225_600  # 2026-01-01 00:00 UTC


class FakeClock:
    """The Clock port, moved by hand; both clocks run together.

    `offset_s` lets one node's UTC claim differ from another's while both share time.
    """

    def __init__(self, start_s: int = START_S) -> None:
        """Start at a POSIX time, with the monotonic clock at nought."""
        self._start_s = start_s
        self.elapsed_s = 0.0
        self.offset_s = 0

    def now_s(self) -> int:
        """Return POSIX seconds."""
        return self._start_s + int(self.elapsed_s) + self.offset_s

    def monotonic_s(self) -> float:
        """Return seconds since the start."""
        return self.elapsed_s

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self.elapsed_s += seconds
