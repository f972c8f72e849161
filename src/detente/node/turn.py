"""Decide what a turn gathers before its one commit: what it is going to write."""

from dataclasses import dataclass, field

from detente.exchange.mirror import Mirror
from detente.exchange.piece import Piece
from detente.node.attachments import Stated
from detente.ports import Appended, HeldReceipt, Mark
from detente.record.feed import Entry, FeedId


@dataclass
class Turn:
    """What one turn is going to write.

    `entries` are our own; `pieces` of attachments come each with who sent it.
    """

    held: dict[FeedId, Mirror]
    entries: list[Entry] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    appended: list[Appended] = field(default_factory=list)
    receipts: list[HeldReceipt] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)
    pieces: list[tuple[str, Piece]] = field(default_factory=list)

    def part(self) -> "Turn":
        """Return a turn that sees what this one gathered of the others' feeds.

        What a bundle brings stands apart until it is known that nothing of it is
        refused.
        """
        return Turn(dict(self.held), appended=[*self.appended])

    def join(self, part: "Turn") -> None:
        """Take over what a part has gathered."""
        self.held, self.appended = part.held, part.appended
        self.receipts += part.receipts
        self.marks += part.marks
        self.stated += part.stated
        self.pieces += part.pieces
