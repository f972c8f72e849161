"""Decide what is told of the feeds themselves: heads, receipts, what the others saw.

Three things are told of each feed, and none stands for another: its head as it is held
here; the receipts of other parties' nodes (clause 5.4), each with the path and our
clock when it came; and the head of it that another party's newest entry says it had
seen (clause 4), which stands in that party's own feed, and is compared with ours. The
heads code (clause 5.9) is of the heads that are named.
"""

from collections.abc import Sequence

import msgspec

from detente.dialogue.spoken import groups, heads_code
from detente.ports import HeldFeed
from detente.record import statement
from detente.record.credentials import Names
from detente.record.feed import FeedId
from detente.record.head import Head
from detente.report.heads import sizes_at
from detente.report.record import Record


class FeedReceipt(msgspec.Struct, frozen=True):
    """The newest receipt of a party's node: the path, our clock (POSIX s) when.

    Our own came by none.
    """

    by: str
    size: int
    path: str
    at_s: int


class FeedSeen(msgspec.Struct, frozen=True):
    """The head that a party's newest entry says it had seen; its place in its feed.

    `same`: our copy has the same root at this size.
    """

    by: str
    size: int
    position: int
    same: bool


class FeedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A feed: how many entries are held, and its head at `size`, the root in hex."""

    party: str
    generation: int
    held: int
    size: int
    root: str
    receipts: tuple[FeedReceipt, ...]
    seen: tuple[FeedSeen, ...]


class FeedList(msgspec.Struct, frozen=True):
    """The feeds of a channel in order, and the code of their heads in groups."""

    feeds: tuple[FeedRow, ...]
    code: str


def feed_list(record: Record, heads: Sequence[str]) -> FeedList:
    """Return what is told of the feeds, at heads such as `NORTH=12`, else the newest.

    Raises:
        Misasked: a head is of no feed, or beyond what is held.
        Failed: the store cannot be read.
    """
    held = {each.feed: each for each in record.store.held().feeds}
    newest = {feed: each.frontier.size for feed, each in sorted(held.items())}
    sizes = sizes_at(newest, heads)
    roots = {feed: _root(record, held[feed], size) for feed, size in sizes.items()}
    names = Names(record.founding.channel)
    code = heads_code(
        Head(names.origin(*feed), size, roots[feed])
        for feed, size in sizes.items()
        if size
    )
    seen = _seen(record, newest)
    rows = (
        FeedRow(
            party=feed.party,
            generation=feed.generation,
            held=newest[feed],
            size=size,
            root=roots[feed].hex(),
            receipts=tuple(_receipts(record, feed)),
            seen=tuple(each for of, each in seen if of == feed),
        )
        for feed, size in sizes.items()
    )
    return FeedList(tuple(rows), groups(code))


def _root(record: Record, held: HeldFeed, size: int) -> bytes:
    if size == held.frontier.size:
        return held.frontier.root()
    return record.root(held.feed, size)


def _receipts(record: Record, feed: FeedId) -> list[FeedReceipt]:
    return [
        FeedReceipt(each.mirror, each.size, each.path, each.kept_at_s)
        for each in sorted(record.store.held().receipts, key=lambda each: each.mirror)
        if each.feed == feed
    ]


def _seen(record: Record, held: dict[FeedId, int]) -> list[tuple[FeedId, FeedSeen]]:
    """Return what the newest entry of each other feed says it had seen, by feed."""
    found = []
    for feed, size in held.items():
        # The first entry is a key document, and has seen nothing.
        if feed.party == record.own or size < 2:  # noqa: PLR2004
            continue
        [newest] = record.store.entries(feed, size - 1, size)
        for seen in statement.parse(newest.raw).header.seen:
            of = FeedId(seen.party, seen.generation)
            here = held.get(of, 0) >= seen.size
            same = here and record.root(of, seen.size) == seen.root
            found.append((of, FeedSeen(feed.party, seen.size, size - 1, same)))
    return found
