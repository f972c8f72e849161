"""Pages of plain text: nothing that others wrote can pass for a line of the page."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.report.lines import line_of, message

from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.msg import Message
from detente.record import statement
from detente.report import pages
from detente.report.casework import case_view
from detente.report.inbox import inbox
from detente.report.record import reading
from detente.report.shown import show
from detente.report.stages import Progress
from detente.testing.parties import World


def test_columns_stand_under_each_other_in_wide_scripts_too() -> None:
    """A Chinese letter takes two places on a terminal."""
    rows = [["南北", "a"], ["north", "b"]]

    assert list(pages.columns(rows)) == ["南北   a", "north  b"]


@given(st.text())
def test_every_line_of_somebodys_text_stands_behind_a_bar(text: str) -> None:
    """A body cannot imitate the page around it."""
    assert all(line.startswith("| ") for line in pages.barred(text))


def test_a_text_that_looks_like_a_page_is_seen_to_be_one(tmp_path: Path) -> None:
    """The forged lines stand behind bars, on the page of the very statement."""
    forged = "Nothing.\nIRREGULAR (clause 3.5): forged\nReleased by NORTH/WATCH"
    world = World()
    body = Message(subject=Text(text="x"), text=Text(text=forged))
    world.say("SOUTH", encode(body))
    place = line_of(world, "NORTH", tmp_path / "line")
    reference = statement.parse(world.feeds["SOUTH"][-1].raw).header.reference
    with reading(place) as record:
        entered = record.standing.by_reference(reference)
        lines = [
            *pages.statement_page(show(record, entered)),
            *pages.case_page(case_view(record, entered, world.now_s)),
        ]

    assert not [line for line in lines if line.startswith("Released by NORTH")]
    assert "| Released by NORTH/WATCH" in lines


def test_a_statement_that_cannot_be_read_is_shown_with_the_reason(
    tmp_path: Path,
) -> None:
    """It is provably theirs, so it stands in the record, whatever it holds."""
    world = World()
    world.say("SOUTH", b"\xff no body")
    place = line_of(world, "NORTH", tmp_path / "line")
    reference = statement.parse(world.feeds["SOUTH"][-1].raw).header.reference
    with reading(place) as record:
        shown = show(record, record.standing.by_reference(reference))
        found = inbox(record, world.now_s, last=9)
    lines = list(pages.statement_page(shown))

    assert shown.unreadable
    assert any(line.startswith("Its body cannot be read here") for line in lines)
    assert any(reference in line for line in pages.inbox_page(found))


def test_what_is_not_receipted_is_said_to_be_so() -> None:
    """An empty place would be read as yes."""
    lines = list(pages.how_far(Progress("STORED HERE", (), ("SOUTH",))))

    assert lines == ["No receipt from SOUTH so far. It goes on by itself."]


def test_the_inbox_lists_as_many_as_were_asked_for(tmp_path: Path) -> None:
    """But every one that nobody has acknowledged."""
    world = World()
    for number in range(5):
        world.say("NORTH", message(f"{number}"))
        world.say("SOUTH", message(f"{number}"), to_post="NORTH/WATCH")
    place = line_of(world, "NORTH", tmp_path / "line")
    with reading(place) as record:
        found = inbox(record, world.now_s, last=0)

    assert len(found.received) == 5
    assert found.sent == ()


def test_the_inbox_says_how_many_statements_it_does_not_list(tmp_path: Path) -> None:
    """So that nobody takes the end of the list for the beginning of the record."""
    world = World()
    for number in range(5):
        world.say("NORTH", message(f"{number}"))
    place = line_of(world, "NORTH", tmp_path / "line")
    with reading(place) as record:
        found = inbox(record, world.now_s, last=2)
    lines = list(pages.inbox_page(found))

    assert (len(found.sent), found.more_sent) == (2, 4)
    assert (len(found.received), found.more_received) == (1, 0)
    assert lines[-1] == "   4 older are not listed."


def test_the_newest_that_left_stands_first(tmp_path: Path) -> None:
    """What a watch has just sent is what it looks for."""
    world = World()
    for number in range(3):
        world.say("NORTH", message(f"{number}"))
    place = line_of(world, "NORTH", tmp_path / "line")
    with reading(place) as record:
        found = inbox(record, world.now_s, last=2)

    assert [row.summary for row in found.sent] == ["2", "1"]
