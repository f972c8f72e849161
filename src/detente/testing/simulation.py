"""One schedule: parties, statements, weather, cuts and crashes, drawn from a seed.

After the accidents the network calms and the disks heal, and within a bounded time
every released statement must stand exactly once on every side, in feed order, under
equal roots, every attachment must be there byte for byte, and every side must count the
same. Whatever fails, the same seed fails again.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from detente.dialogue import pairing
from detente.dialogue.pairing import Founding
from detente.exchange.channel import Channel, Seat, open_channel
from detente.exchange.piece import Content
from detente.exchange.quota import Bounds
from detente.exchange.replica import Terms
from detente.record.feed import EMPTY_ROOT, Entry, FeedId, Frontier, leaf_hash
from detente.record.head import Head
from detente.record.keys import verify as real_verify
from detente.stores.memory import MemoryHeadGuard
from detente.testing.clock import FakeClock
from detente.testing.failing import Disk
from detente.testing.fakes import FakeSigner, fake_verify
from detente.testing.network import Cut, Network, Weather
from detente.testing.parties import TERMS as WORLD_TERMS
from detente.testing.parties import World
from detente.testing.speech import Speaker
from detente.testing.station import Side, Station

CODES: Final = {
    2: ("NORTH", "SOUTH"),
    3: ("HARBOUR", "NORTH", "SOUTH"),
    5: ("EAST", "HARBOUR", "NORTH", "SOUTH", "WEST"),
}
OBSERVER: Final = "HARBOUR"
ACCIDENTS_S: Final = 30.0
SETTLED_BY_S: Final = 600.0
MOST_STEPS: Final = 20_000
BOUNDS: Final = Bounds(200_000, 400_000, 20_000_000, 0)
TERMS: Final = Terms(relay_after_s=3.0, probe_s=20.0, attachments=BOUNDS)


class Outcome(NamedTuple):
    """What one schedule came to; every count but the first two is a fault."""

    statements: int
    crashes: int
    lost: int
    doubled: int
    disordered: int
    unequal_roots: int
    unequal_tallies: int
    altered: int
    unsettled: int

    @property
    def sound(self) -> bool:
        """Tell whether nothing went wrong."""
        return not any(self[2:])


class Plan(NamedTuple):
    """What a seed draws."""

    parties: int
    statements: int
    weather: Weather
    cuts: tuple[Cut, ...]
    failing: float
    crashing: float


def draw(dice: random.Random) -> Plan:
    """Draw a plan."""
    parties = dice.choices((2, 3, 5), (80, 16, 4))[0]
    codes = CODES[parties]
    cuts = tuple(_cut(dice, codes) for _ in range(dice.randrange(3)))
    rough = dice.random() < 0.8  # noqa: PLR2004 - one schedule in five is fair weather
    weather = Weather(
        lost=dice.uniform(0, 0.4) if rough else 0.0,
        doubled=dice.uniform(0, 0.3) if rough else 0.0,
        longest_s=dice.choice((0.05, 0.5, 8.0)),
    )
    return Plan(
        parties,
        dice.randint(1, 4 * parties),
        weather,
        cuts,
        dice.choice((0.0, 0.0, 0.1)),
        dice.choice((0.0, 0.05, 0.15)),
    )


def _cut(dice: random.Random, codes: tuple[str, ...]) -> Cut:
    one, other = dice.sample(codes, 2)
    from_s = dice.uniform(0, ACCIDENTS_S)
    return Cut(one, other, from_s, from_s + dice.uniform(1, ACCIDENTS_S))


class Cast(NamedTuple):
    """Parties with their keys and channel: costly to make, so shared by schedules."""

    world: World
    channel: Channel
    founding: Founding


@lru_cache(maxsize=16)
def cast(parties: int) -> Cast:
    """Return the cast of so many parties; one of three or more observes."""
    codes = CODES[parties]
    observers = frozenset({OBSERVER} & set(codes))
    terms = dict(WORLD_TERMS)
    if observers:
        terms["observers"] = list(observers)
    world = World(codes, seed=parties, terms=terms, observers=observers)
    seats = [
        Seat(number, code in observers, party.raw)
        for number, (code, party) in enumerate(world.parties.items(), 1)
    ]
    founding = pairing.founding(world.charter, [seat.document_raw for seat in seats])
    return Cast(world, open_channel(world.channel, seats), founding)


@dataclass
class Schedule:
    """One schedule under way."""

    seed: int
    real_keys: bool = False
    given: Plan | None = None

    def __post_init__(self) -> None:
        """Draw the plan, unless one is given, and set the stage."""
        self.dice = random.Random(self.seed)  # noqa: S311 - a seed must replay
        self.plan = draw(self.dice) if self.given is None else self.given
        self.cast = cast(self.plan.parties)
        self.clock = FakeClock()
        self.network = Network(self.dice, self.plan.weather, self.plan.cuts)
        founding = self.cast.founding
        if not self.real_keys:
            founding = founding._replace(verify=fake_verify)
        self.speaker = Speaker(
            self.cast.world, founding, self.dice, real_keys=self.real_keys
        )
        self.stations = {code: self._station(code) for code in self.cast.world.parties}
        self.released: dict[str, list[bytes]] = {code: [] for code in self.stations}

    def _station(self, code: str) -> Station:
        world, channel, _ = self.cast
        node = world.parties[code].node
        signer = (
            world.signer(code)
            if self.real_keys
            else FakeSigner(channel.party(code), node.credential)
        )
        verify = real_verify if self.real_keys else fake_verify
        side = Side(channel, code, world.charter, signer, self.clock, verify, TERMS)
        origin = channel.party(code).feed_keys[0].name
        guard = MemoryHeadGuard(Head(origin, 0, EMPTY_ROOT))
        plan = self.plan
        disk = Disk(self.dice, plan.failing, plan.crashing, guard=guard)
        return Station(side, disk, self.dice)

    def run(self) -> Outcome:
        """Play the schedule to its end and judge it."""
        self.begin()
        moments = sorted(
            self.dice.uniform(0, ACCIDENTS_S) for _ in range(self.plan.statements)
        )
        for moment_s in moments:
            self.play_until(moment_s)
            self.say(self.speaker.choose())
        self.play_until(ACCIDENTS_S)
        return self.settle()

    def begin(self) -> None:
        """Release how every feed begins."""
        for code in self.stations:
            for entry in self.speaker.opening(code):
                self._release(code, entry)

    def say(self, code: str) -> None:
        """Release something that this party could say now."""
        self._release(code, self.speaker.say(code, self.stations[code].line))

    def settle(self) -> Outcome:
        """Let the weather calm and the disks heal, and judge what came of it."""
        self.network.calm()
        for station in self.stations.values():
            station.disk.heal()
        settled_by_s = self.clock.monotonic_s() + SETTLED_BY_S
        self.play_until(settled_by_s, settled=True)
        return self._judge()

    def _release(self, code: str, entry: Entry) -> None:
        self.released[code].append(entry.raw)
        self.stations[code].release(entry, self.speaker.files.get(entry.raw, ()))

    def play_until(self, until_s: float, *, settled: bool = False) -> None:
        """Let time pass; with `settled` no longer than until everyone holds all."""
        for _ in range(MOST_STEPS):
            now_s = self.clock.monotonic_s()
            if settled and self._settled():
                return
            self._work(now_s)
            next_s = min(self.network.next_s(), *self._own_times())
            if next_s > until_s:
                self.clock.elapsed_s = max(until_s, now_s)
                return
            self.clock.elapsed_s = max(next_s, now_s)

    def _own_times(self) -> Iterator[float]:
        return (station.next_s() for station in self.stations.values())

    def _work(self, now_s: float) -> None:
        for parcel in self.network.arrived(now_s):
            self.stations[parcel.reader].deliver(parcel, self.network)
        for station in self.stations.values():
            station.work(self.network)

    def _settled(self) -> bool:
        lines = [station.line for station in self.stations.values()]
        if any(station.unacknowledged for station in self.stations.values()):
            return False
        sizes: dict[FeedId, int] = {}
        for line in lines:
            if line is None:
                return False
            sizes[line.own.feed] = line.own.size
        return all(
            line is not None
            and all(m.size == sizes[feed] for feed, m in line.mirrors.items())
            and all(line.receipts.of_ours(peer) == line.own.size for peer in line.peers)
            and not line.attachments.lacking
            for line in lines
        )

    def _judge(self) -> Outcome:
        lost = doubled = disordered = unequal = 0
        feeds = {party.feed for party in self.cast.channel.parties}
        for feed in feeds:
            released = self.released[feed.party]
            roots = set()
            for station in self.stations.values():
                raws = [e.raw for e in station.disk.store().entries(feed, 0, 1 << 40)]
                counted = Counter(raws)
                lost += sum(raw not in counted for raw in released)
                doubled += sum(times > 1 for times in counted.values())
                roots.add(Frontier().extend(map(leaf_hash, raws)).root())
                disordered += raws[: len(released)] != self._in_order(feed, raws)
            unequal += len(roots) > 1
        tallies = [self.speaker.tally(s.disk.store()) for s in self.stations.values()]
        return Outcome(
            sum(map(len, self.released.values())),
            sum(station.crashes for station in self.stations.values()),
            lost,
            doubled,
            disordered,
            unequal,
            any(each != tallies[0] for each in tallies),
            self._altered(),
            not self._settled(),
        )

    def _altered(self) -> int:
        """Count the attachments that some side lacks, or holds otherwise."""
        count = 0
        for data in (each for files in self.speaker.files.values() for each in files):
            content = Content(hashlib.sha256(data).digest(), len(data))
            for store in (station.disk.store() for station in self.stations.values()):
                kept = store.content_bytes(content, 0, 2 * len(data))
                count += kept != data or not store.content(content).whole
        return count

    def _in_order(self, feed: FeedId, raws: list[bytes]) -> list[bytes]:
        """Return the feed as its own side acknowledged it, position by position."""
        acknowledged = self.stations[feed.party].acknowledged
        return sorted(raws, key=lambda raw: acknowledged.get(raw, 1 << 40))
