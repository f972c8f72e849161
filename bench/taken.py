"""Times of one thing that was done many times: by the clock, and of the processor."""

from __future__ import annotations

import statistics
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Taken:
    """Times of one thing in milliseconds: by the clock, and of the processor alone."""

    def __init__(self) -> None:
        self.clock_ms: list[float] = []
        self.processor_ms: list[float] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """Time what is done inside."""
        clock, processor = time.perf_counter(), time.process_time()
        yield
        self.processor_ms.append((time.process_time() - processor) * 1000)
        self.clock_ms.append((time.perf_counter() - clock) * 1000)

    @property
    def p50_ms(self) -> float:
        """The median by the clock."""
        return statistics.median(self.clock_ms)

    @property
    def p99_ms(self) -> float:
        """What one in a hundred exceeded by the clock; of fewer, the highest."""
        return _p99(self.clock_ms)

    @property
    def processor_p50_ms(self) -> float:
        """The median of the processor alone."""
        return statistics.median(self.processor_ms)

    def text(self) -> str:
        """Return the spread for reading."""
        clock, alone = self.clock_ms, self.processor_ms
        return (
            f"p50 {self.p50_ms:.2f}, p99 {self.p99_ms:.2f}, max {max(clock):.2f}"
            f" (processor alone: p50 {self.processor_p50_ms:.2f},"
            f" p99 {_p99(alone):.2f})"
        )


def _p99(times_ms: list[float]) -> float:
    return sorted(times_ms)[min(len(times_ms) - 1, len(times_ms) * 99 // 100)]
