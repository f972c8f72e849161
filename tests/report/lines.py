"""A line's directory made from a world of play: settings, charter, keys, store.

What the node would have written is written here by its own adapters, so that reading is
tried on feeds and receipts that two live nodes would hardly ever leave behind.
"""

import struct
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from detente.dialogue.fields import Text
from detente.dialogue.form import encode
from detente.dialogue.forms.msg import Message
from detente.node import vault
from detente.node.place import Place, Settings, render_settings
from detente.ports import Appended, Change, HeldFeed, HeldReceipt, Mark
from detente.record.feed import Frontier
from detente.stores.sqlite import SqliteStore
from detente.testing.parties import World

TLS_SCALAR = struct.pack(">32x")[:31] + b"\x01"


def message(text: str) -> bytes:
    """Return the body of a message."""
    return encode(Message(subject=Text(text=text), text=Text(text=text)))


def line_of(
    world: World,
    own: str,
    at: Path,
    receipts: Mapping[str, Sequence[int]] = {},
    marks: Sequence[Mark] = (),
) -> Place:
    """Return the directory of a party's line that holds a world's feeds whole.

    Args:
        world: the parties and their feeds.
        own: whose line it is.
        at: where it is made.
        receipts: for each mirror, at which sizes of our feed it gave a receipt.
        marks: what else the store remembers.
    """
    place = Place(at)
    (at / "keys").mkdir(parents=True)
    place.settings.write_text(render_settings(Settings(own)))
    place.charter.write_bytes(world.charter)
    for code, party in world.parties.items():
        place.document(code).write_bytes(party.raw)
    secrets = vault.NodeSecrets(own, world.parties[own].node, TLS_SCALAR)
    vault.keep_node(place.node_keys, secrets)
    appended, feeds = [], []
    for code, entries in world.feeds.items():
        note = b"" if code == own else world.head(code).text()
        frontier = Frontier().extend(world.leaves(code))
        appended.append(Appended(world.feed(code), 0, tuple(entries)))
        feeds.append(HeldFeed(world.feed(code), frontier, note))
    change = Change(tuple(appended), tuple(feeds), (), tuple(marks))
    with closing(SqliteStore.create(place.store)) as store:
        store.commit(change)
        for mirror, sizes in receipts.items():
            for size in sizes:
                receipt = receipt_of(world, own, mirror, size)
                store.commit(Change(receipts=(receipt,)))
    return place


def receipt_of(world: World, own: str, mirror: str, size: int) -> HeldReceipt:
    """Return a receipt as the node keeps it: our head's lines, then the mirror's."""
    note = world.head(own, size, mirrors=[mirror])
    kept_at_s = world.now_s + size
    return HeldReceipt(world.feed(own), mirror, size, note.text(), "https", kept_at_s)
