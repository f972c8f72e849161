"""Whoever follows a line for long asks the store, and proves, as little as it can."""

from contextlib import closing
from pathlib import Path

import pytest
from tests.report.lines import line_of, receipt_of

from detente.dialogue import receipts
from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.con import Request
from detente.node import following
from detente.node.place import Place
from detente.ports import Change
from detente.report.record import reading
from detente.stores.sqlite import SqliteStore
from detente.testing.parties import World

REQUEST = Request(
    level_sought="WATCH",
    own_principal="WATCH",
    mode="voice",
    purpose=Text("Speak."),
    agenda=(Text("The exercise"),),
    answer_by_s=172_800,
)


@pytest.fixture
def world() -> World:
    """Two sides, of which north has asked twice; its feed has four entries."""
    world = World()
    for _ in range(2):
        world.say("NORTH", encode(REQUEST), form="CON")
    return world


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The notes that were proven, one after the other."""
    proven: list[bytes] = []

    def noting(*args: object) -> object:
        proven.append(args[-1])  # type: ignore[arg-type]
        return receipts.prove(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(following, "prove", noting)
    return proven


def keep(place: Place, world: World, size: int) -> None:
    """Let a receipt of south come while a reader follows."""
    with closing(SqliteStore.open(place.store)) as store:
        store.commit(Change(receipts=(receipt_of(world, "NORTH", "SOUTH", size),)))


def test_a_receipt_is_proven_once_however_often_it_is_asked_for(
    world: World, proofs: list[bytes], tmp_path: Path
) -> None:
    """It covers both requests, and stays the first that does."""
    place = line_of(world, "NORTH", tmp_path / "line", receipts={"SOUTH": [4]})
    feed = world.feed("NORTH")
    with reading(place) as record:
        books = [record.following.receipts() for _ in range(3)]

    found = [book.first("SOUTH", feed, at) for book in books for at in (2, 3)]
    assert [each.size for each in found if each] == [4] * 6
    assert len(proofs) == 1


def test_a_receipt_that_comes_later_is_found_when_the_reader_catches_up(
    world: World, proofs: list[bytes], tmp_path: Path
) -> None:
    """The first for each request, and the later one for none that had one."""
    place = line_of(world, "NORTH", tmp_path / "line")
    feed = world.feed("NORTH")
    with reading(place) as record:
        before = record.following.receipts()
        keep(place, world, 3)
        record.following.catch_up()
        between = record.following.receipts()
        keep(place, world, 4)
        record.following.catch_up()
        after = record.following.receipts()

    books = (before, between, after)
    first = [[book.first("SOUTH", feed, at) for at in (2, 3)] for book in books]
    sizes = [[found and found.size for found in pair] for pair in first]
    assert sizes == [[None, None], [3, None], [3, 4]]
    assert len(proofs) == 2


def test_a_receipt_that_came_is_looked_up_once(world: World, tmp_path: Path) -> None:
    """The first stays the first; one that has not come is asked for again."""
    place = line_of(world, "NORTH", tmp_path / "line")
    feed = world.feed("NORTH")
    with reading(place) as record:
        before = record.following.first_receipt(feed, "SOUTH", 2)
        keep(place, world, 3)
        found = record.following.first_receipt(feed, "SOUTH", 2)
        again = record.following.first_receipt(feed, "SOUTH", 2)

    assert before is None
    assert found is not None
    assert found.size == 3
    assert again is found
