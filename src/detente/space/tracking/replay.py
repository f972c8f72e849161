"""Replay tracks against a picture: which track was in which volume, and when (33.5)."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from detente.space.kernels import compiled
from detente.space.picture import Flags
from detente.space.sphere import Integers
from detente.space.tracking import inside
from detente.space.tracking.crossing import Stays, stays
from detente.space.tracking.fixes import alone
from detente.space.tracking.keys import in_order_if_apart
from detente.space.tracking.nearby import Declared, Pair, pairs, pairs_of_fixes
from detente.space.tracking.tracks import Legs

MOST_LEGS: Final = 500_000
"""So many legs are replayed at once: the same parts, however many work on them."""
_MS_US: Final = 1_000


class Hits(NamedTuple):
    """When tracks were in volumes, in milliseconds, outward: an interval a row.

    In order of track, volume and time; intervals of both do not touch.
    """

    track: Integers
    volume: Integers
    enter_ms: Integers
    leave_ms: Integers


def portions(legs: Legs) -> Iterator[slice]:
    """Yield the parts in which legs are replayed."""
    for begin in range(0, len(legs.of), MOST_LEGS):
        yield slice(begin, begin + MOST_LEGS)


def replay(legs: Legs, declared: Declared, *, fast: bool | None = None) -> Hits:
    """Return when legs lie in volumes.

    Args:
        legs: of any tracks.
        declared: the volumes.
        fast: whether by `detente.space.kernels.compiled`; None: if many legs are fixes.
    """
    still = alone(legs)
    if not compiled.chosen(int(still.sum()), fast=fast):
        return merged(list(_hits(legs, declared, still)))
    moving = legs if not still.any() else legs.take(np.flatnonzero(~still))
    fixes = legs if still.all() else legs.take(np.flatnonzero(still))
    none = np.zeros(len(moving.of), dtype=np.bool_)
    return merged([*_hits(moving, declared, none), *_hits_of_fixes(fixes, declared)])


def _hits(legs: Legs, declared: Declared, still: Flags) -> Iterator[Hits]:
    """Yield when legs lie in volumes; `still` are those that are fixes."""
    for each in pairs(legs, declared):
        yield from _parted(legs, declared, *inside.parted(legs, declared, each, still))


def _hits_of_fixes(legs: Legs, declared: Declared) -> Iterator[Hits]:
    """Yield when legs that are fixes lie in volumes: at one moment or never."""
    if not len(legs.of):
        return
    yield from _parted(legs, declared, *pairs_of_fixes(legs, declared))


def _parted(legs: Legs, declared: Declared, sure: Pair, open_: Pair) -> Iterator[Hits]:
    """Yield when legs lie in volumes, where fixes surely do and where it is open."""
    yield _told(legs, declared, stays(legs, declared, open_))
    moment_us = legs.start_us[sure.leg]
    yield _told(legs, declared, Stays(*sure, moment_us, moment_us))


def _told(legs: Legs, declared: Declared, found: Stays) -> Hits:
    return Hits(
        legs.of[found.leg],
        declared.entries.volume[found.entry],
        found.enter_us // _MS_US,
        -(-found.leave_us // _MS_US),
    )


def _stacked(hits: list[Hits]) -> Hits:
    none = Hits(*(np.empty(0, dtype=np.int64) for _ in Hits._fields))
    return Hits._make(
        np.concatenate(columns) for columns in zip(none, *hits, strict=True)
    )


def merged(hits: list[Hits]) -> Hits:
    """Return hits of several parts, intervals that touch as one."""
    every = _stacked(hits)
    apart = in_order_if_apart(every.track, every.volume)
    if apart is not None:
        return Hits._make(column[apart] for column in every)
    order = np.lexsort((every.leave_ms, every.enter_ms, every.volume, every.track))
    track, volume, enter, leave = (column[order] for column in every)
    other = (np.diff(track) != 0) | (np.diff(volume) != 0)
    latest = _latest(np.concatenate(([0], np.cumsum(other))), leave)
    first = np.concatenate(([True], other | (enter[1:] > latest[:-1])))
    last = np.append(first[1:], values=True)
    return Hits(track[first], volume[first], enter[first], latest[last])


def _latest(group: Integers, leave: Integers) -> Integers:
    """Return for each row the latest time of its group up to it."""
    times, rank = np.unique(leave, return_inverse=True)
    many = len(times)
    return np.asarray(times[np.maximum.accumulate(group * many + rank) % many])
