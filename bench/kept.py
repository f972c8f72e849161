"""What one side keeps of a conversation: a line's directory with a real store.

Decides how much of a conversation stands in the store, and which receipts beside it.
The store is the product's own, written through its port; a reader opens it as any
command does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.node.place import Place, Settings, render_settings
from detente.ports import Appended, Change, HeldFeed
from detente.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from pathlib import Path

    from bench.conversation import Conversation, Side
    from detente.record.feed import FeedId


class Kept:
    """A line's directory, filled from a conversation."""

    def __init__(self, talk: Conversation, own: str, at: Path) -> None:
        self.place = Place(at)
        self._talk = talk
        self._own = own
        self._sizes: dict[FeedId, int] = {}
        self.place.settings.write_text(render_settings(Settings(own)))
        self.place.charter.write_bytes(talk.charter)
        for side in talk.sides.values():
            path = self.place.document(side.code)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(side.party.raw)
        self._store = SqliteStore.create(self.place.store)

    def keep_up(self) -> None:
        """Write what was said since, with the receipts for it, in one commit."""
        talk = self._talk
        receipts = talk.receipts(self._sizes)
        grown = [s for s in talk.sides.values() if len(s.entries) > self._size(s)]
        change = Change(
            tuple(
                Appended(s.feed, self._size(s), tuple(s.entries[self._size(s) :]))
                for s in grown
            ),
            tuple(HeldFeed(s.feed, s.frontier, self._note(s)) for s in grown),
            tuple(receipts),
        )
        self._store.commit(change)
        self._sizes.update({side.feed: len(side.entries) for side in grown})

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def _size(self, side: Side) -> int:
        return self._sizes.get(side.feed, 0)

    def _note(self, side: Side) -> bytes:
        """Return the newest signed head of another's feed; of ours there is none."""
        return b"" if side.code == self._own else side.head(self._talk.now_s)
