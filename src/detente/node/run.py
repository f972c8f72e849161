"""Decide how a node's process starts and ends: carriers, door, signals.

SIGTERM and SIGINT end it cleanly within two seconds; SIGKILL at any moment is safe by
the order of work in `detente.node.line`, not by anything here.
"""

import asyncio
import random
import signal
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import uvloop

from detente.carriers import https
from detente.carriers.folder import Boxes, FolderCarrier, Sides
from detente.carriers.https_client import HttpsCarrier
from detente.exchange.channel import Party
from detente.node import erasing, opening, tls
from detente.node.desk import Desk
from detente.node.door import Door
from detente.node.opening import OpenLine
from detente.node.place import Peer, Place
from detente.node.service import Doors, Service, Serving
from detente.node.supervised import keep_running
from detente.ports import Carrier
from detente.record.errors import DetenteError, Misasked

HTTPS: Final = "https"
FOLDER: Final = "folder"
DUTY: Final = "detente.node.duty"


def serve(place: Place, now_s: int | None, ready: Callable[[Service], None]) -> None:
    """Run a line's node until it is asked to end.

    Args:
        place: the line's directory.
        now_s: told time to start with, in a channel chartered for exercise.
        ready: called once the node listens.

    Raises:
        DetenteError: it cannot start, or cannot go on.
    """
    opened = opening.open_line(place, opening.read_paired(place), now_s)
    try:
        uvloop.run(_run(place, opened, ready))
    except BaseExceptionGroup as group:
        known = next(_known(group), None)
        if known is None:
            raise
        raise known from group
    finally:
        opened.close()


def _known(group: BaseExceptionGroup[BaseException]) -> Iterator[DetenteError]:
    """Yield the errors with a sentence that a group of failed tasks holds."""
    for each in group.exceptions:
        if isinstance(each, BaseExceptionGroup):
            yield from _known(each)
        elif isinstance(each, DetenteError):
            yield each


async def _run(
    place: Place, opened: OpenLine, ready: Callable[[Service], None]
) -> None:
    # Jitter spreads two nodes apart; nothing secret hangs on it.
    jitter = random.SystemRandom().random
    line, sealing = opened.line, opening.sealing_of(opened)
    service = Service(line, sealing, opened.clock, jitter)
    folders = _folders(opened, service)
    service.connect(_carriers(opened, folders))
    desk = Desk(service, partial(erasing.erase, line, opened.store))
    door = Door(place.door, desk)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    await door.open()
    try:
        with service.after_turns(desk.turned):
            doors = Doors(_server(opened, service), tuple(folders.values()))
            ready(service)
            duty = keep_running(DUTY, place.root, opened.alarm)
            await service.run(doors, (duty,))
    finally:
        await door.close()


def _server(opened: OpenLine, service: Service) -> Serving | None:
    listen = opened.paired.settings.listen
    if not listen or not _others(opened):
        return None  # in a channel of one's own nobody can call
    host, _, port = listen.rpartition(":")
    if not port.isdecimal():
        raise Misasked(f"listen = {listen!r} in line.toml is not host:port.")
    certificates = [p.document.tls for p in _others(opened)]
    context = tls.server_context(_identity(opened), certificates)
    server = https.HttpsServer(service.receive, context)
    listener = https.listen(host.strip("[]"), int(port))
    return server, lambda: server.serve(listener)


def _identity(opened: OpenLine) -> tls.Identity:
    party = opened.line.party
    return tls.Identity(party.document.tls, opened.node.tls_scalar)


def _others(opened: OpenLine) -> list[Party]:
    return [p for p in opened.paired.channel.parties if p.code != opened.paired.own]


def _peer(opened: OpenLine, code: str) -> Peer:
    return opened.paired.settings.peers.get(code, Peer())


def _folders(opened: OpenLine, service: Service) -> dict[str, FolderCarrier]:
    """Return the folder path to each peer that has one in `line.toml`."""
    paired = opened.paired
    folders = {}
    for party in _others(opened):
        peer = _peer(opened, party.code)
        if peer.outbox or peer.inbox:
            boxes = Boxes(
                Path(peer.outbox) if peer.outbox else None,
                Path(peer.inbox) if peer.inbox else None,
            )
            sides = Sides(paired.channel.id, paired.own, party.code)
            folders[party.code] = FolderCarrier(
                boxes, sides, service.receive, opened.clock
            )
    return folders


def _carriers(
    opened: OpenLine, folders: dict[str, FolderCarrier]
) -> dict[str, list[Carrier]]:
    """Return the carriers to each peer, in the charter's order of paths."""
    carriers: dict[str, list[Carrier]] = {}
    for party in _others(opened):
        ways: list[Carrier] = []
        for path in opened.paired.charter.terms.paths:
            if path == FOLDER and party.code in folders:
                ways.append(folders[party.code])
            elif path == HTTPS:
                ways += _https(opened, party)
        carriers[party.code] = ways
    return carriers


def _https(opened: OpenLine, party: Party) -> list[HttpsCarrier]:
    given = _peer(opened, party.code).address
    addresses = [given] if given else list(party.document.addresses)[:1]
    context = tls.client_context(_identity(opened), party.document.tls)
    return [HttpsCarrier(address, context) for address in addresses]
