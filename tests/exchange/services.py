"""Whole nodes of a play's sides, whose turns are done while a scene lasts."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
from tests.exchange.sides import Place, Sides

from detente.node.line import Released
from detente.node.sealing import Sealing
from detente.node.service import Service
from detente.testing.clock import FakeClock
from detente.testing.parties import seeded

GUARD_S = 20


def sealing(sides: Sides, code: str) -> Sealing:
    """Return what seals and opens for a party."""
    seeds = [sides.world.parties[code].node.sealing_seed]
    sealer = Sealing(sides.channel.id, code, seeds, seeded(len(code)))
    for other, party in sides.world.parties.items():
        if other != code:
            sealer.know(other, party.document.sealing)
    return sealer


def service(sides: Sides, code: str) -> Service:
    """Return a party's node, with all that the party has said."""
    place = Place()
    line = sides.open(code, place)
    line.turn([Released(entry) for entry in sides.feeds[code]])
    return Service(line, sealing(sides, code), place.clock, lambda: 0.5)


@contextlib.asynccontextmanager
async def turning(*services: Service) -> AsyncIterator[None]:
    """Let nodes do their turns, and nothing by themselves."""
    tasks = [asyncio.create_task(each.turns.run()) for each in services]
    try:
        async with asyncio.timeout(GUARD_S):
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def moved(node: Service) -> FakeClock:
    """Return a node's clock, which is moved by hand."""
    assert isinstance(node.clock, FakeClock)
    return node.clock


async def until(done: Callable[[], bool]) -> None:
    """Wait until something has happened, ten seconds at most."""
    for _ in range(1_000):
        if done():
            return
        await asyncio.sleep(0.01)
    pytest.fail("It did not happen.")
