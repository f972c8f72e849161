"""A running node works by the version of the charter that binds it (clause 10.16)."""

import asyncio
from pathlib import Path

import pytest
from tests.exchange.services import GUARD_S, moved, service, turning, until
from tests.exchange.sides import Sides

from detente.carriers.memory import MemoryCarrier
from detente.dialogue import charter as charters
from detente.dialogue.charter import Charter
from detente.exchange.replica import Terms
from detente.node import binding
from detente.node.binding import Binding, InForce
from detente.node.line import Released
from detente.node.paths import Paths
from detente.node.place import Place
from detente.node.service import Doors
from detente.record.errors import Malformed, PathFailed

AMENDED = Terms(relay_after_s=3.0, probe_s=7.0, receipt_withheld_s=30.0)


def founding() -> Charter:
    """Return the founding charter of NORTH and SOUTH."""
    return charters.parse(Sides().world.charter)


def terms(**changed: object) -> bytes:
    """Return the founding terms, changed."""
    kept = founding().terms
    fields = {name: getattr(kept, name) for name in kept.__struct_fields__}
    return charters.render_terms(type(kept)(**{**fields, **changed}))


def bind(at: Path, *given: bytes) -> list[InForce]:
    """Bind a node to terms, one after the other; return what it was made to take."""
    taken: list[InForce] = []

    async def take(version: InForce) -> None:
        taken.append(version)

    async def scene() -> None:
        bound = Binding(Place(at), binding.read(Place(at), founding()), take)
        for each in given:
            await bound.bind(each)

    asyncio.run(scene())
    return taken


def test_a_node_that_was_never_bound_starts_by_the_founding_charter(
    tmp_path: Path,
) -> None:
    """Its digest is the id of the channel."""
    found = binding.read(Place(tmp_path), founding())
    assert found == (Sides().channel.id, founding())


def test_a_node_starts_by_the_terms_that_bound_it_last(tmp_path: Path) -> None:
    """Else it would go back to what was agreed at first, at every start."""
    [_, taken] = bind(tmp_path, terms(probe_s=30), terms(probe_s=7, paths=("folder",)))
    found = binding.read(Place(tmp_path), founding())
    assert found == taken
    assert (found.exchange().probe_s, found.paths) == (7, ("folder",))
    assert found.digest != Sides().channel.id


@pytest.mark.parametrize("wrong", [b"", b"no terms", terms(traffic="exercise")])
def test_no_node_is_bound_to_what_no_version_can_say(
    tmp_path: Path, wrong: bytes
) -> None:
    """Whoever knocks: what the parties cannot agree on changes nothing."""
    with pytest.raises(Malformed):
        bind(tmp_path, wrong)
    assert binding.read(Place(tmp_path), founding()).charter == founding()


def test_a_damaged_file_of_terms_keeps_no_node_from_its_work(tmp_path: Path) -> None:
    """It starts by the founding charter, until the fold says the terms anew."""
    Place(tmp_path).terms.write_bytes(terms(probe_s=30)[:-1])
    assert binding.read(Place(tmp_path), founding()).charter == founding()


def test_a_path_that_stays_keeps_what_is_known_of_it() -> None:
    """A path that came is untried; one that went is let go."""
    cable, radio, again = map(MemoryCarrier, ("cable", "radio", "cable"))
    ways = Paths([cable, radio])
    ways.failed("cable", PathFailed("No route."), 5.0)
    assert ways.change([MemoryCarrier("laser"), again]) == [radio]
    assert list(ways.states) == ["laser", "cable"]
    assert ways.states["cable"].trouble == "No route."
    assert ways.states["laser"].tried_at_s is None
    assert [each.path for each in ways.ready(90.0, 0)] == ["laser", "cable"]
    assert ways.ready(90.0, 0)[1] is cable


def test_an_inbox_is_not_let_go_with_its_path() -> None:
    """What the other side left there, bound later than we are, is still taken."""
    ways = Paths([MemoryCarrier("folder")])
    assert ways.change([]) == []


def test_what_comes_of_a_path_that_was_taken_away_is_no_matter() -> None:
    """A bundle was under way when the terms changed."""
    ways = Paths([MemoryCarrier("cable")])
    ways.change([])
    ways.worked("cable", 1.0, 1.0, 1, answered=True)
    ways.failed("cable", PathFailed("No route."), 1.0)
    assert ways.states == {}


class Stuck(MemoryCarrier):
    """A carrier that takes a bundle and gives no answer until it is let go."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.came = asyncio.Event()
        self._gone = asyncio.Event()

    async def hand_over(self, frame: bytes) -> bytes | None:
        """Hold on to a bundle."""
        self.came.set()
        await self._gone.wait()
        raise PathFailed(f"{len(frame)} bytes were under way.")

    async def close(self) -> None:
        """Let go."""
        self._gone.set()


def test_an_amendment_in_the_middle_of_traffic_loses_nothing() -> None:
    """Path and times change while statements go to and fro, and all of them arrive.

    The old path is let go with a bundle under way on it; what is released before and
    after goes by the new one, and the new path is probed at the new time.
    """
    sides = Sides().talk("NORTH", 2)
    north, south = service(sides, "NORTH"), service(sides, "SOUTH")
    cable, radio = Stuck("cable"), MemoryCarrier("radio")
    by: list[str] = []

    async def noted(frame: bytes, path: str) -> bytes | None:
        by.append(path)
        return await south.receive(frame, path)

    async def scene() -> None:
        radio.attach(noted)
        north.connect({"SOUTH": [cable]})
        south.connect({"NORTH": []})
        async with (
            asyncio.timeout(GUARD_S),
            turning(south),
            asyncio.TaskGroup() as all_,
        ):
            all_.create_task(north.run(Doors(None, [])))
            await cable.came.wait()
            await north.turns.submit(Released(sides.say("NORTH", b"in the middle")))
            await north.amend(AMENDED, {"SOUTH": [radio]})
            await until(lambda: north.line.receipts.of_ours("SOUTH") == 5)
            probes = len(by)

            def probed() -> bool:
                # Again and again: the last answer may only now be noted, as of now.
                moved(north).move(AMENDED.probe_s)
                north.couriers["SOUTH"].wake()
                return len(by) > probes

            await until(probed)
            north.stop()

    asyncio.run(scene())
    stored = south.line._ports.store.entries(sides.feed("NORTH"), 0, 99)
    assert [each.raw for each in stored] == [each.raw for each in sides.feeds["NORTH"]]
    assert set(by) == {"radio"}
    assert north.line.peers["SOUTH"].terms == AMENDED
