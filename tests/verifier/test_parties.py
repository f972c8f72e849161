"""The parties that tests and vectors are made of: the same from the same seed."""

import pytest

from detente.dialogue import charter
from detente.record import credentials, statement
from detente.record.feed import Frontier, root_of_inclusion
from detente.record.head import verify_note
from detente.testing.parties import Party, World, seeded


def test_a_seed_gives_the_same_keys_each_time() -> None:
    """A failing test can be run again with the same parties."""
    one, again = (Party.draw("NORTH", seeded(7)).document for _ in range(2))
    other = Party.draw("NORTH", seeded(8)).document
    assert one == again
    assert one != other


@pytest.mark.parametrize(("holders", "threshold"), [(1, 1), (3, 2)])
def test_a_partys_key_document_stands(holders: int, threshold: int) -> None:
    """What is drawn proves itself as clause 6 asks."""
    party = Party.draw("NORTH", seeded(9), holders=holders, threshold=threshold)
    assert credentials.parse(party.raw) == party.document


def test_a_later_key_document_follows() -> None:
    """Version 2 stands behind version 1 in the channel it is made for."""
    party, channel = Party.draw("NORTH", seeded(9)), bytes(32)
    document, raw = party.next_document(channel, posts=("WATCH", "STAFF"))
    assert credentials.parse_next(party.document, party.raw, raw, channel) == document


def test_a_world_has_a_charter_that_can_be_kept() -> None:
    """The charter is one that nodes would open a channel by."""
    codes, observers = ("SOUTH", "NORTH", "HARBOUR"), frozenset({"HARBOUR"})
    founded = charter.parse(World(codes, observers=observers).charter)
    assert founded.codes == ("HARBOUR", "NORTH", "SOUTH")
    assert founded.speaking == ("NORTH", "SOUTH")


def test_what_is_said_in_a_world_is_released_signed_and_proven() -> None:
    """Statement, head, receipt and proof are those the record accepts."""
    world = World(seed=10)
    entry = world.say("NORTH", b"said")
    party, parsed = world.parties["NORTH"], statement.parse(entry.raw)
    statement.verify(parsed, world.channel, "NORTH", party.credentials())
    statement.check_body(parsed, entry)
    shown = world.proof("NORTH", 2)
    verify_note(shown.note, world.names.feed_keys(party.document))
    verify_note(
        world.receipt("NORTH", "SOUTH"),
        world.names.mirror_keys(world.parties["SOUTH"].document),
    )
    root = root_of_inclusion(parsed.id, 2, shown.note.head.size, shown.path)
    assert root == shown.note.head.root
    assert root == Frontier().extend(world.leaves("NORTH")).root()
