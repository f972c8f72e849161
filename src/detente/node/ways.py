"""Decide which carriers a node has to each peer: the charter's paths, as set up here.

The charter says which paths there are and in which order they are used; `line.toml` and
the peer's key document say where they lead.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from detente.carriers.folder import Boxes, FolderCarrier, Sides
from detente.carriers.https_client import HttpsCarrier
from detente.exchange.channel import Party
from detente.node import tls
from detente.node.opening import OpenLine
from detente.node.place import Peer
from detente.ports import Carrier, Receive

HTTPS: Final = "https"
FOLDER: Final = "folder"


class Ways:
    """The carriers of one node.

    Attributes:
        folders: the folder path to each peer that has one in `line.toml`. Its inbox is
            looked into whatever the charter says: bundles prove themselves, and the
            other side may be bound later than we are (clause 10.16).
    """

    def __init__(self, opened: OpenLine, receive: Receive) -> None:
        """Prepare carriers that give `receive` what comes back as a file."""
        self._opened = opened
        self.folders: dict[str, FolderCarrier] = {}
        paired = opened.paired
        for party in others(opened):
            peer = _peer(opened, party.code)
            if peer.outbox or peer.inbox:
                boxes = Boxes(
                    Path(peer.outbox) if peer.outbox else None,
                    Path(peer.inbox) if peer.inbox else None,
                )
                sides = Sides(paired.channel.id, paired.own, party.code)
                carrier = FolderCarrier(boxes, sides, receive, opened.clock)
                self.folders[party.code] = carrier

    def by(self, paths: Sequence[str]) -> dict[str, list[Carrier]]:
        """Return the carriers to each peer, in the order of these paths."""
        found: dict[str, list[Carrier]] = {}
        for party in others(self._opened):
            ways = found.setdefault(party.code, [])
            for path in paths:
                if path == FOLDER and party.code in self.folders:
                    ways.append(self.folders[party.code])
                elif path == HTTPS:
                    ways += self._https(party)
        return found

    def _https(self, party: Party) -> list[HttpsCarrier]:
        given = _peer(self._opened, party.code).address
        addresses = [given] if given else list(party.document.addresses)[:1]
        context = tls.client_context(identity(self._opened), party.document.tls)
        return [HttpsCarrier(address, context) for address in addresses]


def identity(opened: OpenLine) -> tls.Identity:
    """Return by what our node is known on a connection."""
    return tls.Identity(opened.line.party.document.tls, opened.node.tls_scalar)


def others(opened: OpenLine) -> list[Party]:
    """Return the other parties."""
    return [p for p in opened.paired.channel.parties if p.code != opened.paired.own]


def _peer(opened: OpenLine, code: str) -> Peer:
    return opened.paired.settings.peers.get(code, Peer())
