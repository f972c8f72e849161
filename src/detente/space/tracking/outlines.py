"""Find the spans of arcs that lie inside polygons (clause 33.4).

The circle of an arc crosses an outline an even number of times, and one of its points
lies outside: the one farthest from the polygon's hemisphere. From there on every second
span is inside, holes and all. Which side of the circle a corner lies on is found once
for both its sides, so that rounding moves a corner by a hair and no more.
"""

from typing import Final

import numpy as np

from detente.space.meeting.charts import ranges
from detente.space.sphere import Integers, Reals
from detente.space.tracking.arcs import CIRCLE, Arcs, Spans, joined, within
from detente.space.tracking.nearby import Declared
from detente.space.vectors import cross, dot

CLOSE: Final = 1e-10
"""Touching is looked for so near: three times what clause 30.3 allows, in radians."""


class Sides:
    """All sides of a polygon beside each arc, a row each."""

    def __init__(self, declared: Declared, area: Integers, on: Arcs) -> None:
        """Measure the corners by the planes of the arcs."""
        tail, head, sides = declared.sides
        begin = sides[area]
        counts = sides[area + 1] - begin
        side = ranges(begin, counts)
        self.on, self.of = on, np.repeat(np.arange(len(area)), counts)
        self.units, self.side, self.declared = declared.units, side, declared
        self.tail, self.head = tail[side], head[side]
        rows = np.cumsum(counts) - counts - tail[begin]
        # A closed ring has a side for each corner, so the head has a row of its own.
        self.high = dot(on.normal[self.of], self.units[self.tail])
        self.high_head = self.high[rows[self.of] + self.head]

    def crossings(self) -> tuple[Integers, Reals]:
        """Return the arcs that sides cross, and how far along they do."""
        cut = np.flatnonzero((self.high >= 0) != (self.high_head >= 0))
        of, tail, head = self.of[cut], self.tail[cut], self.head[cut]
        one = np.abs(self.high_head[cut])[:, None] * self.units[tail]
        at = one + np.abs(self.high[cut])[:, None] * self.units[head]
        return of, self.on.along(of, at)

    def touches(self) -> Spans:
        """Return the spans that lie on sides or corners, or nearly so."""
        normal = self.declared.normals(self.side)
        near, near_head = np.abs(self.high) <= CLOSE, np.abs(self.high_head) <= CLOSE
        corner, both = np.flatnonzero(near), np.flatnonzero(near & near_head)
        at = self._along(corner, self.tail)
        begin, end = self._along(both, self.tail), self._along(both, self.head)
        turn = (end - begin + np.pi) % CIRCLE - np.pi
        first, last = np.minimum(begin, begin + turn), np.maximum(begin, begin + turn)
        spans = [
            Spans(self.of[corner], at - CLOSE, at + CLOSE),
            Spans(self.of[both], first, last),
            self._ends(normal, self.on.since),
            self._ends(normal, self.on.until),
        ]
        return within(joined(spans), self.on)

    def _along(self, row: Integers, corner: Integers) -> Reals:
        return self.on.along(self.of[row], self.units[corner[row]])

    def _ends(self, normal: Reals, along: Reals) -> Spans:
        """Return the ends of arcs that lie on a side, or nearly so."""
        end = self.on.at(along)[self.of]
        near = np.flatnonzero(np.abs(dot(normal, end)) <= CLOSE)
        end, plane = end[near], normal[near]
        after = dot(cross(plane, self.units[self.tail[near]]), end) >= -CLOSE
        before = dot(cross(self.units[self.head[near]], plane), end) >= -CLOSE
        of = self.of[near[after & before]]
        return Spans(of, along[of], along[of])


def inside(sides: Sides, inner: Reals) -> Spans:
    """Return the spans of arcs that lie inside polygons.

    What is found lies in the polygon to within some 1e-14: clause 30.3 allows more.

    Args:
        sides: of the polygons, beside the arcs.
        inner: of each polygon the middle of a hemisphere that holds it.
    """
    on = sides.on
    outside = np.arctan2(-dot(inner, on.ahead), -dot(inner, on.start))
    of, along = sides.crossings()
    past = (along - outside[of]) % CIRCLE
    order = np.lexsort((past, of))
    of, past = of[order], past[order] + outside[of[order]]
    return within(Spans(of[::2], past[::2], past[1::2]), on)
