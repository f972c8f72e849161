"""Decide how the console asks its line: the API in this process, a question at a time.

Spec clause 24.8. A question may fold what has come and takes a few milliseconds; it is
asked on a thread of its own, so that meanwhile pages are served and the beat goes on.
One that looks back may take seconds, and has another thread: the beat, which asks on
the first, must not wait for it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from detente.api.client import Client
from detente.api.home import Home
from detente.node.place import Place

_Found = TypeVar("_Found")


class Line:
    """One line, as the console holds it open; close it in the end."""

    def __init__(self, place: Place) -> None:
        """Ask the line of a directory; `open` comes first."""
        self.place = place
        self._thread = ThreadPoolExecutor(1, "line")
        self._aside = ThreadPoolExecutor(1, "line aside")
        self._home: Home | None = None

    async def open(self) -> None:
        """Open the line, and read its record.

        Raises:
            DetenteError: it is not set up, not paired, or damaged.
        """
        self._home = await self._on_thread(lambda: Home(self.place))

    async def ask(self, question: Callable[[Client], _Found]) -> _Found:
        """Return what the API answers to a question.

        Raises:
            DetenteError: it is refused or fails, in the API's words.
        """
        client = Client(self._opened)
        return await self._on_thread(lambda: question(client))

    async def ask_aside(self, question: Callable[[Client], _Found]) -> _Found:
        """Return what the API answers to a question that may take long.

        Raises:
            DetenteError: it is refused or fails, in the API's words.
        """
        client = Client(self._opened)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._aside, lambda: question(client))

    async def sizes(self) -> dict[str, int]:
        """Return how many entries of each feed are held: a glance.

        Raises:
            Failed: the store cannot be read.
        """
        return await self._on_thread(self._opened.sizes)

    async def close(self) -> None:
        """Let go of the line, once nobody asks it any more."""
        await asyncio.to_thread(self._aside.shutdown, cancel_futures=True)
        if self._home is not None:
            await self._on_thread(self._home.close)
        self._thread.shutdown()

    @property
    def _opened(self) -> Home:
        if self._home is None:
            raise RuntimeError("A line is asked before it is open.")
        return self._home

    async def _on_thread(self, task: Callable[[], _Found]) -> _Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, task)
