"""Decide what one node hands another: a bundle of entries, heads, receipts and wants.

Spec clauses 9.2 and 9.9. Nothing in a bundle is believed for who handed it over:
entries stand under heads that their feed signed, receipts are signed by their mirror, a
want is only a place to start sending from, and bytes of attachments have the hash that
their statement lists. So a bundle may be lost, doubled, reordered, forged or carried by
a stranger without harm.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.exchange import piece
from detente.exchange.piece import MAX_PIECE_BYTES, MAX_PIECES, Lack, Piece
from detente.record import wire
from detente.record.errors import Malformed, Misdirected
from detente.record.feed import HASH_BYTES, MAX_PATH, Entry, FeedId

FORMAT: Final = "detente-bundle/1"
MAX_ENTRIES: Final = 512
MAX_ENTRY_BYTES: Final = 1024 * 1024
MAX_BYTES: Final = 2 * 1024 * 1024 - 4096
_MAX_PARTIES: Final = 64


class Section(NamedTuple):
    """Entries of one feed from `start` on, and the head exactly at their end.

    `path` is the consistency path from `start` to the head, empty where `start` is 0 or
    the section brings the head alone.
    """

    feed: FeedId
    start: int
    entries: tuple[Entry, ...]
    note: bytes
    path: tuple[bytes, ...]


class Want(NamedTuple):
    """How far the sender holds a feed: where to go on."""

    feed: FeedId
    size: int


class Bundle(NamedTuple):
    """What one node hands another."""

    channel: bytes
    sender: str
    reader: str
    sections: tuple[Section, ...] = ()
    receipts: tuple[bytes, ...] = ()
    wants: tuple[Want, ...] = ()
    lacks: tuple[Lack, ...] = ()
    pieces: tuple[Piece, ...] = ()


def render(bundle: Bundle) -> bytes:
    """Return a bundle's bytes; who never heard of attachments reads one without."""
    travels = bundle.lacks or bundle.pieces
    return wire.encode(
        [
            FORMAT,
            bundle.channel,
            bundle.sender,
            bundle.reader,
            [[*s.feed, s.start, s.entries, s.note, s.path] for s in bundle.sections],
            bundle.receipts,
            [[*w.feed, w.size] for w in bundle.wants],
            *([[*map(piece.render_lack, bundle.lacks)]] if travels else ()),
            *([[*map(piece.render_piece, bundle.pieces)]] if travels else ()),
        ]
    )


def parse(data: bytes) -> Bundle:
    """Read a bundle.

    Raises:
        Malformed: not a bundle, or more in it than clause 9.2 allows.
    """
    match wire.decode(data, max_bytes=MAX_BYTES):
        case [
            "detente-bundle/1",
            bytes() as channel,
            str() as sender,
            str() as reader,
            [*sections],
            [*receipts],
            [*wants],
            *travels,
        ]:
            lacks, pieces = _attachments(travels)
        case _:
            raise Malformed("The bytes are no bundle (clause 9.2).")
    if max(len(sections), len(receipts), len(wants)) > _MAX_PARTIES:
        raise Malformed("A bundle speaks of too many feeds (clause 9.2).")
    bundle = Bundle(
        channel,
        sender,
        reader,
        tuple(_section(each) for each in sections),
        tuple(_note(each) for each in receipts),
        tuple(_want(each) for each in wants),
        lacks,
        pieces,
    )
    _check_size(bundle)
    if len({section.feed for section in bundle.sections}) != len(bundle.sections):
        raise Malformed("A feed stands twice in a bundle (clause 9.2).")
    return bundle


def check_address(bundle: Bundle, channel: bytes, reader: str) -> None:
    """Check that a bundle is for this channel and this party.

    Raises:
        Misdirected: it is not; nothing in it is looked at.
    """
    if bundle.channel != channel:
        raise Misdirected("A bundle is for another channel (clause 9.2).")
    if bundle.reader != reader:
        raise Misdirected("A bundle is for another party (clause 9.2).")


def _attachments(
    travels: Sequence[wire.Value],
) -> tuple[tuple[Lack, ...], tuple[Piece, ...]]:
    """Read what a bundle says of attachments (clause 9.9)."""
    match travels:
        case []:
            return (), ()
        case [[*lacks], [*pieces]] if lacks or pieces:
            pass
        case _:
            raise Malformed("The bytes are no bundle (clause 9.2).")
    if max(len(lacks), len(pieces)) > MAX_PIECES:
        raise Malformed("A bundle speaks of too many attachments (clause 9.9).")
    found = tuple(map(piece.parse_piece, pieces))
    if sum(len(each.data) for each in found) > MAX_PIECE_BYTES:
        raise Malformed("A bundle holds over 512 KiB of attachments (clause 9.9).")
    return tuple(map(piece.parse_lack, lacks)), found


def _section(value: wire.Value) -> Section:
    match value:
        case [
            str() as party,
            int() as generation,
            int() as start,
            [*entries],
            bytes() as note,
            [*path],
        ] if (
            wire.are_whole(generation, start)
            and generation > 0
            and start >= 0
            and len(path) <= MAX_PATH
        ):
            feed = FeedId(party, generation)
            held = tuple(_entry(each) for each in entries)
            return Section(feed, start, held, note, tuple(_step(s) for s in path))
        case _:
            raise Malformed("A section of a bundle is not complete (clause 9.2).")


def _entry(value: wire.Value) -> Entry:
    match value:
        case [bytes() as raw, bytes() as salt, (bytes() | None) as body]:
            return Entry(raw, salt, body)
        case _:
            raise Malformed("An entry is not bytes, salt and body (clause 9.2).")


def _step(value: wire.Value) -> bytes:
    if isinstance(value, bytes) and len(value) == HASH_BYTES:
        return value
    raise Malformed("A step of a path is not a hash (clause 9.2).")


def _note(value: wire.Value) -> bytes:
    if isinstance(value, bytes):
        return value
    raise Malformed("A receipt in a bundle is not bytes (clause 9.2).")


def _want(value: wire.Value) -> Want:
    match value:
        case [str() as party, int() as generation, int() as size] if (
            wire.are_whole(generation, size) and generation > 0 and size >= 0
        ):
            return Want(FeedId(party, generation), size)
        case _:
            raise Malformed("A want is not a feed and a size (clause 9.2).")


def entry_bytes(entry: Entry) -> int:
    """Return what an entry counts for in a bundle."""
    return len(entry.raw) + len(entry.salt) + len(entry.body or b"") + 16


def _check_size(bundle: Bundle) -> None:
    entries = [entry for section in bundle.sections for entry in section.entries]
    size = sum(map(entry_bytes, entries)) + sum(len(p.data) for p in bundle.pieces)
    if len(entries) > MAX_ENTRIES or size > MAX_ENTRY_BYTES:
        raise Malformed("A bundle holds over 512 entries or 1 MiB (clause 9.2).")
