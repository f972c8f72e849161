"""Decide how the bytes of attachments are kept for as long as a process lives.

The same contract as the rows of the SQLite file, without a disk.
"""

from collections.abc import Callable, Sequence

from detente.exchange.piece import Content
from detente.ports import Filed, HeldContent, Holding, Listed, Shelf, Stray


class MemoryAttachments:
    """The Attachments port in this process's memory."""

    def __init__(self) -> None:
        """Start empty."""
        self._bytes: dict[Content, bytearray] = {}
        self._kept_at_s: dict[Content, int] = {}
        self._whole: set[Content] = set()
        self._listed: dict[Content, list[Listed]] = {}
        self._holdings: list[Holding] = []
        self._gone: set[Content] = set()

    def shelf(self) -> Shelf:
        """Return what is listed and lacking, granted, and listed by nobody."""
        granted = [e for rows in self._listed.values() for e in rows if e.granted]
        once = {(each.feed.party, each.content) for each in granted}
        here = self._whole | self._gone
        total: dict[str, int] = {}
        for party, content in once:
            total[party] = total.get(party, 0) + content.size_bytes
        return Shelf(
            tuple(sorted(each for each in granted if each.content not in here)),
            total,
            tuple(
                Stray(content, kept_at_s)
                for content, kept_at_s in self._kept_at_s.items()
                if content not in self._listed
            ),
        )

    def content(self, content: Content) -> HeldContent:
        """Return how much of an attachment is held."""
        held = len(self._bytes.get(content, b""))
        whole, gone = content in self._whole, content in self._gone
        return HeldContent(content, held, whole, gone)

    def content_bytes(self, content: Content, start: int, end: int) -> bytes:
        """Return its bytes from start up to end, end excluded, as far as held."""
        return bytes(self._bytes.get(content, b"")[max(start, 0) : max(end, 0)])

    def listed(self, content: Content) -> list[Listed]:
        """Return where an attachment is listed, by feed and position."""
        return sorted(self._listed.get(content, ()))

    def holdings(self, after: int) -> list[Holding]:
        """Return what became whole since the holding of this number, oldest first."""
        return self._holdings[max(after, 0) :]

    def _purge(self, contents: Sequence[Content]) -> None:
        """Destroy the bytes of attachments for good."""
        for content in contents:
            self._bytes.pop(content, None)
            self._kept_at_s.pop(content, None)
            self._whole.discard(content)
            self._gone.add(content)

    def _held_after(self, dropped: Sequence[Content]) -> Callable[[Content], int]:
        """Return what tells how much is held once these are dropped."""
        gone = frozenset(dropped)
        return lambda content: (
            0 if content in gone else self.content(content).held_bytes
        )

    def _file_away(self, filed: Filed) -> None:
        """Write what a commit says of attachments."""
        for content in filed.dropped:
            self._bytes.pop(content, None)
            self._kept_at_s.pop(content, None)
            self._whole.discard(content)
        for piece in filed.pieces:
            self._bytes.setdefault(piece.content, bytearray()).extend(piece.data)
            self._kept_at_s[piece.content] = filed.kept_at_s
        self._whole.update(filed.whole)
        for each in filed.listed:
            rows = self._listed.setdefault(each.content, [])
            places = {(row.feed, row.position) for row in rows}
            if (each.feed, each.position) not in places:
                rows.append(each)
        touched = (*filed.whole, *(each.content for each in filed.listed))
        for content in dict.fromkeys(touched):
            self._number(content)

    def _number(self, content: Content) -> None:
        """Number the listings of an attachment that is whole and was not before."""
        if content not in self._whole:
            return
        numbered = {each.listed for each in self._holdings}
        for listed in sorted(self._listed.get(content, ())):
            if listed not in numbered:
                self._holdings.append(Holding(len(self._holdings) + 1, listed))
