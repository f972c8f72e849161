"""Decide how the API looks back: the record as it was known at a moment (24.10).

Which entries stood then is found here, at once; to fold them again takes seconds where
the record is long, and is done on a thread of its own, so that who asks how the line is
now does not wait for it. One moment is folded at a time, and the last one asked is
kept: later ones go on from it, and what was compared of volumes is not measured again.
"""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from detente.dialogue.purging import Remainders
from detente.record.feed import FeedId
from detente.report.known import check_past, heads_known, receipted_by
from detente.report.record import Record

if TYPE_CHECKING:
    from detente.dialogue.lives import Lives


class Recalling:
    """What was known of one line; close it in the end."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._thread = ThreadPoolExecutor(1, "recalling")
        self._one = asyncio.Lock()
        self._last: Lives | None = None
        self._purged: Remainders = {}

    async def record(self, record: Record, known_at_s: int, now_s: int) -> Record:
        """Return the record with nothing in it that came after a moment.

        Raises:
            Misasked: the moment has not come.
            StoreFailed: the store cannot be read.
        """
        check_past(known_at_s, now_s)
        heads = heads_known(record, known_at_s)
        receipted = receipted_by(record, known_at_s)
        async with self._one:
            lives = await self._folded(record.following.lives(), heads)
        back = record.following.looking_back(receipted, lives)
        return record._replace(following=back)

    async def _folded(self, now: "Lives", heads: Mapping[FeedId, int]) -> "Lives":
        # It loads numpy and GEOS, as whatever compares volumes does.
        from detente.dialogue.recalled import recalled  # noqa: PLC0415

        if self._purged != now.standing.purged:
            # What is gone now stands in no fold any more, the last one's neither.
            self._last, self._purged = None, now.standing.purged
        loop = asyncio.get_running_loop()
        self._last = await loop.run_in_executor(
            self._thread, recalled, now, heads, self._last
        )
        return self._last

    def close(self) -> None:
        """End the thread, once what it folds is folded."""
        self._thread.shutdown()
