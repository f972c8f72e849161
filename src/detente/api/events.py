"""Decide what a page hears as it happens: server-sent events by feed position.

The id of an event is how far each feed was held when it was told, so that whoever was
away goes on where it stopped: by `Last-Event-ID`, or `after` in the address. Between
events a comment shows that the stream lives.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Mapping
from typing import Final

from detente.api.watching import Watching
from detente.record.errors import Malformed

LOOK_S: Final = 0.25
BEAT_S: Final = 15.0
_PLACE: Final = re.compile(r"([A-Z][A-Za-z0-9-]{0,31}/[0-9]{1,9})=([0-9]{1,18})")


def read_place(text: str) -> dict[str, int]:
    """Return the feed positions that an event's id names.

    Raises:
        Malformed: it is no such id.
    """
    found = {}
    for part in filter(None, text.split(",")):
        match = _PLACE.fullmatch(part.strip())
        if match is None:
            raise Malformed(f"{text[:80]!r} is no place such as NORTH/1=12,SOUTH/1=8.")
        found[match[1]] = int(match[2])
    return found


def write_place(sizes: Mapping[str, int]) -> str:
    """Return the id of an event at these sizes."""
    return ",".join(f"{feed}={size}" for feed, size in sorted(sizes.items()))


async def events(watching: Watching, after: Mapping[str, int]) -> AsyncIterator[str]:
    """Yield what comes, from the places given on; for ever."""
    told = dict(after)
    loop = asyncio.get_running_loop()
    beat_s = loop.time() + BEAT_S
    while True:
        sizes = watching.sizes()
        if any(size > told.get(feed, 0) for feed, size in sizes.items()):
            yield _event(watching, told, sizes)
            told = sizes
            beat_s = loop.time() + BEAT_S
        elif loop.time() > beat_s:
            yield ": still here\n\n"
            beat_s = loop.time() + BEAT_S
        await asyncio.sleep(LOOK_S)


def _event(
    watching: Watching, told: Mapping[str, int], sizes: Mapping[str, int]
) -> str:
    record = watching.record()
    new = [
        entered.header.reference
        for entered in record.statements()
        if _is_new(
            f"{entered.said.feed.party}/{entered.said.feed.generation}",
            entered.said.position,
            told,
            sizes,
        )
    ]
    data = json.dumps({"statements": new, "sizes": dict(sizes)})
    return f"id: {write_place(sizes)}\nevent: moved\ndata: {data}\n\n"


def _is_new(
    feed: str, position: int, told: Mapping[str, int], sizes: Mapping[str, int]
) -> bool:
    return told.get(feed, 0) <= position < sizes.get(feed, 0)
