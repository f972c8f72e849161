"""Say which moving objects come too close, and when (clause 32).

The lookahead is gone through in parts, so short that an object turns by at most 0.02
of a radian in each. What is decided is decided to a millimetre, in favour of conflict.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, isfinite
from typing import Final, NamedTuple, TypeAlias

import numpy as np

from detente.record.errors import Misasked
from detente.space.kernels import compiled
from detente.space.kernels import moving as loops
from detente.space.kernels.figures import Flying, Terms
from detente.space.passing.approach import (
    Pair,
    Pairs,
    Passing,
    closest,
    first_within,
    straight_square,
)
from detente.space.passing.course import Courses, chord, courses_of, lateral_m
from detente.space.passing.moving import MOST_LOOKAHEAD_S, Approach, Closeness, Moving
from detente.space.passing.sweep import Swept, candidates, swept
from detente.space.sphere import Integers, Reals

TOUCHING_M: Final = 0.001
"""Who is so little too far apart touches: processors differ by far less."""
_MOST_TURN: Final = 0.02
_BLOCK: Final = 1 << 14
"""So many pairs are decided at once: their figures fit into a processor's cache."""
_DEGREE_E9: Final = 1_000_000_000
_QUARTER_E9: Final = 90 * _DEGREE_E9
_COLUMNS: Final = 361

Span: TypeAlias = tuple[float, float]


class _Scene(NamedTuple):
    """What is compared, and by which measure; without parties all with all.

    Objects are in an order of their own, and have no names here.
    """

    moving: Moving
    courses: Courses
    whose: Integers | None
    vertical_m: float
    reach: float
    fast: bool

    @property
    def half_m(self) -> float:
        """Return by how much heights are widened: half the reach, and a little more."""
        return self.vertical_m / 2 + TOUCHING_M

    def turn(self, span: Span) -> float:
        """Return by how much a direction turns between two moments at most."""
        return float(self.courses.rate.max(initial=0)) * (span[1] - span[0])


class _Met(NamedTuple):
    """Pairs in conflict, and from when until when."""

    one: Integers
    other: Integers
    enter_s: Reals
    leave_s: Reals


def approaches(
    moving: Moving, closeness: Closeness, *, fast: bool | None = None
) -> list[Approach]:
    """Return every pair in conflict, in the order of their ids.

    Args:
        moving: objects.
        closeness: within which time, and how close.
        fast: whether by `detente.space.kernels.compiled`; None: if there are many.

    Raises:
        Misasked: a minimum or the lookahead is no figure, or too large.
    """
    _check(closeness)
    by_loops = compiled.chosen(len(moving.ids), fast=fast, many=loops.MANY)
    order = _neighbours_together(moving)
    there, whose = _in_order(moving, order), _numbers(moving.parties)
    scene = _Scene(
        there,
        loops.courses(there) if by_loops else courses_of(there),
        None if whose is None else whose[order],
        closeness.vertical_m + TOUCHING_M,
        chord(closeness.lateral_m + TOUCHING_M),
        by_loops,
    )
    spans = _spans(scene.courses, closeness.lookahead_s)
    found = [met for span in spans for met in _conflicts(scene, span)]
    met = _joined(found, len(moving.ids))
    apart, when = _closest(scene, met, spans)
    met = met._replace(one=order[met.one], other=order[met.other])
    return _told(moving, met, apart, when)


def _check(closeness: Closeness) -> None:
    for name, figure in closeness._asdict().items():
        if not (isfinite(figure) and figure >= 0):
            raise Misasked(f"{name} must be a number that is not below 0.")
    if closeness.lookahead_s > MOST_LOOKAHEAD_S:
        raise Misasked(f"lookahead_s may be {MOST_LOOKAHEAD_S:.0f} at most: an hour.")


def _neighbours_together(moving: Moving) -> Integers:
    """Return an order of objects in which neighbours lie together in memory."""
    rows = (moving.lat_e9 + _QUARTER_E9) // _DEGREE_E9
    columns = (moving.lon_e9 + 2 * _QUARTER_E9) // _DEGREE_E9
    # Sixteen bits are sorted fastest.
    cells = (rows * _COLUMNS + columns).astype(np.uint16)
    return np.argsort(cells, kind="stable")


def _in_order(moving: Moving, order: Integers) -> Moving:
    """Return the figures of objects in an order; whose they are the order says."""
    return Moving(
        (),
        moving.lat_e9[order],
        moving.lon_e9[order],
        moving.alt_m[order],
        moving.ground_speed_ms[order],
        moving.track_deg[order],
        moving.vertical_speed_ms[order],
    )


def _numbers(parties: tuple[str, ...]) -> Integers | None:
    """Return parties as numbers, 0 for one that is not named."""
    if not parties:
        return None
    numbers = {"": 0}
    return np.array([numbers.setdefault(each, len(numbers)) for each in parties])


def _spans(courses: Courses, lookahead_s: float) -> list[Span]:
    """Return the parts of the lookahead, one after the other."""
    fastest = float(courses.rate.max(initial=0))
    count = max(ceil(lookahead_s * fastest / _MOST_TURN), 1)
    bounds = [lookahead_s * step / count for step in range(count + 1)]
    return list(pairwise(bounds))


def _conflicts(scene: _Scene, span: Span) -> Iterator[_Met]:
    """Yield the conflicts between two moments."""
    within = loops.first_within if scene.fast else first_within
    for pairs in (_by_loops if scene.fast else _by_arrays)(scene, span):
        enter = within(pairs, scene.reach)
        hit = np.flatnonzero(np.isfinite(enter))
        hits, enter = pairs.those(hit), enter[hit]
        leave = within(hits.backwards(), scene.reach)
        # A pair that touches for a moment may be found there from one side alone.
        leave = np.maximum(np.where(np.isfinite(leave), leave, enter), enter)
        yield _Met(hits.one, hits.other, enter, leave)


def _by_loops(scene: _Scene, span: Span) -> Iterator[Pairs]:
    """Yield the pairs that may come within reach while they are level."""
    moving, whose = scene.moving, scene.whose
    square = straight_square(scene.turn(span), scene.reach)
    near = loops.near(
        scene.courses,
        Flying(
            moving.alt_m,
            moving.vertical_speed_ms,
            np.zeros(0, dtype=np.int64) if whose is None else whose,
        ),
        Terms(*span, scene.vertical_m, scene.half_m, scene.reach, square),
    )
    for begin in range(0, len(near.one), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        yield Pairs(
            scene.courses,
            near.one[block],
            near.other[block],
            near.from_s[block],
            near.until_s[block],
        )


def _by_arrays(scene: _Scene, span: Span) -> Iterator[Pairs]:
    """Yield the same without the loops."""
    found, span_s = _swept(scene, span), span[1] - span[0]
    passing = Passing(found.ends, scene.turn(span), scene.reach)
    for pair in _blocks(_near(scene, found, passing)):
        pairs = _level(scene, pair, span)
        if span_s > 0:
            parts = (
                (each - span[0]) / span_s for each in (pairs.from_s, pairs.until_s)
            )
            near = passing.may((pairs.one, pairs.other), *parts)
            pairs = pairs.those(np.flatnonzero(near))
        yield pairs


def _near(scene: _Scene, found: Swept, passing: Passing) -> Iterator[Pair]:
    """Yield the pairs to be compared that may come within lateral reach."""
    for pair in candidates(found):
        one, other = _of_two_parties(scene, pair)
        near = passing.may((one, other))
        yield one[near], other[near]


def _blocks(found: Iterable[Pair]) -> Iterator[Pair]:
    """Yield pairs again, as many at once as are worth the call."""
    held: list[Pair] = []
    count = 0
    for pair in found:
        held.append(pair)
        count += len(pair[0])
        if count >= _BLOCK:
            yield _chained(held)
            held, count = [], 0
    if count:
        yield _chained(held)


def _chained(pairs: list[Pair]) -> Pair:
    one, other = zip(*pairs, strict=True)
    return np.concatenate(one), np.concatenate(other)


def _swept(scene: _Scene, span: Span) -> Swept:
    moving, half = scene.moving, scene.half_m
    ends = [moving.alt_m + moving.vertical_speed_ms * moment for moment in span]
    heights = np.minimum(*ends) - half, np.maximum(*ends) + half
    return swept(scene.courses, heights, span, scene.reach)


def _of_two_parties(scene: _Scene, pair: Pair) -> Pair:
    """Return the pairs that are not of one party; who names none may be anybody's."""
    one, other = pair
    if scene.whose is None:
        return one, other
    first, second = scene.whose[one], scene.whose[other]
    two = (first != second) | (first == 0)
    return one[two], other[two]


def _level(scene: _Scene, found: Pair, span: Span) -> Pairs:
    """Return the pairs that come within vertical reach, each while it is (clause 32.3).

    An unknown altitude is not a number, and compares as false with everything.
    """
    one, other = found
    moving, (start, end) = scene.moving, span
    above = moving.alt_m[one] - moving.alt_m[other]
    climb = moving.vertical_speed_ms[one] - moving.vertical_speed_ms[other]
    steady = np.isnan(above) | (climb == 0)
    reach, by = scene.vertical_m, np.where(steady, 1, climb)
    with np.errstate(over="ignore"):  # by next to nothing: never, and infinity says so
        moments = (-reach - above) / by, (reach - above) / by
    enter = np.where(steady, start, np.maximum(np.minimum(*moments), start))
    leave = np.where(steady, end, np.minimum(np.maximum(*moments), end))
    apart = (enter > leave) | (steady & (np.abs(above) > reach))
    keep = np.flatnonzero(~apart)
    return Pairs(scene.courses, one[keep], other[keep], enter[keep], leave[keep])


def _joined(found: list[_Met], count: int) -> _Met:
    """Return each pair once: from its first moment in conflict to its last."""
    if not found:
        none, never = np.zeros(0, dtype=np.int64), np.zeros(0)
        return _Met(none, none, never, never)
    met = _Met(*map(np.concatenate, zip(*found, strict=True)))
    low, high = np.minimum(met.one, met.other), np.maximum(met.one, met.other)
    keys, back = np.unique(low * count + high, return_inverse=True)
    enter, leave = np.full(len(keys), np.inf), np.zeros(len(keys))
    np.minimum.at(enter, back, met.enter_s)
    np.maximum.at(leave, back, met.leave_s)
    return _Met(*np.divmod(keys, max(count, 1)), enter, leave)


def _closest(scene: _Scene, met: _Met, spans: list[Span]) -> tuple[Reals, Reals]:
    """Return how close pairs come within the lookahead, and when."""
    least = loops.closest if scene.fast else closest
    starts, ends = np.array(spans).T
    count = max(_BLOCK // len(spans), 1)
    apart, when = np.zeros(len(met.one)), np.zeros(len(met.one))
    for begin in range(0, len(met.one), count):
        block = np.arange(begin, min(begin + count, len(met.one)))
        rows, size = np.repeat(block, len(spans)), len(block)
        pairs = Pairs(
            scene.courses,
            met.one[rows],
            met.other[rows],
            np.tile(starts, size),
            np.tile(ends, size),
        )
        apart[block], when[block] = least(pairs, rows - begin, size)
    return apart, when


def _told(moving: Moving, met: _Met, apart: Reals, when: Reals) -> list[Approach]:
    """Return conflicts in the order of their ids."""
    above = moving.alt_m[met.one] - moving.alt_m[met.other]
    climb = moving.vertical_speed_ms[met.one] - moving.vertical_speed_ms[met.other]
    dalt = np.abs(above + climb * when).astype(object)
    dalt[np.isnan(above)] = None
    rows, places = np.unique(np.stack([met.one, met.other]), return_inverse=True)
    ids = [moving.ids[row] for row in rows.tolist()]
    by_id = sorted(range(len(ids)), key=ids.__getitem__)
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[by_id] = np.arange(len(ids))
    first, second = np.sort(ranks[places.reshape(2, -1)], axis=0)
    order = np.lexsort((second, first))
    ids.sort()
    names = [[ids[rank] for rank in each[order].tolist()] for each in (first, second)]
    figures = (when, lateral_m(apart), dalt, met.enter_s, met.leave_s)
    columns = [*names, *(figure[order].tolist() for figure in figures)]
    return list(map(Approach._make, zip(*columns, strict=True)))
