"""Decide how the API sees a line: its record followed, its node asked at the door.

The record is opened for reading alone, beside whatever the node writes, and followed
at each request: what a page shows is never older than the request.
"""

import asyncio
from asyncio import FIRST_COMPLETED
from typing import Final

from detente.api.recalling import Recalling
from detente.node import opening
from detente.node.batches import Batches
from detente.node.clock import SystemClock
from detente.node.door import Knock
from detente.node.following import Following
from detente.node.place import Place
from detente.record import wire
from detente.record.errors import Misasked, PathFailed
from detente.report.observed import Status, read_status
from detente.report.record import Record, Told, counted
from detente.report.stages import HandedOver, read_handed
from detente.stores.sqlite import SqliteStore

_WITHIN_S: Final = 30.0


class Watching:
    """One line, as the API holds it open."""

    def __init__(self, place: Place, told: Told | None = None) -> None:
        """Open a paired line.

        Args:
            place: its directory; a node may run there or not.
            told: is told how far the record is read.

        Raises:
            DetenteError: it is not set up, not paired, or damaged.
        """
        self.place = place
        self._paired = opening.read_paired(place)
        self._store = SqliteStore.read_only(place.store)
        source = self._store if told is None else counted(self._store, told)
        self._following = Following(self._paired.founding, source)
        self._batches = Batches(self._store)
        self._recalling = Recalling()

    def record(self) -> Record:
        """Return the record, read on to what is held now.

        Raises:
            Failed: the store cannot be read.
        """
        self._following.catch_up()
        return Record(
            self.place, self._paired, self._store, self._following, self._batches
        )

    async def known(self, at_s: int | None = None) -> tuple[Record, int]:
        """Return the record as it was known at a moment, and that moment.

        Args:
            at_s: which; None: the record as it is, and the node's time.

        Raises:
            Misasked: the moment has not come.
            Failed: the store cannot be read.
        """
        now_s = await self.now_s()
        record = self.record()
        if at_s is None:
            return record, now_s
        return await self._recalling.record(record, at_s, now_s), at_s

    def sizes(self) -> dict[str, int]:
        """Return how many entries of each feed are held, as `NORTH/1`: a glance.

        Raises:
            Failed: the store cannot be read.
        """
        return {
            f"{held.feed.party}/{held.feed.generation}": held.frontier.size
            for held in self._store.held().feeds
        }

    async def ask(self, verb: str, *arguments: wire.Value) -> wire.Value:
        """Ask the node for one thing.

        Raises:
            DetenteError: no node runs, or it refused, in its words.
            PathFailed: it did not answer in time.
        """
        knock = await Knock.at(self.place.door)
        try:
            async with asyncio.timeout(_WITHIN_S):
                return await knock.ask(verb, *arguments)
        except TimeoutError as error:
            raise PathFailed("The node did not answer in time.") from error
        finally:
            await knock.close()

    async def receipted(self, position: int, within_s: float) -> None:
        """Wait until every other party holds a position of ours, or the time is over.

        Raises:
            Misasked: no node runs.
            PathFailed: the node went away.
        """
        reached = asyncio.get_running_loop().create_future()

        def heard(_: str, value: wire.Value) -> None:
            match value:
                case [_, int() as size] if size > position and not reached.done():
                    reached.set_result(None)

        knock = await Knock.at(self.place.door)
        following = asyncio.create_task(knock.ask("follow", heard=heard))
        try:
            both = {following, reached}
            await asyncio.wait(both, timeout=within_s, return_when=FIRST_COMPLETED)
            if following.done():
                await following  # it has no end: so it says why it ended
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await knock.close()

    async def status(self) -> Status | None:
        """Return what the node says of itself; None where none runs."""
        try:
            return read_status(await self.ask("status"))
        except Misasked:
            return None

    async def handed(self, position: int) -> tuple[HandedOver, ...] | None:
        """Return for whom paths took an entry of ours; None where no node runs.

        Raises:
            Malformed: the node said something else.
        """
        try:
            return read_handed(await self.ask("handed", position))
        except Misasked:
            return None

    async def now_s(self) -> int:
        """Return the node's time, which is told in a play, else this machine's."""
        return time_of(await self.status())

    def close(self) -> None:
        """Let go of the store."""
        self._recalling.close()
        self._store.close()


def time_of(status: Status | None) -> int:
    """Return the time of the node that says this of itself, else this machine's."""
    return SystemClock().now_s() if status is None else status.now_s
