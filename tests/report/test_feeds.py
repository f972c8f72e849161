"""What is told of feeds: their heads, receipts, what the others saw, and the code."""

from pathlib import Path

import pytest
from tests.report.lines import line_of, message

from detente.dialogue.spoken import groups, heads_code
from detente.node.place import Place
from detente.record.errors import Misasked
from detente.record.statement import Seen
from detente.report.feeds import FeedList, FeedReceipt, FeedSeen, feed_list
from detente.report.record import reading
from detente.testing.parties import World


@pytest.fixture
def world() -> World:
    """Two parties; SOUTH has seen three entries of NORTH, which then said one more."""
    told = World(("NORTH", "SOUTH"))
    told.say("NORTH", message("One."))
    head = told.checkpoint("NORTH")
    seen = (Seen("NORTH", 1, head.size, head.root),)
    told.say("SOUTH", message("Two."), seen=seen)
    told.say("NORTH", message("Three."))
    return told


def told(place: Place, *heads: str) -> FeedList:
    """Read a line, and return what is told of its feeds."""
    with reading(place) as record:
        return feed_list(record, heads)


def test_each_feed_has_its_head_and_its_receipts(world: World, tmp_path: Path) -> None:
    """The path a receipt came by, and our clock then, stand beside it."""
    found = told(line_of(world, "NORTH", tmp_path / "line", {"SOUTH": [3]}))

    north, south = found.feeds
    head = world.checkpoint("NORTH")
    assert (north.size, north.held, north.root) == (head.size, 4, head.root.hex())
    assert north.receipts == (FeedReceipt("SOUTH", 3, "https", world.now_s + 3),)
    assert (south.party, south.receipts) == ("SOUTH", ())


def test_what_their_feed_says_of_ours_is_compared_with_ours(
    world: World, tmp_path: Path
) -> None:
    """Their newest entry had seen three of our four, with the same root."""
    north, _ = told(line_of(world, "NORTH", tmp_path / "line")).feeds

    assert north.seen == (FeedSeen("SOUTH", 3, 2, same=True),)


def test_a_head_that_they_saw_and_we_never_had_is_not_the_same(tmp_path: Path) -> None:
    """Somebody showed them another history of ours."""
    told_world = World(("NORTH", "SOUTH"))
    seen = (Seen("NORTH", 1, 2, bytes(32)),)
    told_world.say("SOUTH", message("Two."), seen=seen)

    north, _ = told(line_of(told_world, "NORTH", tmp_path / "line")).feeds

    assert not north.seen[0].same


def test_both_sides_have_one_code_at_one_pair_of_heads(
    world: World, tmp_path: Path
) -> None:
    """Whoever holds more computes it at the heads that the other names."""
    south = told(line_of(world, "SOUTH", tmp_path / "south"), "NORTH=3")
    north = told(line_of(world, "NORTH", tmp_path / "north"), "NORTH=3", "SOUTH=3")

    heads = [world.checkpoint("NORTH", 3), world.checkpoint("SOUTH", 3)]
    assert north.code == south.code == groups(heads_code(heads))
    assert north.code != told(Place(tmp_path / "north")).code


def test_a_head_that_is_not_held_has_no_code(world: World, tmp_path: Path) -> None:
    """It is said which ones are."""
    place = line_of(world, "NORTH", tmp_path / "line")

    with pytest.raises(Misasked, match="NORTH=4, SOUTH=3"):
        told(place, "NORTH=9")
