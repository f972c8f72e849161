"""Decide what is known of a channel at given heads: the state that the fold makes.

Spec clause 11.3. Frozen: a reader keeps what it has while the next state is made. What
leads from one to the next is `detente.dialogue.fold`.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from detente.dialogue.case import Case
from detente.dialogue.cases.contact import Contact
from detente.dialogue.certified import Certified, certify
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body
from detente.dialogue.in_force import Charters, Reader, Version
from detente.dialogue.index import Index
from detente.dialogue.order import Roll
from detente.dialogue.pairing import Founding
from detente.dialogue.purging import Remainders
from detente.dialogue.reading import Said, Spoken
from detente.record.errors import Misasked
from detente.record.feed import FeedId
from detente.record.statement import Reference, parse_reference

# A serial has at most nine digits (clause 3.3).
SERIALS: Final = 1_000_000_000


class FeedState(NamedTuple):
    """How far a feed is folded.

    `placed` entries stand in the order, `waiting` follow them and have seen what is not
    held yet; `known` is what its statements have seen so far, `keys` its key documents,
    `serials` the first statement of each serial.
    """

    placed: int = 0
    waiting: tuple[Spoken, ...] = ()
    known: Mapping[FeedId, int] = {}
    keys: tuple[Certified, ...] = ()
    serials: Index[int, bytes] = Index()


class Standing(msgspec.Struct, frozen=True):
    """How things stand between the parties, by what is held.

    `live` holds the cases of which a clock may ask something, `newest` the newest
    statement of each party with each kind of body, `charters` the versions agreed,
    `purged` what remains of the bodies that are gone.
    """

    founding: Founding
    feeds: Mapping[FeedId, FeedState]
    charters: Charters
    roll: Roll = Roll()
    entries: Index[bytes, Entered] = Index()
    cases: Mapping[str, Index[bytes, Case]] = {}
    preconditions: Index[bytes, bytes] = Index()
    live: Index[bytes, str] = Index()
    newest: Mapping[tuple[str, type[Body]], Entered] = {}
    undelivered: frozenset[bytes] = frozenset()
    purged: Remainders = {}

    def heads(self) -> dict[FeedId, int]:
        """Return how many entries of each feed this state is a function of."""
        return {feed: state.placed for feed, state in self.feeds.items()}

    def waiting(self) -> list[Spoken]:
        """Return the entries that are held and wait for what they have seen."""
        return [entry for state in self.feeds.values() for entry in state.waiting]

    def stated(self, party: str) -> int:
        """Return how many statements of a party stand, key documents left out."""
        held = (s for feed, s in self.feeds.items() if feed.party == party)
        return sum(state.placed - len(state.keys) for state in held if state.placed)

    def newest_of(self, party: str) -> Iterator[Entered]:
        """Yield the statements of a party, or of all if it is empty, newest first."""
        for spoken in self.roll.backwards(party):
            if isinstance(spoken, Said):
                yield self.entries[spoken.id]

    def live_cases(self) -> Iterator[Case]:
        """Yield the cases of which a clock may ask something."""
        for id_, family in self.live.items():
            yield self.cases[family][id_]

    def by_reference(self, text: str) -> Entered:
        """Return the statement of a reference.

        Raises:
            Malformed: it is no reference.
            Misasked: no such statement stands.
        """
        name = parse_reference(text)
        for state in self.feeds.values():
            found = state.serials.get(serial_key(name))
            entered = None if found is None else self.entries[found]
            if entered is not None and entered.header.reference == text:
                return entered
        raise Misasked(f"No statement {text} is held.")

    def case_of(self, entered: Entered) -> Case:
        """Return the case that a statement belongs to."""
        return self.cases[entered.family][entered.case]

    def faults(self, entered: Entered) -> tuple[Fault, ...]:
        """Return every rule that a statement breaks, those of its case included."""
        marks = self.case_of(entered).marks
        return entered.faults + tuple(m.fault for m in marks if m.id == entered.id)

    def of_family(self, name: str) -> list[Case]:
        """Return the cases of a family, by the party and position that opened them."""
        held: Mapping[bytes, Case] = self.cases.get(name, {})
        return sorted(held.values(), key=_opened)

    def contacts(self) -> list[Contact]:
        """Return every contact request, by asker and position."""
        cases = self.of_family(Contact.family)
        return [case for case in cases if isinstance(case, Contact)]

    def under(self, case: Case) -> Founding:
        """Return the founding with the version that a case opened under (10.14)."""
        return self.charters.under(case.opened.version)

    def bound(self, party: str, seen: Mapping[FeedId, int]) -> Version:
        """Return the version of the charter that binds a party's next statement.

        Args:
            party: its code.
            seen: how far the statement has seen each feed; what the party's earlier
                ones have seen is known besides.

        Raises:
            Misdirected: the channel has no such party.
        """
        return self.charters.binding(self._next(party, seen))

    def _next(self, party: str, seen: Mapping[FeedId, int]) -> Reader:
        feed = self.own_feed(party)
        state = self.feeds[feed]
        known = {of: max(size, seen.get(of, 0)) for of, size in state.known.items()}
        return Reader(feed, state.placed, {**seen, **known})

    def binds(self, party: str) -> Version:
        """Return the version that binds a party which has seen all that is held.

        Raises:
            Misdirected: the channel has no such party.
        """
        return self.bound(party, self.heads())

    def next_version(self, party: str) -> int:
        """Return the number of the version that a party proposes next (10.11).

        Raises:
            Misdirected: the channel has no such party.
        """
        return self.charters.next_number(self._next(party, self.heads()))

    def own_feed(self, party: str) -> FeedId:
        """Return the newest generation of a party's feed.

        Raises:
            Misdirected: the channel has no such party.
        """
        self.founding.charter.party(party)
        return max(feed for feed in self.feeds if feed.party == party)


def begin(founding: Founding) -> Standing:
    """Return how things stand before anything is held."""
    feeds = {}
    for document in founding.documents:
        feed = FeedId(document.party, document.generation)
        first = certify(feed, 0, document, founding=True)
        feeds[feed] = FeedState(keys=(first,))
    return Standing(founding, feeds, Charters.of(founding))


def serial_key(name: Reference) -> int:
    """Return the key under which a serial is known in its feed: year, then number."""
    return name.year * SERIALS + name.serial


def _opened(case: Case) -> tuple[FeedId, int]:
    return case.opened.said.feed, case.opened.said.position
