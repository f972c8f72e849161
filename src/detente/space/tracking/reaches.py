"""Find the spans of arcs that lie within the reach of places and routes.

Clause 33.4: within a reach of a place is a circle around it; within a reach of a leg of
a route are circles around its ends, and between them what lies low enough above the
leg's plane. Where the one ends the other begins, so a slip of rounding loses nothing.
"""

import numpy as np

from detente.space.meeting.charts import ranges
from detente.space.sphere import Integers, Reals
from detente.space.tracking.arcs import CIRCLE, Arcs, Spans, joined, within
from detente.space.tracking.nearby import Declared
from detente.space.vectors import cross, dot


def near(declared: Declared, area: Integers, reach: Reals, on: Arcs) -> Spans:
    """Return the spans of arcs that lie within a reach of places and routes.

    Args:
        declared: the areas.
        area: which, for each arc.
        reach: how near, in radians, for each arc.
        on: the arcs.
    """
    areas, (tails, heads, sides) = declared.areas, declared.sides
    ring = areas.rings[area]
    begin, corners = areas.corners[ring], np.diff(areas.corners)[ring]
    of = np.repeat(np.arange(len(area)), corners)
    spans = [_about(declared.units[ranges(begin, corners)], of, reach, on)]
    counts = sides[area + 1] - sides[area]
    of, side = np.repeat(np.arange(len(area)), counts), ranges(sides[area], counts)
    normal = declared.normals(side)
    leg = normal.any(axis=1)
    of, side, normal = of[leg], side[leg], normal[leg]
    tail, head = declared.units[tails[side]], declared.units[heads[side]]
    spans += _beside(tail, head, normal, of, reach, on)
    return within(joined(spans), on)


def _about(place: Reals, of: Integers, reach: Reals, on: Arcs) -> Spans:
    """Return the spans within a reach of places."""
    high = np.arcsin(dot(on.normal[of], place).clip(-1, 1))
    # Half angles: a cosine says nothing of a small angle.
    left = np.sin(reach[of] / 2) ** 2 - np.sin(high / 2) ** 2
    part = left / np.maximum(np.cos(high), 1e-300)
    half = 2 * np.arcsin(np.sqrt(part.clip(0, 1)))
    at = on.along(of, place)
    return Spans(of, at - half, at + half).take(left >= 0)


def _beside(
    tail: Reals, head: Reals, normal: Reals, of: Integers, reach: Reals, on: Arcs
) -> list[Spans]:
    """Return the spans low above the legs of routes, and between their ends."""
    one = _middle(cross(normal, tail), of, on)
    turn = (_middle(cross(head, normal), of, on) - one + np.pi) % CIRCLE - np.pi
    since = np.maximum(one, one + turn) - np.pi / 2
    until = np.minimum(one, one + turn) + np.pi / 2
    steep = np.hypot(dot(normal, on.start[of]), dot(normal, on.ahead[of]))
    low = np.sin(np.minimum(reach[of], np.pi / 2))
    half = np.arcsin(np.minimum(low / np.maximum(steep, 1e-300), 1.0))
    crossed = _middle(normal, of, on) - np.pi / 2
    crossed += np.ceil((since - half - crossed) / np.pi) * np.pi
    found = []
    for _ in range(3):
        first, last = (
            np.maximum(crossed - half, since),
            np.minimum(crossed + half, until),
        )
        found.append(Spans(of, first, last).take(first <= last))
        crossed = crossed + np.pi
    return found


def _middle(above: Reals, of: Integers, on: Arcs) -> Reals:
    """Return how far along the arc climbs highest above planes."""
    return on.along(of, above)
