"""What whole nodes hand each other over paths ends nobody and comes to rest."""

import asyncio
from pathlib import Path

import pytest
from tests.exchange.services import GUARD_S, moved, sealing, service, turning
from tests.exchange.sides import Sides

from detente.carriers.folder import Boxes, FolderCarrier
from detente.carriers.folder import Sides as FolderSides
from detente.carriers.memory import MemoryCarrier
from detente.exchange import bundle as bundles
from detente.exchange.bundle import Bundle, Want
from detente.exchange.replica import Event, Tick
from detente.node.service import Doors


def test_two_nodes_over_a_folder_come_to_rest(tmp_path: Path) -> None:
    """An answer needs no answer: else two files go to and fro for ever.

    They would fill the folder, and one day the disk, without a word being said.
    """
    sides = Sides().talk("NORTH", 3)
    boxes = {code: tmp_path / code for code in ("NORTH", "SOUTH")}
    for box in boxes.values():
        box.mkdir()
    nodes = {code: service(sides, code) for code in boxes}
    folders = {}
    for code, other in (("NORTH", "SOUTH"), ("SOUTH", "NORTH")):
        folders[code] = FolderCarrier(
            Boxes(boxes[code], boxes[other]),
            FolderSides(sides.channel.id, code, other),
            nodes[code].receive,
            nodes[code].clock,
        )
        nodes[code].connect({other: [folders[code]]})

    async def scene() -> list[int]:
        read = []
        async with turning(*nodes.values()):
            for code, other in (("NORTH", "SOUTH"), ("SOUTH", "NORTH")):
                await nodes[code].leave_in(folders[code], other)
            for _ in range(12):
                polled = [await folder.poll() for folder in folders.values()]
                read.append(sum(each.read for each in polled))
        return read

    read = asyncio.run(scene())
    assert read[-1] == 0
    for code, other in (("NORTH", "SOUTH"), ("SOUTH", "NORTH")):
        size = len(sides.feeds[code])
        assert nodes[code].line.receipts.of_ours(other) == size


@pytest.mark.parametrize("answered", [True, False], ids=["both ways", "diode"])
def test_a_folder_takes_what_is_too_much_for_one_bundle(
    tmp_path: Path, *, answered: bool
) -> None:
    """Within two minutes all of it is there, with receipts on the way back or not."""
    sides = Sides().talk("NORTH", 1500)
    north, south = service(sides, "NORTH"), service(sides, "SOUTH")
    there, back = tmp_path / "there", tmp_path / "back"
    there.mkdir()
    back.mkdir()
    to_south = FolderCarrier(
        Boxes(there, back),
        FolderSides(sides.channel.id, "NORTH", "SOUTH"),
        north.receive,
        north.clock,
    )
    to_north = FolderCarrier(
        Boxes(back if answered else None, there),
        FolderSides(sides.channel.id, "SOUTH", "NORTH"),
        south.receive,
        south.clock,
    )
    north.connect({"SOUTH": [to_south]})
    south.connect({"NORTH": [to_north]})

    async def scene() -> None:
        event: Event = Tick()
        async with turning(north, south):
            for _ in range(12):
                moved(north).move(10.0)
                found = north.line.step("SOUTH", event)
                event = Tick()
                if not isinstance(found, float):
                    event = await north.couriers["SOUTH"]._carry(found)
                await to_north.poll()
                await to_south.poll()

    asyncio.run(scene())
    assert south.line.mirrors[sides.feed("NORTH")].size == 1502


def hostile(sides: Sides, *answers: Bundle) -> list[bytes]:
    """Return answers of SOUTH to NORTH, sealed, whatever they say inside."""
    sealer = sealing(sides, "SOUTH")
    return [sealer.seal("NORTH", bundles.render(each), 0.0) for each in answers]


@pytest.mark.parametrize("sender", ["NORTH", "EAST", "NOBODY", ""])
def test_an_answer_in_another_partys_name_is_no_answer(sender: str) -> None:
    """It ends no node, and is not taken for what that party said."""
    sides = Sides("NORTH", "SOUTH", "EAST").talk("NORTH", 3)
    north, path = service(sides, "NORTH"), MemoryCarrier("https")
    wants = [Want(sides.feed("NORTH"), 0), Want(sides.feed("SOUTH"), 99)]
    frames = hostile(sides, sides.bundle(sender, "NORTH", wants=wants))
    came = asyncio.Event()

    async def answer(frame: bytes, name: str) -> bytes:
        assert (bool(frame), name) == (True, "https")
        came.set()
        return frames[0]

    async def scene() -> None:
        path.attach(answer)
        north.connect({"SOUTH": [path]})
        async with asyncio.timeout(GUARD_S), asyncio.TaskGroup() as group:
            group.create_task(north.run(Doors(None, [])))
            await came.wait()
            failed = north.couriers["SOUTH"].paths.states
            while failed["https"].failures == 0:  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0)
            north.stop()

    asyncio.run(scene())
    assert north.line.peers["EAST"].wants == {}
