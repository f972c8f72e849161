"""Decide which bodies this node has still to destroy, and see to it (clause 29.6).

What is to be gone is a function of what stands (`detente.dialogue.purging`); the node
that writes the store destroys it. It is asked again until no trace is left: a peer may
lack the body yet, or a reader hold up the log.
"""

from collections.abc import Sequence

from detente.dialogue.standing import Standing
from detente.node.door import Knock
from detente.node.line import Line
from detente.ports import EntryAt, Store
from detente.record import wire
from detente.record.errors import Malformed


def erase(line: Line, store: Store, places: Sequence[EntryAt]) -> Sequence[EntryAt]:
    """Destroy bodies whose purge is agreed, in the store that the line writes.

    Returns those of which no trace is left here; the others are asked for again. A body
    of ours stays until every peer holds it: it would never get it whole.

    Raises:
        StoreFailed: all of them stand as before.
    """
    held = min(map(line.receipts.of_ours, line.peers), default=line.own.size)
    ready = [p for p in places if p.feed != line.own.feed or p.position < held]
    return ready if ready and store.erase(ready) else ()


class Erasing:
    """What is gone here already, as far as this process knows."""

    def __init__(self) -> None:
        """Know of nothing: what is gone is asked for once more, and costs little."""
        self._gone: set[tuple[str, int, int]] = set()

    async def look(self, standing: Standing, knock: Knock) -> None:
        """Ask the node to destroy what is agreed and not gone.

        Raises:
            DetenteError: the node has stopped, or cannot write its store.
        """
        places = []
        for id_ in standing.purged:
            said = standing.entries[id_].said
            place = (*said.feed, said.position)
            if place not in self._gone:
                places.append(place)
        if places:
            gone = await knock.ask("erase", [list(each) for each in places])
            self._gone.update(_places(gone))


def _places(gone: wire.Value) -> list[tuple[str, int, int]]:
    found = []
    for row in gone if isinstance(gone, list) else []:
        match row:
            case [str() as party, int() as generation, int() as position]:
                found.append((party, generation, position))
            case _:
                raise Malformed("The node tells of a place in another shape.")
    return found
