"""Decide how a line's directory becomes a line: pairing once, opening every time.

Pairing (clause 10) makes the charter out of the offers, starts our feed with our key
document and the founding statement, and creates store and second file. Opening takes
all of it up again, after the self-tests: a node that computes wrongly must not sign.
"""

import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente import durable
from detente.dialogue import charter as charters
from detente.dialogue import fold, pairing, reading, standing
from detente.dialogue.charter import Charter
from detente.dialogue.compose import Author, Composed, Desk, Draft, compose
from detente.dialogue.forms.cht import Found
from detente.dialogue.pairing import Founding
from detente.exchange.channel import Channel, Seat, open_channel
from detente.node import binding, selftest, vault
from detente.node.alarms import LoggedAlarm
from detente.node.binding import InForce
from detente.node.clock import SystemClock, ToldClock
from detente.node.keyring import NodeSigner
from detente.node.line import Input, Line, Released, Reserve
from detente.node.place import Place, Settings
from detente.node.sealing import Sealing
from detente.ports import Alarm, Clock, Ports
from detente.record import statement
from detente.record.credentials import Names
from detente.record.errors import Misasked, Misdirected
from detente.record.feed import EMPTY_ROOT, Entry
from detente.record.head import Head
from detente.stores.headfile import HeadFile
from detente.stores.sqlite import SqliteStore

EXERCISE: Final = "exercise"
_FOUNDING_SERIAL: Final = 1


class Paired(NamedTuple):
    """What pairing fixed: the charter, and the channel it founds."""

    settings: Settings
    founding: Founding
    channel: Channel

    @property
    def charter(self) -> Charter:
        """The founding charter."""
        return self.founding.charter

    @property
    def own(self) -> str:
        """Our party's code."""
        return self.settings.party

    def clock(self, now_s: int | None = None) -> Clock:
        """Return the node's clock; only an exercise may run on told time.

        Raises:
            Misasked: told time in a channel that carries real traffic.
        """
        if now_s is None:
            return SystemClock()
        if self.charter.terms.traffic != EXERCISE:
            raise Misasked("Only a channel chartered for exercise runs on told time.")
        return ToldClock(now_s)


class OpenLine(NamedTuple):
    """A line that may be worked on, with what must be closed after it.

    `bound` is the version of the charter that it starts with.
    """

    paired: Paired
    bound: InForce
    line: Line
    store: SqliteStore
    guard: HeadFile
    node: vault.NodeSecrets
    clock: Clock
    alarm: Alarm
    signer: NodeSigner

    def close(self) -> None:
        """Let go of store and second file."""
        self.store.close()
        self.guard.close()


def found(place: Place, others: Sequence[bytes]) -> bytes:
    """Return the charter that our offer and those of the others found.

    Raises:
        Refused: an offer cannot be read or proven, or the terms differ.
        Misasked: the line has no offer of its own.
    """
    offers = [place.read(place.offer), *others]
    return pairing.found([pairing.parse_offer(raw) for raw in offers])


def found_alone(place: Place) -> bytes:
    """Return the charter of a channel of our own, by our offer (clause 10.15).

    Raises:
        Refused: the offer cannot be read or proven, or its terms need another party.
        Misasked: the line has no offer of its own.
    """
    return pairing.found_alone(pairing.parse_offer(place.read(place.offer)))


def keep_documents(place: Place, others: Sequence[bytes]) -> None:
    """Keep every party's first key document beside the charter.

    Raises:
        StoreFailed: a file could not be written.
    """
    for raw in (place.read(place.offer), *others):
        offer = pairing.parse_offer(raw)
        path = place.document(offer.document.party)
        path.parent.mkdir(exist_ok=True)
        durable.publish(path, offer.keys_raw)


def compose_founding(
    paired: Paired, author: Author, now_s: int, salt: bytes
) -> Composed:
    """Return our founding statement, ready for an officer's signature (clause 11.21).

    Args:
        paired: what pairing fixed.
        author: the officers who release it.
        now_s: POSIX seconds.
        salt: 32 random bytes.
    """
    party = paired.channel.party(paired.own)
    first = reading.keyed(party.feed, 0, party.document_raw, party.document)
    stands = fold.extend(standing.begin(paired.founding), [first])
    others = [each for each in paired.channel.parties if each is not party] or [party]
    to, *info = (f"{each.code}/{each.document.posts[0]}" for each in others)
    exercise = paired.charter.terms.traffic == EXERCISE
    draft = Draft(
        Found(charter=paired.founding.raw),
        to,
        status="EXERCISE" if exercise else "OPERATION",
        info=tuple(info),
    )
    desk = Desk(_FOUNDING_SERIAL, (), now_s, now_s, salt)
    return compose(stands, author, desk, draft)


def begin(place: Place, charter_raw: bytes, founding: Entry) -> None:
    """Create store and second file, and begin our feed; the charter comes last.

    A line counts as paired once its charter is there: a crash before leaves nothing
    that cannot be begun again.

    Args:
        place: the line's directory, with every key document kept.
        charter_raw: the charter that was read to the other side.
        founding: our founding statement, released by an officer.

    Raises:
        Misasked: the line is paired already: its record is not begun anew.
        Failed: store or second file cannot be made.
        Refused: the founding statement is not ours, or not for this channel.
    """
    if place.charter.exists():
        raise Misasked(f"{place.root} is paired already. A record is never begun anew.")
    for stale in (place.store, place.guard, place.terms):
        stale.unlink(missing_ok=True)
    SqliteStore.create(place.store).close()
    paired = read_paired(place, charter_raw)
    party = paired.channel.party(paired.own)
    guard = HeadFile.create(place.guard)
    guard.replace(None, Head(party.feed_keys[0].name, 0, EMPTY_ROOT))
    guard.close()
    opened = open_line(place, paired)
    try:
        first = Entry(party.document_raw, b"", b"")
        # Its serial is given like any other, or the next statement would get it too.
        year = statement.parse(founding.raw).header.name.year
        work: list[Input] = [Reserve(year), Released(first), Released(founding)]
        for output in opened.line.turn(work):
            if isinstance(output, Exception):
                raise output
    finally:
        opened.close()
    durable.publish(place.charter, charter_raw)


def read_paired(place: Place, charter_raw: bytes | None = None) -> Paired:
    """Read what pairing fixed.

    Raises:
        Misasked: the line is not paired, or its settings cannot be used.
        Refused: charter or key documents are not what they were.
    """
    settings = place.load_settings()
    raw = place.read(place.charter) if charter_raw is None else charter_raw
    charter = charters.parse(raw)
    if settings.party not in charter.codes:
        raise Misdirected(f"{settings.party} is no party of this charter.")
    documents = {code: place.read(place.document(code)) for code in charter.codes}
    founding = pairing.founding(raw, list(documents.values()))
    seats = [Seat(p.number, p.observer, documents[p.code]) for p in charter.parties]
    return Paired(settings, founding, open_channel(founding.channel, seats))


def open_line(place: Place, paired: Paired, now_s: int | None = None) -> OpenLine:
    """Open a line to work on it; one program at a time can.

    Raises:
        Failed: self-tests, keys, store or second file: the sentence says which.
    """
    selftest.run()
    node = vault.load_node(place.node_keys)
    party = paired.channel.party(paired.own)
    clock = paired.clock(now_s)
    signer = NodeSigner(node.keys, Names(paired.channel.id), party.document)
    store = SqliteStore.open(place.store)
    guard = HeadFile.open(place.guard)
    alarm = LoggedAlarm(place.alarms, clock)
    ports = Ports(store, guard, signer, clock, alarm)
    raw, bound = paired.founding.raw, binding.read(place, paired.charter)
    line = Line(paired.channel, paired.own, raw, ports, bound.exchange())
    return OpenLine(paired, bound, line, store, guard, node, clock, alarm, signer)


def sealing_of(opened: OpenLine) -> Sealing:
    """Return the seals of a line's channel, with every peer's key known."""
    paired, node = opened.paired, opened.node
    now_s = opened.clock.now_s()
    old = [each.seed for each in node.retired if each.until_s > now_s]
    seeds = [node.keys.sealing_seed, *old]
    sealing = Sealing(paired.channel.id, paired.own, seeds, secrets.token_bytes)
    for party in paired.channel.parties:
        if party.code != paired.own:
            sealing.know(party.code, party.document.sealing)
    return sealing
