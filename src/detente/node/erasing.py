"""Decide what this node has still to destroy, and see to it.

Spec clauses 29.6, 29.7 and 35.5. What is to be gone is a function of what stands
(`detente.dialogue.purging`); the node that writes the store destroys it. It is asked
again until no trace is left: a peer may lack the body yet, or a reader hold up the log.
Batches of live positions go by age alone, as the charter agreed, and their entries stay
whole.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from detente.dialogue.forms.pos import Reported
from detente.dialogue.sharing import followed
from detente.dialogue.standing import Standing
from detente.exchange.piece import Content
from detente.node.door import Knock
from detente.node.line import Line
from detente.ports import EntryAt, NodeStore
from detente.record import wire
from detente.record.errors import Malformed
from detente.record.feed import FeedId

AGES_S: Final = 600
"""How often it is looked what has grown old: days do not turn on seconds."""


class Purging(NamedTuple):
    """A statement whose body is to be destroyed, with attachments that it lists.

    Of one that is `kept` nothing but these attachments goes.
    """

    at: EntryAt
    contents: tuple[Content, ...] = ()
    kept: bool = False


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
        if each.kept or each.at.feed != line.own.feed or each.at.position < held
    ]
    if not ready:
        return ()
    places = [each.at for each in ready]
    contents = list(_contents(store, ready, frozenset(places)))
    gone = store.erase([each.at for each in ready if not each.kept], contents)
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
        self._aged_s = -AGES_S

    async def look(self, standing: Standing, knock: Knock, now_s: int) -> None:
        """Ask the node to destroy what is agreed, or too old, and not gone.

        Raises:
            DetenteError: the node has stopped, or cannot write its store.
        """
        wanted = list(due(standing))
        if now_s >= self._aged_s + AGES_S:
            self._aged_s = now_s
            wanted += aged(standing, now_s)
        asked = [each for each in wanted if each.at not in self._gone]
        if asked:
            gone = await knock.ask("erase", [row(each) for each in asked])
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


def aged(standing: Standing, now_s: int) -> Iterator[Purging]:
    """Yield the batches of positions that are older than the charter keeps them."""
    for case, share in followed(standing):
        terms = standing.under(case).charter.terms.positions
        for entered in share.batches if terms is not None else ():
            body = entered.body
            assert isinstance(body, Reported)  # noqa: S101 - batches are that
            if terms is not None and body.last + terms.keep_s <= now_s:
                listed = entered.header.attachments
                contents = tuple(Content(e.sha256, e.size_bytes) for e in listed)
                at = EntryAt(entered.said.feed, entered.said.position)
                yield Purging(at, contents, kept=True)


def row(each: Purging) -> wire.Value:
    """Return how it is asked for at the node's door."""
    contents: list[wire.Value] = [list(c) for c in each.contents]
    return [*each.at.feed, each.at.position, contents, each.kept]


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
            bool() as kept,
        ]:
            at = EntryAt(FeedId(party, generation), position)
            return Purging(at, tuple(map(_content, contents)), kept)
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
