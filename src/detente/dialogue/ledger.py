"""Enter statements one by one, and answer what the rules ask of those before.

Spec clauses 10.14, 11.3, 11.7, 11.18 and 12.8. The ledger of one turn of the fold: it
writes into plain dictionaries laid over the frozen state that the turn began with, so
that no reader's state is touched and nothing is copied for a statement. What it
remembers it forgets with the turn. In which order statements come, and what follows in
their cases, is `detente.dialogue.fold`.
"""

from collections.abc import Mapping

from detente.dialogue import manner, receipts, rules
from detente.dialogue.cases import family
from detente.dialogue.certified import Certified, certify
from detente.dialogue.context import Context, Kind, kind_of
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body
from detente.dialogue.forms.pre import Stated
from detente.dialogue.in_force import Reader
from detente.dialogue.manner import Manner
from detente.dialogue.reading import Keyed, Needs, Said, Spoken
from detente.dialogue.standing import FeedState, Standing, serial_key
from detente.record.errors import Refused
from detente.record.feed import FeedId


class Reach:
    """How far a feed is folded, while it goes on (`FeedState`).

    `before` is how much of it stood when the turn began. `judged` remembers what the
    rules say of a manner of speaking, as long as its `ground` stays the same: the key
    documents that the party knows, and the versions of the charter that are agreed.
    """

    __slots__ = (
        "_held",
        "_serials",
        "before",
        "ground",
        "judged",
        "keys",
        "known",
        "placed",
        "waiting",
    )

    def __init__(self, state: FeedState) -> None:
        """Go on from a state."""
        self.before = self.placed = state.placed
        self.waiting: tuple[Spoken, ...] = state.waiting
        self.known = state.known
        self.keys = state.keys
        self.ground: tuple[object, ...] = ()
        self.judged: dict[Manner, tuple[Fault, ...]] = {}
        self._held = state.serials
        self._serials: dict[int, bytes] = {}

    def state(self) -> FeedState:
        """Return how far the feed is folded now."""
        serials = self._held.changed(self._serials)
        return FeedState(self.placed, self.waiting, self.known, self.keys, serials)

    def is_used(self, serial: int, by: bytes) -> bool:
        """Say whether a serial was used before this statement, and take note of it."""
        if serial in self._held:
            return True
        return self._serials.setdefault(serial, by) is not by

    def learn(self, needs: tuple[Needs, ...]) -> Mapping[FeedId, int]:
        """Return what the party knows once a statement has seen these heads too.

        Earlier statements keep what they knew: it is copied, where it grows.
        """
        known = self.known
        for need in needs:
            if need.size > known.get(need.feed, 0):
                self.known = known = {**known, need.feed: need.size}
        return known


class Ledger:
    """What is entered in one turn, over what stood before."""

    def __init__(self, old: Standing) -> None:
        """Begin a turn."""
        self.founding = old.founding
        self.charters = old.charters
        self.reach = {feed: Reach(state) for feed, state in old.feeds.items()}
        self.entries: dict[bytes, Entered] = {}
        self.preconditions: dict[bytes, bytes] = {}
        self.newest = dict(old.newest)
        self._old = old
        self._keys: dict[str, list[Certified]] = {}
        for feed in sorted(self.reach):
            for row in self.reach[feed].keys:
                self._keys.setdefault(feed.party, []).insert(0, row)
        self._renewed = self._with_newer_keys()

    # ------------------------------------------------------------ what the rules ask

    def find(self, id: bytes) -> Entered | None:  # noqa: A002 - the record's word
        """Return an entered statement by id."""
        return self.entries.get(id) or self._old.entries.get(id)

    def certified(self, party: str, known: Mapping[FeedId, int]) -> list[Certified]:
        """Return a party's key documents that were known, newest first."""
        rows = self._keys[party]
        if len(rows) == 1:
            return rows
        return [
            row for row in rows if row.founding or row.position < known.get(row.feed, 0)
        ]

    def number_used(self, party: str, number: int) -> bool:
        """Say whether a precondition of the party has this number."""
        key = _number_key(party, number)
        return key in self.preconditions or key in self._old.preconditions

    # ------------------------------------------------------------- what is entered

    def certify(self, entry: Keyed) -> None:
        """Enter a key document: from here on it is in force in its feed."""
        feed, position = entry.feed, entry.position
        reach = self.reach[feed]
        if position or not reach.keys:
            row = certify(feed, position, entry.document)
            reach.keys = (*reach.keys, row)
            rows = [*self._keys[feed.party], row]
            rows.sort(key=lambda each: (each.feed, each.position), reverse=True)
            self._keys[feed.party] = rows
            self._renewed = self._with_newer_keys()
        reach.placed = position + 1

    def enter(self, said: Said) -> Entered:
        """Return a new statement in its place, and take note of it."""
        feed, kind = said.feed, kind_of(said.body)
        reach = self.reach[feed]
        reader = Reader(feed, said.position, reach.learn(said.needs))
        context = Context(
            self.founding,
            self.charters,
            self.charters.binding(reader).number,
            kind,
            reach.keys[-1] if reach.keys else self.certified(feed.party, {})[-1],
            reader,
            reach.is_used(serial_key(said.name), said.id),
            self,
        )
        cited = rules.follow(context, said)
        home = rules.home(context, said, cited)
        # Every case keeps the version it opened under (clause 10.14).
        version = context.bound if home is None else home.version
        context = context.under(version)
        faults = self._of_its_manner(context, reach, said, version)
        faults += rules.faults(context, said, cited, home)
        receipt = self._prove(context, said) if kind.rests else None
        if isinstance(receipt, Fault):
            faults, receipt = (*faults, receipt), None
        effective = kind.form is not None and (
            not faults or not any(each.voids for each in faults)
        )
        name, case = _placed(kind, said, home, effective=effective)
        entered = Entered(
            said, name, case, reader.known, effective, faults, receipt, version
        )
        reach.placed = said.position + 1
        self._note(entered, kind)
        return entered

    def _note(self, entered: Entered, kind: Kind) -> None:
        """Take note of what a statement is asked for later."""
        said, body = entered.said, entered.said.body
        self.entries[said.id] = entered
        if entered.effective and isinstance(body, Body):
            self.newest[said.feed.party, type(body)] = entered
            if kind.acts:
                self.charters = self.charters.noting(entered)
            if isinstance(body, Stated) and entered.case == said.id:
                self.preconditions[_number_key(said.feed.party, body.number)] = said.id

    def _of_its_manner(
        self, context: Context, reach: Reach, said: Said, version: int
    ) -> tuple[Fault, ...]:
        """Return what the rules say of a statement's manner; asked once of each."""
        ground: tuple[object, ...] = (context.own, context.charters)
        if self._renewed:
            known = context.reader.known
            newest = [self.certified(party, known)[0] for party in self._renewed]
            ground = (*ground, *newest)
        if ground != reach.ground:
            reach.ground, reach.judged = ground, {}
        key = manner.manner(said, version, context.bound)
        found = reach.judged.get(key)
        if found is None:
            found = reach.judged[key] = tuple(manner.faults(context, said))
        return found

    def _with_newer_keys(self) -> list[str]:
        """Return the parties of which not everyone may know the same key document."""
        return [party for party, rows in self._keys.items() if len(rows) > 1]

    def _prove(self, context: Context, said: Said) -> receipts.Receipt | Fault | None:
        """Check the receipt that a statement rests on, if it rests on one."""
        note = said.body.receipt() if isinstance(said.body, Body) else None
        if note is None:
            return None
        documents = [
            row.document
            for code in self.founding.numbers
            if code != said.feed.party
            for row in self.certified(code, context.reader.known)
        ]
        feeds = [feed for feed in self.reach if feed.party == said.feed.party]
        try:
            return receipts.prove(self.founding, feeds, documents, note)
        except Refused as error:
            return Fault("12.8", error.sentence, voids=True)


def _number_key(party: str, number: int) -> bytes:
    return f"{party}/{number}".encode()


def _placed(
    kind: Kind, said: Said, home: Entered | None, *, effective: bool
) -> tuple[str, bytes]:
    """Return the family and the case that a statement belongs to (clause 11.18)."""
    if home is not None:
        return home.family, home.case
    if effective and kind.form is not None and kind.opens != "never":
        return family(kind.form.family).family, said.id
    return "thread", said.id
