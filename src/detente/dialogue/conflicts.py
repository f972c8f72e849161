"""Find which of what stands declared conflicts, alike on both sides (clause 34.2).

A function of what is declared and of the rules of `detente.space`: both nodes that hold
the same heads find the same conflicts, and a digest of them can be read to each other.
Whose business a conflict is: that of the owners of both. Activities of one side among
each other are that side's own; a site or a movement counts whoever notified it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

from detente.dialogue.declared import Declared
from detente.record import wire
from detente.space import pairs
from detente.space.pairs import ENGINE
from detente.space.picture import picture
from detente.space.volume import TOUCHING, Limit, Minima, Window, shared

Grade: TypeAlias = Literal["overlap", "within minima", "time unknown"]


class Conflict(NamedTuple):
    """Two declared volumes that conflict, the activity first if one is none.

    `minima` are the wider of what both want; `shared` are the times at which both
    stand, none where they only come closer in time than is wanted; `digest` is that of
    what went in, and of the rules.
    """

    one: Declared
    other: Declared
    grade: Grade
    minima: Minima
    shared: tuple[Window, ...]
    digest: bytes


def conflicts(found: Sequence[Declared]) -> list[Conflict]:
    """Return what conflicts, in the order of what is declared."""
    drawn = [each for each in found if not each.fault]
    overlapping = set(_meeting(drawn, TOUCHING))
    widest = TOUCHING
    for each in drawn:
        widest = _wider(widest, each.minima)
    close = overlapping | set(_meeting(drawn, widest))
    return [
        _conflict(drawn[i], drawn[j], overlap=(i, j) in overlapping)
        for i, j in sorted(close)
        if (i, j) in overlapping or _within_minima(drawn[i], drawn[j])
    ]


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


def _within_minima(one: Declared, other: Declared) -> bool:
    """Say whether two volumes come closer than either owner wants."""
    minima = _wider(one.minima, other.minima)
    rows = pairs.between(picture([one.volume]), picture([other.volume]), minima)
    return len(rows) > 0


def _wider(one: Minima, other: Minima) -> Minima:
    return Minima(*map(max, zip(one, other, strict=True)))


def _conflict(one: Declared, other: Declared, *, overlap: bool) -> Conflict:
    together = tuple(shared(one.volume.windows, other.volume.windows))
    open_ended = any(None in each for each in together)
    grade: Grade = "overlap" if overlap else "within minima"
    grade = "time unknown" if overlap and open_ended else grade
    minima = _wider(one.minima, other.minima)
    return Conflict(one, other, grade, minima, together, _digest(one, other, minima))


def _digest(one: Declared, other: Declared, minima: Minima) -> bytes:
    """Return the digest of what went in, and of the rules (clause 34.3)."""
    value: list[wire.Value] = [ENGINE, list(minima), *map(_plain, (one, other))]
    return hashlib.sha256(wire.encode(value)).digest()


def _plain(declared: Declared) -> wire.Value:
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
