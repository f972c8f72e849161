"""The cut cable: another path carries on, and nobody is offended."""

import asyncio

from tests.exchange.services import service, turning
from tests.exchange.sides import Sides

from detente.carriers.memory import MemoryCarrier
from detente.exchange.bundle import Bundle
from detente.exchange.replica import Answered, Tick

CLAUSES = ("9.7",)


async def carried() -> tuple[int | None, bool]:
    """Let North hand its words over, first by cable; return South's receipt."""
    sides = Sides().talk("NORTH", 3)
    north, south = service(sides, "NORTH"), service(sides, "SOUTH")
    cable, radio = MemoryCarrier("cable"), MemoryCarrier("radio")
    radio.attach(south.receive)
    north.connect({"SOUTH": [cable, radio]})
    south.connect({"NORTH": [MemoryCarrier("cable"), MemoryCarrier("radio")]})
    async with turning(north, south):
        bundle = north.line.step("SOUTH", Tick())
        assert isinstance(bundle, Bundle)
        event = await north.couriers["SOUTH"]._carry(bundle)

    # The cable has failed, and rests; it is not given up, and its turn comes again.
    paths = north.couriers["SOUTH"].paths
    assert paths.states["cable"].failures == 1
    now_s = north.clock.monotonic_s()
    assert [each.path for each in paths.ready(now_s, 0)] == ["radio"]
    later = [each.path for each in paths.ready(now_s + 60, 0)]
    assert later == ["cable", "radio"]
    return north.line.receipts.of_ours("SOUTH"), isinstance(event, Answered)


def play() -> None:
    """A bulldozer has cut the cable; the radio goes another way."""
    receipted, answered = asyncio.run(carried())

    # All that North had said is in South's record, and South's receipt is back.
    assert answered
    assert receipted == 5


def test_a_plough_in_finland_does_not_silence_two_capitals() -> None:
    """Paths are tried in their order, and one that is down costs no time."""
    play()
