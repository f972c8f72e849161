"""What stood in our record at a moment, by our own receipts and our own releases."""

from contextlib import closing
from pathlib import Path

import pytest
from tests.report.lines import line_of, message

from detente.node.place import Place
from detente.ports import Change, HeldReceipt
from detente.record.errors import Misasked
from detente.report.known import Known, known, receipted_by
from detente.report.record import reading
from detente.stores.sqlite import SqliteStore
from detente.testing.parties import START_S, World

NOON_S = START_S + 43_200


@pytest.fixture
def line(tmp_path: Path) -> Place:
    """North's line: it said something at noon and at two, and heard twice at one.

    What south said came in two bundles, a minute apart.
    """
    world = World()
    world.now_s = NOON_S - 1
    world.say("NORTH", message("At noon."))
    for _ in range(3):
        world.say("SOUTH", message("Heard."))
    world.now_s = NOON_S + 7_199
    world.say("NORTH", message("At two."))
    place = line_of(world, "NORTH", tmp_path / "line")
    came = [(2, START_S + 60), (4, NOON_S + 3_600), (5, NOON_S + 3_660)]
    feed = world.feed("SOUTH")
    receipts = [HeldReceipt(feed, "NORTH", size, b"", "", at) for size, at in came]
    with closing(SqliteStore.open(place.store)) as store:
        store.commit(Change(receipts=tuple(receipts)))
    return place


def known_at(line: Place, at_s: int) -> Known:
    """Return what was known at a moment, asked for at three."""
    with reading(line) as record:
        return known(record, at_s, NOON_S + 10_800)


@pytest.mark.parametrize(
    ("after_s", "heads"),
    [
        (-1, (2, 2)),
        (0, (3, 2)),
        (3_599, (3, 2)),
        (3_600, (3, 4)),
        (3_660, (3, 5)),
        (7_200, (4, 5)),
    ],
)
def test_what_came_later_was_not_known(
    line: Place, after_s: int, heads: tuple[int, int]
) -> None:
    """Theirs stands from our receipt on, ours from its release, to the second."""
    found = known_at(line, NOON_S + after_s)

    assert tuple(found.heads.values()) == heads


def test_the_newest_and_the_next_entry_are_told_by_when_they_came(line: Place) -> None:
    """From either one goes on to the next change, back and ahead."""
    found = known_at(line, NOON_S + 3_630)

    assert (found.newest_s, found.next_s) == (NOON_S + 3_600, NOON_S + 3_660)
    assert known_at(line, NOON_S + 10_800).next_s is None


def test_before_anything_came_there_is_no_newest(line: Place) -> None:
    """Our key document stands from the beginning, and bears no time."""
    found = known_at(line, START_S - 10)

    assert found.heads == {"NORTH/1": 1, "SOUTH/1": 0}
    assert found.newest_s is None


def test_what_no_receipt_covers_is_counted_and_left_out(
    line: Place, tmp_path: Path
) -> None:
    """Nothing tells when it came."""
    world = World()
    world.say("SOUTH", message("When?"))
    other = line_of(world, "NORTH", tmp_path / "other")

    assert known_at(line, NOON_S).undated == 0
    assert known_at(other, NOON_S).undated == 3


def test_what_will_be_known_nobody_can_say(line: Place) -> None:
    """A moment that has not come is refused in words."""
    with pytest.raises(Misasked, match="15:00:01Z has not come"):
        known_at(line, NOON_S + 10_801)


def test_receipts_that_were_not_here_yet_count_for_nothing(line: Place) -> None:
    """So that a clock that runs from one had not begun."""
    with reading(line) as record:
        [(feed, mirror)] = receipted_by(record, NOON_S)

    assert (feed.party, mirror) == ("SOUTH", "NORTH")
