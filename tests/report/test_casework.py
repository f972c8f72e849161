"""What is shown of a case says who answered what, and what was read back wrongly."""

from pathlib import Path

import pytest
from tests.dialogue.stops import OFF, READ, SPOT
from tests.report.lines import line_of, message

from detente.dialogue.fields import Text
from detente.dialogue.form import Body, encode
from detente.dialogue.forms.ack import Acknowledged, Opened
from detente.dialogue.forms.dis import Disclosed
from detente.dialogue.forms.stop import Requested
from detente.record import statement
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import Citation, Seen
from detente.report.casework import CaseView, case_view
from detente.report.record import reading
from detente.testing.parties import World


@pytest.fixture
def world() -> World:
    """Two parties of whom none has spoken yet."""
    return World(("NORTH", "SOUTH"))


def reference_of(entry: Entry) -> str:
    """Return the reference of what was said."""
    return statement.parse(entry.raw).header.reference


def answer(world: World, entry: Entry, body: Body | bytes, form: str = "ACK") -> Entry:
    """Have SOUTH answer NORTH with all of NORTH's feed before it."""
    head = world.checkpoint("NORTH")
    return world.say(
        "SOUTH",
        body if isinstance(body, bytes) else encode(body),
        form=form,
        answers=(Citation(reference_of(entry), leaf_hash(entry.raw)),),
        seen=(Seen("NORTH", 1, head.size, head.root),),
    )


def view(world: World, entry: Entry, at: Path) -> CaseView:
    """Return the case of a statement as NORTH's line shows it."""
    with reading(line_of(world, "NORTH", at / "line")) as record:
        entered = record.standing.by_reference(reference_of(entry))
        return case_view(record, entered, world.now_s)


def test_an_answer_is_told_apart_from_receipts_and_disclosures(
    world: World, tmp_path: Path
) -> None:
    """Who opened it, and who handed it to the press, has answered nothing."""
    asked = world.say("NORTH", message("Whose is it?"))
    opened = answer(world, asked, Opened())
    told = Disclosed(to_whom="The press", sha256=bytes(32))
    answer(world, asked, told, form="DIS")
    answered = answer(world, asked, message("Ours."), form="MSG")

    found = view(world, asked, tmp_path)

    assert [each.reference for each in found.receipts] == [reference_of(opened)]
    assert [each.reference for each in found.answers] == [reference_of(answered)]
    assert found.answers[0].of == reference_of(asked)


def test_a_read_back_that_does_not_fit_is_told_with_both_statements(
    world: World, tmp_path: Path
) -> None:
    """By how many metres, until a later one fits."""
    body = Requested(
        position=SPOT,
        happening=Text("Bombs."),
        since=world.now_s - 60,
        wanted="cease fire",
    )
    asked = world.say("NORTH", encode(body), form="STOP", precedence="Z")
    wrong = Acknowledged(read_back=Text("Ceasing."), positions=(OFF,))
    read = answer(world, asked, wrong)

    [found] = view(world, asked, tmp_path / "wrong").misread

    assert (found.of, found.by) == (reference_of(asked), reference_of(read))
    assert (found.name, found.apart_m > 9_000) == ("position", True)
    answer(world, asked, Acknowledged(read_back=Text("Ceasing."), positions=(READ,)))
    assert view(world, asked, tmp_path / "settled").misread == ()
