"""The SQLite store does what a few lists and dictionaries would do."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.stores.samples import FEEDS, blobs, entries

from detente.ports import Appended, Change, HeldFeed, HeldReceipt, Mark
from detente.record.errors import StoreFailed
from detente.record.feed import Entry, FeedId, Frontier, leaf_hash
from detente.stores import database
from detente.stores.sqlite import SqliteStore

feeds = st.sampled_from(FEEDS)
names = st.sampled_from(["SOUTH", "fork/SOUTH/1", "Ü"])


class Model(RuleBasedStateMachine):
    """A store under use, and what it should hold."""

    def __init__(self) -> None:
        """Start with nothing kept."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "record.sqlite"
        self.store = SqliteStore.create(self.path)
        self.reader = SqliteStore.read_only(self.path)
        self.entries: dict[FeedId, list[Entry]] = {feed: [] for feed in FEEDS}
        self.feeds: dict[FeedId, HeldFeed] = {}
        self.receipts: dict[tuple[FeedId, str, int], HeldReceipt] = {}
        self.marks: dict[str, Mark] = {}

    def teardown(self) -> None:
        """Let go of the files."""
        self.reader.close()
        self.store.check()
        self.store.close()
        self.folder.cleanup()

    def _held_after(self, feed: FeedId, new: list[Entry], note: bytes) -> HeldFeed:
        leaves = [leaf_hash(each.raw) for each in (*self.entries[feed], *new)]
        return HeldFeed(feed, Frontier().extend(leaves), note)

    @rule(feed=feeds, new=st.lists(entries, max_size=40), note=blobs)
    def append(self, feed: FeedId, new: list[Entry], note: bytes) -> None:
        """Append at the end of a feed."""
        held = self._held_after(feed, new, note)
        start = len(self.entries[feed])
        self.store.commit(Change((Appended(feed, start, tuple(new)),), (held,)))
        self.entries[feed] += new
        self.feeds[feed] = held

    @rule(feed=feeds, new=st.lists(entries, min_size=1, max_size=3), off=st.integers(1))
    def append_elsewhere(self, feed: FeedId, new: list[Entry], off: int) -> None:
        """Append beyond the end: refused, with everything else in the change."""
        start = len(self.entries[feed]) + off
        held = self._held_after(feed, new, b"")
        marks = (Mark("refused", b""),)
        with pytest.raises(StoreFailed):
            self.store.commit(
                Change((Appended(feed, start, tuple(new)),), (held,), (), marks)
            )

    @rule(
        feed=feeds,
        mirror=names,
        size=st.integers(0, 9) | st.integers(0, 2**63 - 1),
        note=blobs,
        path=st.sampled_from(["", "https", "folder"]),
    )
    def receipt(
        self, feed: FeedId, mirror: str, size: int, note: bytes, path: str
    ) -> None:
        """Keep a receipt."""
        kept = HeldReceipt(feed, mirror, size, note, path, size // 2)
        self.store.commit(Change(receipts=(kept,)))
        self.receipts.setdefault((feed, mirror, size), kept)

    @rule(name=names, value=blobs)
    def mark(self, name: str, value: bytes) -> None:
        """Keep a mark."""
        self.store.commit(Change(marks=(Mark(name, value),)))
        self.marks[name] = Mark(name, value)

    @rule()
    def reopen(self) -> None:
        """Close the store and open it again."""
        self.store.close()
        self.store = SqliteStore.open(self.path)

    @rule(feed=feeds, start=st.integers(-2, 99), end=st.integers(-2, 99))
    def read(self, feed: FeedId, start: int, end: int) -> None:
        """Read a range, as the node and as another process."""
        expected = [
            each for at, each in enumerate(self.entries[feed]) if start <= at < end
        ]
        for store in (self.store, self.reader):
            assert store.entries(feed, start, end) == expected
            leaves = [leaf_hash(each.raw) for each in expected]
            assert store.leaves(feed, start, end) == leaves

    @rule(feed=feeds, mirror=names, position=st.integers(0, 10))
    def first_receipt(self, feed: FeedId, mirror: str, position: int) -> None:
        """Ask for the first receipt that covers a position."""
        expected = min(
            (
                each
                for (of, by, size), each in self.receipts.items()
                if (of, by) == (feed, mirror) and size > position
            ),
            key=lambda each: each.size,
            default=None,
        )
        for store in (self.store, self.reader):
            assert store.first_receipt(feed, mirror, position) == expected

    @rule(feed=feeds, mirror=names, time_s=st.integers(0, 6))
    def receipt_by(self, feed: FeedId, mirror: str, time_s: int) -> None:
        """Ask for the largest receipt that was kept by a time."""
        expected = max(
            (
                each
                for (of, by, _), each in self.receipts.items()
                if (of, by) == (feed, mirror) and each.kept_at_s <= time_s
            ),
            key=lambda each: each.size,
            default=None,
        )
        for store in (self.store, self.reader):
            assert store.receipt_by(feed, mirror, time_s) == expected

    @invariant()
    def agrees(self) -> None:
        """Everything but the entries is as it should be, whoever looks."""
        for store in (self.store, self.reader):
            held = store.held()
            assert {each.feed: each for each in held.feeds} == self.feeds
            newest = dict[tuple[FeedId, str], HeldReceipt]()
            for _, each in sorted(self.receipts.items()):
                newest[each.feed, each.mirror] = each
            assert sorted(held.receipts) == sorted(newest.values())
            assert {each.name: each for each in held.marks} == self.marks


def test_the_store_agrees_with_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over any run of commits, refusals and restarts, with a log that wraps often."""
    monkeypatch.setattr(database, "WAL_PAGES", 20)
    machine: Any = Model
    run_state_machine_as_test(
        machine, settings=settings(max_examples=25, stateful_step_count=25)
    )
