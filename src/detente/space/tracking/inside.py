"""Say of fixes whether polygons hold them, on the charts of the faces that they are on.

Sides are straight there, and are counted along a ray. What lies too near a side is left
open, and so is what is no polygon, as the loops of `kernels.places` leave it: that is
for clause 33.4 to decide, by whole numbers if need be (`crossing`).
"""

from typing import NamedTuple

import numpy as np

from detente.space.kernels.figures import APART, MEET, OPEN, Outlines
from detente.space.meeting.charts import on_faces, ranges
from detente.space.meeting.planar import CLOSE
from detente.space.picture import Flags
from detente.space.sphere import Integers, Reals
from detente.space.tracking.nearby import Declared, Pair
from detente.space.tracking.tracks import Legs


class _Sides(NamedTuple):
    """Sides beside places: of which place each, where that is, and where they run."""

    of: Integers
    tail: Integers
    head: Integers

    def take(self, flags: Flags) -> "_Sides":
        at = np.flatnonzero(flags)
        return _Sides._make(column.take(at) for column in self)


def parted(
    legs: Legs, declared: Declared, pair: Pair, still: Flags
) -> tuple[Pair, Pair]:
    """Return the pairs of fixes and entries that surely hold them, and all in doubt.

    Args:
        legs: of any tracks.
        declared: the entries.
        pair: which legs may meet which entries; times and heights do.
        still: which legs are fixes.
    """
    leg, entry = pair
    at = np.flatnonzero(still.take(leg))
    if not len(at):
        return Pair(at, at), pair
    said = np.full(len(leg), OPEN, dtype=np.int64)
    area = declared.entries.area.take(entry.take(at))
    said[at] = _said(declared, area, legs.tail.take(leg.take(at), axis=0))
    sure, open_ = (np.flatnonzero(said == each) for each in (MEET, OPEN))
    return (
        Pair(leg.take(sure), entry.take(sure)),
        Pair(leg.take(open_), entry.take(open_)),
    )


def _said(declared: Declared, area: Integers, directions: Integers) -> Integers:
    """Return whether areas hold directions, or that it is not known."""
    face, x, y = on_faces(directions)
    found = np.full(len(area), OPEN, dtype=np.int64)
    row = declared.outlined[face, area].astype(np.int64)
    some = np.flatnonzero(declared.areas.flat.take(area) & (row >= 0))
    row, x, y = row.take(some), x.take(some), y.take(some)
    held = _in_circles(declared.outlines, row, x, y)
    found[some[held]] = MEET
    left = np.flatnonzero(~held)
    found[some[left]] = _counted(
        declared.outlines, row.take(left), x.take(left), y.take(left)
    )
    return found


def _in_circles(on: Outlines, row: Integers, x: Reals, y: Reals) -> Flags:
    """Say whether circles within polygons surely hold places."""
    u, v, radius = on.circle.take(row, axis=0).T
    away = np.square(u - x) + np.square(v - y)
    return np.asarray((radius > CLOSE) & (away < np.square(radius - CLOSE)))


def _counted(on: Outlines, row: Integers, x: Reals, y: Reals) -> Integers:
    """Say whether polygons hold places, or that a side is too near."""
    begin, many = on.begin.take(row), len(row)
    counts = on.begin.take(row + 1) - begin
    tail = ranges(begin, counts)
    sides = _Sides(np.repeat(np.arange(many), counts), tail, on.head.take(tail))
    at, a, b = y.take(sides.of), on.v.take(sides.tail), on.v.take(sides.head)
    left = at >= np.minimum(a, b) - CLOSE
    sides = sides.take(left & (at <= np.maximum(a, b) + CLOSE))
    at, a, b = x.take(sides.of), on.u.take(sides.tail), on.u.take(sides.head)
    sides = sides.take(at <= np.maximum(a, b) + CLOSE)
    crossed, near = _beside(on, sides, x.take(sides.of), y.take(sides.of))
    inside = np.bincount(sides.of[crossed], minlength=many) % 2 == 1
    found = np.where(inside, MEET, APART)
    found[sides.of[near]] = OPEN
    return found


def _beside(on: Outlines, sides: _Sides, x: Reals, y: Reals) -> tuple[Flags, Flags]:
    """Say which sides rays to the east cross, and which are too near to tell."""
    west, east = on.u.take(sides.tail), on.u.take(sides.head)
    south, north = on.v.take(sides.tail), on.v.take(sides.head)
    crossed = (south > y) != (north > y)
    within = x >= np.minimum(west, east) - CLOSE
    u, v = east - west, north - south
    side = u * (y - south) - v * (x - west)
    near = within & (np.abs(side) <= CLOSE * (np.abs(u) + np.abs(v)))
    return crossed & (~within | ((side > 0) == (v > 0))), near
