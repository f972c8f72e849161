"""Find which of what stands declared conflicts, alike on both sides (clause 34.2).

A function of what is declared and of the rules of `detente.space`: both nodes that hold
the same heads find the same conflicts, and a digest of them can be read to each other.
Whose business a conflict is: that of the owners of both. Activities of one side among
each other are that side's own; a site or a movement counts whoever notified it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Literal, NamedTuple, TypeAlias

from detente.dialogue.declared import Declared, wider
from detente.record import wire
from detente.space.meeting import pairs
from detente.space.meeting.pairs import ENGINE
from detente.space.picture import picture
from detente.space.volume import TOUCHING, Limit, Minima, Window, shared

Grade: TypeAlias = Literal["overlap", "within minima", "time unknown"]


class Conflict(NamedTuple):
    """Two declared volumes that conflict, the activity first if one is none.

    `minima` are the wider of what both want; `shared` are the times at which both
    stand, none where they only come closer in time than is wanted. After `until_ms`
    neither concerns the other, whatever is said (34.8); None: that is not known.
    `digest` is that of what went in, and of the rules.
    """

    one: Declared
    other: Declared
    grade: Grade
    minima: Minima
    shared: tuple[Window, ...]
    until_ms: int | None
    digest: bytes


def conflicts(found: Sequence[Declared]) -> list[Conflict]:
    """Return what conflicts, in the order of what is declared."""
    drawn = [each for each in found if not each.fault]
    minima = widest(drawn)
    close = sorted(set(_meeting(drawn, minima)))
    return judged(((drawn[i], drawn[j]) for i, j in close), minima)


def widest(found: Iterable[Declared]) -> Minima:
    """Return minima so wide that nobody wants wider ones."""
    return reduce(wider, (each.minima for each in found), TOUCHING)


def candidates(found: Sequence[Declared]) -> list[tuple[Declared, Declared]]:
    """Return the pairs that may conflict: those that come closer than anybody wants.

    The first of each is an activity, of two the one that stands first.
    """
    drawn = [each for each in found if not each.fault]
    rows = _meeting(drawn, widest(drawn))
    return [(drawn[i], drawn[j]) for i, j in rows]


def judged(
    given: Iterable[tuple[Declared, Declared]], met_at: Minima | None = None
) -> list[Conflict]:
    """Return which of some pairs conflict, in their order.

    Args:
        given: the pairs; the first of each is an activity, and both have one status.
        met_at: minima at which all of them are known to meet; at these nobody asks
            again.
    """
    both = list(given)
    wanted = [wider(one.minima, other.minima) for one, other in both]
    every = range(len(both))
    overlapping = _near(both, every, TOUCHING, met_at)
    by_minima: dict[Minima, list[int]] = {}
    for at in every:
        if at not in overlapping:
            by_minima.setdefault(wanted[at], []).append(at)
    close = set(overlapping)
    for minima, left in by_minima.items():
        if minima != TOUCHING:
            close |= _near(both, left, minima, met_at)
    written: dict[int, bytes] = {}
    return [
        _conflict(*both[at], wanted[at], written, overlap=at in overlapping)
        for at in sorted(close)
    ]


def _near(
    both: Sequence[tuple[Declared, Declared]],
    asked: Sequence[int],
    minima: Minima,
    met_at: Minima | None,
) -> set[int]:
    """Return which of the pairs asked meet at minima; all are compared at once."""
    if minima == met_at or not asked:
        return set(asked)
    ones = _numbered(both[at][0] for at in asked)
    others = _numbered(both[at][1] for at in asked)
    rows = pairs.between(
        picture([each.volume for each, _ in ones.values()]),
        picture([each.volume for each, _ in others.values()]),
        minima,
    )
    met = set(map(tuple, rows.tolist()))
    return {
        at
        for at in asked
        if (ones[id(both[at][0])][1], others[id(both[at][1])][1]) in met
    }


def _numbered(found: Iterable[Declared]) -> dict[int, tuple[Declared, int]]:
    """Return each volume once, with its place, by which object it is."""
    numbered: dict[int, tuple[Declared, int]] = {}
    for each in found:
        numbered.setdefault(id(each), (each, len(numbered)))
    return numbered


def _meeting(drawn: Sequence[Declared], minima: Minima) -> Iterator[tuple[int, int]]:
    """Yield the pairs that meet at minima, by their places; activities come first."""
    acts = [each for each in drawn if each.kind == "activity"]
    rest = drawn[len(acts) :]
    both = picture([each.volume for each in acts])
    others = picture([each.volume for each in rest])
    rows = pairs.among(both, minima).tolist()
    beside = pairs.between(both, others, minima).tolist()
    for i, j in (*rows, *((i, j + len(acts)) for i, j in beside)):
        if drawn[i].status == drawn[j].status:
            yield i, j


def _conflict(
    one: Declared,
    other: Declared,
    minima: Minima,
    written: dict[int, bytes],
    *,
    overlap: bool,
) -> Conflict:
    together = tuple(shared(one.volume.windows, other.volume.windows))
    open_ended = any(None in each for each in together)
    grade: Grade = "overlap" if overlap else "within minima"
    grade = "time unknown" if overlap and open_ended else grade
    until_ms = _until_ms(one.volume.windows, other.volume.windows, minima.time_ms)
    digest = _digest(one, other, minima, written)
    return Conflict(one, other, grade, minima, together, until_ms, digest)


def _until_ms(
    one: Sequence[Window], other: Sequence[Window], apart_ms: int
) -> int | None:
    """Return when the last of their times that meet is over, the minimum added."""
    near = shared(
        [_lengthened(each, apart_ms) for each in one],
        [_lengthened(each, apart_ms) for each in other],
    )
    ends = [each.end_ms for each in near]
    known = [each for each in ends if each is not None]
    return max(known, default=None) if len(known) == len(ends) else None


def _lengthened(window: Window, by_ms: int) -> Window:
    start, end = window
    return Window(start, None if end is None else end + by_ms)


def _digest(
    one: Declared, other: Declared, minima: Minima, written: dict[int, bytes]
) -> bytes:
    """Return the digest of what went in, and of the rules (clause 34.3).

    A volume is written once, however many it conflicts with: `written` holds those that
    are, by which object they are.
    """
    for each in (one, other):
        if id(each) not in written:
            written[id(each)] = wire.encode(plain(each))
    # The last two items of a list are its last two bytes if they are null.
    head = wire.encode([ENGINE, list(minima), None, None])[:-2]
    return hashlib.sha256(head + written[id(one)] + written[id(other)]).digest()


def plain(declared: Declared) -> wire.Value:
    """Return what of a declared volume goes into a digest."""
    volume = declared.volume
    return [
        declared.reference,
        declared.part,
        [_listed(each) for each in volume.areas],
        _limit(volume.lower),
        _limit(volume.upper),
        [list(each) for each in volume.windows],
    ]


def _limit(limit: Limit | None) -> wire.Value:
    return None if limit is None else [limit.value_mm, limit.datum]


def _listed(value: object) -> wire.Value:
    """Return the figures of an area as lists in lists, in the records' order."""
    if isinstance(value, tuple):
        return [_listed(each) for each in value]
    assert isinstance(value, int)  # noqa: S101 - an area holds nothing else
    return value


def digest(found: Sequence[Conflict]) -> bytes:
    """Return one digest of conflicts, in their order, for two sides to compare."""
    return hashlib.sha256(b"".join(each.digest for each in found)).digest()
