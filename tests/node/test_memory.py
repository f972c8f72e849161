"""What is freed is given back, where the C library can be told to."""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
import numpy as np
from pathlib import Path
from detente.node import memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

if "settled" in sys.argv:
    memory.settle()
for _ in range(3):  # freeing some raises the size from which they are given back
    kept = [np.zeros(size) + 1 for size in (4_000_000, 400_000, 4_000_000)]
    del kept
large = [np.zeros(150_000) + 1 for _ in range(200)]
small = [bytearray(100) for _ in range(200)]
before = resident()
pins = [np.zeros(20) for _ in range(2000)]
del large
print(before - resident())
"""


def run(program: str, *arguments: str) -> int:
    """Return the figure that a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
    )
    return int(done.stdout)


def test_large_arrays_are_given_back_once_they_are_freed() -> None:
    """What is freed does not stay with the process for ever."""
    assert run(PROGRAM, "settled") > 200_000_000


LOOKS = """
import gc
import sys
from detente.node import memory

if "settled" in sys.argv:
    memory.settle()
before = gc.get_stats()[2]["collections"]
held = [[number] for number in range(1_000_000)]
print(gc.get_stats()[2]["collections"] - before)
"""


def test_a_process_that_stays_does_not_look_through_all_it_holds_as_it_grows() -> None:
    """Each look takes longer the more is held, and nothing else happens meanwhile."""
    looks = [run(LOOKS), run(LOOKS, "settled")]

    assert looks[0] > 0
    assert looks[1] == 0
