"""Fold how things stood, and what conflicted, at heads that are past (clause 11.3).

The same as a node had folded that held no more than these heads, but for what was
purged since: that is gone here too. Who looks back moment by moment goes on from the
last one where nothing of it has to be taken back; and whichever way he goes, no two
volumes are compared that were compared before (34.2).
"""

from collections.abc import Mapping

from detente.dialogue import fold
from detente.dialogue.lives import Lives, follow, from_the_start
from detente.dialogue.standing import Standing
from detente.record.feed import FeedId


def recalled(now: Lives, heads: Mapping[FeedId, int], last: Lives | None) -> Lives:
    """Return what had conflicted at heads, and in it how things stood.

    Args:
        now: what is followed of the whole record.
        heads: how many entries of each feed are to count.
        last: what this returned for other heads, while the same was purged; only a
            hint.
    """
    if last is None or _holds_more(last.standing, heads):
        standing = fold.at_heads(now.standing, heads)
        return follow(standing, from_the_start(now))
    start = last.standing.heads()
    if start == heads:
        return last  # a page asks for several lists of one moment
    between = (
        each
        for each in now.standing.roll
        if start.get(each.feed, 0) <= each.position < heads.get(each.feed, 0)
    )
    return follow(fold.extend(last.standing, between), last)


def _holds_more(standing: Standing, heads: Mapping[FeedId, int]) -> bool:
    return any(
        state.placed + len(state.waiting) > heads.get(feed, 0)
        for feed, state in standing.feeds.items()
    )
