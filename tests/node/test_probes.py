"""Every path is tried each minute, and none holds up another (22.10)."""

import asyncio

import pytest
from tests.exchange.services import moved, service, turning, until
from tests.exchange.sides import Sides

from detente.carriers.memory import MemoryCarrier
from detente.carriers.refusals import NotTaken, Unanswered
from detente.node.paths import Ended, Paths, PathState
from detente.node.service import Service
from detente.record.errors import PathFailed

PROBE_S = 60.0


class Way:
    """A carrier that only has a name."""

    def __init__(self, path: str) -> None:
        self.path = path

    async def hand_over(self, frame: bytes) -> bytes | None:
        """Carry nothing."""
        raise PathFailed(f"{len(frame)} bytes had nowhere to go.")

    async def close(self) -> None:
        """Let go."""


def unproved(ways: Paths, now_s: float) -> list[str]:
    """Return the names of the paths to be probed."""
    return [each.path for each in ways.unproved(now_s, PROBE_S)]


def test_a_path_that_was_not_tried_for_a_minute_is_probed() -> None:
    """Whether it worked or failed, and whatever else works."""
    ways = Paths([Way("https"), Way("cable")])
    assert unproved(ways, 0.0) == ["https", "cable"]
    ways.worked("https", 0.0, 0.0, 1, answered=True)
    ways.failed("cable", PathFailed("No route."), 30.0)
    assert unproved(ways, 59.0) == []
    assert unproved(ways, 60.0) == ["https"]
    assert unproved(ways, 90.0) == ["https", "cable"]


def test_no_bundle_probes_a_path_without_answers() -> None:
    """A folder would fill with probes while the other side is away."""
    assert unproved(Paths([Way("folder")]), 1e6) == []


class Slot(Way):
    """A box that serves, or does not."""

    serves = True

    async def try_out(self) -> None:
        """Serve, or say that it does not."""
        if not self.serves:
            raise PathFailed("No stick.")


def test_a_folder_is_tried_out_once_a_probe_time() -> None:
    """Whether it serves on our side, and nothing of the other."""
    north, _, _ = two_paths()
    slot = Slot("folder")
    north.connect({"SOUTH": [slot]})
    paths = north.couriers["SOUTH"].paths

    async def tried(*, serves: bool) -> PathState:
        slot.serves = serves
        moved(north).move(PROBE_S)
        before = paths.states["folder"].tried_at_s
        probes = asyncio.create_task(north.couriers["SOUTH"].prove())
        await until(lambda: paths.states["folder"].tried_at_s != before)
        probes.cancel()
        return paths.states["folder"]

    serves = asyncio.run(tried(serves=True))
    assert (serves.failures, serves.proved_at_s, serves.used_at_s) == (0, 60.0, None)
    fails = asyncio.run(tried(serves=False))
    assert (fails.failures, fails.trouble) == (1, "No stick.")
    mended = asyncio.run(tried(serves=True))
    assert (mended.failures, mended.trouble, mended.proved_at_s) == (0, "", 180.0)
    assert paths.heard_at_s is None


def test_a_bundle_out_of_a_folder_is_no_sign_of_life() -> None:
    """It may have been written a week ago, and carried since (22.10)."""
    north, south, _ = two_paths()
    paths = south.couriers["NORTH"].paths

    async def scene() -> None:
        bundle = north.line.compose("SOUTH", [])
        async with turning(south):
            await south.take(bundle, "folder")
            assert paths.heard_at_s is None
            assert paths.taken_at_s == {"folder": 0.0}
            await south.take(bundle, "https")
            assert paths.heard_at_s is not None

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("error", "ended"),
    [
        (PathFailed("No route."), "nothing"),
        (Unanswered("Connection refused."), "something"),
        (NotTaken("Too large."), "refusal"),
    ],
)
def test_a_path_that_fails_says_where_it_ended(error: PathFailed, ended: Ended) -> None:
    """A dead path and a dead node are two things (22.7)."""
    ways = Paths([Way("https")])
    ways.failed("https", error, 1.0)
    assert ways.states["https"].ended == ended


def two_paths() -> tuple[Service, Service, dict[str, MemoryCarrier]]:
    """Return NORTH and SOUTH, and NORTH's two paths to SOUTH."""
    sides = Sides().talk("NORTH", 1)
    north, south = service(sides, "NORTH"), service(sides, "SOUTH")
    ways = {name: MemoryCarrier(name) for name in ("cable", "radio")}
    for way in ways.values():
        way.attach(south.receive)
    north.connect({"SOUTH": list(ways.values())})
    south.connect({"NORTH": []})
    return north, south, ways


def test_the_second_path_is_proved_while_the_first_one_works() -> None:
    """A path that is tried only when needed is found dead when it is needed."""
    north, south, ways = two_paths()
    ways["radio"].detach()

    async def scene() -> None:
        async with turning(north, south):
            probes = asyncio.create_task(north.couriers["SOUTH"].prove())
            await until(lambda: len(tried(north)) == len(ways))
            probes.cancel()

    asyncio.run(scene())
    states = north.couriers["SOUTH"].paths.states
    assert (states["cable"].failures, states["radio"].failures) == (0, 1)
    assert north.couriers["SOUTH"].paths.heard_at_s is not None
    assert north.line.peers["SOUTH"].receipted == 0


def tried(node: Service) -> list[str]:
    """Return the paths that were tried."""
    states = node.couriers["SOUTH"].paths.states
    return [name for name, each in states.items() if each.tried_at_s is not None]


def test_a_probe_says_nothing_and_is_no_entry() -> None:
    """Neither side's feed grows by it."""
    north, south, ways = two_paths()
    before = north.line.own.size, south.line.own.size

    async def scene() -> None:
        async with turning(north, south):
            moved(north).move(PROBE_S)
            await north.couriers["SOUTH"]._probe(ways["radio"])

    asyncio.run(scene())
    assert (north.line.own.size, south.line.own.size) == before
    assert south.line.mirrors[north.line.own.feed].size == 0
    assert north.couriers["SOUTH"].paths.states["radio"].used_at_s is not None


def test_a_probe_that_hangs_holds_up_no_bundle() -> None:
    """What is released goes out by the path that works, at once."""
    north, south, ways = two_paths()

    async def hang(_frame: bytes, _path: str) -> bytes | None:
        await asyncio.Event().wait()
        return None

    async def scene() -> None:
        ways["radio"].attach(hang)
        courier = north.couriers["SOUTH"]
        async with turning(north, south):
            tasks = [
                asyncio.create_task(courier.prove()),
                asyncio.create_task(courier.run()),
            ]
            line = north.line
            await until(lambda: line.receipts.of_ours("SOUTH") == line.own.size)
            for task in tasks:
                task.cancel()

    asyncio.run(scene())
    assert south.line.mirrors[north.line.own.feed].size == north.line.own.size
