"""Decide what this node has still to destroy, and see to it (clauses 29.6 and 29.7).

What is to be gone is a function of what stands (`detente.dialogue.purging`); the node
that writes the store destroys it. It is asked again until no trace is left: a peer may
lack the body yet, or a reader hold up the log.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detente.dialogue.standing import Standing
from detente.exchange.piece import Content
from detente.node.door import Knock
from detente.node.line import Line
from detente.ports import EntryAt, NodeStore
from detente.record import wire
from detente.record.errors import Malformed
from detente.record.feed import FeedId


class Purging(NamedTuple):
    """A statement whose body is to be destroyed, with attachments that it lists."""

    at: EntryAt
    contents: tuple[Content, ...] = ()


def erase(line: Line, store: NodeStore, asked: Sequence[Purging]) -> Sequence[EntryAt]:
    """Destroy what is agreed, in the store that the line writes.

    Returns those statements of which no trace is left here; the others are asked for
    again. A body of ours stays until every peer holds it: it would never get it whole.
    An attachment stays while a statement lists it whose body does.

    Raises:
        StoreFailed: all of them stand as before.
    """
    held = min(map(line.receipts.of_ours, line.peers), default=line.own.size)
    ready = [
        each
        for each in asked
        if each.at.feed != line.own.feed or each.at.position < held
    ]
    if not ready:
        return ()
    places = [each.at for each in ready]
    contents = list(_contents(store, ready, frozenset(places)))
    gone = store.erase(places, contents)
    line.attachments.forget(contents)
    return places if gone else ()


def _contents(
    store: NodeStore, ready: Sequence[Purging], places: frozenset[EntryAt]
) -> Iterator[Content]:
    for content in dict.fromkeys(c for each in ready for c in each.contents):
        listed = (EntryAt(row.feed, row.position) for row in store.listed(content))
        if all(at in places or _is_gone(store, at) for at in listed):
            yield content


def _is_gone(store: NodeStore, at: EntryAt) -> bool:
    return store.entries(at.feed, at.position, at.position + 1)[0].body is None


class Erasing:
    """What is gone here already, as far as this process knows."""

    def __init__(self) -> None:
        """Know of nothing: what is gone is asked for once more, and costs little."""
        self._gone: set[EntryAt] = set()

    async def look(self, standing: Standing, knock: Knock) -> None:
        """Ask the node to destroy what is agreed and not gone.

        Raises:
            DetenteError: the node has stopped, or cannot write its store.
        """
        asked = [each for each in due(standing) if each.at not in self._gone]
        if asked:
            gone = await knock.ask("erase", [_row(each) for each in asked])
            self._gone.update(_place(each) for each in _rows(gone))


def due(standing: Standing) -> Iterator[Purging]:
    """Yield what is to be destroyed by what stands, on every node."""
    for id_, purged in standing.purged.items():
        entered = standing.entries[id_]
        yield Purging(
            EntryAt(entered.said.feed, entered.said.position),
            tuple(
                Content(each.sha256, each.size_bytes)
                for each in entered.header.attachments
                if each.sha256 in purged.files
            ),
        )


def _row(each: Purging) -> wire.Value:
    return [*each.at.feed, each.at.position, [list(c) for c in each.contents]]


def parse(row: wire.Value) -> Purging:
    """Read what is to be destroyed, as it is asked for at the node's door.

    Raises:
        Malformed: it is no such thing.
    """
    match row:
        case [
            str() as party,
            int() as generation,
            int() as position,
            [*contents],
        ]:
            at = EntryAt(FeedId(party, generation), position)
            return Purging(at, tuple(map(_content, contents)))
        case _:
            raise Malformed("What is to be destroyed is no place and attachments.")


def _content(row: wire.Value) -> Content:
    match row:
        case [sha256, size] if isinstance(sha256, bytes) and isinstance(size, int):
            return Content(sha256, size)
        case _:
            raise Malformed("An attachment is not its hash and its size.")


def _place(row: wire.Value) -> EntryAt:
    match row:
        case [str() as party, int() as generation, int() as position]:
            return EntryAt(FeedId(party, generation), position)
        case _:
            raise Malformed("A place is not party, generation and position.")


def _rows(value: wire.Value) -> list[wire.Value]:
    if not isinstance(value, list):
        raise Malformed("The node does not say what it has destroyed.")
    return value
