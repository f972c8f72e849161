"""Decide in which order statements of several feeds are folded.

Spec clause 11.1. An entry waits until all it has seen is held; then, repeatedly, the
ready entry with the lowest (charter party number, generation, position) comes next.
Each feed is a lane in which only the first entry can be ready, so the lanes in their
order are all the queue there is: the lowest lane whose first entry is ready wins.
Clocks play no part.

Adding an entry never changes how the others stand to each other: whatever a late entry
is placed before had not seen it. `Roll` is the order as held, cheap to cut near its
end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple

import msgspec

from detente.dialogue.form import Body
from detente.dialogue.reading import Needs, Said, Spoken
from detente.record.feed import FeedId

CHUNK: Final = 128


class Lane(NamedTuple):
    """The entries of one feed that are to be placed, in feed order."""

    feed: FeedId
    entries: Sequence[Spoken]


def arrange(lanes: Sequence[Lane], placed: Mapping[FeedId, int]) -> list[Spoken]:
    """Return what can be placed, in order; what is left out waits.

    Args:
        lanes: by charter party number, then generation.
        placed: how many entries of each feed stand in the order already.
    """
    sizes, out = dict(placed), list[Spoken]()
    at, missing = [0] * len(lanes), list[Needs | None]([None] * len(lanes))
    lane = 0
    while lane < len(lanes):
        feed, entries = lanes[lane]
        start, lacks = at[lane], missing[lane]
        if start == len(entries) or (lacks is not None and _lacks(lacks, sizes)):
            lane += 1
            continue
        entry = entries[start]
        missing[lane] = lacks = _missing(entry, sizes) if entry.needs else None
        if lacks is not None:
            lane += 1
            continue
        out.append(entry)
        at[lane] = start + 1
        sizes[feed] = entry.position + 1
        lane = 0
    return out


def _missing(entry: Spoken, sizes: Mapping[FeedId, int]) -> Needs | None:
    for need in entry.needs:
        if sizes.get(need.feed, 0) < need.size:
            return need
    return None


def _lacks(need: Needs, sizes: Mapping[FeedId, int]) -> bool:
    return sizes.get(need.feed, 0) < need.size


class Chunk:
    """Some entries that follow each other, and what a look-up need not ask each.

    It never changes; what is asked of it is found once, and kept.
    """

    def __init__(self, entries: Sequence[Spoken]) -> None:
        """Take the entries, in their order."""
        self.entries = tuple(entries)
        self._of_kind: dict[type[Body], tuple[Said, ...]] = {}

    @cached_property
    def parties(self) -> frozenset[str]:
        """The parties that any of them is of."""
        return frozenset([each.feed.party for each in self.entries])

    @cached_property
    def earliest(self) -> Mapping[str, int]:
        """The earliest time at which each party claims to have released any."""
        found: dict[str, int] = {}
        for each in self.entries:
            if isinstance(each, Said):
                party, released = each.feed.party, each.header.released
                found[party] = min(released, found.get(party, released))
        return found

    def of_kind(self, kind: type[Body]) -> tuple[Said, ...]:
        """Return the statements whose body is of a kind."""
        found = self._of_kind.get(kind)
        if found is None:
            said = (each for each in self.entries if isinstance(each, Said))
            found = tuple(each for each in said if isinstance(each.body, kind))
            self._of_kind[kind] = found
        return found


class Roll(msgspec.Struct, frozen=True):
    """The order as held, in chunks: frozen, and cheap to replace near its end."""

    chunks: tuple[Chunk, ...] = ()
    size: int = 0

    def __iter__(self) -> Iterator[Spoken]:
        """Yield the entries from the first one on."""
        for chunk in self.chunks:
            yield from chunk.entries

    def backwards(self, party: str = "") -> Iterator[Spoken]:
        """Yield the entries from the last one on, of all parties or of one.

        A party that has long been silent is found without looking at every entry.
        """
        for chunk in reversed(self.chunks):
            if not party:
                yield from reversed(chunk.entries)
            elif party in chunk.parties:
                yield from (e for e in reversed(chunk.entries) if e.feed.party == party)

    def since(self, kind: type[Body], party: str, time_s: int) -> list[Said]:
        """Return the statements of a kind from the last one on, as far back as a time.

        That is as far as the newest statement of a party that it claims to have
        released before.
        """
        found: list[Said] = []
        for chunk in reversed(self.chunks):
            if chunk.earliest.get(party, time_s) >= time_s:
                found += reversed(chunk.of_kind(kind))
                continue
            for each in reversed(chunk.entries):
                if not isinstance(each, Said):
                    continue
                if each.feed.party == party and each.header.released < time_s:
                    return found
                if isinstance(each.body, kind):
                    found.append(each)
        return found

    def cut(self, count: int) -> tuple["Roll", list[Spoken]]:
        """Return the roll without its last `count` entries, and these."""
        chunks, tail = list(self.chunks), list[Spoken]()
        while len(tail) < count:
            tail[:0] = chunks.pop().entries
        spare = len(tail) - count
        if spare:
            chunks.append(Chunk(tail[:spare]))
        return Roll(tuple(chunks), self.size - count), tail[spare:]

    def extended(self, entries: Iterable[Spoken]) -> "Roll":
        """Return the roll with these entries after it."""
        chunks, tail = list(self.chunks), list(entries)
        size = self.size + len(tail)
        if chunks and len(chunks[-1].entries) < CHUNK:
            tail[:0] = chunks.pop().entries
        chunks += [Chunk(tail[at : at + CHUNK]) for at in range(0, len(tail), CHUNK)]
        return Roll(tuple(chunks), size)


def late(roll: Roll, lanes: Sequence[Lane], ranks: Mapping[FeedId, int]) -> int:
    """Return how many entries at the end of the roll must be placed anew.

    For the first entry of each lane this walks back to the last entry that must
    come before it, and counts from the first one behind that which must come after.

    Args:
        roll: the order as held.
        lanes: new entries, in feed order.
        ranks: each feed's place among the lanes.
    """
    open_lanes = [(lane.entries[0], ranks[lane.feed]) for lane in lanes if lane.entries]
    farthest = 0
    for back, entry in enumerate(roll.backwards(), 1):
        if not open_lanes:
            break
        open_lanes = [each for each in open_lanes if not _before(entry, each[0])]
        if any(ranks[entry.feed] > rank for _, rank in open_lanes):
            farthest = back
    return farthest


def _before(entry: Spoken, new: Spoken) -> bool:
    """Say whether an entry must stand before a new one: own feed, or seen."""
    if entry.feed == new.feed:
        return True
    return any(n.feed == entry.feed and n.size > entry.position for n in new.needs)
