"""What the vectors are built from: a world, its proofs, and ways to spoil them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from detente.node.keyring import SecretKey
from detente.record import feed, statement, wire
from detente.record.feed import Entry, Frontier
from detente.record.head import Note, Signature
from detente.testing.parties import World

FILE: Final = "case.proof"
PLAIN: Final = "../statement/case.proof"
MOST: Final = 8 * 1024 * 1024
NORTH: Final = "NORTH"


class Case(NamedTuple):
    """One folder: what it shows, how the verifier is asked, what it must answer.

    `make` names a file too large to keep, and how many zero bytes it has.
    """

    name: str
    what: str
    clause: str
    exit: int
    arguments: tuple[str, ...]
    files: dict[str, bytes]
    make: tuple[str, int] | None = None


Cases: TypeAlias = Iterator[Case]
Anything: TypeAlias = Any  # what the functions called are free to refuse


def message(text: str) -> bytes:
    """Return the body of a message."""
    return wire.encode({"subject": "Notice", "text": text})


def spoken(seed: int = 1, **options: Anything) -> World:
    """Return a world in which NORTH has said some things."""
    world = World(seed=seed, **options)
    for number in range(1, 5):
        world.say(NORTH, message(f"Balloon {number} is ours."), precedence="O")
    return world


@lru_cache
def plain() -> World:
    """Return the world of the cases that share a proof."""
    return spoken()


@lru_cache
def plain_proof() -> bytes:
    """Return the proof that those cases share."""
    return proof(plain())


def proof(world: World, position: int = 4, **options: Anything) -> bytes:
    """Return the proof file of an entry of NORTH, with its body."""
    return world.proof(NORTH, position, **options).render(with_body=True)


def said(world: World, text: str, **options: Anything) -> bytes:
    """Return the proof of something that NORTH says now."""
    world.say(NORTH, message(text), **options)
    return proof(world, len(world.feeds[NORTH]) - 1)


def under(world: World, note: Note, position: int = 4) -> bytes:
    """Return the proof of an entry under a head with whatever lines it has."""
    return world.proof_under(note, NORTH, position).render(with_body=True)


def placed(world: World, raw: bytes) -> bytes:
    """Return the proof of bytes that stand in NORTH's feed, without a body."""
    world.feeds[NORTH].append(Entry(raw, b"", None))
    return world.proof(NORTH, len(world.feeds[NORTH]) - 1).render(with_body=False)


def decoded(data: bytes) -> Anything:
    """Return the value that bytes are."""
    return wire.decode(data, max_bytes=MOST)


def opened(data: bytes) -> dict[str, Any]:
    """Return the fields of a proof or fork file."""
    fields: dict[str, Any] = decoded(data)
    return fields


def altered(data: bytes, **parts: Anything) -> bytes:
    """Return the file with these fields replaced."""
    return wire.encode({str(k): v for k, v in (opened(data) | parts).items()})


def flipped(data: bytes, at: int | None = None) -> bytes:
    """Return the bytes with one bit turned, in the middle unless told."""
    at = len(data) // 2 if at is None else at
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def signed(payload: bytes, *by: SecretKey) -> bytes:
    """Return a statement of any payload at all, truly signed."""
    rows = []
    for secret in by:
        public = secret.public()
        rows.append((public, secret.sign(statement.to_be_signed(payload, public))))
    return statement.assemble(payload, rows)


def by_channel(world: World) -> tuple[str, ...]:
    """Return the arguments that trust a channel."""
    return (FILE, "--channel", world.channel.hex())


def good(world: World, name: str, what: str, clause: str, data: bytes) -> Case:
    """Return a case that proves, by the channel's id."""
    return Case(name, what, clause, 0, by_channel(world), {FILE: data})


def bad(
    world: World, name: str, what: str, clause: str, data: bytes, code: int = 1
) -> Case:
    """Return a case that must be refused, though the channel is the right one."""
    arguments = by_channel(world)
    return Case(f"{name}_fail", what, clause, code, arguments, {FILE: data})


def stamped(world: World, time_s: int) -> list[Signature]:
    """Return the lines of NORTH and SOUTH over NORTH's head at a claimed time."""
    checkpoint = world.checkpoint(NORTH)
    feed_lines = world.signer(NORTH).sign_head(checkpoint, world.now_s)
    return [*feed_lines, *world.signer("SOUTH").cosign(checkpoint, time_s)]


def between(leaves: list[bytes], size: int) -> tuple[bytes, ...]:
    """Return the consistency path from a size to the whole."""
    old = Frontier().extend(leaves[:size])
    return tuple(feed.consistency_path(old, leaves[size:]))
