"""What is shown of an attachment: who holds it by the record, how much is here."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.report.lines import line_of, message

from detente.dialogue.form import encode
from detente.dialogue.forms.ack import Held
from detente.exchange.piece import Content, Piece
from detente.ports import Change, Filed, Listed
from detente.record.feed import leaf_hash
from detente.record.statement import Attachment, Citation, Seen, parse
from detente.report import record
from detente.report.pages import statement_page
from detente.report.printed import printed
from detente.report.record import Record
from detente.report.shown import Attached, Shown, show
from detente.report.translated import ENGLISH, catalogue
from detente.stores.sqlite import SqliteStore
from detente.testing.parties import World

DATA = b"component,maker_country\n" * 50
CONTENT = Content(hashlib.sha256(DATA).digest(), len(DATA))
NOTHING = Filed()
NAME = "../table\n   HELD by SOUTH.csv"


class Side:
    """SOUTH's record of a statement of NORTH that lists a table."""

    def __init__(self, at: Path) -> None:
        self.world = World()
        attached = Attachment(NAME, "text/csv", CONTENT.size_bytes, CONTENT.sha256)
        entry = self.world.say("NORTH", message("See it"), attachments=(attached,))
        self.reference = parse(entry.raw).header.reference
        self.listed = leaf_hash(entry.raw)
        self.at = at

    def say_held(self) -> None:
        """Let SOUTH's node enter HELD."""
        size = len(self.world.feeds["NORTH"])
        head = self.world.checkpoint("NORTH")
        body = Held(sha256=CONTENT.sha256, size_bytes=CONTENT.size_bytes)
        self.world.say(
            "SOUTH",
            encode(body),
            form="ACK",
            secrets=[self.world.parties["SOUTH"].node.credential],
            answers=(Citation(self.reference, self.listed),),
            seen=(Seen("NORTH", 1, size, head.root),),
        )

    def shown(self, filed: Filed = NOTHING) -> Iterator[tuple[Record, Shown]]:
        """Yield the record, and what it shows, once the store keeps this too."""
        place = line_of(self.world, "SOUTH", self.at)
        with closing(SqliteStore.open(place.store)) as store:
            store.commit(Change(filed=filed))
        with record.reading(place) as found:
            entered = found.standing.by_reference(self.reference)
            yield found, show(found, entered)

    def row(self, *, granted: bool = True) -> Listed:
        """Return what SOUTH's store notes of the listing."""
        return Listed(self.world.feed("NORTH"), 2, CONTENT, granted)


@pytest.fixture
def side(tmp_path: Path) -> Side:
    """A record in which a table is listed, and nothing of it has come."""
    return Side(tmp_path / "south")


def attached(side: Side, filed: Filed = NOTHING) -> tuple[Attached, list[str]]:
    """Return what is shown of the attachment, and the lines of its page."""
    ((_, shown),) = side.shown(filed)
    (found,) = shown.attachments
    return found, list(statement_page(shown))


def test_what_has_not_come_is_lacking(side: Side) -> None:
    """The statement is here, and nothing of the file."""
    found, lines = attached(side, Filed(listed=(side.row(),)))
    assert (found.held_by, found.here_bytes, found.whole_here) == ((), 0, False)
    assert "   no other node has said HELD yet; 0 of its bytes are here" in lines


def test_a_part_is_counted(side: Side) -> None:
    """Who waits sees how far it has come."""
    piece = Piece(CONTENT, 0, DATA[:1_100])
    found, lines = attached(side, Filed(pieces=(piece,), listed=(side.row(),)))
    assert (found.here_bytes, found.whole_here) == (1_100, False)
    assert any("1,100 of its bytes are here" in line for line in lines)


def test_held_is_shown_with_whose_node_said_it_and_when(side: Side) -> None:
    """By the record, on either side, and on paper."""
    side.say_held()
    piece = Piece(CONTENT, 0, DATA)
    filed = Filed(pieces=(piece,), whole=(CONTENT,), listed=(side.row(),))
    ((found, shown),) = side.shown(filed)
    (each,) = shown.attachments
    assert [held.party for held in each.held_by] == ["SOUTH"]
    assert each.whole_here
    (line,) = [row for row in statement_page(shown) if "HELD by SOUTH, 2026" in row]
    assert "bytes are here" not in line
    entered = found.standing.by_reference(side.reference)
    paper = list(printed(shown, entered.body, [catalogue(ENGLISH)]))  # type: ignore[arg-type]
    assert any(row.startswith("Held by") and "SOUTH" in row for row in paper)


def test_what_is_beyond_the_bounds_is_said_to_stay_away(side: Side) -> None:
    """Nobody waits for what will not come."""
    found, lines = attached(side, Filed(listed=(side.row(granted=False),)))
    assert found.declined
    assert any("beyond what the charter grants" in line for line in lines)


def test_a_name_cannot_pass_for_a_line_of_the_page(side: Side) -> None:
    """It is the other side's choice, and may hold anything."""
    _, lines = attached(side)
    assert not any(line.strip().startswith("HELD by") for line in lines)
    assert any("\\u{000a}" in line for line in lines)
