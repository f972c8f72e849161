"""Decide what becomes of a helper process of the node: started again, and said aloud.

The exchange must go on whatever happens beside it. A process that ends is started
again after a wait that doubles, and each end is an alarm: a deadline that nobody
watches passes in silence.
"""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Final

from detente.ports import Alarm

FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 60.0
LEAVE_S: Final = 1.0


async def keep_running(module: str, directory: Path, alarm: Alarm) -> None:
    """Keep one process of `module` running for a line's directory, until cancelled."""
    wait_s = FIRST_WAIT_S
    while True:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, str(directory)
        )
        try:
            code = await process.wait()
        finally:
            await _end(process)
        alarm.sound(
            "process-ended",
            f"{module} ended with {code} and starts again in {wait_s:.0f} s.",
        )
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, LONGEST_WAIT_S)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(LEAVE_S):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
