"""Decide how a stream of reports is cut: a step of the charter's rate at a time.

A tracker writes line by line and never ends. A step is over when a row of a later one
comes, or when its time has passed and a little more: a tracker that falls silent must
not keep back what it said last.
"""

import csv
import queue
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from detente.record.errors import Malformed
from detente.space.files.rows import time_us

GRACE_S: Final = 2.0
"""How long after a step rows of it may still come in."""
_US: Final = 1_000_000


class Chunk(NamedTuple):
    """Rows under their heading, the first of them by its number."""

    first: int
    heading: str
    rows: tuple[str, ...]

    @property
    def table(self) -> str:
        """The table that these rows are."""
        return "".join((self.heading, *self.rows))

    def after(self, kept: "Chunk | None") -> "Chunk":
        """Return these rows behind others that could not be stated yet."""
        return self if kept is None else kept._replace(rows=(*kept.rows, *self.rows))


class Cutter:
    """Cuts rows into steps by the time that they tell."""

    def __init__(self, heading: str, every_s: int) -> None:
        """Cut rows under a heading into steps of so many seconds."""
        self._heading = heading
        self._every_us = every_s * _US
        cells = [name.strip() for name in next(csv.reader([heading]), [])]
        self._column = cells.index("time") if "time" in cells else -1
        self._rows: list[str] = []
        self._first = 1
        self._step = -1

    def add(self, line: str) -> Chunk | None:
        """Take a row; return the rows before it if they are of a step that is over."""
        step = self._step_of(line)
        over = self.cut() if step is not None and step > self._step else None
        if step is not None:
            self._step = max(self._step, step)
        self._rows.append(line)
        return over

    def cut(self) -> Chunk | None:
        """Return what was taken and not returned yet."""
        if not self._rows:
            return None
        chunk = Chunk(self._first, self._heading, tuple(self._rows))
        self._first += len(self._rows)
        self._rows = []
        return chunk

    def _step_of(self, line: str) -> int | None:
        """Return the step of a row; None where it tells no time: it is told later."""
        try:
            cells = next(csv.reader([line]), [])
            return time_us(cells[self._column].strip(), "") // self._every_us
        except (Malformed, IndexError, csv.Error):
            return None


def chunks(lines: Iterable[str], every_s: int) -> Iterator[Chunk]:
    """Yield a stream step by step, as it comes; the first line is the heading."""
    came: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_hand_over, args=(lines, came), daemon=True).start()
    heading = came.get()
    if heading is None:
        return
    cutter, until_s = Cutter(heading, every_s), None
    while True:
        try:
            line = came.get(timeout=_left(until_s))
        except queue.Empty:
            line, chunk, until_s = "", cutter.cut(), None
        else:
            chunk = cutter.cut() if line is None else _added(cutter, line)
            if line and (chunk is not None or until_s is None):
                until_s = time.monotonic() + every_s + GRACE_S
        if chunk is not None:
            yield chunk
        if line is None:
            return


def _added(cutter: Cutter, line: str) -> Chunk | None:
    return cutter.add(line) if line.strip() else None


def _left(until_s: float | None) -> float | None:
    return None if until_s is None else max(0.0, until_s - time.monotonic())


def _hand_over(lines: Iterable[str], came: "queue.Queue[str | None]") -> None:
    try:
        for line in lines:
            came.put(line if line.endswith("\n") else f"{line}\n")
    finally:
        came.put(None)
