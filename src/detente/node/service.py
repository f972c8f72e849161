"""Decide how a node runs: which tasks there are, and what ends when one of them fails.

One event loop: turns over the store, a courier a peer, the HTTPS server, a watch on the
folder, the local door, and what the caller adds. They stand and fall
together: a node that still answers its door but no longer keeps its record would tell
the officer a lie. Who starts the process again is the operator's supervisor; opening it
again is always safe.
"""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from detente.carriers.folder import FolderCarrier
from detente.carriers.https import HttpsServer
from detente.exchange import bundle as bundles
from detente.exchange import replica
from detente.exchange.bundle import Bundle
from detente.exchange.replica import Terms
from detente.node.courier import Courier
from detente.node.line import Arrived, Line, Reply
from detente.node.paths import ONE_WAY, Paths
from detente.node.sealing import Sealing
from detente.node.turns import Turns
from detente.ports import Carrier, Clock
from detente.record.errors import Misdirected, PathFailed

FOLDER_LOOK_S: Final = 0.5

_Task: TypeAlias = Coroutine[None, None, None]


Serving: TypeAlias = tuple[HttpsServer, Callable[[], _Task]]
"""A server and what runs it."""


class Doors(NamedTuple):
    """Where a node can be reached; each may be missing."""

    server: Serving | None
    folders: Sequence[FolderCarrier]


class Service:
    """The running node of one line."""

    def __init__(
        self, line: Line, sealing: Sealing, clock: Clock, jitter: Callable[[], float]
    ) -> None:
        """Run `line`; carriers are given by `connect`."""
        self.line = line
        self.sealing = sealing
        self.clock = clock
        self.turns = Turns(line, self._turned)
        self.couriers: dict[str, Courier] = {}
        self._jitter = jitter
        self._after_turn: list[Callable[[], None]] = []
        self._stopping = asyncio.Event()

    def connect(self, carriers: Mapping[str, Sequence[Carrier]]) -> None:
        """Take the carriers to each peer, in the charter's order."""
        for peer in self.line.peers:
            self.couriers[peer] = Courier(
                self.line,
                peer,
                Paths(carriers.get(peer, ())),
                self.sealing,
                self.clock,
                self.take,
                self._jitter,
            )

    async def amend(
        self, terms: Terms, carriers: Mapping[str, Sequence[Carrier]]
    ) -> None:
        """Exchange by amended terms from now on, over these carriers (10.16)."""
        self.line.attachments.bind(terms.attachments)
        now_s, gone = self.clock.monotonic_s(), list[Carrier]()
        for peer, courier in self.couriers.items():
            state = self.line.peers[peer]
            self.line.peers[peer] = replica.note(state, replica.Amended(terms), now_s)
            gone += courier.paths.change(carriers.get(peer, ()))
            courier.wake()
        for carrier in gone:
            await carrier.close()

    @contextlib.contextmanager
    def after_turns(self, call: Callable[[], None]) -> Iterator[None]:
        """Have something called after every turn, as long as this is open."""
        self._after_turn.append(call)
        try:
            yield
        finally:
            self._after_turn.remove(call)

    def _turned(self) -> None:
        # Whoever released is told first: the next bundle takes a while to make.
        for call in tuple(self._after_turn):
            call()
        for courier in self.couriers.values():
            courier.wake()

    async def take(self, bundle: Bundle, path: str) -> Reply:
        """Put a bundle that arrived into a turn; return the reply to it.

        Raises:
            Refused: nothing of it was kept.
            Failed: this side cannot take bundles.
        """
        output = await self.turns.submit(Arrived(bundle, path))
        if not isinstance(output, Reply):
            raise Misdirected("A bundle came to something else than a reply.")
        self.couriers[bundle.sender].paths.took(path, self.clock.monotonic_s())
        return output

    async def receive(self, frame: bytes, path: str) -> bytes | None:
        """Open a sealed bundle, take it, and return the sealed reply: the Receive port.

        Raises:
            Refused: it does not open, or nothing of it was kept.
            Failed: this side cannot take bundles.
        """
        opened = self.sealing.open(frame)
        bundle = bundles.parse(opened.bundle)
        if bundle.sender != opened.sender:
            raise Misdirected("A bundle came sealed in another party's name.")
        reply = await self.take(bundle, path)
        self.couriers[bundle.sender].paths.heard(path, self.clock.monotonic_s())
        if path in ONE_WAY and not bundle.sections:
            return None  # an answer to an answer would come back as a file for ever
        data = bundles.render(reply.bundle)
        if path in ONE_WAY:
            return self.sealing.seal_alone(bundle.sender, data)
        return self.sealing.seal(bundle.sender, data, self.clock.monotonic_s())

    async def leave_in(self, folder: FolderCarrier, peer: str) -> int:
        """Leave for a peer, on a stick, all that it has not receipted; count bundles.

        Raises:
            PathFailed: the folder cannot be written.
        """
        files, line = 0, self.line
        start, end = line.receipts.of_ours(peer), line.own.size
        while files == 0 or start < end:
            bundle = line.compose(peer, [(line.own.feed, start)])
            data = bundles.render(bundle)
            await folder.hand_over(self.sealing.seal_alone(peer, data))
            self.couriers[peer].note(folder.path, bundle)
            files += 1
            start += sum(len(section.entries) for section in bundle.sections)
        for behind in line.behind(peer):
            data = bundles.render(behind)
            await folder.hand_over(self.sealing.seal_alone(peer, data))
            files += 1
        return files

    def stop(self) -> None:
        """Ask the node to end."""
        self._stopping.set()

    async def run(self, doors: Doors, beside: Sequence[_Task] = ()) -> None:
        """Run until `stop`, or until a task fails; `beside` are tasks of the caller.

        Raises:
            Failed: what failed; open the node anew.
        """
        tasks = [self.turns.run(), self._await_stop()]
        tasks += [courier.run() for courier in self.couriers.values()]
        tasks += [courier.prove() for courier in self.couriers.values()]
        tasks += [self._watch(folder) for folder in doors.folders]
        tasks += beside
        if doors.server is not None:
            tasks.append(doors.server[1]())
        try:
            async with asyncio.TaskGroup() as group:
                for task in tasks:
                    group.create_task(task)
        except* _Stopped:
            pass
        finally:
            if doors.server is not None:
                doors.server[0].stop()
            for courier in self.couriers.values():
                await courier.paths.close()

    async def _await_stop(self) -> None:
        await self._stopping.wait()
        raise _Stopped

    async def _watch(self, folder: FolderCarrier) -> None:
        """Look into a folder's inbox for ever: a stick does not ring."""
        while True:
            with contextlib.suppress(PathFailed):
                # No stick in the slot is no fault; the path's state says so elsewhere.
                await folder.poll()
            await asyncio.sleep(FOLDER_LOOK_S)


class _Stopped(Exception):
    """The node was asked to end."""
