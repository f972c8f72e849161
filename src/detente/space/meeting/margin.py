"""Tell how far two volumes keep their minima, or fall short of them: figures to show.

They decide nothing: whether two volumes conflict is found by the rules (clause 30.6),
and a figure here may differ by one unit between two processors. Aside it is measured as
clause 30.3 has it, in height as clause 30.4, in time between the windows that come
nearest.
"""

from typing import NamedTuple

import numpy as np

from detente.space import levels
from detente.space.exact import RADIUS_MM
from detente.space.meeting import lateral
from detente.space.picture import picture
from detente.space.volume import Limit, Minima, Volume, Window


class Margin(NamedTuple):
    """How far beyond its minimum each figure is; what falls short is below nought."""

    lateral_mm: int
    vertical_mm: int
    time_ms: int


def margin(one: Volume, other: Volume, minima: Minima) -> Margin:
    """Return by how much two volumes keep minima, or fall short of them."""
    return Margin(
        _aside_mm(one, other) - minima.lateral_mm,
        _height_mm(one, other) - minima.vertical_mm,
        _time_ms(one, other) - minima.time_ms,
    )


def _aside_mm(one: Volume, other: Volume) -> int:
    """Return how far the nearest areas lie apart; nought if they touch."""
    mine, theirs = picture([one]).areas, picture([other]).areas
    i, j = (
        each.ravel()
        for each in np.meshgrid(np.arange(len(mine.of)), np.arange(len(theirs.of)))
    )
    drawn, against = lateral.drawn(mine), lateral.drawn(theirs)
    if lateral.meets(drawn, i, against, j, 0).any():
        return 0
    apart_mm = lateral.nearest(drawn, i, against, j) * RADIUS_MM
    between_mm = apart_mm - mine.reach_mm[i] - theirs.reach_mm[j]
    return max(0, round(float(between_mm.min())))


def _height_mm(one: Volume, other: Volume) -> int:
    return max(0, _above_mm(one.lower, other.upper), _above_mm(other.lower, one.upper))


def _above_mm(lower: Limit | None, upper: Limit | None) -> int:
    """Return how far a lower limit surely lies above an upper one."""
    if lower is None or upper is None:
        return 0
    if lower.datum == upper.datum:
        return lower.value_mm - upper.value_mm
    return levels.lowest_mm(*lower) - levels.highest_mm(*upper)


def _time_ms(one: Volume, other: Volume) -> int:
    gaps = (_gap_ms(a, b) for a in one.windows for b in other.windows)
    return min(gaps, default=0)


def _gap_ms(one: Window, other: Window) -> int:
    first, then = sorted((one, other), key=lambda w: w.start_ms or 0)
    if first.end_ms is None or then.start_ms is None:
        return 0
    return max(0, then.start_ms - first.end_ms)
