"""Decide how a command speaks with the node of its line: through the local door."""

import asyncio
from collections.abc import Callable

from detente.node.clock import SystemClock
from detente.node.door import Knock
from detente.node.place import Place
from detente.record import wire
from detente.record.errors import Misasked
from detente.report import observed
from detente.report.observed import Status


def ask(
    place: Place,
    verb: str,
    *arguments: wire.Value,
    heard: Callable[[str, wire.Value], None] | None = None,
    within_s: float | None = None,
) -> wire.Value:
    """Ask the node of a line for one thing.

    Args:
        place: the line's directory.
        verb: what to do (`detente.node.desk`).
        arguments: with what.
        heard: is told what the node says before it is done.
        within_s: how long it may take; None: as long as it takes.

    Raises:
        DetenteError: no node runs there, or it refused, in its words.
        TimeoutError: it took longer.
    """

    async def visit() -> wire.Value:
        knock = await Knock.at(place.door)
        try:
            async with asyncio.timeout(within_s):
                return await knock.ask(verb, *arguments, heard=heard)
        finally:
            await knock.close()

    return asyncio.run(visit())


def status(place: Place) -> Status:
    """Return what the node says of itself and its peers.

    Raises:
        DetenteError: no node runs there, or of another release.
    """
    return observed.read_status(ask(place, "status"))


def status_if_up(place: Place) -> Status | None:
    """Return what the node says of itself; None where none runs.

    Raises:
        Malformed: a node of another release runs there.
    """
    try:
        return status(place)
    except Misasked:
        return None


def now_s(found: Status | None) -> int:
    """Return the node's time, which is told in a play, else this machine's."""
    return SystemClock().now_s() if found is None else found.now_s
