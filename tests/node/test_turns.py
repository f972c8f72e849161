"""Whoever waits for a turn gets an answer, also when there will be none."""

import asyncio

import pytest
from tests.exchange.sides import Place, Sides

from detente.node.line import Reserve
from detente.node.turns import Turns
from detente.record.errors import PathFailed


def test_a_node_that_stops_tells_those_who_wait_for_a_turn() -> None:
    """Else they end with the event loop, and a clean stop looks like a fault."""

    async def stop_before_the_turn() -> None:
        turns = Turns(Sides().open("NORTH", Place()), lambda: None)
        working = asyncio.create_task(turns.run())
        await asyncio.sleep(0)
        waiting = asyncio.create_task(turns.submit(Reserve(2026)))
        await asyncio.sleep(0)
        working.cancel()
        with pytest.raises(PathFailed):
            await waiting
        with pytest.raises(PathFailed):
            await turns.submit(Reserve(2026))

    asyncio.run(stop_before_the_turn())
