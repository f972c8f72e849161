"""Decide how a bundle gets to one peer and its answer back: seal, path, open, turn.

One courier a peer. It asks the peer's replica what to do, takes the first path that
works in the charter's order, and tells the replica how it went. A path without answers
gets the bundle as well, but the other paths are tried on: a folder must not hide that
the network is back. Beside that every path is probed in turn (clause 22.10).
"""

import asyncio
import contextlib
import math
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from detente.carriers.refusals import EpochRefused, EpochUnknown, Unanswered
from detente.exchange import bundle as bundles
from detente.exchange import replica
from detente.exchange.bundle import Bundle
from detente.exchange.piece import Content
from detente.node.handed import Handed
from detente.node.line import Line
from detente.node.paths import ONE_WAY, Paths
from detente.node.sealing import Sealing
from detente.ports import Box, Carrier, Clock
from detente.record.errors import Misdirected, PathFailed, Refused

PROBE_LOOK_S: Final = 1.0
_LONGEST_SLEEP_S: Final = 60.0


class Take(Protocol):
    """Puts a bundle that arrived into a turn."""

    def __call__(self, bundle: Bundle, path: str) -> Awaitable[object]:
        """Take the bundle."""
        ...


class Courier:
    """Carries bundles to one peer."""

    def __init__(
        self,
        line: Line,
        peer: str,
        paths: Paths,
        sealing: Sealing,
        clock: Clock,
        take: Take,
        jitter: Callable[[], float],
    ) -> None:
        """Carry for `line` to `peer`; `jitter` draws from 0 to 1."""
        self.paths = paths
        self.handed = Handed()
        self._line = line
        self._peer = peer
        self._sealing = sealing
        self._clock = clock
        self._take = take
        self._jitter = jitter
        self._woken = asyncio.Event()
        self._left_at_s: dict[tuple[Content, int], float] = {}

    def wake(self) -> None:
        """Ask the replica again: something has happened."""
        self._woken.set()

    async def run(self) -> None:
        """Carry for ever."""
        event: replica.Event = replica.Tick()
        while True:
            self._woken.clear()
            found = self._line.step(self._peer, event)
            if isinstance(found, float):
                await self._sleep_until(found)
                event = replica.Tick()
            else:
                event = await self._carry(found)

    async def prove(self) -> None:
        """Try every path for ever, each once a probe time (22.10).

        Beside `run`, so that a dead path holds up no bundle on a live one.
        """
        while True:
            now_s = self._clock.monotonic_s()
            probe_s = self._line.peers[self._peer].terms.probe_s
            for carrier in self.paths.unproved(now_s, probe_s):
                if isinstance(carrier, Box):
                    await self._try_out(carrier)
                else:
                    await self._probe(carrier)
            await asyncio.sleep(PROBE_LOOK_S)

    async def _try_out(self, box: Box) -> None:
        try:
            await box.try_out()
        except PathFailed as error:
            self.paths.failed(box.path, error, self._clock.monotonic_s())
        else:
            self.paths.proved(box.path, self._clock.monotonic_s())

    async def _probe(self, carrier: Carrier) -> None:
        data = bundles.render(self._line.hail(self._peer))
        began_s = self._clock.monotonic_s()
        try:
            # An epoch of its own: the one in use belongs to the path in use.
            frame = self._sealing.seal_alone(self._peer, data)
            answer = await carrier.hand_over(frame)
            if answer is not None:
                await self._open(answer, carrier.path)
        except PathFailed as error:
            self.paths.failed(carrier.path, error, self._clock.monotonic_s())
            return
        now_s, size = self._clock.monotonic_s(), self._line.own.size
        self.paths.worked(carrier.path, began_s, now_s, size, answered=True)

    async def _sleep_until(self, at_s: float) -> None:
        wait_s = min(at_s - self._clock.monotonic_s(), _LONGEST_SLEEP_S)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(wait_s, 0.0)):
                await self._woken.wait()

    async def _carry(self, bundle: Bundle) -> replica.Event:
        size = self._line.own.size
        for carrier in self.paths.ready(self._clock.monotonic_s(), size):
            if carrier.path not in self.paths.states:
                continue  # the charter took it away while another was tried
            began_s = self._clock.monotonic_s()
            try:
                answered = await self._hand_over(carrier, bundle)
            except PathFailed as error:
                self.paths.failed(carrier.path, error, self._clock.monotonic_s())
                continue
            now_s = self._clock.monotonic_s()
            self.paths.worked(carrier.path, began_s, now_s, size, answered=answered)
            if answered:
                return replica.Answered(self._jitter())
        return replica.Failed(self._jitter())

    async def _hand_over(self, carrier: Carrier, bundle: Bundle) -> bool:
        """Hand a bundle over; tell whether an answer came and was taken.

        Raises:
            PathFailed: it did not get through, or the answer proves nothing.
        """
        if carrier.path in ONE_WAY:
            await self._leave(carrier, bundle)
            return False
        data = bundles.render(bundle)
        frame = self._seal(data)
        try:
            answer = await carrier.hand_over(frame)
        except EpochRefused:
            # The peer has restarted and lost the key of this connection: tell it anew.
            self._sealing.forget(self._peer)
            frame = self._seal(data)
            answer = await carrier.hand_over(frame)
        self.note(carrier.path, bundle)
        if answer is None:
            return False
        await self._open(answer, carrier.path)
        self._sealing.confirmed(self._peer, frame)
        return True

    async def _leave(self, carrier: Carrier, bundle: Bundle) -> None:
        """Leave a bundle, and after it what of ours did not fit into it.

        No answer may ever come that would ask for it.
        """
        own = self._line.own
        while True:
            await self._leave_one(carrier, bundle)
            ends = [
                s.start + len(s.entries)
                for s in bundle.sections
                if s.entries and s.feed == own.feed
            ]
            if not ends or ends[0] >= own.size:
                break
            bundle = self._line.compose(self._peer, [(own.feed, ends[0])])
        # An entry that is left again costs little; a film would fill the folder while
        # the other side is away.
        taken_s = max(self.paths.taken_at_s.values(), default=-math.inf)
        for behind in self._line.behind(self._peer):
            (piece,) = behind.pieces
            place = piece.content, piece.start
            left_s = self._left_at_s.get(place)
            if left_s is None or left_s < taken_s:
                await self._leave_one(carrier, behind)
                self._left_at_s[place] = self._clock.monotonic_s()

    async def _leave_one(self, carrier: Carrier, bundle: Bundle) -> None:
        data = bundles.render(bundle)
        await carrier.hand_over(self._sealing.seal_alone(self._peer, data))
        self.note(carrier.path, bundle)

    def note(self, path: str, bundle: Bundle) -> None:
        """Note which entries of ours a path has taken with a bundle."""
        for section in bundle.sections:
            if section.feed == self._line.own.feed:
                end = section.start + len(section.entries)
                self.handed.note(path, section.start, end, self._clock.now_s())

    def _seal(self, data: bytes) -> bytes:
        return self._sealing.seal(self._peer, data, self._clock.monotonic_s())

    async def _open(self, answer: bytes, path: str) -> None:
        try:
            opened = self._sealing.open(answer)
            if opened.sender != self._peer:
                raise Misdirected("An answer came in another party's name.")
            bundle = bundles.parse(opened.bundle)
            if bundle.sender != opened.sender:
                raise Misdirected("A bundle came sealed in another party's name.")
            await self._take(bundle, path)
        except EpochUnknown as error:
            self._sealing.forget(self._peer)
            raise Unanswered("The peer's answer stands under a key we lost.") from error
        except Refused as error:
            raise Unanswered(f"The peer's answer was refused: {error}") from error
