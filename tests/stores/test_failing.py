"""The disk that fails does so when it should, and only then."""

import random

import pytest
from tests.stores.media import FileMedium
from tests.stores.samples import NORTH, append, entries_from, frontier, head

from detente.ports import Store
from detente.record.errors import HeadLost, StoreFailed
from detente.testing.failing import Crash, Disk


def size(store: Store) -> int:
    """Return how many entries a store holds."""
    return frontier(store, NORTH).size


def test_the_write_that_is_to_fail_fails_and_keeps_nothing() -> None:
    """The ones before and after are kept."""
    disk = Disk()
    disk.fail_at(2)
    store = disk.store()
    append(store, NORTH, entries_from(0, 1))
    with pytest.raises(StoreFailed):
        append(store, NORTH, entries_from(1, 1))
    assert size(store) == 1
    append(store, NORTH, entries_from(1, 2))
    assert size(store) == 3


def test_commits_and_heads_are_counted_together() -> None:
    """So a test can stop a node between a flush and its head."""
    disk = Disk()
    disk.fail_at(2)
    store, guard = disk.store(), disk.guard()
    append(store, NORTH, entries_from(0, 1))
    with pytest.raises(HeadLost):
        guard.replace(None, head(1))
    assert guard.read() is None
    guard.replace(None, head(1))
    assert disk.writes == 3


@pytest.mark.parametrize("kept", [False, True])
def test_a_crash_at_a_commit_keeps_all_of_it_or_nothing(kept: bool) -> None:  # noqa: FBT001
    """The next life finds what the medium holds; the last one never learnt it."""
    disk = Disk()
    append(disk.store(), NORTH, entries_from(0, 2))
    disk.crash_at(2, kept=kept)
    with pytest.raises(Crash):
        append(disk.store(), NORTH, entries_from(2, 3))
    assert size(disk.store()) == (5 if kept else 2)


@pytest.mark.parametrize("kept", [False, True])
def test_a_crash_at_a_head_keeps_it_or_the_one_before(kept: bool) -> None:  # noqa: FBT001
    """The next life reads what the second file holds."""
    disk = Disk()
    disk.guard().replace(None, head(1))
    disk.crash_at(2, kept=kept)
    with pytest.raises(Crash):
        disk.guard().replace(head(1), head(2))
    assert disk.guard().read() == head(2 if kept else 1)


def test_a_crash_is_swallowed_by_no_handler() -> None:
    """Neither for our own errors nor for all of them: a dead process runs none."""
    disk = Disk()
    disk.crash_at(1, kept=False)
    handled = []

    def work() -> None:
        try:
            append(disk.store(), NORTH, entries_from(0, 1))
        except Exception as error:  # noqa: BLE001 - the widest handler there may be
            handled.append(error)

    with pytest.raises(Crash):
        work()
    assert handled == []


def test_a_dead_node_does_nothing_more() -> None:
    """Who still holds the ports of a life that is over gets nothing from them."""
    disk = Disk()
    store, guard = disk.store(), disk.guard()
    append(store, NORTH, entries_from(0, 1))
    disk.crash()
    append(disk.store(), NORTH, entries_from(1, 1))
    for use in (
        store.held,
        guard.read,
        lambda: append(store, NORTH, entries_from(2, 1)),
        lambda: store.entries(NORTH, 0, 1),
        lambda: store.leaves(NORTH, 0, 1),
        lambda: store.first_receipt(NORTH, "SOUTH", 0),
        lambda: store.receipt_by(NORTH, "SOUTH", 0),
        lambda: guard.replace(None, head(1)),
    ):
        with pytest.raises(Crash):
            use()
    assert size(disk.store()) == 2
    assert disk.writes == 2


def test_a_node_that_died_at_a_write_does_nothing_more() -> None:
    """What still runs of it, a cleanup perhaps, reaches nothing."""
    disk = Disk()
    disk.crash_at(1, kept=True)
    store = disk.store()
    with pytest.raises(Crash):
        append(store, NORTH, entries_from(0, 1))
    with pytest.raises(Crash):
        store.held()
    assert size(disk.store()) == 1


def accidents(disk: Disk) -> list[str]:
    """Write two hundred times; return what came of each."""
    found = []
    for number in range(200):
        try:
            append(disk.store(), NORTH, entries_from(number, 1))
        except (StoreFailed, Crash) as error:
            found.append(f"{type(error).__name__} {size(disk.store())}")
        else:
            found.append("kept")
    return found


def test_the_same_dice_bring_the_same_accidents() -> None:
    """A schedule replays from its seed; another seed brings others."""
    first, again, other = (
        accidents(Disk(random.Random(seed), 0.2, 0.2)) for seed in (1, 1, 2)
    )
    assert first == again != other
    assert {each.split()[0] for each in first} == {"kept", "StoreFailed", "Crash"}


def test_a_healed_disk_does_not_fail() -> None:
    """Neither by dice nor by plan."""
    disk = Disk(random.Random(1), 0.5, 0.5)
    disk.fail_at(3)
    disk.heal()
    assert set(accidents(disk)) == {"kept"}


def test_a_disk_over_files_fails_as_well(files: FileMedium) -> None:
    """Faults can stand before the files of a real node."""
    disk = Disk(store=files.store, guard=files.guard)
    disk.crash_at(2, kept=True)
    append(disk.store(), NORTH, entries_from(0, 1))
    with pytest.raises(Crash):
        disk.guard().replace(None, head(1))
    assert size(files.store) == 1
    assert files.guard.read() == head(1)
