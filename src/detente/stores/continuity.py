"""Decide whether a change continues what is held: one rule for every adapter.

Priority one is that nothing is lost or doubled. A store therefore takes no entries but
those at the end of their feed, and no frontier but the one exactly at the end of the
entries: a node that believed in more than lies on the medium would receipt what it
does not hold. A head guard replaces no head but the one it was told (clause 5.5).

Whose entries they are, and whether a head or receipt may follow the one held, is
decided before (`detente.exchange.mirror`).
"""

from collections.abc import Callable
from typing import Final

from detente.exchange.piece import Content
from detente.ports import Change, Filed
from detente.record.errors import HeadLost, StoreFailed, Unproven
from detente.record.feed import FeedId, Frontier
from detente.record.head import Head

_AFTER: Final = (
    "Nothing of it was kept. The program is at fault, not the disk: stop the node, "
    "keep its store as it is, and tell its engineers."
)


def check_continues(change: Change, size_of: Callable[[FeedId], int]) -> None:
    """Check that a change fits what is held.

    Args:
        change: what is to be written.
        size_of: returns how many entries of a feed are held.

    Raises:
        StoreFailed: entries leave a gap or stand there already, or a frontier is not
            at the end of its entries.
    """
    sizes: dict[FeedId, int] = {}
    for feed, start, entries in change.appended:
        size = sizes[feed] if feed in sizes else size_of(feed)
        if start != size:
            raise StoreFailed(
                f"Entries of {_name(feed)} from position {start} on do not continue "
                f"the {size} that the store holds. {_AFTER}"
            )
        sizes[feed] = size + len(entries)
    for feed, frontier, _ in change.feeds:
        size = sizes[feed] if feed in sizes else size_of(feed)
        _check_frontier(feed, frontier, size)
    grown = {feed for feed, _, entries in change.appended if entries}
    for feed in grown - {each.feed for each in change.feeds}:
        raise StoreFailed(f"Entries of {_name(feed)} came without frontier. {_AFTER}")


def check_pieces(filed: Filed, held_of: Callable[[Content], int]) -> None:
    """Check that the pieces of a commit continue what is held of their attachments.

    Args:
        filed: what is to be written.
        held_of: returns how much of an attachment is held, once what the commit drops
            is gone.

    Raises:
        StoreFailed: a piece leaves a gap, stands there already or goes over the end; or
            what is called whole is not all there.
    """
    held: dict[Content, int] = {}
    for piece in filed.pieces:
        content = piece.content
        at = held[content] if content in held else held_of(content)
        if piece.start != at or piece.end > content.size_bytes or not piece.data:
            raise StoreFailed(
                f"A piece of an attachment from byte {piece.start} on does not "
                f"continue the {at} that the store holds. {_AFTER}"
            )
        held[content] = piece.end
    for content in filed.whole:
        at = held[content] if content in held else held_of(content)
        if at != content.size_bytes:
            raise StoreFailed(f"An attachment is whole at {at} bytes. {_AFTER}")


def check_still(held: Head | None, old: Head | None) -> None:
    """Check that the head held is the one that is to be replaced.

    Raises:
        HeadLost: it is another one.
    """
    if held != old:
        raise HeadLost(
            "The second file vouches for another head of our own feed than the node "
            "believes in: the store may be an old copy, or a second node may have run. "
            "Nothing is signed. Stop every other node of this line and compare with "
            "the other side's copy."
        )


def _check_frontier(feed: FeedId, frontier: Frontier, size: int) -> None:
    if frontier.size != size:
        raise StoreFailed(
            f"A frontier of {_name(feed)} says {frontier.size} entries where the store "
            f"would hold {size}. {_AFTER}"
        )
    try:
        frontier.check()
    except Unproven as error:
        raise StoreFailed(f"{error.sentence} {_AFTER}") from error


def _name(feed: FeedId) -> str:
    return f"{feed.party}, generation {feed.generation},"
