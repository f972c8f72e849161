"""Replay tracks against a picture: which track was in which volume, and when (33.5)."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from detente.space.crossing import stays
from detente.space.nearby import Declared, pairs
from detente.space.sphere import Integers
from detente.space.tracks import Legs

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


def replay(legs: Legs, declared: Declared) -> Hits:
    """Return when legs lie in volumes."""
    return merged([_hits(legs, declared)])


def _hits(legs: Legs, declared: Declared) -> Hits:
    found = [stays(legs, declared, each) for each in pairs(legs, declared)]
    rows = [
        (
            legs.of[each.leg],
            declared.entries.volume[each.entry],
            each.enter_us // _MS_US,
            -(-each.leave_us // _MS_US),
        )
        for each in found
    ]
    return _stacked([Hits(*row) for row in rows])


def _stacked(hits: list[Hits]) -> Hits:
    none = Hits(*(np.empty(0, dtype=np.int64) for _ in Hits._fields))
    return Hits._make(
        np.concatenate(columns) for columns in zip(none, *hits, strict=True)
    )


def merged(hits: list[Hits]) -> Hits:
    """Return hits of several parts, intervals that touch as one."""
    every = _stacked(hits)
    order = np.lexsort((every.leave_ms, every.enter_ms, every.volume, every.track))
    track, volume, enter, leave = (column[order] for column in every)
    if not len(track):
        return every
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
