"""Decide at which heads something is counted again: at those that the other named."""

from collections.abc import Mapping, Sequence
from typing import Final

from detente.dialogue import fold
from detente.dialogue.standing import Standing
from detente.record.errors import Misasked
from detente.record.feed import FeedId

LONGEST_SIZE: Final = 20


def at_heads(standing: Standing, heads: Sequence[str]) -> Standing:
    """Return how things stood at heads such as `NORTH=12`; at those held where none is.

    Raises:
        Misasked: a head is of no feed, or beyond what is held.
    """
    if not heads:
        return standing
    return fold.at_heads(standing, sizes_at(standing.heads(), heads))


def sizes_at(held: Mapping[FeedId, int], heads: Sequence[str]) -> dict[FeedId, int]:
    """Return the sizes of feeds at these heads; those held where none is named.

    Raises:
        Misasked: a head is of no feed, or beyond what is held.
    """
    sizes = dict(held)
    for each in heads:
        party, _, size = each.partition("=")
        feeds = [feed for feed in held if feed.party == party]
        whole = size.isdecimal() and len(size) < LONGEST_SIZE
        if not feeds or not whole or int(size) > held[max(feeds)]:
            known = ", ".join(f"{feed.party}={size}" for feed, size in held.items())
            raise Misasked(f"{each[:40]!r} is no head that is held here: {known}.")
        sizes[max(feeds)] = int(size)
    return sizes
