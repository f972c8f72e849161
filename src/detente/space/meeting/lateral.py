"""Say of many pairs of areas at once whether they meet laterally (clause 30.3).

Floating point measures each corner of one against each side of the other, and knows how
far it may be off. Where that does not decide, whole numbers do (`detente.space.exact`);
so the answers are those of `exact.meet`, and the same on every processor.
"""

from typing import Final, NamedTuple

import numpy as np

from detente.space import exact
from detente.space.exact import RADIUS_MM
from detente.space.meeting.charts import Caps, caps, portions, ranges
from detente.space.picture import Areas, Flags
from detente.space.sphere import UNIT, Integers, Reals
from detente.space.vectors import cross, dot, level, unit

MOST_AT_ONCE: Final = 1 << 18
"""How many corners are measured against a side at once; what they need in memory."""
# A product of unit vectors in floating point is off by less than this.
OFF: Final = 4e-15
_ROUNDED: Final = 2.0**-35
_STEEP_RAD: Final = 1.3
_STEEP_OFF: Final = 1e-7


class Drawn(NamedTuple):
    """Areas with what is asked of them often: sides, and circles around them.

    Side `s` runs from the corner of `tail[s]` to that of `head[s]`; area `i` has the
    sides `sides[i]` to `sides[i + 1]`. `normal` is of unit length, nought for a place;
    `off` is by how much a height above the side's plane may be wrong. What lies between
    the ends of a side lies before `after` and behind `before`: at a positive product.
    """

    areas: Areas
    units: Reals
    caps: Caps
    sides: Integers
    tail: Integers
    head: Integers
    normal: Reals
    off: Reals
    after: Reals
    before: Reals


def drawn(areas: Areas) -> Drawn:
    """Return areas with their sides and circles."""
    # Rounding to whole numbers left directions a hair longer or shorter than one.
    units = unit(areas.directions / UNIT)
    tail, head, begin = sides(areas)
    normal = cross(units[tail], units[head])
    length = np.sqrt(dot(normal, normal))
    planes = normal / np.maximum(length, 1e-300)[:, None]
    off = OFF / np.maximum(length, 1e-15) + OFF
    place = tail == head
    planes[place], off[place] = 0.0, 0.0
    ends = cross(planes, units[tail]), cross(units[head], planes)
    return Drawn(areas, units, caps(areas), begin, tail, head, planes, off, *ends)


def sides(areas: Areas) -> tuple[Integers, Integers, Integers]:
    """Return tail and head of each side, and where each area's begin."""
    begin, end = areas.corners[:-1], areas.corners[1:]
    ring_of = np.repeat(np.arange(len(areas.of)), np.diff(areas.rings))
    closed = areas.closed[ring_of] | (end - begin == 1)
    counts = end - begin - ~closed
    tail = ranges(begin, counts)
    last = np.repeat(end, counts)
    head = np.where(tail + 1 < last, tail + 1, np.repeat(begin, counts))
    per_ring = np.concatenate(([0], np.cumsum(counts)))
    return tail, head, per_ring[areas.rings]


def meets(one: Drawn, i: Integers, other: Drawn, j: Integers, lateral_mm: int) -> Flags:
    """Say of pairs of areas whether they meet, with a lateral minimum between them."""
    sum_mm = one.areas.reach_mm[i] + other.areas.reach_mm[j] + lateral_mm
    angle = sum_mm / RADIUS_MM + _ROUNDED
    found = np.zeros(len(i), dtype=np.bool_)
    near = np.flatnonzero(_caps_meet(one, i, other, j, angle))
    for at in portions(_size(one, i[near], other, j[near]), MOST_AT_ONCE):
        rows = near[at]
        found[rows] = _decided(one, i[rows], other, j[rows], sum_mm[rows], angle[rows])
    return found


def nearest(one: Drawn, i: Integers, other: Drawn, j: Integers) -> Reals:
    """Return the angles by which the cores of areas lie apart: figures to be shown.

    Of areas that meet it says nothing.
    """
    found = [
        np.minimum.reduceat(
            _to_sides(a.units[crowd.corner], b, crowd.side)[0], crowd.begin
        )
        for a, b, crowd in (
            (one, other, _all_corners(one, i, other, j)),
            (other, one, _all_corners(other, j, one, i)),
        )
    ]
    return np.minimum(*found)


def _all_corners(one: Drawn, i: Integers, other: Drawn, j: Integers) -> "_Crowd":
    begin = one.areas.corners[one.areas.rings[i]]
    return _crowd(begin, _corners(one, i), other.sides[j], _sides_of(other, j))


def _caps_meet(
    one: Drawn, i: Integers, other: Drawn, j: Integers, angle: Reals
) -> Flags:
    between = one.caps.middle[i] - other.caps.middle[j]
    chord = np.sqrt(dot(between, between))
    reach = one.caps.radius[i] + other.caps.radius[j] + angle
    return np.asarray(2 * np.arcsin(np.minimum(chord / 2, 1.0)) <= reach + 1e-9)


def _size(one: Drawn, i: Integers, other: Drawn, j: Integers) -> Integers:
    """Return how often pairs ask for a corner to be measured against a side."""
    there = _corners(one, i) * _sides_of(other, j)
    return there + _sides_of(one, i) * _corners(other, j)


def _corners(drawn: Drawn, i: Integers) -> Integers:
    rings = drawn.areas.rings
    return drawn.areas.corners[rings[i + 1]] - drawn.areas.corners[rings[i]]


def _sides_of(drawn: Drawn, i: Integers) -> Integers:
    return drawn.sides[i + 1] - drawn.sides[i]


def _decided(
    one: Drawn, i: Integers, other: Drawn, j: Integers, sum_mm: Integers, angle: Reals
) -> Flags:
    """Decide pairs by floating point, and those that it leaves open exactly.

    Each step is asked of the pairs alone that those before did not find to meet.
    """
    found, doubt = _touching(one, i, other, j, angle)
    left = np.flatnonzero(~found)
    steps = (
        lambda a, b, at: _touching(other, b, one, a, angle[at]),
        lambda a, b, at: _crossing(one, a, other, b),  # noqa: ARG005 - no reach in it
        lambda a, b, at: (_holding(one, a, other, b) & ~doubt[at], False),
    )
    for step in steps:
        if not len(left):
            break
        sure, may = step(i[left], j[left], left)
        found[left] = sure
        doubt[left] |= may
        left = left[~sure]
    for row in left[doubt[left]].tolist():
        core, against = one.areas.core(int(i[row])), other.areas.core(int(j[row]))
        found[row] = exact.meet(core, against, exact.reach(int(sum_mm[row])))
    return found


def _holding(one: Drawn, i: Integers, other: Drawn, j: Integers) -> Flags:
    """Say whether the one holds the other's first corner, or the other way round."""
    return _holds(one, i, other, j) | _holds(other, j, one, i)


class _Crowd(NamedTuple):
    """All corners of areas `i` against all sides of areas `j`, a row each.

    `begin` is where the rows of each pair begin.
    """

    corner: Integers
    side: Integers
    begin: Integers
    counts: Integers


def _crowd(first: Integers, many: Integers, second: Integers, more: Integers) -> _Crowd:
    """Return each of `many` from `first` with each of `more` from `second`."""
    counts = many * more
    begin = np.cumsum(counts) - counts
    within = np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(begin, counts)
    width = np.repeat(more, counts)
    return _Crowd(
        np.repeat(first, counts) + within // width,
        np.repeat(second, counts) + within % width,
        begin,
        counts,
    )


def _touching(
    one: Drawn, i: Integers, other: Drawn, j: Integers, angle: Reals
) -> tuple[Flags, Flags]:
    """Say whether a corner of the one surely lies near a side of the other, or may."""
    crowd = _all_corners(one, i, other, j)
    away, off = _to_sides(one.units[crowd.corner], other, crowd.side)
    nearest = np.minimum.reduceat(away + off, crowd.begin)
    farthest = np.minimum.reduceat(away - off, crowd.begin)
    return nearest <= angle, farthest <= angle


def _to_sides(p: Reals, other: Drawn, side: Integers) -> tuple[Reals, Reals]:
    """Return the angles from directions to sides, and how far those may be wrong."""
    tail, head = other.units[other.tail[side]], other.units[other.head[side]]
    height = dot(p, other.normal[side])
    after = dot(p, other.after[side])
    before = dot(p, other.before[side])
    between = (after > 0) & (before > 0)
    to_tail, to_head = p - tail, p - head
    square = np.minimum(dot(to_tail, to_tail), dot(to_head, to_head))
    ends = 2 * np.arcsin(np.minimum(np.sqrt(square) / 2, 1.0))
    plane = np.arcsin(np.minimum(np.abs(height), 1.0))
    away = np.where(between, np.minimum(plane, ends), ends)
    # Towards a right angle a sine says little of its angle.
    steep = np.where(away > _STEEP_RAD, _STEEP_OFF, OFF)
    return away, other.off[side] + steep


def _crossing(
    one: Drawn, i: Integers, other: Drawn, j: Integers
) -> tuple[Flags, Flags]:
    """Say whether a side of the one surely crosses one of the other, or may."""
    crowd = _crowd(one.sides[i], _sides_of(one, i), other.sides[j], _sides_of(other, j))
    a, b = crowd.corner, crowd.side
    tail_a, head_a = one.units[one.tail[a]], one.units[one.head[a]]
    tail_b, head_b = other.units[other.tail[b]], other.units[other.head[b]]
    normal_a, normal_b = one.normal[a], other.normal[b]
    heights = [
        dot(*each)
        for each in (
            (normal_a, tail_b),
            (normal_a, head_b),
            (normal_b, tail_a),
            (normal_b, head_a),
        )
    ]
    off = [one.off[a], one.off[a], other.off[b], other.off[b]]
    ab_c, ab_d, cd_a, cd_b = heights
    apart = (ab_c * ab_d < 0) & (cd_a * cd_b < 0) & (ab_c * cd_b > 0)
    clear = np.all([np.abs(h) > o for h, o in zip(heights, off, strict=True)], axis=0)
    # Both ends surely on one side of the other: no crossing, whatever is off.
    parted = (
        (np.minimum(ab_c, ab_d) > off[0])
        | (np.maximum(ab_c, ab_d) < -off[0])
        | (np.minimum(cd_a, cd_b) > off[2])
        | (np.maximum(cd_a, cd_b) < -off[2])
    )
    place = ~normal_a.any(axis=1) | ~normal_b.any(axis=1)
    sure = np.logical_or.reduceat(apart & clear & ~place, crowd.begin)
    may = np.logical_or.reduceat(~clear & ~parted & ~place, crowd.begin)
    return sure, may


def _holds(one: Drawn, i: Integers, other: Drawn, j: Integers) -> Flags:
    """Say whether polygons hold the first corner of others; near a side, either.

    As `exact.holds`: each corner is on one side of the half circle for both its sides,
    so a slip of rounding moves it by a hair and no more.
    """
    found = np.zeros(len(i), dtype=np.bool_)
    rows = np.flatnonzero(one.areas.closed[i])
    if not len(rows):
        return found
    p = other.units[other.areas.corners[other.areas.rings[j[rows]]]]
    inner = _inner(one, i[rows])
    counts = _sides_of(one, i[rows])
    side = ranges(one.sides[i[rows]], counts)
    begin = np.cumsum(counts) - counts
    circle = np.repeat(cross(p, level(inner)), counts, axis=0)
    left_u = dot(circle, one.units[one.tail[side]]) >= 0
    left_v = dot(circle, one.units[one.head[side]]) >= 0
    above = dot(one.normal[side], np.repeat(p, counts, axis=0)) > 0
    crossed = (left_u != left_v) & (above == left_v)
    odd = np.add.reduceat(crossed, begin) % 2 == 1
    found[rows] = odd & (dot(inner, p) > 0)
    return found


def _inner(one: Drawn, i: Integers) -> Reals:
    """Return directions whose hemispheres hold the corners of polygons."""
    inner = one.caps.middle[i]
    for row in np.flatnonzero(one.caps.radius[i] > np.pi / 2).tolist():
        found = np.array(one.areas.core(int(i[row])).inner, dtype=np.float64)
        inner[row] = found / np.linalg.norm(found)
    return inner
