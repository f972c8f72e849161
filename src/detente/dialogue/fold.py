"""Fold what is held into what stands: the same on every node that holds the same heads.

Spec clauses 11.1 to 11.3. `begin` gives the state of a channel of which nothing is
held, `extend` the state after more entries, in whatever order the feeds come. Nothing
is undone when an entry arrives late: it takes its place in the order, and only the
cases it belongs to are folded again. No clock is read, and no receipt that is not in a
statement. How a statement is entered is `detente.dialogue.ledger`.

    standing = extend(begin(founding), entries)
    contact = standing.case_of(standing.by_reference("NORTH/2026/0042/CON/1/O"))
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from detente.dialogue import order, purging
from detente.dialogue.case import Case
from detente.dialogue.cases import family
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.purge import Purge
from detente.dialogue.entered import Entered
from detente.dialogue.index import Index
from detente.dialogue.ledger import Ledger, Reach
from detente.dialogue.order import Lane, Roll
from detente.dialogue.reading import Keyed, Said, Spoken
from detente.dialogue.standing import FeedState, Standing, begin
from detente.record.errors import Misasked, Misdirected
from detente.record.feed import FeedId


def extend(standing: Standing, entries: Iterable[Spoken]) -> Standing:
    """Return how things stand once these entries are held too.

    Args:
        standing: as things stood.
        entries: those of one feed in feed order and without gap, feeds mixed at will;
            what is held already is passed over.

    Raises:
        Misdirected: an entry is of a feed that is no party's.
        Misasked: an entry is missing before one of these.
    """
    turn = _Turn(standing)
    after = turn.take(entries)
    return _without_purged(after) if turn.touches(Purge.family) else after


def _without_purged(standing: Standing) -> Standing:
    """Return how things stand with what remains of the bodies that are gone.

    All of it is folded again, so that who folds from the start, with these bodies gone,
    comes to the same.
    """
    agreed = purging.agreed(standing)
    if agreed == standing.purged:
        return standing
    held = (*standing.roll, *standing.waiting())
    left = [purging.without(each, agreed) for each in held]
    again = _Turn(begin(standing.founding)).take(left)
    return msgspec.structs.replace(again, purged=agreed)


def at_heads(standing: Standing, heads: Mapping[FeedId, int]) -> Standing:
    """Return how things stood when only so many entries of each feed were held."""
    kept = (e for e in standing.roll if e.position < heads.get(e.feed, 0))
    return extend(begin(standing.founding), kept)


class _Turn:
    """One extension, while it is being made."""

    def __init__(self, standing: Standing) -> None:
        self.old = standing
        self.ledger = Ledger(standing)
        self.reach = self.ledger.reach
        self.cases: dict[bytes, Case] = {}

    def take(self, entries: Iterable[Spoken]) -> Standing:
        """Place what can be placed, fold it, and return what stands then."""
        lanes = self._queue(entries)
        numbers = self.old.founding.numbers
        ranked = sorted(self.reach, key=lambda f: (numbers[f.party], f.generation))
        ranks = {feed: rank for rank, feed in enumerate(ranked)}
        fresh = [Lane(feed, lanes[feed]) for feed in ranked if lanes.get(feed)]
        roll, tail = self.old.roll.cut(order.late(self.old.roll, fresh, ranks))
        again: dict[FeedId, list[Spoken]] = {feed: [] for feed in ranked}
        for entry in tail:
            again[entry.feed].append(entry)
        placed = {
            feed: reach.before - len(again[feed]) for feed, reach in self.reach.items()
        }
        merged = order.arrange(
            [Lane(feed, again[feed] + lanes.get(feed, [])) for feed in ranked], placed
        )
        if tail:
            self._insert(merged, tail)
        else:
            self._append(merged)
        for feed, lane in lanes.items():
            reach = self.reach[feed]
            reach.waiting = tuple(lane[reach.placed - reach.before :])
        return self._standing(roll.extended(merged))

    def touches(self, family_name: str) -> bool:
        """Say whether a case of a family was added to."""
        return any(case.family == family_name for case in self.cases.values())

    def _queue(self, entries: Iterable[Spoken]) -> dict[FeedId, list[Spoken]]:
        """Return the new entries by feed, behind those that waited."""
        lanes = {f: list(r.waiting) for f, r in self.reach.items() if r.waiting}
        parties = self.old.founding.numbers
        for entry in entries:
            feed = entry.feed
            lane = lanes.get(feed)
            if lane is None:
                if feed not in self.reach:
                    if feed.party not in parties:
                        raise Misdirected(
                            f"{feed.party[:40]!r} is no party of this channel."
                        )
                    self.reach[feed] = Reach(FeedState())
                lane = lanes[feed] = []
            held = self.reach[feed].before + len(lane)
            if entry.position > held:
                raise Misasked(f"Entry {held} of {feed.party} is not held yet.")
            if entry.position == held:
                lane.append(entry)
        return lanes

    def _append(self, merged: Iterable[Spoken]) -> None:
        """Enter what is new, where nothing stands behind it."""
        ledger, entered = self.ledger, list[Entered]()
        for entry in merged:
            if isinstance(entry, Said):
                entered.append(ledger.enter(entry))
            else:
                ledger.certify(entry)
        # Cases come after, and not in between: the two look at different memory, and
        # a long record is folded a fifth faster so.
        for each in entered:
            self._add(each)

    def _insert(self, merged: Iterable[Spoken], tail: Sequence[Spoken]) -> None:
        """Enter what is new; fold again the cases in which something follows it."""
        old = self.old.entries
        behind = Counter(old[each.id].case for each in tail if isinstance(each, Said))
        redone: dict[bytes, list[Entered]] = {}
        for entry in merged:
            new = entry.position >= self.reach[entry.feed].before
            if isinstance(entry, Keyed):
                if new:
                    self.ledger.certify(entry)
                continue
            entered = self.ledger.enter(entry) if new else old[entry.id]
            id_ = entered.case
            if not new:
                behind[id_] -= 1
            if id_ in redone:
                redone[id_].append(entered)
            elif new and behind[id_]:
                before = self._case(entered.family, id_).statements[: -behind[id_]]
                redone[id_] = [*before, entered]
            elif new:
                self._add(entered)
        for id_, statements in redone.items():
            self.cases[id_] = self._refold(statements)

    def _add(self, entered: Entered) -> None:
        id_, founding = entered.case, self.ledger.charters.under(entered.version)
        if id_ == entered.said.id:
            self.cases[id_] = family(entered.family).begin(entered, founding)
        else:
            self.cases[id_] = self._case(entered.family, id_).add(entered, founding)

    def _refold(self, statements: Sequence[Entered]) -> Case:
        first = statements[0]
        founding = self.ledger.charters.under(first.version)
        case = family(first.family).begin(first, founding)
        for entered in statements[1:]:
            case = case.add(entered, founding)
        return case

    def _case(self, name: str, id_: bytes) -> Case:
        return self.cases.get(id_) or self.old.cases[name][id_]

    def _undelivered(self) -> Iterator[bytes]:
        """Yield the contacts that lapsed undelivered and still lack any sign.

        A sign is that the addressee knows more of a feed. While the line is down nobody
        learns anything, and what lapsed before is not looked at again.
        """
        looked_at = {
            id_ for id_, case in self.cases.items() if isinstance(case, Contact)
        }
        if any(r.known is not self._known_before(f) for f, r in self.reach.items()):
            looked_at |= self.old.undelivered
        yield from self.old.undelivered - looked_at
        for id_ in looked_at:
            case = self._case(Contact.family, id_)
            if not isinstance(case, Contact) or not case.undelivered:
                continue
            feed, position = case.opened.said.feed, case.opened.said.position
            states = (s for f, s in self.reach.items() if f.party == case.addressee)
            if any(state.known.get(feed, 0) > position for state in states):
                self.cases[id_] = case.arrived()
            else:
                yield id_

    def _known_before(self, feed: FeedId) -> Mapping[FeedId, int] | None:
        state = self.old.feeds.get(feed)
        return None if state is None else state.known

    def _standing(self, roll: Roll) -> Standing:
        undelivered = frozenset(self._undelivered())
        cases, live = dict(self.old.cases), dict[bytes, str | None]()
        grouped: dict[str, dict[bytes, Case | None]] = {}
        for id_, case in self.cases.items():
            grouped.setdefault(case.family, {})[id_] = case
            if case.live:
                live[id_] = case.family
            elif id_ in self.old.live:
                live[id_] = None
        for name, changes in grouped.items():
            cases[name] = cases.get(name, Index[bytes, Case]()).changed(changes)
        ledger = self.ledger
        return Standing(
            self.old.founding,
            {feed: reach.state() for feed, reach in self.reach.items()},
            ledger.charters,
            roll,
            self.old.entries.changed(ledger.entries),
            cases,
            self.old.preconditions.changed(ledger.preconditions),
            self.old.live.changed(live),
            ledger.newest,
            undelivered,
            self.old.purged,
        )
