"""Decide how what a store holds becomes how things stand: read on, fold on.

The fold is `detente.dialogue.fold`; this reads the entries that are new since the last
look and hands them over. The node follows its own store for the dues, and whoever only
reads (a command, a page) follows it from a read-only connection.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from detente.dialogue import fold, reading
from detente.dialogue.entered import Entered
from detente.dialogue.pairing import Founding
from detente.dialogue.reading import Spoken
from detente.dialogue.receipts import Receipt, ReceiptBook, prove
from detente.dialogue.standing import Standing, begin
from detente.ports import HeldFeed, HeldReceipt, Source
from detente.record.credentials import KeyDocument
from detente.record.feed import FeedId
from detente.record.statement import Seen

if TYPE_CHECKING:
    from detente.dialogue.declared import Declared, Declaring
    from detente.dialogue.lives import Lives

AT_ONCE: Final = 2048
REMEMBERED: Final = 4096

Timed: TypeAlias = tuple[str, bytes]
"""Whose receipt a clock runs from, and the id of the statement."""
Mirrored: TypeAlias = tuple[FeedId, str]
"""Whose feed a receipt is for, and whose mirror gave it."""
Given: TypeAlias = tuple[FeedId, str, int]
"""Whose feed a receipt is for, whose mirror gave it, and how far it reaches."""


class Following:
    """How things stand by what a store holds."""

    def __init__(self, founding: Founding, store: Source) -> None:
        """Start before the first entry; `catch_up` reads."""
        self.standing: Standing = begin(founding)
        self._founding = founding
        self._store = store
        self._read: dict[FeedId, int] = {}
        self._held: tuple[HeldFeed, ...] = ()
        self._receipted: Mapping[Mirrored, int] = {}
        self._first: dict[Timed, Receipt] = {}
        self._book: tuple[Standing, Mapping[Mirrored, int], ReceiptBook] | None = None
        self._came: dict[tuple[FeedId, str, int], HeldReceipt] = {}
        self._lives: Lives | None = None
        self._declaring: Declaring | None = None

    def catch_up(self) -> Standing:
        """Read and fold what has come; return how things stand.

        Raises:
            StoreFailed: the store cannot be read.
        """
        stored = self._store.held()
        self._held = stored.feeds
        receipted = {(r.feed, r.mirror): r.size for r in stored.receipts}
        if receipted != self._receipted:
            self._receipted = receipted
        for held in self._held:
            start = self._read.get(held.feed, 0)
            while start < held.frontier.size:
                found = self._entries(held.feed, start, held.frontier.size)
                self.standing = fold.extend(self.standing, found)
                start += len(found)
                self._read[held.feed] = start
        return self.standing

    def looking_back(
        self, receipted: Mapping[Mirrored, int], lives: "Lives"
    ) -> "Following":
        """Return how things stood at a moment; it is looked at, and not read on.

        Args:
            receipted: how far the receipts reach that were held then.
            lives: what had conflicted by then, and how things stood.
        """
        back = Following(self._founding, self._store)
        back.standing, back._receipted, back._lives = lives.standing, receipted, lives
        return back

    def _entries(self, feed: FeedId, start: int, size: int) -> list[Spoken]:
        end = min(start + AT_ONCE, size)
        found: list[Spoken] = []
        for position, entry in enumerate(self._store.entries(feed, start, end), start):
            if position == 0:
                document = self._document(feed.party)
                found.append(reading.keyed(feed, position, entry.raw, document))
            else:
                found.append(reading.read(self._founding, feed, position, entry))
        return found

    def _document(self, code: str) -> KeyDocument:
        codes = self._founding.charter.codes
        return self._founding.documents[codes.index(code)]

    def seen(self, own: str) -> tuple[Seen, ...]:
        """Return the heads of the others' feeds that what stands is made of."""
        return tuple(
            Seen(*held.feed, held.frontier.size, held.frontier.root())
            for held in self._held
            if held.feed.party != own and held.frontier.size
        )

    def lives(self) -> "Lives":
        """Return what has conflicted, as of the last `catch_up`.

        What finds it is loaded when it is asked for: nothing else takes as much.
        """
        from detente.dialogue.lives import follow  # noqa: PLC0415

        self._lives = follow(self.standing, self._lives)
        return self._lives

    def declared(self) -> "list[Declared]":
        """Return every volume that stands declared, as of the last `catch_up`.

        What draws them is loaded when it is asked for, as above.
        """
        from detente.dialogue.declared import Declaring  # noqa: PLC0415

        self._declaring = self._declaring or Declaring()
        return self._declaring.all(self.standing)

    def receipts(self) -> ReceiptBook:
        """Return the first receipt of each statement on which a clock runs.

        As of the last `catch_up`.

        Raises:
            StoreFailed: the store cannot be read.
        """
        if self._book is not None:
            standing, receipted, book = self._book
            if standing is self.standing and receipted is self._receipted:
                return book
        book = ReceiptBook(self._first_receipts())
        self._book = self.standing, self._receipted, book
        return book

    def _first_receipts(self) -> Iterable[Receipt]:
        # The first receipt of a statement stays the first, and is proven once: who
        # follows a line for long must not verify its signatures at every look.
        first: dict[Timed, Receipt] = {}
        asked: list[tuple[str, Entered]] = []
        for case in self.standing.live_cases():
            for mirror, entered in case.timed():
                found = self._first.get((mirror, entered.id))
                if found is not None:
                    first[mirror, entered.id] = found
                elif self._covers(mirror, entered):
                    asked.append((mirror, entered))
        proven = (
            {(r.feed, r.mirror, r.size): r for r in first.values()} if asked else {}
        )
        for mirror, entered in asked:
            found = self._prove(mirror, entered, proven)
            if found is not None:
                first[mirror, entered.id] = found
        self._first = first
        return {r.note: r for r in first.values()}.values()

    def first_receipt(
        self, feed: FeedId, mirror: str, position: int
    ) -> HeldReceipt | None:
        """Return the first receipt of a mirror that covers a position, as held by now.

        Once it is there it stays the first, and is not asked for again.

        Raises:
            StoreFailed: the store cannot be read.
        """
        key = feed, mirror, position
        found = self._came.get(key)
        if found is None:
            found = self._store.first_receipt(feed, mirror, position)
            if found is not None:
                if len(self._came) >= REMEMBERED:
                    self._came.clear()
                self._came[key] = found
        return found

    def _covers(self, mirror: str, entered: Entered) -> bool:
        """Say whether a mirror has receipted a statement, as of the last `catch_up`."""
        said = entered.said
        return self._receipted.get((said.feed, mirror), 0) > said.position

    def _prove(
        self, mirror: str, entered: Entered, proven: dict[Given, Receipt]
    ) -> Receipt | None:
        """Return the first receipt that covers a statement, if the store has one."""
        said = entered.said
        kept = self.first_receipt(said.feed, mirror, said.position)
        if kept is None:
            return None
        key = kept.feed, kept.mirror, kept.size
        if key not in proven:
            document = self._document(mirror)
            proven[key] = prove(self._founding, [said.feed], [document], kept.note)
        return proven[key]
