"""Nobody consents to bytes: each term that changes is told, from what to what (10.17).

On the screen, on the printed page in its languages, and to a program.
"""

from pathlib import Path

import msgspec
import pytest
from tests.report.lines import line_of

from detente.dialogue import charter as charters
from detente.dialogue.amending import Amendment
from detente.dialogue.form import encode
from detente.dialogue.forms.cht import Consented, Proposed
from detente.dialogue.terms import (
    AttachmentBounds,
    Counterpart,
    Deadlines,
    Terms,
    Versions,
)
from detente.node.place import Place
from detente.record import statement
from detente.record.feed import leaf_hash
from detente.record.statement import Citation, Seen
from detente.report.amended import Amends, changes
from detente.report.pages import statement_page
from detente.report.printed import printed
from detente.report.record import reading
from detente.report.shown import amendment_of, show
from detente.report.translated import catalogue
from detente.testing.parties import World

ROWS = tuple(
    Counterpart((f"NORTH/{post}", f"SOUTH/{post}")) for post in ("One", "Two", "Three")
)
THREE = "Posts: NORTH/Three, SOUTH/Three"
TERMS = Terms(
    versions=Versions(1, 1),
    languages=("en",),
    receipt_sentence="Held.",
    counterparts=ROWS,
    paths=("https", "folder"),
    attachments=AttachmentBounds(),
)


def told(**changed: object) -> list[str]:
    """Return the lines of what changes."""
    after = msgspec.structs.replace(TERMS, **changed)
    return [each.line for each in changes(Amendment(1, TERMS, after))]


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ({}, []),
        ({"probe_s": 30}, ["Each path tried: 1 min -> 30 s"]),
        (
            {"paths": ("folder",), "languages": ("en", "zh")},
            ["Languages: en -> en, zh", "Paths: https, folder -> folder"],
        ),
        ({"check_hours_utc": (6, 18)}, ["Hours of line checks, UTC: none -> 6, 18"]),
        (
            {"deadlines": Deadlines(contact_s=3_600)},
            ["Deadlines, Contact request answered: 2 d -> 1 h"],
        ),
        (
            {"attachments": AttachmentBounds(each_bytes=1_000)},
            ["Attachments, One attachment: 16777216 bytes -> 1000 bytes"],
        ),
        (
            {"counterparts": (ROWS[0], ROWS[2])},
            ["Counterparts 2: Posts: NORTH/Two, SOUTH/Two -> none"],
        ),
        (
            {"counterparts": (*ROWS, Counterpart(("NORTH/Four", "SOUTH/Four")))},
            ["Counterparts 4: none -> Posts: NORTH/Four, SOUTH/Four"],
        ),
        (
            {"counterparts": (*ROWS[:2], Counterpart(ROWS[2].posts, (), "three"))},
            [f"Counterparts 3: {THREE} -> {THREE}; Level: three"],
        ),
    ],
)
def test_each_term_that_changes_is_told_and_no_other(
    changed: dict[str, object], lines: list[str]
) -> None:
    """The table of counterparts row by row, deadlines one by one."""
    assert told(**changed) == lines


def test_that_nothing_travels_any_more_is_told() -> None:
    """Else a side would go on attaching, and wonder."""
    (line,) = told(attachments=None)
    assert line.startswith("Attachments: One attachment: 16777216 bytes, ")
    assert line.endswith(" -> none")


def test_a_row_that_only_moves_is_told() -> None:
    """The order of the rows is a rank."""
    assert len(told(counterparts=(ROWS[1], ROWS[0], ROWS[2]))) == 2


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """NORTH's line with a proposal and SOUTH's acceptance, by their references."""
    world = World()
    kept = charters.parse(world.charter).terms
    terms = charters.render_terms(msgspec.structs.replace(kept, probe_s=30))
    body = encode(Proposed(version=2, previous=world.channel, terms=terms))
    entry = world.say("NORTH", body, form="CHT", to_post="SOUTH/WATCH")
    proposed = statement.parse(entry.raw).header.reference
    head = world.head("NORTH").head
    accepted = world.say(
        "SOUTH",
        encode(Consented()),
        form="CHT",
        to_post="NORTH/WATCH",
        answers=(Citation(proposed, leaf_hash(entry.raw)),),
        seen=(Seen(*world.feed("NORTH"), head.size, head.root),),
    )
    at = tmp_path_factory.mktemp("amended") / "line"
    line_of(world, "NORTH", at)
    return at, proposed, statement.parse(accepted.raw).header.reference


def test_who_is_asked_sees_what_changes_and_not_bytes(
    line: tuple[Path, str, str],
) -> None:
    """And a program finds it apart."""
    at, proposed, _ = line
    with reading(Place(at)) as record:
        shown = show(record, record.standing.by_reference(proposed))
    page = list(statement_page(shown))
    assert "| Amended terms: Each path tried: 1 min -> 30 s" in page
    assert not any("bytes, SHA-256" in each for each in page)
    assert any(each.startswith("| Previous version: 1, ") for each in page)
    assert isinstance(shown.amends, Amends)
    [change] = shown.amends.changes
    assert (shown.amends.version, change.term, change.old, change.new) == (
        1,
        "probe_s",
        "1 min",
        "30 s",
    )


def test_an_acceptance_shows_what_it_agrees_to(line: tuple[Path, str, str]) -> None:
    """Years later nobody has to search for the proposal."""
    at, _, accepted = line
    with reading(Place(at)) as record:
        shown = show(record, record.standing.by_reference(accepted))
    assert "| What it agrees to: Each path tried: 1 min -> 30 s" in list(
        statement_page(shown)
    )


def test_the_printed_page_says_it_in_its_languages(
    line: tuple[Path, str, str],
) -> None:
    """Both of them, from the labels of the terms."""
    at, proposed, _ = line
    with reading(Place(at)) as record:
        entered = record.standing.by_reference(proposed)
        shown, body = show(record, entered), entered.body
        found = amendment_of(record, body, ())
    assert isinstance(body, Proposed)
    says = (catalogue("en"), catalogue("ru"))
    page = list(printed(shown, body, says, changes=found))
    assert "| Each path tried / Проба каждого пути: 1 min -> 30 s" in page
