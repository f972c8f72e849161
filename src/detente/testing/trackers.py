"""A tracker as they are: it stammers, repeats, comes late, and is jammed.

From one seed: a convoy goes along a straight way at one speed, and what its tracker
says of that. What was true is known beside it, so that a test can say what became of
it. And a store that holds the bytes of batches, or does not hold them yet.
"""

import hashlib
import random
from collections.abc import Iterator
from typing import Final, NamedTuple

from detente.dialogue.entered import Entered
from detente.exchange.piece import Content, Piece
from detente.ports import Filed
from detente.stores.memory_attachments import MemoryAttachments

HEADING: Final = "id,time,lat,lon,alt_m\n"
AIRPORT: Final = (33.82, 35.49)
"""Where receivers think they are that are jammed."""


class Way(NamedTuple):
    """A straight way at one speed: degrees at the start, and degrees a second."""

    lat: float
    lon: float
    north: float
    east: float

    def at(self, after_s: float) -> tuple[float, float]:
        """Return the place after some time."""
        return self.lat + self.north * after_s, self.lon + self.east * after_s


class Accidents(NamedTuple):
    """How often, of 1, a row comes twice, comes late, is jammed, or does not come."""

    repeated: float = 0.0
    late: float = 0.0
    jammed: float = 0.0
    lost: float = 0.0


SMOOTH: Final = Accidents()
ROUGH: Final = Accidents(0.1, 0.1, 0.05, 0.1)


class Tracker:
    """One tracker on its way.

    `true` are the places at which it said something true, `jammed` how often it lied.
    """

    def __init__(
        self, name: str, way: Way, seed: int, accidents: Accidents = SMOOTH
    ) -> None:
        """Report as `name`; the same seed reports the same."""
        self.name, self.way, self.accidents = name, way, accidents
        self.true: list[tuple[int, float, float]] = []
        self.jammed = 0
        self._dice = random.Random(seed)  # noqa: S311 - a seed must replay

    def rows(self, from_s: int, until_s: int, every_s: int = 10) -> Iterator[str]:
        """Yield what it says of a span of time, as rows of CSV."""
        held: str | None = None
        for at_s in range(from_s, until_s, every_s):
            if self._happens(self.accidents.lost):
                continue
            row = self._row(at_s, from_s)
            if held is None and self._happens(self.accidents.late):
                held = row
                continue
            yield row
            if self._happens(self.accidents.repeated):
                yield row
            if held is not None:
                yield held
                held = None
        if held is not None:
            yield held

    def _row(self, at_s: int, from_s: int) -> str:
        lat, lon = self.way.at(at_s - from_s)
        if self._happens(self.accidents.jammed):
            self.jammed += 1
            lat, lon = AIRPORT
        else:
            self.true.append((at_s, lat, lon))
        return f"{self.name},{at_s},{lat:.7f},{lon:.7f},\n"

    def _happens(self, often: float) -> bool:
        return self._dice.random() < often


class Shelf(MemoryAttachments):
    """A store of the bytes of attachments alone."""

    def come(self, data: bytes) -> None:
        """Let the bytes of an attachment come, whole."""
        content = Content(hashlib.sha256(data).digest(), len(data))
        piece = Piece(content, 0, data)
        self._file_away(Filed((), (piece,), (content,)))

    def go(self, entered: Entered) -> None:
        """Destroy what a statement lists."""
        listed = entered.header.attachments
        self._purge([Content(each.sha256, each.size_bytes) for each in listed])
