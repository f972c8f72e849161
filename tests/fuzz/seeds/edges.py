"""Good bytes of a node's files and edges: keys, settings, local requests, answers."""

from functools import cache

from tests.fuzz.seeds.record import WORLD

from detente.node import vault
from detente.node.place import Peer, Settings, render_settings
from detente.record import wire
from detente.stores import headfile
from detente.testing.parties import seeded


@cache
def sealed_keys() -> tuple[bytes, ...]:
    """Return a sealed key file."""
    officer = WORLD.parties["NORTH"].officers[0]
    label = vault.Label("credential", "NORTH", "WATCH", 1)
    random = seeded(5)
    return (vault.seal(label, [officer], "correct horse", random, vault.LEAST),)


@cache
def node_keys() -> tuple[bytes, ...]:
    """Return the file of a node's keys."""
    node = WORLD.parties["NORTH"].node
    return (
        vault._digested(
            vault._NodeFile(
                format="detente-node-keys/1",
                party="NORTH",
                feed_ed25519=node.feed_ed25519.seed,
                feed_ml_dsa_44=node.feed_ml_dsa_44.seed,
                mirror_ed25519=node.mirror_ed25519.seed,
                mirror_ml_dsa_44=node.mirror_ml_dsa_44.seed,
                credential=node.credential.seed,
                sealing=node.sealing_seed,
                tls=bytes(32),
                retired=(vault.RetiredSealing(bytes(32), 5),),
                digest=b"",
            )
        ),
    )


def settings() -> tuple[bytes, ...]:
    """Return settings files."""
    peer = Peer("https://south.example:8443", "out", "in")
    told = Settings("NORTH", "0.0.0.0:8443", {"SOUTH": peer})
    return (
        render_settings(told).encode(),
        b'party = "NORTH"\n[peers.SOUTH]\naddress = "https://[::1]:1" # here\n',
        b"party = '''NORTH'''\npeers = {SOUTH = {inbox = \"in\"}}\n",
    )


def head_slots() -> tuple[bytes, ...]:
    """Return slots of the second file."""
    slots = [headfile._Slot(0, None), headfile._Slot(7, WORLD.checkpoint("NORTH"))]
    return tuple(each.render() for each in slots)


def requests() -> tuple[bytes, ...]:
    """Return what programs of this machine ask at the door."""
    return (wire.encode([1, "state", []]), wire.encode([2, "send", [b"body", "to"]]))


def answer_heads() -> tuple[bytes, ...]:
    """Return heads of answers over HTTP."""
    return (
        b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\nDate: today",
        b"HTTP/1.1 204 No Content\r\nConnection: close",
        b"HTTP/1.1 400 Bad Request\r\ncontent-length:0",
    )
