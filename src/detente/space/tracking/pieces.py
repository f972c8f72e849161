"""Cut legs into pieces so short that the middle of each stands for all of it."""

from typing import Final, NamedTuple

import numpy as np

from detente.space.exact import RADIUS_MM
from detente.space.meeting.charts import on_faces, ranges
from detente.space.sphere import UNIT, Integers, Reals
from detente.space.tracking.tracks import Legs, angles
from detente.space.vectors import cross, dot

CUTS_MM: Final = (400_000, 3_000_000, 25_000_000, 200_000_000)
"""How long a piece may be: the shortest for which legs need not be cut much."""


class Pieces(NamedTuple):
    """Pieces of legs: where the middles lie, and when they begin."""

    leg: Integers
    face: Integers
    u: Reals
    v: Reals
    start_us: Integers
    longest_us: int


def cut_mm(legs: Legs) -> int:
    """Return how long the pieces of legs are best."""
    length = angles(legs.tail, legs.head) * RADIUS_MM
    for found in CUTS_MM:
        if np.ceil(length / found).sum() <= 1.5 * len(length):
            return found
    return CUTS_MM[-1]


def cut(legs: Legs, longest_mm: int) -> Pieces:
    """Cut legs into pieces no longer than that."""
    if not _move(legs):
        leg = np.arange(len(legs.of))
        longest_us = int((legs.end_us - legs.start_us).max()) + 1
        return Pieces(leg, *on_faces(legs.tail), legs.start_us, longest_us)
    counts = np.ceil(angles(legs.tail, legs.head) * RADIUS_MM / longest_mm)
    counts = counts.astype(np.int64).clip(1)
    leg = np.repeat(np.arange(len(counts)), counts)
    us = (legs.end_us - legs.start_us) // counts
    nth = ranges(np.zeros(len(counts), dtype=np.int64), counts)
    start = legs.start_us[leg] + nth * us[leg]
    longest_us = int(us.max() + counts.max()) + 1
    if len(leg) == len(counts):
        middle = (legs.tail + legs.head) / UNIT
    else:
        middle = _middles(legs, leg, (nth + 0.5) / counts[leg])
    return Pieces(leg, *on_faces(middle), start, longest_us)


def _move(legs: Legs) -> bool:
    """Say whether any leg leads anywhere."""
    return any(
        bool((legs.tail[:, column] != legs.head[:, column]).any())
        for column in range(3)
    )


def _middles(legs: Legs, leg: Integers, part: Reals) -> Reals:
    """Return where legs are at parts of the way, nearly enough for charts."""
    tail, way = legs.tail[leg] / UNIT, (legs.head - legs.tail)[leg] / UNIT
    across = cross(tail, way)
    angle = np.arctan2(np.sqrt(dot(across, across)), dot(tail, tail + way))
    angle = np.maximum(angle, 1e-12)
    before, after = np.sin((1 - part) * angle), np.sin(part * angle)
    return np.asarray(before[:, None] * tail + after[:, None] * (tail + way))
