"""What both agreed to purge is destroyed here, attachments included (clause 29.7)."""

from tests.dialogue import positions
from tests.dialogue.talk import DAY_S
from tests.exchange.files import (
    attach,
    content_of,
    open_node,
    text,
    upload,
    whole,
)
from tests.exchange.files import talk as exchange
from tests.exchange.sides import Node, Sides

from detente.dialogue.terms import PositionTerms
from detente.exchange.piece import Content, Piece
from detente.node.erasing import Purging, aged, erase, parse, row
from detente.node.line import Uploaded
from detente.ports import EntryAt
from detente.record.errors import Refused
from detente.record.feed import FeedId

PHOTO, TABLE = text(1), text(2)


def holding() -> tuple[Sides, Node, Node]:
    """Return two sides that hold a statement with two files, whole."""
    sides = Sides()
    north, south = (open_node(sides, code) for code in ("NORTH", "SOUTH"))
    attach(sides, north, PHOTO, TABLE)
    exchange(north, south)
    assert whole(south, PHOTO)
    assert whole(south, TABLE)
    return sides, north, south


def purge(node: Node, at: EntryAt, *contents: Content) -> list[EntryAt]:
    """Destroy a statement's body, and files that it lists."""
    return list(erase(node.line, node.place.store, [Purging(at, contents)]))


def last_of(sides: Sides, code: str) -> EntryAt:
    """Return where the newest statement of a party stands."""
    return EntryAt(sides.feed(code), len(sides.feeds[code]) - 1)


def test_the_files_that_are_named_are_destroyed_and_no_other() -> None:
    """On both sides; the other file stays where it was."""
    sides, north, south = holding()
    at = last_of(sides, "NORTH")
    for node in (north, south):
        assert purge(node, at, content_of(PHOTO)) == [at]
        assert node.place.store.content(content_of(PHOTO)).gone
        assert whole(node, TABLE)


def test_a_file_stays_while_another_statement_lists_it() -> None:
    """Nobody agreed that it should be gone from there."""
    sides, north, south = holding()
    first = last_of(sides, "NORTH")
    attach(sides, north, PHOTO)
    exchange(north, south)
    second = last_of(sides, "NORTH")
    assert purge(south, first, content_of(PHOTO)) == [first]
    assert whole(south, PHOTO)
    assert purge(south, second, content_of(PHOTO)) == [second]
    assert south.place.store.content(content_of(PHOTO)).gone


def test_what_is_gone_is_not_asked_for_again() -> None:
    """Neither by a node that never had it, nor after a restart."""
    sides = Sides()
    north, south = (open_node(sides, code) for code in ("NORTH", "SOUTH"))
    attach(sides, north, PHOTO)
    at = last_of(sides, "NORTH")
    exchange(north, south, seconds=0)
    south.answer(sides.bundle("NORTH", "SOUTH", sides.section("NORTH", 0)))
    assert list(south.line.attachments.lacking) == [content_of(PHOTO)]
    purge(south, at, content_of(PHOTO))
    assert list(south.line.attachments.lacking) == []
    again = open_node(sides, "SOUTH", south.place)
    assert list(again.line.attachments.lacking) == []
    exchange(north, again)
    assert again.place.store.content_bytes(content_of(PHOTO), 0, 9) == b""


def test_what_is_gone_is_not_put_here_again() -> None:
    """It would lie there once more, and nobody would have agreed to that."""
    _, north, _ = holding()
    at = EntryAt(north.line.own.feed, north.line.own.size - 1)
    purge(north, at, content_of(PHOTO))
    piece = Piece(content_of(PHOTO), 0, PHOTO[:1000])
    (output,) = north.line.turn([Uploaded(piece)])
    assert isinstance(output, Refused)
    assert "29.7" in str(output)
    assert upload(north, TABLE) == len(TABLE)


def test_what_goes_by_age_leaves_its_entry_whole() -> None:
    """Both agreed to that in the charter; nobody has to hold the entry first."""
    sides, north, south = holding()
    at = last_of(sides, "NORTH")

    for node in (north, south):
        aged = Purging(at, (content_of(PHOTO),), kept=True)
        assert list(erase(node.line, node.place.store, [aged])) == [at]

        [entry] = node.place.store.entries(at.feed, at.position, at.position + 1)
        assert entry.body == b"with files"
        assert node.place.store.content(content_of(PHOTO)).gone


def test_a_batch_is_old_after_the_days_of_the_charter() -> None:
    """Not a second before, and each batch for itself."""
    said = positions.talk(positions=PositionTerms(keep_s=DAY_S))
    opened = positions.under_way(said)
    at_s = positions.next_step(said)
    for later_s in (0, positions.STEP_S):
        positions.state(said, opened, positions.fix(at_s + later_s))
    standing = said.standing()

    assert list(aged(standing, at_s + DAY_S - 1)) == []
    [first] = aged(standing, at_s + DAY_S)
    assert first.kept
    assert len(first.contents) == 1
    assert len(list(aged(standing, at_s + DAY_S + positions.STEP_S))) == 2


def test_what_is_asked_for_at_the_door_is_what_the_node_reads() -> None:
    """A body that must stay is not destroyed by a slip of the wire."""
    at = EntryAt(FeedId("NORTH", 1), 7)
    for kept in (False, True):
        asked = Purging(at, (content_of(PHOTO),), kept=kept)
        assert parse(row(asked)) == asked
