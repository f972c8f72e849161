"""What stands is looked through before anybody opens the map, and once it moved."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest

from detente.api.client import Client
from detente.console.ahead import look_ahead
from detente.record.errors import StoreFailed


class Looked:
    """A line that says how much it holds, and counts how often it is looked through."""

    def __init__(self, *sizes: int | None) -> None:
        """Hold so much at each glance; None: it cannot be read then."""
        self.left = list(sizes)
        self.asked: list[str] = []

    async def sizes(self) -> dict[str, int]:
        """Return how much is held now; the last glance ends the test."""
        if not self.left:
            raise asyncio.CancelledError
        size = self.left.pop(0)
        if size is None:
            raise StoreFailed("The store cannot be read.")
        return {"NORTH/1": size}

    async def ask_aside(self, question: Callable[[Client], None]) -> None:
        """Hear what is asked."""
        question(cast("Client", self))

    def declared(self) -> None:
        """What stands is drawn."""
        self.asked.append("declared")

    def conflicts(self) -> None:
        """It is compared."""
        self.asked.append("conflicts")


@pytest.mark.parametrize(
    ("sizes", "looks"),
    [((1, 1, 1), 1), ((1, 2, 2, 3), 3), ((None, 1), 1)],
    ids=["once", "again once it moved", "also after it could not be read"],
)
def test_what_stands_is_looked_through_ahead(
    sizes: tuple[int | None, ...], looks: int
) -> None:
    """So often and no more: a look at thousands of areas takes a while."""
    line = Looked(*sizes)

    async def at_once(_: float) -> None:
        """Let no time pass."""

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(look_ahead(cast("Any", line), at_once))

    assert line.asked == ["declared", "conflicts"] * looks
