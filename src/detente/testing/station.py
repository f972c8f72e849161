"""One simulated side: the product's own line over a disk that fails and a fake clock.

It does what `detente.node.service` does asynchronously, step by step and in one
thread, so that a schedule decides every interleaving: take what arrived, do a turn, ask
each peer's replica, hand bundles over, notice that no answer came. After a crash it
opens the line anew from what lies on the disk, and releases again what was never
acknowledged, as an officer's client does.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.exchange import bundle as bundles
from detente.exchange import replica
from detente.exchange.channel import Channel
from detente.exchange.piece import Content, Piece
from detente.exchange.replica import Terms
from detente.node.line import (
    Arrived,
    Input,
    Line,
    Released,
    Reply,
    Stored,
    Taken,
    Uploaded,
)
from detente.ports import Clock, Ports, Signer
from detente.record.errors import Failed, Refused
from detente.record.feed import Entry
from detente.record.keys import Verify
from detente.testing.alarms import Alarms
from detente.testing.failing import Crash, Disk
from detente.testing.network import Network, Parcel

ANSWER_WITHIN_S: Final = 3.0
UPLOAD_BYTES: Final = 64 * 1024
NEVER: Final = float("inf")


class Side(NamedTuple):
    """What a station is made from and keeps over a crash."""

    channel: Channel
    code: str
    charter: bytes
    signer: Signer
    clock: Clock
    verify: Verify
    terms: Terms


class Station:
    """One side of a simulated channel."""

    def __init__(self, side: Side, disk: Disk, dice: random.Random) -> None:
        """Start with the line open on its disk."""
        self.side = side
        self.disk = disk
        self.alarms = Alarms()
        self.acknowledged: dict[bytes, int] = {}
        self.unacknowledged: list[Entry] = []
        self._files: dict[bytes, tuple[bytes, ...]] = {}
        self.refused = 0
        self.crashes = 0
        self._dice = dice
        self._awaited: dict[str, tuple[int, float]] = {}
        self._wake_s: dict[str, float] = {}
        self.line: Line | None = None
        self.down_until_s = 0.0
        self.open()

    def open(self) -> None:
        """Open the line from what lies on the disk."""
        side, disk = self.side, self.disk
        ports = Ports(disk.store(), disk.guard(), side.signer, side.clock, self.alarms)
        try:
            self.line = Line(
                side.channel, side.code, side.charter, ports, side.terms, side.verify
            )
        except (Failed, Crash):
            self._fall()
            return
        self._awaited.clear()
        self._wake_s = dict.fromkeys(self.line.peers, 0.0)
        waiting = tuple(self.unacknowledged)
        self._upload(waiting)
        if waiting:
            self.take(tuple(Released(entry) for entry in waiting))

    def amend(self, terms: Terms) -> None:
        """Let other terms bind this side, now and after any crash."""
        self.side = self.side._replace(terms=terms)
        if self.line is None:
            return
        self.line.attachments.bind(terms.attachments)
        now_s = self.side.clock.monotonic_s()
        for peer, state in self.line.peers.items():
            self.line.peers[peer] = replica.note(state, replica.Amended(terms), now_s)
        self._wake_s = dict.fromkeys(self._wake_s, 0.0)

    def kill(self) -> None:
        """Let the process die now, between two writes."""
        if self.line is not None:
            self._fall()

    def _fall(self) -> None:
        self.crashes += 1
        self.disk.crash()
        self.line = None
        self.down_until_s = self.side.clock.monotonic_s() + self._dice.uniform(0.1, 5)

    def release(self, entry: Entry, files: tuple[bytes, ...] = ()) -> None:
        """Release a statement; it is tried again until the line acknowledges it.

        What it lists goes into the node before it, as an officer's client does it.
        """
        self.unacknowledged.append(entry)
        self._files[entry.raw] = files
        self._upload((entry,))
        if self.line is not None:
            self.take((Released(entry),))

    def _upload(self, entries: Sequence[Entry]) -> None:
        for data in (each for entry in entries for each in self._files[entry.raw]):
            content = Content(hashlib.sha256(data).digest(), len(data))
            for start in range(0, len(data), UPLOAD_BYTES):
                piece = Piece(content, start, data[start : start + UPLOAD_BYTES])
                self.take((Uploaded(piece),))

    def take(self, inputs: Sequence[Input]) -> list[Reply]:
        """Do a turn; return the replies to what arrived in it."""
        if self.line is None:
            return []
        try:
            outputs = self.line.turn(inputs)
        except (Failed, Crash):
            self._fall()
            return []
        self._wake_s = dict.fromkeys(self._wake_s, 0.0)
        replies = []
        for each, output in zip(inputs, outputs, strict=True):
            match each, output:
                case Released(entry), Stored(position):
                    self.acknowledged[entry.raw] = position
                    self.unacknowledged.remove(entry)
                case _, Taken():
                    pass
                case _, Reply():
                    replies.append(output)
                case _, Refused():
                    self.refused += 1
                case _:
                    raise AssertionError((each, output))
        return replies

    def deliver(self, parcel: Parcel, network: Network) -> None:
        """Take a bundle from the network, and answer it if it asks."""
        if self.line is None:
            return
        try:
            bundle = bundles.parse(parcel.data)
        except Refused:
            self.refused += 1
            return
        replies = self.take((Arrived(bundle, "simulated"),))
        now_s = self.side.clock.monotonic_s()
        if parcel.answers is None:
            for reply in replies:
                data = bundles.render(reply.bundle)
                network.hand_over(
                    now_s, self.side.code, parcel.sender, data, parcel.number
                )
        elif self._awaited.get(parcel.sender, (0, 0.0))[0] == parcel.answers:
            del self._awaited[parcel.sender]
            self._step(parcel.sender, replica.Answered(self._dice.random()), network)

    def work(self, network: Network) -> None:
        """Open if it is time, give up on answers, and send what is due."""
        now_s = self.side.clock.monotonic_s()
        if self.line is None:
            if now_s < self.down_until_s:
                return
            self.open()
        for peer, (_, until_s) in list(self._awaited.items()):
            if now_s >= until_s:
                del self._awaited[peer]
                self._step(peer, replica.Failed(self._dice.random()), network)
        for peer, at_s in list(self._wake_s.items()):
            if now_s >= at_s and peer not in self._awaited:
                self._step(peer, replica.Tick(), network)

    def _step(self, peer: str, event: replica.Event, network: Network) -> None:
        if self.line is None:
            return
        now_s = self.side.clock.monotonic_s()
        found = self.line.step(peer, event)
        if isinstance(found, float):
            self._wake_s[peer] = found
            return
        data = bundles.render(found)
        number = network.hand_over(now_s, self.side.code, peer, data, None)
        self._awaited[peer] = (number, now_s + ANSWER_WITHIN_S)
        self._wake_s[peer] = NEVER

    def next_s(self) -> float:
        """Return when this side has something to do by itself."""
        if self.line is None:
            return self.down_until_s
        awaited = [until_s for _, until_s in self._awaited.values()]
        free = [
            at_s for peer, at_s in self._wake_s.items() if peer not in self._awaited
        ]
        return min([*awaited, *free], default=NEVER)
