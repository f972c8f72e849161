"""How much memory a volume takes that stands in a live picture.

Run as a program, ``python -m bench.resident COUNT`` prints the bytes that a process has
grown by, once the picture is made and has answered, and ``COUNT fast`` the same with
the extra `[fast]`; `bytes_per_volume` runs that, for a process that has done something
else before knows its memory no longer.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from bench import theatres
from bench.declared import volumes
from bench.process import BenchError
from detente.node import memory
from detente.space.standing.live import Live

_ROOT: Final = Path(__file__).resolve().parent.parent
_FAST: Final = "fast"
_SEED: Final = 20_260
_QUESTIONS: Final = 500
"""After so many every part that is made when first needed is there."""
_WARM: Final = 2_000


def bytes_per_volume(count: int, *, fast: bool = False) -> float:
    """Return the resident bytes a volume, of so many; with or without `[fast]`.

    Raises:
        BenchError: the process failed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "bench.resident", str(count), *([_FAST] * fast)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise BenchError("the memory of a live picture cannot be measured")
    return int(done.stdout) / count


def _resident() -> int:
    gc.collect()
    pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _made(count: int, *, fast: bool) -> Live:
    """Return a live picture that has answered; what it was made from is gone."""
    live = Live.of(volumes(theatres.week(count, _SEED)), fast=fast)
    for each in volumes(theatres.week(_QUESTIONS, _SEED + 1), "asked "):
        live.conflicts(each)
    return live


def _grown(count: int, *, fast: bool) -> int:
    _made(_WARM, fast=fast)  # loads what is loaded when first needed
    before = _resident()
    live = _made(count, fast=fast)
    grown = _resident() - before
    if len(live.runs) != 1:
        raise BenchError("the live picture is not settled")
    return grown


if __name__ == "__main__":
    memory.keep_large_apart()  # as a process of a node that keeps pictures
    sys.stdout.write(f"{_grown(int(sys.argv[1]), fast=_FAST in sys.argv)}\n")
