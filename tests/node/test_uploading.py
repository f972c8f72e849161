"""Files go into the node through its door, piece by piece (clause 9.12)."""

import asyncio
import hashlib

import pytest
from tests.exchange.files import open_node, text
from tests.exchange.sides import Node, Sides

from detente.exchange.piece import Content
from detente.node import uploading
from detente.node.turns import Turns
from detente.record import wire
from detente.record.errors import Malformed, PathFailed, Refused

FILM = text(7, 1_000_000)


class Door:
    """A node that does turns, and may stop answering after so many pieces."""

    def __init__(self, node: Node, breaks_after: int = 99) -> None:
        self.node = node
        self.pieces = 0
        self._breaks_after = breaks_after

    async def ask(self, verb: str, row: wire.Value) -> wire.Value:
        """Do the verb, as the desk does it."""
        assert verb == "attach"
        # What crosses the door is encoded on the way.
        row = wire.decode(wire.encode(row), max_bytes=1 << 20)
        match row:
            case [_, _, _, bytes() as data] if data:
                self.pieces += 1
        if self.pieces > self._breaks_after:
            raise PathFailed("The node has stopped.")
        turns = Turns(self.node.line, lambda: None)
        task = asyncio.create_task(turns.run())
        try:
            held = self.node.line.attachments.held_bytes
            return await uploading.take(turns, held, row)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def node() -> Node:
    """NORTH's node."""
    return open_node(Sides(), "NORTH")


def test_a_file_is_there_whole_before_anything_lists_it(node: Node) -> None:
    """In pieces that fit the door."""
    door = Door(node)
    content = asyncio.run(uploading.put(door.ask, FILM))
    assert content == Content(hashlib.sha256(FILM).digest(), len(FILM))
    assert node.place.store.content(content).whole
    assert node.place.store.content_bytes(content, 0, 1 << 30) == FILM
    assert door.pieces == 4


def test_who_was_cut_off_goes_on_from_there(node: Node) -> None:
    """What the node holds does not cross the door again."""
    with pytest.raises(PathFailed):
        asyncio.run(uploading.put(Door(node, breaks_after=3).ask, FILM))
    door = Door(node)
    content = asyncio.run(uploading.put(door.ask, FILM))
    assert door.pieces == 1
    assert node.place.store.content(content).whole


def test_bytes_of_another_hash_are_refused_and_dropped(node: Node) -> None:
    """The file changed between its hash and its last piece."""
    door, wrong = Door(node), Content(bytes(32), 4)
    with pytest.raises(Refused, match="another hash"):
        asyncio.run(door.ask("attach", [*wrong, 0, b"data"]))
    assert node.place.store.content(wrong).held_bytes == 0


@pytest.mark.parametrize(
    "row",
    [
        [bytes(31), 4, 0, b"data"],
        [bytes(32), 3, 0, b"data"],
        [bytes(32), 4, 1, b""],
        [bytes(32), -1, 0, b"data"],
        [bytes(32), 4, 0],
        b"data",
    ],
)
def test_what_is_no_piece_is_refused(node: Node, row: wire.Value) -> None:
    """Whoever may knock may be wrong."""
    with pytest.raises(Malformed):
        asyncio.run(Door(node).ask("attach", row))
