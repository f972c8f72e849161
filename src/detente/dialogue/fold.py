"""Fold what is held into what stands: the same on every node that holds the same heads.

Spec clauses 11.1 to 11.3. `begin` gives the state of a channel of which nothing is
held, `extend` the state after more entries, in whatever order the feeds come. Nothing
is undone when an entry arrives late: it takes its place in the order, and only the
cases it belongs to are folded again. No clock is read, and no receipt that is not in a
statement.

    standing = extend(begin(founding), entries)
    contact = standing.case_of(standing.by_reference("NORTH/2026/0042/CON/1/O"))
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from detente.dialogue import order, purging, receipts, rules
from detente.dialogue.case import Case
from detente.dialogue.cases import family
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.purge import Purge
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body
from detente.dialogue.forms import FORM_OF
from detente.dialogue.forms.cht import Act
from detente.dialogue.forms.pre import Stated
from detente.dialogue.in_force import Reader
from detente.dialogue.index import Index
from detente.dialogue.order import Lane, Roll
from detente.dialogue.reading import Keyed, Said, Spoken
from detente.dialogue.rules import Certified, Context
from detente.dialogue.standing import FeedState, Standing, begin, serial_key
from detente.record.errors import Misasked, Misdirected, Refused
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
        self.feeds = dict(standing.feeds)
        self.entries: dict[bytes, Entered] = {}
        self.cases: dict[tuple[str, bytes], Case] = {}
        self.serials: dict[bytes, bytes] = {}
        self.preconditions: dict[bytes, bytes] = {}
        self.keys: dict[str, list[Certified]] = {}
        for feed in sorted(self.feeds):
            for row in self.feeds[feed].keys:
                self.keys.setdefault(feed.party, []).insert(0, row)
        self.newest = dict(standing.newest)
        self.charters = standing.charters

    def take(self, entries: Iterable[Spoken]) -> Standing:
        """Place what can be placed, fold it, and return what stands then."""
        lanes = self._queue(entries)
        numbers = self.old.founding.numbers
        ranked = sorted(self.feeds, key=lambda f: (numbers[f.party], f.generation))
        ranks = {feed: rank for rank, feed in enumerate(ranked)}
        fresh = [Lane(feed, lanes[feed]) for feed in ranked if lanes.get(feed)]
        roll, tail = self.old.roll.cut(order.late(self.old.roll, fresh, ranks))
        placed = {feed: state.placed for feed, state in self.feeds.items()}
        again: dict[FeedId, list[Spoken]] = {feed: [] for feed in ranked}
        for entry in tail:
            again[entry.feed].append(entry)
        for feed, rest in again.items():
            placed[feed] -= len(rest)
        merged = order.arrange(
            [Lane(feed, again[feed] + lanes.get(feed, [])) for feed in ranked], placed
        )
        self._walk(merged, tail)
        for feed, lane in lanes.items():
            state = self.feeds[feed]
            count = state.placed - self.old_placed(feed)
            self.feeds[feed] = state._replace(waiting=tuple(lane[count:]))
        return self._standing(roll.extended(merged))

    def touches(self, family_name: str) -> bool:
        """Say whether a case of a family was added to."""
        return any(name == family_name for name, _ in self.cases)

    def old_placed(self, feed: FeedId) -> int:
        """Return how much of a feed stood before this turn."""
        state = self.old.feeds.get(feed)
        return 0 if state is None else state.placed

    def _queue(self, entries: Iterable[Spoken]) -> dict[FeedId, list[Spoken]]:
        """Return the new entries by feed, behind those that waited."""
        lanes = {f: list(s.waiting) for f, s in self.feeds.items() if s.waiting}
        parties = self.old.founding.numbers
        for entry in entries:
            feed = entry.feed
            if feed not in self.feeds:
                if feed.party not in parties:
                    raise Misdirected(
                        f"{feed.party[:40]!r} is no party of this channel."
                    )
                self.feeds[feed] = FeedState()
            lane = lanes.setdefault(feed, [])
            held = self.feeds[feed].placed + len(lane)
            if entry.position > held:
                raise Misasked(f"Entry {held} of {feed.party} is not held yet.")
            if entry.position == held:
                lane.append(entry)
        return lanes

    def _walk(self, merged: Iterable[Spoken], tail: Iterable[Spoken]) -> None:
        """Enter what is new; fold again the cases in which something follows it."""
        said = (entry for entry in tail if isinstance(entry, Said))
        behind = Counter(_key(self.old.entries[entry.id]) for entry in said)
        redone: dict[tuple[str, bytes], list[Entered]] = {}
        for entry in merged:
            new = entry.position >= self.old_placed(entry.feed)
            if isinstance(entry, Keyed):
                if new:
                    self._certify(entry)
                continue
            entered = self._enter(entry) if new else self.old.entries[entry.id]
            key = _key(entered)
            if not new:
                behind[key] -= 1
            if key in redone:
                redone[key].append(entered)
            elif new and behind[key]:
                before = self._case(key).statements[: -behind[key]]
                redone[key] = [*before, entered]
            elif new:
                self._add(key, entered)
        for key, statements in redone.items():
            self.cases[key] = self._refold(key, statements)

    def _certify(self, entry: Keyed) -> None:
        feed, position = entry.feed, entry.position
        keys = self.feeds[feed].keys
        if position or not keys:
            row = rules.certify(feed, position, entry.document)
            keys = (*keys, row)
            rows = [*self.keys[feed.party], row]
            rows.sort(key=lambda each: (each.feed, each.position), reverse=True)
            self.keys[feed.party] = rows
        self.feeds[feed] = self.feeds[feed]._replace(placed=position + 1, keys=keys)

    def _add(self, key: tuple[str, bytes], entered: Entered) -> None:
        founding = self.charters.under(entered.version)
        if key[1] == entered.id:
            self.cases[key] = family(key[0]).begin(entered, founding)
        else:
            self.cases[key] = self._case(key).add(entered, founding)

    def _refold(self, key: tuple[str, bytes], statements: list[Entered]) -> Case:
        founding = self.charters.under(statements[0].version)
        case = family(key[0]).begin(statements[0], founding)
        for entered in statements[1:]:
            case = case.add(entered, founding)
        return case

    def _case(self, key: tuple[str, bytes]) -> Case:
        return self.cases.get(key) or self.old.cases[key[0]][key[1]]

    def _find(self, id: bytes) -> Entered | None:  # noqa: A002 - the record's word
        return self.entries.get(id) or self.old.entries.get(id)

    def _used(self, said: Said) -> bool:
        key = serial_key(said.feed, said.name)
        return key in self.serials or key in self.old.serials

    def _number_used(self, party: str, number: int) -> bool:
        key = f"{party}/{number}".encode()
        return key in self.preconditions or key in self.old.preconditions

    def _certified(self, party: str, known: Mapping[FeedId, int]) -> list[Certified]:
        """Return a party's key documents that were known, newest first."""
        rows = self.keys[party]
        if len(rows) == 1:
            return rows
        return [
            row for row in rows if row.founding or row.position < known.get(row.feed, 0)
        ]

    def _enter(self, said: Said) -> Entered:
        """Return a new statement in its place, and take note of it."""
        state = self.feeds[said.feed]
        known = state.known
        if any(n.size > known.get(n.feed, 0) for n in said.needs):
            known = {**known}
            for need in said.needs:
                known[need.feed] = max(need.size, known.get(need.feed, 0))
        own = state.keys[-1] if state.keys else self._certified(said.feed.party, {})[-1]
        context = Context(
            self.old.founding,
            own,
            known,
            self._used,
            self._find,
            self._certified,
            self._number_used,
            self.charters,
        )
        home = rules.home(context, said)
        version = self._version(said, known, home)
        context = context._replace(founding=self.charters.under(version))
        faults = tuple(rules.faults(context, said))
        proven = self._prove(said, known)
        if isinstance(proven, Fault):
            faults, proven = (*faults, proven), None
        entered = _settle(said, known, faults, proven, home, version)
        self.feeds[said.feed] = FeedState(
            said.position + 1, state.waiting, known, state.keys
        )
        self._note(entered)
        return entered

    def _version(
        self, said: Said, known: Mapping[FeedId, int], home: Entered | None
    ) -> int:
        """Return the version of its case, else the one that binds it (10.14)."""
        if home is not None:
            return home.version
        return self.charters.binding(Reader(said.feed, said.position, known)).number

    def _prove(
        self, said: Said, known: Mapping[FeedId, int]
    ) -> receipts.Receipt | Fault | None:
        """Check the receipt that a statement rests on, if it rests on one."""
        note = said.body.receipt() if isinstance(said.body, Body) else None
        if note is None:
            return None
        founding = self.old.founding
        documents = [
            row.document
            for code in founding.numbers
            if code != said.feed.party
            for row in self._certified(code, known)
        ]
        feeds = [feed for feed in self.feeds if feed.party == said.feed.party]
        try:
            return receipts.prove(founding, feeds, documents, note)
        except Refused as error:
            return Fault("12.8", error.sentence, voids=True)

    def _note(self, entered: Entered) -> None:
        said, body = entered.said, entered.body
        self.entries[said.id] = entered
        self.serials.setdefault(serial_key(said.feed, said.name), said.id)
        if isinstance(body, Body) and entered.effective:
            self.newest[entered.party, type(body)] = entered
            if isinstance(body, Act):
                self.charters = self.charters.noting(entered)
            if isinstance(body, Stated) and entered.case == entered.id:
                self.preconditions[f"{entered.party}/{body.number}".encode()] = said.id

    def _arrivals(self) -> Iterator[bytes]:
        """Yield the contacts that lapsed undelivered and still lack any sign."""
        touched = {key[1] for key in self.cases if key[0] == Contact.family}
        for id_ in sorted(self.old.undelivered | touched):
            key = (Contact.family, id_)
            case = self._case(key)
            if not isinstance(case, Contact) or not case.undelivered:
                continue
            feed, position = case.opened.said.feed, case.opened.said.position
            states = (s for f, s in self.feeds.items() if f.party == case.addressee)
            if any(state.known.get(feed, 0) > position for state in states):
                self.cases[key] = case.arrived()
            else:
                yield id_

    def _standing(self, roll: Roll) -> Standing:
        undelivered = frozenset(self._arrivals())
        cases, live = dict(self.old.cases), dict[bytes, str | None]()
        grouped: dict[str, dict[bytes, Case | None]] = {}
        for (name, id_), case in self.cases.items():
            grouped.setdefault(name, {})[id_] = case
            if case.live or id_ in self.old.live:
                live[id_] = name if case.live else None
        for name, changes in grouped.items():
            cases[name] = cases.get(name, Index[Case]()).changed(changes)
        return Standing(
            self.old.founding,
            self.feeds,
            self.charters,
            roll,
            self.old.entries.changed(self.entries),
            cases,
            self.old.serials.changed(self.serials),
            self.old.preconditions.changed(self.preconditions),
            self.old.live.changed(live),
            self.newest,
            undelivered,
            self.old.purged,
        )


def _key(entered: Entered) -> tuple[str, bytes]:
    return entered.family, entered.case


def _settle(
    said: Said,
    known: Mapping[FeedId, int],
    faults: tuple[Fault, ...],
    receipt: receipts.Receipt | None,
    home: Entered | None,
    version: int,
) -> Entered:
    """Return the statement with the case it belongs to (clause 11.18)."""
    body = said.body
    effective = isinstance(body, Body) and not any(fault.voids for fault in faults)
    name, case = "thread", said.id
    if home is not None:
        name, case = home.family, home.case
    elif effective and isinstance(body, Body) and body.opens != "never":
        name = family(FORM_OF[type(body)].family).family
    return Entered(said, name, case, known, effective, faults, receipt, version)
