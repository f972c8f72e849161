"""Follow a leg as a circle around the Earth: what lies how far along it, and off it.

An arc has a beginning, a direction of motion and a normal, all of unit length; angles
along it count from its beginning. The normal is taken from the difference of both ends,
which is a whole number: so it is right for a leg of a metre as for one of an ocean.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space.picture import Flags
from detente.space.sphere import UNIT, Integers, Reals
from detente.space.tracking.tracks import Legs
from detente.space.vectors import cross, dot, level, unit

CIRCLE: Final = 2 * np.pi


class Arcs(NamedTuple):
    """Parts of legs: `since` to `until` along the arc, in radians, out of `angle`."""

    start: Reals
    ahead: Reals
    normal: Reals
    angle: Reals
    since: Reals
    until: Reals

    def take(self, at: Integers | Flags) -> "Arcs":
        """Return some of them."""
        return Arcs._make(column[at] for column in self)

    def along(self, of: Integers, x: Reals) -> Reals:
        """Return how far along arcs directions lie, between minus and plus pi."""
        return np.asarray(np.arctan2(dot(self.ahead[of], x), dot(self.start[of], x)))

    def at(self, along: Reals) -> Reals:
        """Return the directions that lie so far along."""
        start, ahead = np.cos(along)[:, None] * self.start, np.sin(along)[:, None]
        return np.asarray(start + ahead * self.ahead)


class Spans(NamedTuple):
    """Spans of arcs, in radians along: `of` is the arc of each."""

    of: Integers
    since: Reals
    until: Reals

    def take(self, at: Integers | Flags) -> "Spans":
        """Return some of them."""
        return Spans._make(column[at] for column in self)


def arcs(legs: Legs, leg: Integers, since: Reals, until: Reals) -> Arcs:
    """Return arcs of legs from one part of the way to another."""
    tail, head = legs.tail[leg], legs.head[leg]
    start, way = tail / UNIT, (head - tail) / UNIT
    normal = cross(start, way)
    across = np.sqrt(dot(normal, normal))
    angle = np.arctan2(across, dot(start, head / UNIT))
    still = across == 0
    normal[still] = level(start[still])
    start = unit(start)
    normal = unit(normal)
    ahead = unit(cross(normal, start))
    return Arcs(start, ahead, normal, angle, since * angle, until * angle)


def within(spans: Spans, on: Arcs) -> Spans:
    """Return what of spans lies on the parts of arcs, once round or less."""
    since, until = on.since[spans.of], on.until[spans.of]
    found = [
        Spans(
            spans.of,
            np.maximum(spans.since + turn, since),
            np.minimum(spans.until + turn, until),
        )
        for turn in (-CIRCLE, 0.0, CIRCLE)
    ]
    return joined([each.take(each.since <= each.until) for each in found])


def joined(spans: list[Spans]) -> Spans:
    """Return spans of several lists as one."""
    return Spans._make(np.concatenate(columns) for columns in zip(*spans, strict=True))
