"""The server processes of a contestant: started, watched, weighed, ended by id.

Decides how a server is started and when it serves, how its memory and processor
time are read (Linux, ``/proc``), and how it ends. Knows nothing of messages.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.contestant import Side

READY_WITHIN_S = 20.0
STOPPED_WITHIN_S = 10.0
_KEPT_LOG_LINES = 12
_PID_FIELDS_BEFORE_CPU = 11
"""Fields of ``/proc/PID/stat`` between the name and utime, proc(5)."""


class BenchError(Exception):
    """The benchmark cannot go on; the text tells its operator why."""


class ServerProcess:
    """One server process on this machine.

    Args:
        name: What the process is called in the table and in errors.
        argv: Program and arguments.
        ready: Text in its output after which it serves.
        cwd: Directory to run it in; the caller's when omitted.
    """

    def __init__(
        self,
        name: str,
        argv: Sequence[str],
        ready: bytes,
        cwd: Path | None = None,
    ) -> None:
        self.name = name
        self._argv = tuple(argv)
        self._ready = ready
        self._cwd = cwd
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._log: collections.deque[bytes] = collections.deque(maxlen=_KEPT_LOG_LINES)

    @property
    def pid(self) -> int:
        """The process id.

        Raises:
            BenchError: The process does not run.
        """
        if self._process is None or self._process.returncode is not None:
            raise BenchError(f"{self.name} does not run{self._last_words()}")
        return self._process.pid

    async def start(self) -> None:
        """Start the process and return once it serves.

        Raises:
            BenchError: The program is missing, ends early, or is not ready
                within ``READY_WITHIN_S``.
        """
        self._log.clear()
        try:
            # A session of its own: Ctrl-C in the terminal reaches the benchmark
            # alone, which then ends its servers in order.
            self._process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
                cwd=self._cwd,
            )
        except OSError as error:
            raise BenchError(f"{self.name} cannot be started: {error}") from error
        serves = asyncio.Event()
        self._reader = asyncio.create_task(self._read_log(serves))
        try:
            async with asyncio.timeout(READY_WITHIN_S):
                await serves.wait()
        except TimeoutError:
            await self.kill()
            text = f"{self.name} was not ready in {READY_WITHIN_S:.0f} s"
            raise BenchError(text + self._last_words()) from None
        if self._process.returncode is not None or self._reader.done():
            await self.kill()
            raise BenchError(f"{self.name} ended while starting{self._last_words()}")

    async def stop(self) -> None:
        """End the process with SIGTERM; with SIGKILL if it does not obey."""
        try:
            async with asyncio.timeout(STOPPED_WITHIN_S):
                await self._end(signal.SIGTERM)
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the process with SIGKILL, and return when it is gone."""
        await self._end(signal.SIGKILL)

    async def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)
        await self._process.wait()
        if self._reader is not None:
            await self._reader

    async def _read_log(self, serves: asyncio.Event) -> None:
        """Keep the last lines of output: a full pipe would stop the server."""
        if self._process is None or self._process.stdout is None:
            return
        async for line in self._process.stdout:
            self._log.append(line)
            if self._ready in line:
                serves.set()
        serves.set()

    def _last_words(self) -> str:
        lines = b"".join(self._log).decode(errors="replace").strip()
        return f"; its last words:\n{lines}" if lines else ""


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pss_mb(pid: int) -> float:
    """Return the proportional memory of a process in megabytes (10^6 bytes).

    Raises:
        BenchError: The process is gone, or is not ours to look at.
    """
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError as error:
        raise BenchError(
            f"the memory of process {pid} cannot be read: {error}"
        ) from error
    for line in rollup.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise BenchError(f"the kernel gives no proportional memory for process {pid}")


def cpu_s(pid: int) -> float:
    """Return the processor time a process has used so far, in seconds.

    Raises:
        BenchError: The process is gone.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except OSError as error:
        raise BenchError(
            f"the processor time of process {pid} cannot be read: {error}"
        ) from error
    # The name may hold spaces and brackets: count from its last bracket on.
    fields = stat.rpartition(")")[2].split()[_PID_FIELDS_BEFORE_CPU:]
    return (int(fields[0]) + int(fields[1])) / os.sysconf("SC_CLK_TCK")


class ProcessASide:
    """The half of a contestant that has one server process a side, its node."""

    def __init__(self, sides: Mapping[Side, ServerProcess]) -> None:
        self._sides = sides

    async def stop(self) -> None:
        """End both processes."""
        for process in self._sides.values():
            await process.stop()

    async def stop_side(self, side: Side) -> None:
        """End one process in order."""
        await self._sides[side].stop()

    async def start_side(self, side: Side) -> None:
        """Start one process again."""
        await self._sides[side].start()

    async def kill_side(self, side: Side) -> None:
        """Kill one process."""
        await self._sides[side].kill()

    def pids(self, side: Side) -> Mapping[str, int]:
        """Return the one process of a side."""
        return {"node": self._sides[side].pid}
