"""Follow every conflict through the record: a fold of what stood (34.6 and 34.7).

Frozen, and the same for whoever holds the same heads. A statement costs what it
changes: its case is told anew, its new volumes are asked of a picture, and the lives of
its own conflicts are made again. A late entry costs no more: it never changes the order
of the others, so what they had with each other stays. A volume that is gone is kept in
the picture, for a late entry may have stood beside it.

    lives = follow(standing)
    lives = follow(later, lives)
"""

import hashlib
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, takewhile
from typing import Final, NamedTuple, TypeAlias

from detente.dialogue.declared import FAMILIES, Declared, in_theatres
from detente.dialogue.entered import Entered
from detente.dialogue.life import Life, Met, lives, number
from detente.dialogue.met import Look, Pictured, turned
from detente.dialogue.reading import Said
from detente.dialogue.standing import Standing, begin
from detente.dialogue.stood import Stood, Told, told
from detente.dialogue.theatre import Theatre
from detente.record.feed import FeedId

CaseId: TypeAlias = bytes
InTheatres: TypeAlias = tuple[Declared, tuple[Theatre, ...]]
_KINDS: Final = ("activity", "site", "movement")


class Lives(NamedTuple):
    """All conflicts that a record tells of, and what it takes to go on.

    `ranks` are the places of the statements about volumes, `cases` what stood by each
    case, `wearing` the cases in which a volume of a look ever stood, `of` the lives of
    the conflicts between two cases, from either.
    """

    standing: Standing
    ranks: Mapping[bytes, int] = {}
    cases: Mapping[CaseId, Told] = {}
    wearing: Mapping[Look, frozenset[CaseId]] = {}
    pictured: Pictured = Pictured()
    of: Mapping[CaseId, Mapping[CaseId, tuple[Life, ...]]] = {}

    def each(self) -> Iterator[Life]:
        """Yield every life in any order, those of one conflict in theirs."""
        for one, beside in self.of.items():
            for other, between in beside.items():
                if one < other:
                    yield from between

    def all(self) -> list[Life]:
        """Return every life, in the order of the record (clause 34.3)."""
        return sorted(self.each(), key=self._place)

    def open(self) -> list[Life]:
        """Return the conflicts that stand, in order."""
        return [each for each in self.all() if each.closed is None]

    def digest(self) -> bytes:
        """Return one digest of every life, for two nodes to compare (clause 34.7)."""
        return hashlib.sha256(b"".join(each.digest for each in self.all())).digest()

    def still(self, life: Life) -> tuple[Declared, Declared] | None:
        """Return both volumes of a conflict as they stand; None if either is gone."""
        one, other = self._now(life.met.one), self._now(life.met.other)
        if one is None or other is None or one.status != other.status:
            return None
        return one, other

    def _now(self, stood: Stood) -> Declared | None:
        for each in self.cases[stood.since.case].volumes:
            if each.name == stood.name and each.until is None:
                found = self.pictured.held[each.look]
                return None if found.fault else found
        return None

    def rank(self, entered: Entered) -> int:
        """Return the place of a statement about volumes in the record."""
        return self.ranks[entered.id]

    def _place(self, life: Life) -> tuple[object, ...]:
        one, other = self._where(life.met.one), self._where(life.met.other)
        return *one, *other, self.rank(life.opened)

    def _where(self, stood: Stood) -> tuple[int, FeedId, int, int]:
        opened = self.cases[stood.since.case].case.opened.said
        kind = _KINDS.index(stood.declared.kind)
        return kind, opened.feed, opened.position, stood.place


def follow(standing: Standing, before: Lives | None = None) -> Lives:
    """Return the conflicts that a record tells of.

    Args:
        standing: how things stand.
        before: what was followed of the same channel earlier; only a hint.
    """
    if before is None or before.standing.purged != standing.purged:
        # What is purged has no volumes any more, and had none.
        before = Lives(standing)
        known = 0
    else:
        old, new = before.standing.roll.chunks, standing.roll.chunks
        both = zip(old, new, strict=False)
        known = sum(1 for _ in takewhile(lambda each: each[0] is each[1], both))
    placed = dict(_placed(standing, known))
    fresh = {standing.entries[id_].case for id_ in placed if id_ not in before.ranks}
    ranks = {**before.ranks, **placed}
    if not fresh:
        return before._replace(standing=standing, ranks=ranks)
    return _Turn(standing, before, ranks).take(sorted(fresh))


def from_the_start(lives: Lives) -> Lives:
    """Return that nothing is followed yet, with all that was compared.

    From there other heads of the same channel are followed without measuring anything
    twice: which volumes conflict does not depend on when they stood.
    """
    return Lives(begin(lives.standing.founding), pictured=lives.pictured)


def _placed(standing: Standing, known: int) -> Iterator[tuple[bytes, int]]:
    """Yield the statements about volumes behind the chunks known, and their places."""
    chunks = standing.roll.chunks
    begin = sum(len(chunk.entries) for chunk in chunks[:known])
    behind = chain.from_iterable(chunk.entries for chunk in chunks[known:])
    for at, entry in enumerate(behind, begin):
        if isinstance(entry, Said) and standing.entries[entry.id].family in FAMILIES:
            yield entry.id, at


class _Turn:
    """What some cases change, while it is being made."""

    def __init__(
        self, standing: Standing, before: Lives, ranks: Mapping[bytes, int]
    ) -> None:
        self._standing, self._before, self._ranks = standing, before, ranks
        self._cases = dict(before.cases)
        self._wearing = dict(before.wearing)
        self._of = dict(before.of)

    def take(self, fresh: list[CaseId]) -> Lives:
        """Tell the cases anew that something was said in, and their conflicts."""
        standing, new = self._standing, dict[Look, InTheatres]()
        for id_ in fresh:
            family = next(f for f in FAMILIES if id_ in standing.cases.get(f, {}))
            case = standing.cases[family][id_]
            founding = standing.under(case)
            found = told(case, founding, self._cases.get(id_))
            self._cases[id_] = found
            for each in found.volumes:
                if each.look not in self._before.pictured.held:
                    theatres = founding.charter.terms.theatres
                    new[each.look] = each.declared, theatres
                wearing = self._wearing.get(each.look, frozenset())
                self._wearing[each.look] = wearing | {id_}
        drawn = in_theatres(list(new.values()))
        pictured = self._before.pictured.added(dict(zip(new, drawn, strict=True)))
        done = set[CaseId]()
        for id_ in fresh:
            self._meet(id_, pictured, done)
            done.add(id_)
        return Lives(
            standing, self._ranks, self._cases, self._wearing, pictured, self._of
        )

    def _meet(self, id_: CaseId, pictured: Pictured, done: AbstractSet[CaseId]) -> None:
        """Tell the conflicts of a case anew, on both sides, but those done."""
        beside = {
            other
            for each in self._cases[id_].volumes
            for look in pictured.met.get(each.look, {})
            for other in self._wearing.get(look, ())
        }
        for other in (beside | set(self._of.get(id_, {}))) - done:
            between = tuple(self._between(id_, other, pictured))
            self._put(id_, other, between)
            self._put(other, id_, between)

    def _put(self, one: CaseId, other: CaseId, between: tuple[Life, ...]) -> None:
        self._of[one] = {**self._of.get(one, {}), other: between}

    def _between(
        self, id_: CaseId, other: CaseId, pictured: Pictured
    ) -> Iterator[Life]:
        pairs: dict[tuple[str, str], list[Met]] = {}
        for mine in self._cases[id_].volumes:
            met = pictured.met.get(mine.look, {})
            for theirs in self._cases[other].volumes:
                conflict = met.get(theirs.look)
                if conflict is None:
                    continue
                first = turned(mine.declared, theirs.declared)[0] is mine.declared
                one, two = (mine, theirs) if first else (theirs, mine)
                pairs.setdefault((one.name, two.name), []).append(
                    Met(one, two, conflict)
                )
        for found in pairs.values():
            named = number(found[0].one, found[0].other)
            yield from lives(named, found, lambda each: self._ranks[each.id])
