"""Decide how a play works one side: its node's process, its door, its record.

The node is started as any operator starts it, `detente serve`, and what the side's
officers say goes through its door. What this side knows is read from its own store, so
that nothing can be cited here that has not arrived here.
"""

import asyncio
import contextlib
import json
import secrets
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from detente.carriers.folder import SUFFIX
from detente.dialogue.compose import Desk, Draft, compose
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.node.door import Knock
from detente.node.officer import author, sign
from detente.play.stage import Installed
from detente.record import statement, wire
from detente.record.errors import Failed, Misasked, PathFailed
from detente.record.feed import leaf_hash
from detente.report import observed
from detente.report.observed import Status
from detente.report.record import Record, reading
from detente.report.words import utc

WITHIN_S: Final = 30.0
CLEAN_STOP_S: Final = 5.0
LOG_FILE: Final = "node.log"
_LOOK_S: Final = 0.02


def program(name: str) -> str:
    """Return the path of a program that was installed beside this one.

    Raises:
        Failed: it is not there.
    """
    path = Path(sys.executable).with_name(name)
    if not path.is_file():
        raise Failed(f"{path} is not there: install Detente with its programs.")
    return str(path)


class Spoken(NamedTuple):
    """A statement that a side has released.

    `stored_ms` and `receipted_ms` are real time; the second is None where the step did
    not wait for the receipt.
    """

    party: str
    id: bytes
    reference: str
    position: int
    stored_ms: float
    receipted_ms: float | None
    cautions: tuple[Fault, ...]


class Side:
    """One side of a play; `close` it whatever happens."""

    def __init__(self, installed: Installed) -> None:
        """Work this side."""
        self.installed = installed
        self.code = installed.party.code
        self.pids: list[int] = []
        self._process: Process | None = None
        self._console: Process | None = None
        self._knock: Knock | None = None
        self._record: Record | None = None
        self._reading = ExitStack()

    @property
    def is_up(self) -> bool:
        """Whether its node runs."""
        return self._process is not None

    async def start(self, told_s: int) -> None:
        """Start the node on told time and wait until it listens.

        Raises:
            Failed: it does not start; the sentence is its own.
        """
        place = self.installed.place
        self._process = await self._launched("serve", "--told-time", utc(told_s))
        if await _ready(self._process) is None:
            await self.kill()
            raise Failed(f"The node of {self.code} does not start: {self._last()}")
        self.pids.append(self._process.pid)
        self._knock = await Knock.at(place.door)
        if self._record is None:
            self._record = self._reading.enter_context(reading(place))

    async def open_console(self) -> str:
        """Start this side's console; return where it is.

        Raises:
            Failed: it does not start; the sentence is its own.
        """
        self._console = await self._launched("console")
        ready = await _ready(self._console)
        if ready is None:
            raise Failed(f"{self.code} has no console: {self._last()}")
        return str(ready["address"])

    async def _launched(self, *words: str) -> Process:
        """Start a program of this side as any operator does."""
        root = self.installed.place.root
        with (root / LOG_FILE).open("ab") as errors:
            # In a session of its own: Ctrl-C is for the play, which ends it cleanly.
            return await asyncio.create_subprocess_exec(
                *(program("detente"), *words, "--line", str(root), "--json"),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=PIPE,
                stderr=errors,
                start_new_session=True,
            )

    def _last(self) -> str:
        """Return what a program of this side has said last of what went wrong."""
        log = self.installed.place.root / LOG_FILE
        said = log.read_text(errors="replace").strip().splitlines()
        return said[-1] if said else "it said nothing"

    async def kill(self) -> None:
        """Kill the node without warning, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def close(self) -> None:
        """End console and node cleanly, kill what does not end, close the record."""
        self._reading.close()
        console, self._console = self._console, None
        if console is not None:
            await _ended(console, signal.SIGTERM)
        await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> None:
        knock, self._knock = self._knock, None
        process, self._process = self._process, None
        if knock is not None:
            await knock.close()
        if process is not None:
            await _ended(process, how)

    async def ask(
        self,
        verb: str,
        *arguments: wire.Value,
        heard: Callable[[str, wire.Value], None] | None = None,
    ) -> wire.Value:
        """Ask the node at its door for a verb.

        Raises:
            DetenteError: it refused, in its words, or does not answer in time.
        """
        if self._knock is None:
            raise Failed(f"The node of {self.code} does not run.")
        try:
            async with asyncio.timeout(WITHIN_S):
                return await self._knock.ask(verb, *arguments, heard=heard)
        except TimeoutError as error:
            raise PathFailed(
                f"The node of {self.code} did not do {verb!r} within {WITHIN_S:.0f} s."
            ) from error

    async def status(self) -> Status:
        """Return what the node says of itself and its peer."""
        return observed.read_status(await self.ask("status"))

    async def tell(self, now_s: int) -> None:
        """Tell the node what time it is, unless it is later there already."""
        if (await self.status()).now_s < now_s:
            await self.ask("tell", now_s)

    def record(self) -> Record:
        """Return what this side's store holds now."""
        if self._record is None:
            raise Failed(f"The record of {self.code} is not open.")
        self._record.following.catch_up()
        return self._record

    def held(self, id_: bytes) -> Entered:
        """Return a statement that this side holds.

        Raises:
            Misasked: it does not hold it.
        """
        found = self.record().standing.entries.get(id_)
        if found is None:
            raise Misasked(f"{self.code} does not hold what is cited.")
        return found

    async def release(
        self, draft: Draft, post: str, language: str, at_s: int, *, await_receipt: bool
    ) -> Spoken:
        """Compose, sign and release a statement of an officer at a post.

        Args:
            draft: what is said.
            post: who says it.
            language: its authentic language.
            at_s: when it claims to be released, POSIX seconds.
            await_receipt: whether to wait for the other node's receipt too.

        Raises:
            Misasked: a rule would be marked on it.
            DetenteError: the node refuses it.
        """
        record, officer = self.record(), self.installed.officers[post]
        year = datetime.fromtimestamp(at_s, UTC).year
        serial = await self.ask("reserve", year)
        if not isinstance(serial, int):
            raise Failed("The node gave no serial.")
        salt = secrets.token_bytes(statement.SALT_BYTES)
        desk = Desk(serial, record.seen(), at_s, at_s, salt)
        by = author(self.code, [officer], language)
        composed = compose(record.standing, by, desk, draft)
        if composed.faults:
            fault = composed.faults[0]
            raise Misasked(f"{fault.sentence} (clause {fault.clause})")
        entry = sign(composed, salt, [officer])
        clock = asyncio.get_running_loop().time
        start_s, stored_at_s = clock(), list[float]()

        def heard(word: str, value: wire.Value) -> None:
            del value
            if word == "stored":
                stored_at_s.append(clock())

        position = await self.ask(
            *("release", entry.raw, salt, composed.body, await_receipt), heard=heard
        )
        done_ms = (clock() - start_s) * 1000
        if not isinstance(position, int):
            raise Failed("The node gave no position.")
        stored_ms = (stored_at_s[0] - start_s) * 1000 if stored_at_s else done_ms
        return Spoken(
            self.code,
            leaf_hash(entry.raw),
            composed.header.reference,
            position,
            stored_ms,
            done_ms if await_receipt else None,
            composed.cautions,
        )

    async def until(self, done: Callable[[], bool], what: str) -> None:
        """Look into this side's record until something stands there.

        Raises:
            Failed: it does not come about in time.
        """
        try:
            async with asyncio.timeout(WITHIN_S):
                while not done():  # noqa: ASYNC110 - a store rings no bell
                    await asyncio.sleep(_LOOK_S)
        except TimeoutError as error:
            raise Failed(f"{what} did not come about in {WITHIN_S:.0f} s.") from error


def carry(source: Installed, target: Installed) -> int:
    """Carry bundle files from one side's outbox to the other's inbox; count them.

    A move within one file system: the reader never sees half a file.
    """
    files = sorted(source.outbox.glob(f"*{SUFFIX}"))
    for each in files:
        each.replace(target.inbox / each.name)
    return len(files)


async def _ready(process: Process) -> dict[str, object] | None:
    """Wait for the line that a program prints when it listens; None: it does not."""
    if process.stdout is None:
        return None
    try:
        async with asyncio.timeout(WITHIN_S):
            said = json.loads(await process.stdout.readline())
    except (TimeoutError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("ready") is True else None


async def _ended(process: Process, how: signal.Signals) -> None:
    """End a program by a signal; kill it if it does not end."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(how)
    try:
        async with asyncio.timeout(CLEAN_STOP_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
