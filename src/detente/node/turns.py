"""Decide what goes into one turn: what has gathered since the last, up to a limit.

Releases and bundles that come while a turn is under way share the next one, and so one
flush: under load the disk is asked once for many, and nobody waits for a timer. A turn
that took all of a long queue would keep the other side idle until the last of it is
checked; cut at the limit, the first part travels while the next is checked. The
flush runs in the event loop itself: on a disk that flushes in less than a millisecond a
hop to a thread costs more than it saves.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from detente.node.line import Input, Line, Output
from detente.record.errors import Failed, PathFailed, Refused

MOST_INPUTS: Final = 32


class Turns:
    """The queue before a line, and the task that works it off."""

    def __init__(self, line: Line, turned: Callable[[], None]) -> None:
        """Work for `line`; call `turned` after every turn."""
        self._line = line
        self._turned = turned
        self._waiting: list[tuple[Input, asyncio.Future[Output]]] = []
        self._gathered = asyncio.Event()
        self._failure: Failed | None = None

    async def submit(self, each: Input) -> Output:
        """Put something into the next turn; return what came of it, once flushed.

        Raises:
            Refused: it is not taken, and nothing of it was kept.
            Failed: the store failed; the line must be opened anew.
        """
        output = await self.enqueue(each)
        if isinstance(output, Refused):
            raise output
        return output

    def enqueue(self, each: Input) -> "asyncio.Future[Output]":
        """Put something into the next turn; what comes of it may be a refusal.

        Raises:
            Failed: the store failed; the line must be opened anew.
        """
        if self._failure is not None:
            raise self._failure
        future: asyncio.Future[Output] = asyncio.get_running_loop().create_future()
        self._waiting.append((each, future))
        self._gathered.set()
        return future

    async def run(self) -> None:
        """Do turns for ever.

        Raises:
            Failed: the store or the second file failed.
        """
        try:
            while True:
                await self._gathered.wait()
                await asyncio.sleep(0)  # let whatever has arrived join this turn
                self._turn()
        finally:
            if self._failure is None:
                # Whoever waits for a turn that will not come is told, and not left to
                # end with the event loop.
                self._fail(PathFailed("The node is stopping."), [])

    def _turn(self) -> None:
        batch, self._waiting = self._waiting[:MOST_INPUTS], self._waiting[MOST_INPUTS:]
        if not self._waiting:
            self._gathered.clear()
        try:
            outputs = self._line.turn([each for each, _ in batch])
        except Failed as error:
            self._fail(error, batch)
            raise
        for (_, future), output in zip(batch, outputs, strict=True):
            if not future.done():
                future.set_result(output)
        self._turned()

    def _fail(
        self, error: Failed, batch: list[tuple[Input, asyncio.Future[Output]]]
    ) -> None:
        self._failure = error
        for _, future in (*batch, *self._waiting):
            if not future.done():
                future.set_exception(error)
