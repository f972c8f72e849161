"""Decide how the API sees a line: its record followed, its node asked at the door.

The record is opened for reading alone, beside whatever the node writes, and followed
at each request: what a page shows is never older than the request.
"""

import asyncio
from typing import Final

from detente.node import opening
from detente.node.clock import SystemClock
from detente.node.door import Knock
from detente.node.following import Following
from detente.node.place import Place
from detente.record import wire
from detente.record.errors import Misasked
from detente.report.observed import Status, read_status
from detente.report.record import Record
from detente.stores.sqlite import SqliteStore

_WITHIN_S: Final = 30.0


class Watching:
    """One line, as the API holds it open."""

    def __init__(self, place: Place) -> None:
        """Open a paired line.

        Raises:
            DetenteError: it is not set up, not paired, or damaged.
        """
        self.place = place
        self._paired = opening.read_paired(place)
        self._store = SqliteStore.read_only(place.store)
        self._following = Following(self._paired.founding, self._store)

    def record(self) -> Record:
        """Return the record, read on to what is held now.

        Raises:
            Failed: the store cannot be read.
        """
        self._following.catch_up()
        return Record(self.place, self._paired, self._store, self._following)

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
            TimeoutError: it did not answer in time.
        """
        knock = await Knock.at(self.place.door)
        try:
            async with asyncio.timeout(_WITHIN_S):
                return await knock.ask(verb, *arguments)
        finally:
            await knock.close()

    async def status(self) -> Status | None:
        """Return what the node says of itself; None where none runs."""
        try:
            return read_status(await self.ask("status"))
        except Misasked:
            return None

    async def now_s(self) -> int:
        """Return the node's time, which is told in a play, else this machine's."""
        status = await self.status()
        return SystemClock().now_s() if status is None else status.now_s

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()
