"""The contract of the Store port, sentence by sentence, on every adapter."""

import pytest
from tests.stores.media import Medium
from tests.stores.samples import (
    NORTH,
    SOUTH,
    append,
    entries_from,
    entry,
    frontier,
    growth,
    receipt,
)

from detente.ports import Appended, Change, EntryAt, Held, HeldFeed, Mark, Store
from detente.record.errors import StoreFailed
from detente.record.feed import Entry, FeedId, Frontier, leaf_hash


def contents(store: Store, *feeds: FeedId) -> tuple[Held, list[list[Entry]]]:
    """Return everything that a store tells."""
    return store.held(), [store.entries(feed, 0, 1000) for feed in feeds]


def test_a_new_store_holds_nothing(medium: Medium) -> None:
    """A node that starts for the first time is told that there is nothing."""
    assert medium.store.held() == Held()
    assert medium.store.entries(NORTH, 0, 10) == []
    assert medium.store.leaves(NORTH, 0, 10) == []


def test_a_commit_is_held_whole(medium: Medium) -> None:
    """Entries, frontier, head, receipt and mark of one change are all there."""
    change = growth(NORTH, Frontier(), entries_from(0, 3), b"signed head")
    fork = Mark("fork/SOUTH/1", b"proof")
    medium.store.commit(
        change._replace(receipts=(receipt(NORTH, 3),), marks=(fork,)),
    )
    held = Held(change.feeds, (receipt(NORTH, 3),), (fork,))
    assert contents(medium.store, NORTH) == (held, [entries_from(0, 3)])


def test_what_was_committed_stays_after_the_process_ends(medium: Medium) -> None:
    """The next process of the node is told exactly what the last one was."""
    append(medium.store, NORTH, entries_from(0, 5))
    medium.store.commit(
        Change(receipts=(receipt(NORTH, 5),), marks=(Mark("name", b"value"),))
    )
    before = contents(medium.store, NORTH)
    medium.restart()
    assert contents(medium.store, NORTH) == before
    assert before[1] == [entries_from(0, 5)]


def test_entries_come_without_the_end_of_the_range(medium: Medium) -> None:
    """A range means what it means in Python, and stops where the feed does."""
    append(medium.store, NORTH, entries_from(0, 6))
    assert medium.store.entries(NORTH, 2, 4) == entries_from(2, 2)
    assert medium.store.entries(NORTH, 4, 100) == entries_from(4, 2)
    assert medium.store.entries(NORTH, 3, 3) == []
    assert medium.store.entries(NORTH, 6, 9) == []


def test_leaves_are_the_hashes_of_the_entries(medium: Medium) -> None:
    """A leaf is the hash of the signed bytes alone (RFC 9162 section 2.1.1)."""
    append(medium.store, NORTH, entries_from(0, 6))
    leaves = [leaf_hash(each.raw) for each in entries_from(0, 6)]
    assert medium.store.leaves(NORTH, 0, 6) == leaves
    assert medium.store.leaves(NORTH, 2, 4) == leaves[2:4]
    assert medium.store.leaves(NORTH, 5, 100) == leaves[5:]


def test_a_position_beyond_all_stores_is_simply_not_held(medium: Medium) -> None:
    """A peer may ask for any number; it gets nothing, and breaks nothing."""
    append(medium.store, NORTH, entries_from(0, 2))
    assert medium.store.entries(NORTH, 2**64, 2**70) == []
    assert medium.store.leaves(NORTH, 0, 2**70) == [
        leaf_hash(each.raw) for each in entries_from(0, 2)
    ]


def test_feeds_and_generations_are_kept_apart(medium: Medium) -> None:
    """A feed is told by its party and its generation."""
    later = FeedId("NORTH", 2)
    append(medium.store, NORTH, entries_from(0, 2))
    append(medium.store, SOUTH, entries_from(10, 1))
    append(medium.store, later, entries_from(20, 3))
    append(medium.store, NORTH, entries_from(2, 1))
    assert medium.store.entries(NORTH, 0, 9) == entries_from(0, 3)
    assert medium.store.entries(SOUTH, 0, 9) == entries_from(10, 1)
    assert medium.store.entries(later, 0, 9) == entries_from(20, 3)
    assert [len(medium.store.leaves(each, 0, 9)) for each in (NORTH, later)] == [3, 3]


def test_a_body_may_be_purged_empty_or_long(medium: Medium) -> None:
    """No body and an empty body are two things; 60 KiB come back byte for byte."""
    kept = [
        Entry(b"purged", bytes(32), None),
        Entry(b"keys", b"", b""),
        Entry(bytes(range(256)) * 4, bytes(32), bytes(range(256)) * 240),
    ]
    append(medium.store, NORTH, kept)
    medium.restart()
    assert medium.store.entries(NORTH, 0, 3) == kept


def test_appends_of_one_change_follow_each_other(medium: Medium) -> None:
    """Two bundles of one peer that shared a turn are one commit."""
    both = entries_from(0, 5)
    whole = growth(NORTH, Frontier(), both)
    parts = (Appended(NORTH, 0, tuple(both[:2])), Appended(NORTH, 2, tuple(both[2:])))
    medium.store.commit(whole._replace(appended=parts))
    assert medium.store.entries(NORTH, 0, 9) == both


@pytest.mark.parametrize("start", [0, 1, 3])
def test_entries_that_do_not_continue_their_feed_are_refused(
    medium: Medium, start: int
) -> None:
    """A gap and a position that is taken already are both refused."""
    append(medium.store, NORTH, entries_from(0, 2))
    before = contents(medium.store, NORTH)
    after = frontier(medium.store, NORTH).extend([leaf_hash(b"new")])
    new = Appended(NORTH, start, (Entry(b"new", b"", b""),))
    with pytest.raises(StoreFailed, match="do not continue the 2"):
        medium.store.commit(Change((new,), (HeldFeed(NORTH, after, b""),)))
    assert contents(medium.store, NORTH) == before


def test_a_refused_change_leaves_nothing_behind(medium: Medium) -> None:
    """What would have fitted is not kept either, now or after a restart."""
    append(medium.store, NORTH, entries_from(0, 2))
    before = contents(medium.store, NORTH, SOUTH)
    good = growth(NORTH, frontier(medium.store, NORTH), entries_from(2, 2))
    gap = Appended(SOUTH, 1, (entry(9),))
    change = Change(
        (*good.appended, gap),
        good.feeds,
        (receipt(NORTH, 4),),
        (Mark("name", b"value"),),
    )
    with pytest.raises(StoreFailed):
        medium.store.commit(change)
    assert contents(medium.store, NORTH, SOUTH) == before
    medium.restart()
    assert contents(medium.store, NORTH, SOUTH) == before


def test_a_store_goes_on_after_a_refused_change(medium: Medium) -> None:
    """The next change that fits is kept."""
    with pytest.raises(StoreFailed):
        medium.store.commit(Change((Appended(NORTH, 7, (entry(7),)),)))
    append(medium.store, NORTH, entries_from(0, 1))
    assert medium.store.entries(NORTH, 0, 9) == entries_from(0, 1)


@pytest.mark.parametrize(
    "told",
    [
        Frontier().extend([leaf_hash(b"a"), leaf_hash(b"b")]),
        Frontier(),
        Frontier(1, ()),
        Frontier(1, (bytes(32), bytes(32))),
    ],
    ids=["beyond", "behind", "without peaks", "with peaks of another"],
)
def test_a_frontier_that_is_not_at_the_end_is_refused(
    medium: Medium, told: Frontier
) -> None:
    """A node that believed in more than is flushed would receipt what it lacks."""
    appended = Appended(NORTH, 0, (entry(0),))
    with pytest.raises(StoreFailed, match="frontier"):
        medium.store.commit(Change((appended,), (HeldFeed(NORTH, told, b""),)))
    assert contents(medium.store, NORTH) == (Held(), [[]])


def test_entries_without_their_frontier_are_refused(medium: Medium) -> None:
    """Else the node would start next time from a frontier behind its entries."""
    with pytest.raises(StoreFailed, match="without frontier"):
        medium.store.commit(Change((Appended(NORTH, 0, (entry(0),)),)))
    assert medium.store.entries(NORTH, 0, 9) == []


def test_a_head_may_change_where_no_entry_comes(medium: Medium) -> None:
    """Signing may lag behind the flush; whether a head may follow is decided before."""
    append(medium.store, NORTH, entries_from(0, 2))
    (held,) = medium.store.held().feeds
    for note in (b"signed later", b"signed earlier"):
        medium.store.commit(Change(feeds=(held._replace(note=note),)))
        assert medium.store.held().feeds == (held._replace(note=note),)


def test_the_newest_receipt_of_each_mirror_is_held(medium: Medium) -> None:
    """One a mirror and feed: the one that covers most, in whatever order they came."""
    for size in (3, 7, 5):
        medium.store.commit(Change(receipts=(receipt(NORTH, size),)))
    other = receipt(NORTH, 2)._replace(mirror="HARBOUR")
    medium.store.commit(Change(receipts=(other, receipt(SOUTH, 2), receipt(SOUTH, 1))))
    medium.restart()
    found = sorted(medium.store.held().receipts)
    assert found == sorted([receipt(NORTH, 7), other, receipt(SOUTH, 2)])


def test_the_first_receipt_that_covers_a_position_is_found(medium: Medium) -> None:
    """Every receipt stays: a clock runs from the first that covers a request."""
    for size in (3, 7, 12):
        medium.store.commit(Change(receipts=(receipt(NORTH, size, f"by {size}"),)))
    medium.store.commit(Change(receipts=(receipt(NORTH, 5, "by 5, late"),)))
    medium.restart()
    found = [medium.store.first_receipt(NORTH, "SOUTH", at) for at in range(13)]
    sizes = [None if each is None else each.size for each in found]
    assert sizes == [3, 3, 3, 5, 5, 7, 7, 12, 12, 12, 12, 12, None]
    assert found[0] == receipt(NORTH, 3, "by 3")
    assert medium.store.first_receipt(NORTH, "SOUTH", 2**70) is None


def test_the_largest_receipt_that_was_kept_by_a_time_is_found(medium: Medium) -> None:
    """It says how far a feed was held by then, also where the clock went back since."""
    for size in (3, 7, 12):
        medium.store.commit(Change(receipts=(receipt(NORTH, size),)))
    back = receipt(NORTH, 14)._replace(kept_at_s=1_008)
    medium.store.commit(Change(receipts=(back, receipt(SOUTH, 1))))
    medium.restart()

    def size_by(time_s: int) -> int | None:
        found = medium.store.receipt_by(NORTH, "SOUTH", time_s)
        return None if found is None else found.size

    sizes = [size_by(at) for at in (1_002, 1_003, 1_007, 1_008, 2**70)]
    assert sizes == [None, 3, 7, 14, 14]
    assert medium.store.receipt_by(NORTH, "HARBOUR", 2_000) is None


def test_a_receipt_of_another_mirror_or_feed_covers_nothing(medium: Medium) -> None:
    """Each mirror speaks for itself, and for the feed that it names."""
    medium.store.commit(Change(receipts=(receipt(NORTH, 9),)))
    later = FeedId("NORTH", 2)
    assert medium.store.first_receipt(NORTH, "HARBOUR", 0) is None
    assert medium.store.first_receipt(SOUTH, "SOUTH", 0) is None
    assert medium.store.first_receipt(later, "SOUTH", 0) is None


def test_the_first_receipt_of_a_size_stays(medium: Medium) -> None:
    """One given again says nothing new, and must not start a clock anew."""
    first = receipt(NORTH, 4)
    again = first._replace(note=b"again", path="folder", kept_at_s=9999)
    medium.store.commit(Change(receipts=(first, again)))
    medium.store.commit(Change(receipts=(again,)))
    assert medium.store.held().receipts == (first,)
    assert medium.store.first_receipt(NORTH, "SOUTH", 0) == first


def test_a_mark_is_replaced_whole(medium: Medium) -> None:
    """A name has one value, the last."""
    for value in (b"a longer value", b"", b"last"):
        medium.store.commit(Change(marks=(Mark("name", value),)))
        assert medium.store.held().marks == (Mark("name", value),)


def test_a_change_of_nothing_changes_nothing(medium: Medium) -> None:
    """An empty change is no fault."""
    append(medium.store, NORTH, entries_from(0, 1))
    before = contents(medium.store, NORTH)
    medium.store.commit(Change())
    medium.store.commit(Change((Appended(NORTH, 1, ()),)))
    assert contents(medium.store, NORTH) == before


def test_what_a_store_returned_does_not_change(medium: Medium) -> None:
    """A list handed out is the caller's own: a later commit does not reach into it."""
    append(medium.store, NORTH, entries_from(0, 2))
    entries, leaves = (
        medium.store.entries(NORTH, 0, 9),
        medium.store.leaves(NORTH, 0, 9),
    )
    append(medium.store, NORTH, entries_from(2, 2))
    assert (len(entries), len(leaves)) == (2, 2)
    entries.clear()
    assert len(medium.store.entries(NORTH, 0, 9)) == 4


def test_an_erased_entry_keeps_its_bytes_and_its_place(medium: Medium) -> None:
    """Body and salt are gone, also for the next process; the tree is as it was."""
    append(medium.store, NORTH, entries_from(0, 4))
    append(medium.store, SOUTH, entries_from(0, 4))
    leaves = medium.store.leaves(NORTH, 0, 4)
    assert medium.store.erase([EntryAt(NORTH, 1), EntryAt(NORTH, 2)])
    medium.restart()
    gone = [Entry(each.raw, b"", None) for each in entries_from(1, 2)]
    whole = entries_from(0, 4)
    assert medium.store.entries(NORTH, 0, 4) == [whole[0], *gone, whole[3]]
    assert medium.store.entries(SOUTH, 0, 4) == whole
    assert medium.store.leaves(NORTH, 0, 4) == leaves


def test_to_erase_again_or_what_is_not_held_is_no_fault(medium: Medium) -> None:
    """Whoever asks until it is done asks once too often."""
    append(medium.store, NORTH, entries_from(0, 2))
    places = [EntryAt(NORTH, 0), EntryAt(NORTH, 2**70), EntryAt(SOUTH, 5)]
    assert medium.store.erase(places)
    before = contents(medium.store, NORTH)
    assert medium.store.erase(places)
    assert contents(medium.store, NORTH) == before
