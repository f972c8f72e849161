"""Decide how a command that moves bundles speaks with the node: through its door.

What is read or said on a line goes through the API (`detente.cli.shell.reach`).
"""

import asyncio

from detente.node.door import Knock
from detente.node.place import Place
from detente.record import wire


def ask(place: Place, verb: str, *arguments: wire.Value) -> wire.Value:
    """Ask the node of a line for one thing.

    Args:
        place: the line's directory.
        verb: what to do (`detente.node.desk`).
        arguments: with what.

    Raises:
        DetenteError: no node runs there, or it refused, in its words.
    """

    async def visit() -> wire.Value:
        knock = await Knock.at(place.door)
        try:
            return await knock.ask(verb, *arguments)
        finally:
            await knock.close()

    return asyncio.run(visit())
