"""Decide how a node's process starts and ends: carriers, door, signals.

SIGTERM and SIGINT end it cleanly within two seconds; SIGKILL at any moment is safe by
the order of work in `detente.node.line`, not by anything here.
"""

import asyncio
import random
import signal
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import uvloop

from detente.carriers import https
from detente.node import erasing, opening, stating, tls, ways
from detente.node.binding import Binding, InForce
from detente.node.desk import Desk
from detente.node.door import Door
from detente.node.opening import OpenLine
from detente.node.place import Place
from detente.node.service import Doors, Service, Serving
from detente.node.supervised import keep_running
from detente.node.ways import Ways
from detente.record.errors import DetenteError, Misasked

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
    carriers = Ways(opened, service.receive)
    service.connect(carriers.by(opened.bound.paths))

    async def take(version: InForce) -> None:
        await service.amend(version.exchange(), carriers.by(version.paths))

    erase = partial(erasing.erase, line, opened.store)
    sign = partial(stating.sign, opened.signer)
    desk = Desk(service, erase, sign, Binding(place, opened.bound, take))
    door = Door(place.door, desk)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, service.stop)
    await door.open()
    try:
        with service.after_turns(desk.turned):
            doors = Doors(_server(opened, service), tuple(carriers.folders.values()))
            ready(service)
            duty = keep_running(DUTY, place.root, opened.alarm)
            await service.run(doors, (duty,))
    finally:
        await door.close()


def _server(opened: OpenLine, service: Service) -> Serving | None:
    listen = opened.paired.settings.listen
    if not listen or not ways.others(opened):
        return None  # in a channel of one's own nobody can call
    host, _, port = listen.rpartition(":")
    if not port.isdecimal():
        raise Misasked(f"listen = {listen!r} in line.toml is not host:port.")
    certificates = [p.document.tls for p in ways.others(opened)]
    context = tls.server_context(ways.identity(opened), certificates)
    server = https.HttpsServer(service.receive, context)
    listener = https.listen(host.strip("[]"), int(port))
    return server, lambda: server.serve(listener)
