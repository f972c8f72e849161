"""Decide whether and when legs lie in areas, in all of place, height and time (33.4).

Heights and windows leave a part of a leg; on that part floating point finds the spans
that lie in the area. What it finds is so, for it errs by less than clause 30.3 allows;
what it finds apart by more than it may err is apart. Between the two `lateral` and
whole numbers decide, on the directions where the part begins and ends: so the legs and
areas that meet are the same on every processor, and only times may differ, at the last
place.
"""

from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np

from detente.space.exact import RADIUS_MM
from detente.space.meeting import lateral
from detente.space.picture import Areas, Flags
from detente.space.sphere import Integers, Reals
from detente.space.tracking import outlines, reaches
from detente.space.tracking.along import at_part
from detente.space.tracking.arcs import Arcs, Spans, arcs, joined
from detente.space.tracking.nearby import Declared, Pair, unknown
from detente.space.tracking.tracks import Legs
from detente.space.vectors import dot

_SURE: Final = 1e-11
"""Within a reach and this in radians, floating point may say so by itself."""
_MAYBE: Final = outlines.CLOSE
_NOISE_US: Final = 1e-3
"""Outward is not by a whole millisecond because of the last place of a quotient."""
_SLIP: Final = 1e-12
"""Parts that begin so little after their ends touch: both are rounded quotients."""


class Parts(NamedTuple):
    """What heights and windows leave of legs: from one part of the way to another."""

    leg: Integers
    entry: Integers
    since: Reals
    until: Reals

    def take(self, at: Integers | Flags) -> "Parts":
        """Return some of them."""
        return Parts._make(column[at] for column in self)


class Stays(NamedTuple):
    """When legs lie in the areas of entries, in microseconds, outward."""

    leg: Integers
    entry: Integers
    enter_us: Integers
    leave_us: Integers


def stays(legs: Legs, declared: Declared, pair: Pair) -> Stays:
    """Return the stays of legs in entries."""
    parts = _left(legs, declared, pair)
    area = declared.entries.area[parts.entry]
    on = arcs(legs, parts.leg, parts.since, parts.until)
    flat = declared.areas.closed[area] & (declared.areas.reach_mm[area] == 0)
    polygons, others = np.flatnonzero(flat), np.flatnonzero(~flat)
    found = [
        _spans(legs, declared, parts, on, polygons, closed=True),
        _spans(legs, declared, parts, on, others, closed=False),
    ]
    return _timed(legs, declared, parts, on, joined(found))


def _left(legs: Legs, declared: Declared, pair: Pair) -> Parts:
    """Return what heights and windows leave of legs."""
    leg, entry = pair
    low, high = _at_heights(legs, declared, pair)
    start = legs.start_us[leg]
    us = (legs.end_us[leg] - start).astype(np.float64)
    moves = np.maximum(us, 1.0)
    begun = np.where(us > 0, (declared.start_us[entry] - start) / moves, 0.0)
    ended = np.where(us > 0, (declared.end_us[entry] - start) / moves, 1.0)
    since, until = np.maximum(low, begun.clip(0, 1)), np.minimum(high, ended.clip(0, 1))
    left = since <= until + _SLIP
    return Parts(leg, entry, np.minimum(since, until), until).take(left)


def _at_heights(legs: Legs, declared: Declared, pair: Pair) -> tuple[Reals, Reals]:
    """Return from which part of the way to which legs are at heights of entries."""
    leg, entry = pair
    first = legs.first_mm[leg].astype(np.float64)
    climb = (legs.last_mm[leg] - legs.first_mm[leg]).astype(np.float64)
    level = (climb == 0) | unknown(legs, leg)
    rate = np.where(level, 1.0, climb)
    ends = [
        np.where(level, part, ((limit[entry] - first) / rate).clip(0, 1))
        for limit, part in (
            (declared.entries.lowest_mm, 0.0),
            (declared.entries.highest_mm, 1.0),
        )
    ]
    return np.minimum(*ends), np.maximum(*ends)


def _spans(
    legs: Legs,
    declared: Declared,
    parts: Parts,
    on: Arcs,
    rows: Integers,
    *,
    closed: bool,
) -> Spans:
    """Return the spans of some arcs that lie in their areas, all of one kind."""
    area, some = declared.entries.area[parts.entry[rows]], on.take(rows)
    find = _in_polygons if closed else _in_reach
    sure, maybe = find(declared, area, some)
    open_ = np.setdiff1d(maybe.of, sure.of)
    met = open_[_decided(legs, declared, parts.take(rows[open_]))]
    found = joined([sure, maybe.take(np.isin(maybe.of, met))])
    return found._replace(of=rows[found.of])


def _in_polygons(declared: Declared, area: Integers, on: Arcs) -> tuple[Spans, Spans]:
    """Return the spans that surely lie in polygons, and those that may."""
    whole = _in_circles(declared, area, on)
    held, open_ = np.flatnonzero(whole), np.flatnonzero(~whole)
    area, some = area[open_], on.take(open_)
    sides = outlines.Sides(declared, area, some)
    sure = outlines.inside(sides, declared.inner[area])
    left = np.flatnonzero(~_covered(sure, some))
    rest = outlines.Sides(declared, area[left], some.take(left)).touches()
    maybe = rest._replace(of=left[rest.of])
    certain = np.isin(maybe.of, sure.of)
    found = joined([sure, maybe.take(certain)])
    found = found._replace(of=open_[found.of])
    maybe = maybe.take(~certain)
    return (
        joined([Spans(held, on.since[held], on.until[held]), found]),
        maybe._replace(of=open_[maybe.of]),
    )


def _in_circles(declared: Declared, area: Integers, on: Arcs) -> Flags:
    """Say of arcs whether a circle within the polygon holds them from end to end."""
    middle, chord = (column[area] for column in declared.circles)
    found = np.ones(len(area), dtype=np.bool_)
    for along in (on.since, on.until):
        away = on.at(along) - middle
        found &= dot(away, away) < chord
    return found


def _covered(spans: Spans, on: Arcs) -> Flags:
    """Say of arcs whether spans, none of which overlap, leave nothing of them."""
    lengths = np.bincount(spans.of, spans.until - spans.since, len(on.angle))
    met = np.bincount(spans.of, minlength=len(on.angle)) > 0
    return np.asarray(met & (lengths >= on.until - on.since - _SLIP))


def _in_reach(declared: Declared, area: Integers, on: Arcs) -> tuple[Spans, Spans]:
    """Return the spans that surely lie in circles and corridors, and those that may."""
    reach = declared.areas.reach_mm[area] / RADIUS_MM
    maybe = reaches.near(declared, area, reach + _MAYBE, on)
    rows = np.unique(maybe.of)
    sure = reaches.near(declared, area[rows], reach[rows] + _SURE, on.take(rows))
    met = rows[np.unique(sure.of)]
    certain = np.isin(maybe.of, met)
    return maybe.take(certain), maybe.take(~certain)


def _decided(legs: Legs, declared: Declared, parts: Parts) -> Flags:
    """Say by whole numbers whether parts of legs meet their areas."""
    if not len(parts.leg):
        return np.zeros(0, dtype=np.bool_)
    routes = []
    for leg, since, until in zip(
        parts.leg.tolist(), parts.since.tolist(), parts.until.tolist(), strict=True
    ):
        tail, head = (tuple(end[leg].tolist()) for end in (legs.tail, legs.head))
        ends = (at_part(tail, head, Fraction(part)) for part in (since, until))
        routes.append(tuple(dict.fromkeys(ends)))
    count = np.arange(len(routes))
    one = lateral.drawn(_routes(routes))
    area = declared.entries.area[parts.entry]
    return lateral.meets(one, count, declared.drawn, area, 0)


def _routes(routes: list[tuple[tuple[int, int, int], ...]]) -> Areas:
    """Return routes as areas that reach no farther; a place is one of one corner."""
    every = np.arange(len(routes) + 1)
    return Areas(
        every[:-1],
        np.zeros(len(routes), dtype=np.int64),
        np.zeros(len(routes), dtype=np.bool_),
        every,
        np.concatenate(([0], np.cumsum([len(each) for each in routes]))),
        np.array([end for each in routes for end in each], dtype=np.int64),
    )


def _timed(
    legs: Legs, declared: Declared, parts: Parts, on: Arcs, spans: Spans
) -> Stays:
    """Return spans as times; an object that stands still is there all the while."""
    at, since, until = spans
    moves = on.angle[at] > 0
    angle = np.where(moves, on.angle[at], 1.0)
    since = np.where(moves, since / angle, parts.since[at]).clip(0, 1)
    until = np.where(moves, until / angle, parts.until[at]).clip(0, 1)
    leg, entry = parts.leg[at], parts.entry[at]
    start, end = legs.start_us[leg], legs.end_us[leg]
    us = (end - start).astype(np.float64)
    enter = start + np.floor(since * us + _NOISE_US).astype(np.int64)
    leave = start + np.ceil(until * us - _NOISE_US).astype(np.int64)
    return Stays(
        leg,
        entry,
        np.maximum(enter, declared.start_us[entry].clip(start, end)),
        np.minimum(leave, declared.end_us[entry].clip(start, end)),
    )
