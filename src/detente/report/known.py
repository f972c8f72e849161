"""Decide what stood in our record at a moment: what did we know then?

Spec clause 24.10. No statement says when it came here. Our own receipts do: each is
given once what it covers is flushed, and is kept with our node's time. What we said
ourselves stood from its release on, by the same clock. What stands before an entry that
was held stood too: a clock that went back takes nothing away. Where no receipt of ours
covers an entry yet, its moment is not known; such are counted, and left out.
What follows from these entries is `detente.dialogue.recalled`.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from detente.node.following import Mirrored
from detente.ports import HeldReceipt
from detente.record.errors import Misasked
from detente.record.feed import FeedId
from detente.report.record import Record
from detente.report.words import utc


class Known(msgspec.Struct, frozen=True):
    """What stood in our record at a moment; times in POSIX seconds, by our node.

    `heads` say how many entries of each feed, as `NORTH/1`. `newest_s` is when the
    newest of them came, `next_s` when the one after it did; null: there is none.
    `undated` counts what is held now and whose moment of arrival nothing tells.
    """

    at_s: int
    heads: dict[str, int]
    newest_s: int | None
    next_s: int | None
    undated: int


class Reached(NamedTuple):
    """How far a feed was held at a moment, since when, and when the next entry came."""

    size: int = 0
    since_s: int | None = None
    next_s: int | None = None


def known(record: Record, at_s: int, now_s: int) -> Known:
    """Return what stood in our record at a moment.

    Raises:
        Misasked: the moment has not come.
        StoreFailed: the store cannot be read.
    """
    check_past(at_s, now_s)
    reached = _reached(record, at_s)
    since = [each.since_s for each in reached.values() if each.since_s is not None]
    coming = [each.next_s for each in reached.values() if each.next_s is not None]
    return Known(
        at_s,
        {f"{of.party}/{of.generation}": r.size for of, r in sorted(reached.items())},
        max(since, default=None),
        min(coming, default=None),
        sum(_undated(record)),
    )


def check_past(at_s: int, now_s: int) -> None:
    """Refuse a moment that has not come.

    Raises:
        Misasked: it has not.
    """
    if at_s > now_s:
        raise Misasked(
            f"{utc(at_s)} has not come: what we will have known then, nobody can say."
        )


def heads_known(record: Record, at_s: int) -> dict[FeedId, int]:
    """Return how many entries of each feed stood in our record at a moment.

    Raises:
        StoreFailed: the store cannot be read.
    """
    return {feed: each.size for feed, each in _reached(record, at_s).items()}


def receipted_by(record: Record, at_s: int) -> dict[Mirrored, int]:
    """Return how far each mirror's receipts held here at a moment reach.

    Raises:
        StoreFailed: the store cannot be read.
    """
    codes = record.founding.charter.codes
    asked = ((feed, code) for feed in record.standing.feeds for code in codes)
    found = {each: record.store.receipt_by(*each, at_s) for each in asked}
    return {each: receipt.size for each, receipt in found.items() if receipt}


def _reached(record: Record, at_s: int) -> dict[FeedId, Reached]:
    return {
        feed: _of_ours(record, feed, at_s)
        if feed.party == record.own
        else _of_theirs(record, feed, at_s)
        for feed in record.standing.feeds
    }


def _of_ours(record: Record, feed: FeedId, at_s: int) -> Reached:
    """Return how far our feed stood; its key document stands from the beginning."""
    after_s = None
    for entered in record.standing.newest_of(feed.party):
        said, released = entered.said, entered.header.released
        if said.feed != feed:
            continue
        if released <= at_s:
            return Reached(said.position + 1, released, after_s)
        after_s = released
    return Reached(min(1, record.standing.feeds[feed].placed), None, after_s)


def _of_theirs(record: Record, feed: FeedId, at_s: int) -> Reached:
    given = record.store.receipt_by(feed, record.own, at_s)
    size = 0 if given is None else given.size
    after = record.store.first_receipt(feed, record.own, size)
    return Reached(size, _kept_s(given), _kept_s(after))


def _kept_s(given: HeldReceipt | None) -> int | None:
    return None if given is None else given.kept_at_s


def _undated(record: Record) -> Iterator[int]:
    """Yield how many entries of each other feed stand beyond our newest receipt."""
    given = {
        each.feed: each.size
        for each in record.store.held().receipts
        if each.mirror == record.own
    }
    for feed, state in record.standing.feeds.items():
        if feed.party != record.own:
            yield max(0, state.placed - given.get(feed, 0))
