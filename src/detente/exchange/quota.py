"""Decide for which attachments there is room: what one side may lay on another's disk.

Spec clause 9.11. The charter bounds each attachment, those of one statement, and those
of one party together; a Z has a reserve beyond the last, which nothing else uses up.
What is beyond a bound stands in its statement all the same, and its bytes do not
travel. Reckoned along the party's own feed, so that both sides know it alike.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.exchange.piece import Content
from detente.record.statement import Header

MOST_LISTED: Final = 64


class Bounds(NamedTuple):
    """What the charter grants, in bytes (clause 10.8)."""

    each_bytes: int
    statement_bytes: int
    party_bytes: int
    reserve_bytes: int

    def room_bytes(self, header: Header) -> int:
        """Return how much a party may have granted, once this statement is."""
        reserve = self.reserve_bytes if header.precedence == "Z" else 0
        return self.party_bytes + reserve


class Grant(NamedTuple):
    """An attachment, and whether there is room for it."""

    content: Content
    granted: bool


def contents(header: Header) -> tuple[Content, ...]:
    """Return what a statement lists, each once."""
    listed = (Content(each.sha256, each.size_bytes) for each in header.attachments)
    return tuple(dict.fromkeys(listed))


def grants(
    bounds: Bounds, header: Header, had_bytes: int, had: Sequence[Content]
) -> tuple[Grant, ...]:
    """Return for which attachments of a statement there is room.

    Args:
        bounds: what the charter grants.
        header: the statement.
        had_bytes: what its party was granted before.
        had: those of its attachments that were granted before: they lie there already.
    """
    found, listed = [], contents(header)
    total = sum(each.size_bytes for each in listed)
    # For each that comes the reader's node enters HELD: one statement of theirs must
    # not make hundreds of ours.
    within = total <= bounds.statement_bytes and len(listed) <= MOST_LISTED
    for each in listed:
        size = 0 if each in had else each.size_bytes
        fits = 0 < each.size_bytes <= bounds.each_bytes
        granted = within and fits and had_bytes + size <= bounds.room_bytes(header)
        had_bytes += size if granted else 0
        found.append(Grant(each, granted))
    return tuple(found)
