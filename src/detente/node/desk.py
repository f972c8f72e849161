"""Decide what the node does for programs on this machine: the verbs at its door.

`attach` bytes, `reserve` a serial; `release` a signed statement, or many; `state`
positions, which the node signs; `follow` how far they get; `erase` what both agreed to
purge; `bind` the node to amended terms; `console`, whether an alarm can sound there;
`trial`, to have the alarms tried; `status`; `handed`: by which paths one entry was
taken; `leave` bundles on a stick, `fetch` them from one; `tell` the time of a play;
`stop`. Reading needs no verb: whoever may knock may read the store. Who may sign what
was decided when the statement was signed; the line checks it again.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from detente.carriers.folder import Boxes, FolderCarrier, Sides
from detente.exchange import replica
from detente.node import erasing, uploading
from detente.node.binding import Binding
from detente.node.clock import ToldClock
from detente.node.consoles import Consoles
from detente.node.door import Say
from detente.node.erasing import Purging
from detente.node.line import Released, Reserve, Reserved, Stored
from detente.node.paths import ONE_WAY
from detente.node.service import Service
from detente.ports import EntryAt
from detente.record import wire
from detente.record.errors import Failed, Malformed, Misasked, Refused
from detente.record.feed import Entry

Sign: TypeAlias = Callable[[bytes, bytes], bytes]
Erase: TypeAlias = Callable[[Sequence[Purging]], Sequence[EntryAt]]
_Awaited: TypeAlias = tuple[int, "asyncio.Future[None]"]


class Desk:
    """The verbs of one node."""

    def __init__(
        self, service: Service, erase: Erase, sign: Sign, binding: Binding
    ) -> None:
        """Answer for this node; `turned` must be called for receipts to be told.

        Args:
            service: the node.
            erase: what destroys bodies in its store (`node.erasing`).
            sign: what signs positions with the node's own credential (`node.stating`).
            binding: the version of the charter that it works by.
        """
        self._service = service
        self._erase = erase
        self._sign = sign
        self._binding = binding
        self._awaited: list[_Awaited] = []
        self._consoles = Consoles()
        self._trial_s: int | None = None

    async def __call__(self, verb: str, arguments: list[wire.Value], say: Say) -> None:
        """Do a verb, and say what came of it.

        Raises:
            DetenteError: it cannot be done, in words for the officer.
        """
        match verb, arguments:
            case (("release" | "state"), [bytes() as raw, bytes() as salt, body, held]):
                given = self._signed(verb, raw, salt, body)
                await self._release(given, bool(held), say)
            case "releases", [[*rows]]:
                await say("done", await self._release_all(rows))
            case "follow", []:
                await self._follow(say)
            case (("reserve" | "attach"), [needed]):
                await say("done", await self._prepare(verb, needed))
            case "erase", [[*rows]]:
                gone = self._erase([erasing.parse(each) for each in rows])
                await say("done", [[*each.feed, each.position] for each in gone])
            case "status" | "handed", asked:
                await say("done", self._seen(verb, asked))
            case (("leave" | "fetch"), [str() as peer, str() as directory, *rest]):
                await say("done", await self._carry(verb, peer, Path(directory), rest))
            case "bind" | "tell" | "console" | "trial", [told]:
                await say("done", await self._take_over(verb, told))
            case "stop", []:
                await say("done", None)
                self._service.stop()
            case _:
                raise Malformed(f"The node has no verb {verb[:40]!r} of this shape.")

    async def _carry(
        self, verb: str, peer: str, directory: Path, rest: list[wire.Value]
    ) -> wire.Value:
        """Leave bundles in a directory, or fetch them; answers go into another one."""
        match verb, rest:
            case "leave", []:
                folder = self._stick(peer, Boxes(directory, None))
                return await self._service.leave_in(folder, peer)
            case "fetch", [str() | None as answers]:
                outbox = None if answers is None else Path(answers)
                folder = self._stick(peer, Boxes(outbox, directory))
                return list(await folder.poll())
            case _:
                raise Malformed(f"The node has no verb {verb!r} of this shape.")

    def _signed(self, verb: str, raw: bytes, salt: bytes, body: wire.Value) -> Entry:
        """Return what is released; of a `state` raw is the header to be signed."""
        if not isinstance(body, bytes):
            raise Malformed("A release is statement, salt and body.")
        signed = self._sign(raw, body) if verb == "state" else raw
        return Entry(signed, salt, body)

    async def _release(self, entry: Entry, held: bool, say: Say) -> None:  # noqa: FBT001 - one wire value
        output = await self._service.turns.submit(Released(entry))
        if not isinstance(output, Stored):
            raise Failed("A release came to something else than a position.")
        if held:
            await say("stored", output.position)
            await self._receipt(output.position)
        await say("done", output.position)

    async def _release_all(self, rows: list[wire.Value]) -> wire.Value:
        """Release many statements in order; return how far our feed reaches then.

        Raises:
            Refused: one of them is refused, in its words; those before it stand.
        """
        enqueue = self._service.turns.enqueue
        waiting = [enqueue(Released(_entry(each))) for each in rows]
        outputs = [await future for future in waiting]
        for output in outputs:
            if isinstance(output, Refused):
                raise output
        return self._service.line.own.size

    async def _follow(self, say: Say) -> None:
        """Say after every turn how far our feed reaches and is receipted."""
        said = (-1, -1)
        moved = asyncio.Event()
        with self._service.after_turns(moved.set):
            while True:
                now = (self._service.line.own.size, self._receipted())
                if now != said:
                    await say("moved", list(now))
                    said = now
                await moved.wait()
                moved.clear()

    async def _receipt(self, position: int) -> None:
        """Wait until every other party holds this position; where none is, not at all.

        In a channel of one's own nobody receipts (clause 10.15).
        """
        if not self._service.line.peers or self._receipted() > position:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._awaited.append((position, future))
        await future

    def _receipted(self) -> int:
        line = self._service.line
        return min(map(line.receipts.of_ours, line.peers), default=0)

    def turned(self) -> None:
        """Tell those who wait that receipts may have come; call after each turn."""
        if not self._awaited:
            return
        size = self._receipted()
        waiting = []
        for position, future in self._awaited:
            if position >= size:
                waiting.append((position, future))
            elif not future.done():
                future.set_result(None)
        self._awaited = waiting

    async def _prepare(self, verb: str, needed: wire.Value) -> int:
        """Do what a statement needs before it is released: its serial, its files."""
        match verb, needed:
            case "reserve", int() as year:
                return await self._reserve(year)
            case "attach", row:
                files = self._service.line.attachments
                return await uploading.take(self._service.turns, files.held_bytes, row)
            case _:
                raise Malformed(f"The node has no verb {verb!r} of this shape.")

    async def _reserve(self, year: int) -> int:
        output = await self._service.turns.submit(Reserve(year))
        if not isinstance(output, Reserved):
            raise Failed("A reservation came to something else than a serial.")
        return output.serial

    async def _take_over(self, verb: str, told: wire.Value) -> wire.Value:
        now_s = self._service.clock.monotonic_s()
        match verb, told:
            case "bind", bytes():
                await self._binding.bind(told)
            case "console", bool() | None:
                self._consoles.say(told, now_s)
                return self._consoles.attended(now_s)
            case "trial", None:
                self._trial_s = self._service.clock.now_s()
                return self._trial_s
            case "tell", int():
                self._tell(told)
            case _:
                raise Malformed(f"The node cannot {verb[:40]} such a thing.")
        return None

    def _tell(self, now_s: int) -> None:
        clock = self._service.clock
        if not isinstance(clock, ToldClock):
            raise Misasked(
                "Only a channel whose charter says it is played has a clock."
            )
        clock.tell(now_s)

    def _stick(self, peer: str, boxes: Boxes) -> FolderCarrier:
        line = self._service.line
        line.channel.party(peer)
        sides = Sides(line.channel.id, line.party.code, peer)
        return FolderCarrier(boxes, sides, self._service.receive, self._service.clock)

    def _seen(self, verb: str, asked: list[wire.Value]) -> wire.Value:
        """Return what this node has seen: of the line, or of one entry of ours."""
        match verb, asked:
            case "status", []:
                return self._status()
            case "handed", [int() as position]:
                return self._handed(position)
            case _:
                raise Malformed(f"The node has no verb {verb!r} of this shape.")

    def _handed(self, position: int) -> wire.Value:
        """Return to which peers a position of ours was handed over, by which path."""
        return [
            [code, each.path, each.at_s]
            for code, courier in self._service.couriers.items()
            for each in courier.handed.of(position)
        ]

    def _status(self) -> wire.Value:
        """Return the state of the line as this node sees it now."""
        service = self._service
        line, now_s = service.line, service.clock.monotonic_s()
        return {
            "party": line.party.code,
            "now_s": service.clock.now_s(),
            "size": line.own.size,
            "charter": self._binding.version.digest,
            "console": self._consoles.attended(now_s),
            "trial_s": self._trial_s,
            "peers": {code: self._peer(code, now_s) for code in line.peers},
        }

    def _peer(self, code: str, now_s: float) -> wire.Value:
        line = self._service.line
        state = line.peers[code]
        paths = self._service.couriers[code].paths
        skew, since_s = line.receipts.skews.of(code), state.unreceipted_since_s
        awaited_s = None if since_s == replica.NEVER else since_s
        return {
            "receipted": state.receipted,
            "held": line.mirrors[state.theirs].size,
            "heard_ms_ago": _ago_ms(paths.heard_at_s, now_s),
            "suspected": replica.suspected(state, now_s),
            "awaited_ms": _ago_ms(awaited_s, now_s),
            "skew": None if skew is None else list(skew),
            "frozen": line.mirrors[state.theirs].frozen,
            "unasked": line.attachments.refused[code],
            "spoiled": line.attachments.spoiled[code],
            "paths": [
                {
                    "path": path.path,
                    "answers": path.path not in ONE_WAY,
                    "failures": path.failures,
                    "ended": path.ended,
                    "used_ms_ago": _ago_ms(path.used_at_s, now_s),
                    "failed_ms_ago": _ago_ms(path.failed_at_s, now_s),
                    "proved_ms_ago": _ago_ms(path.proved_at_s, now_s),
                    "round_ms": _ms(path.round_s),
                    "taken_ms_ago": _ago_ms(paths.taken_at_s.get(path.path), now_s),
                    "trouble": path.trouble,
                }
                for path in paths.states.values()
            ],
        }


def _entry(row: wire.Value) -> Entry:
    match row:
        case [bytes() as raw, bytes() as salt, bytes() as body]:
            return Entry(raw, salt, body)
        case _:
            raise Malformed("A release is statement, salt and body.")


def _ago_ms(at_s: float | None, now_s: float) -> int | None:
    return None if at_s is None else _ms(now_s - at_s)


def _ms(length_s: float | None) -> int | None:
    return None if length_s is None else int(length_s * 1000)
