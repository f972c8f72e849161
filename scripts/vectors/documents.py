"""Proofs that rest on a key document which does not prove itself."""

import hashlib

import msgspec

from detente.node.keyring import SecretKey, sign_document
from detente.record import credentials, keys
from detente.record.credentials import KeyDocument, Root
from detente.testing.parties import Party, World, seeded
from vectors.blocks import (
    NORTH,
    Anything,
    Cases,
    altered,
    bad,
    message,
    proof,
    spoken,
)


class LowOrder(SecretKey):
    """The identity point: one signature that fits every message."""

    def public(self) -> keys.PublicKey:
        """Return the point of order one."""
        return keys.PublicKey(keys.ED25519, b"\x01" + bytes(31))

    def sign(self, message: bytes) -> bytes:
        """Return the signature that fits, whatever the message."""
        del message
        return b"\x01" + bytes(63)


def documents() -> Cases:
    """Yield proofs that rest on a key document which does not prove itself."""
    south = Party.draw("SOUTH", seeded(100))
    low = LowOrder(keys.ED25519, bytes(32))
    party = Party.draw(NORTH, seeded(101), people=(low,))
    world = spoken(102, parties=[party, south])
    what = "Its one signature fits every message."
    yield bad(world, "key-of-low-order", what, "2.4", proof(world))
    north = Party.draw(NORTH, seeded(103), holders=2, threshold=2)
    first, second = north.holders
    whole, rest = [*first, *second], north.secrets()
    spare = SecretKey(keys.ED25519, seeded(104)(32))
    doubled = msgspec.structs.replace(north.document, spare=north.document.feed.ed25519)
    renumbered = [
        msgspec.structs.replace(c, number=1) for c in north.document.credentials
    ]
    homeless = [
        msgspec.structs.replace(c, post="NOWHERE") for c in north.document.credentials
    ]
    said_of = north.document
    for name, what, clause, document, secrets in (
        (
            "unproved-key",
            "An officer's key that did not sign.",
            "6.4",
            said_of,
            [*whole, *rest[1:]],
        ),
        ("root-of-one", "One of two holders needed.", "6.4", said_of, [*first, *rest]),
        (
            "root-by-halves",
            "Each holder with one key of two.",
            "6.4",
            said_of,
            [first.ed25519, second.ml_dsa_65, *rest],
        ),
        (
            "stranger-signed",
            "A signature of nobody.",
            "6.4",
            said_of,
            [*whole, *rest, spare],
        ),
        (
            "key-in-two-places",
            "The spare key is the feed's.",
            "6.3",
            doubled,
            [*whole, *rest],
        ),
        (
            "number-twice",
            "Two credentials of one number.",
            "6.3",
            changed(said_of, credentials=tuple(renumbered)),
            [*whole, *rest],
        ),
        (
            "credential-of-no-post",
            "A post the party lacks.",
            "6.3",
            changed(said_of, credentials=tuple(homeless)),
            [*whole, *rest],
        ),
        (
            "root-of-none",
            "A root that asks for nobody.",
            "6.1",
            changed(said_of, root=Root(0, said_of.root.holders)),
            rest,
        ),
        (
            "root-of-three-in-two",
            "A root that asks too much.",
            "6.1",
            changed(said_of, root=Root(3, said_of.root.holders)),
            [*whole, *rest],
        ),
        (
            "second-as-first",
            "Version 2 where the first belongs.",
            "6.5",
            changed(said_of, version=2),
            [*whole, *rest],
        ),
    ):
        world, data = spoken_under(document, secrets, north, south)
        yield bad(world, name, what, clause, data)
    for name, what, document in (
        ("nonce-short", "A nonce of 31 bytes.", changed(said_of, nonce=bytes(31))),
        (
            "sealing-short",
            "A sealing key cut off.",
            changed(said_of, sealing=bytes(32)),
        ),
        (
            "generation-nought",
            "Generations count from one.",
            changed(said_of, generation=0),
        ),
    ):
        world, data = spoken_under(document, [*whole, *rest], north, south)
        yield bad(world, name, what, "6.2", data, 2)
    whole_twice = [*whole, *rest, rest[0]]
    world, data = spoken_under(said_of, whole_twice, north, south)
    yield bad(world, "signed-twice", "One key signed twice.", "3.1", data, 2)
    other = Party.draw("WEST", seeded(105))
    world = spoken(106, parties=[north, south])
    world.charter = world.charter.replace(
        credentials.digest(south.raw), credentials.digest(other.raw)
    )
    world = recharter(world)
    data = altered(proof(world), keys=[north.raw, other.raw])
    what = "The charter gives SOUTH the keys of WEST."
    yield bad(world, "keys-of-another-party", what, "10.4", data)
    world = spoken(109, parties=[north, south])
    world.charter = world.charter.replace(b"\x65South", b"\x65Sauth")
    world = recharter(world)
    what = "The charter gives SOUTH another name than its root does."
    yield bad(world, "keys-of-another-name", what, "10.2", proof(world))


def changed(document: KeyDocument, **fields: Anything) -> KeyDocument:
    """Return a key document with these fields changed."""
    return msgspec.structs.replace(document, **fields)


def spoken_under(
    document: KeyDocument, secrets: list[SecretKey], north: Party, south: Party
) -> tuple[World, bytes]:
    """Return a world in which NORTH's key document is this one, and a proof there."""
    party = north._replace(document=document, raw=sign_document(document, secrets))
    world = World(seed=107, parties=[party, south])
    world.say(NORTH, message("Under these keys."))
    return world, proof(world, 2)


def recharter(world: World) -> World:
    """Return the world anew under a charter that was changed by hand."""
    again = World(seed=108, parties=list(world.parties.values()))
    again.charter = world.charter
    again.channel = hashlib.sha256(world.charter).digest()
    again.names = credentials.Names(again.channel)
    again.feeds[NORTH] = again.feeds[NORTH][:1]
    for number in range(4):
        again.say(NORTH, message(f"Entry {number}."))
    return again


def cases() -> Cases:
    """Yield every case of this module."""
    yield from documents()
