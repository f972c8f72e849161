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

if "apart" in sys.argv:
    assert memory.keep_large_apart()
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


def given_back(*arguments: str) -> int:
    """Return how many bytes a process gives back that frees 240 million."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
    )
    return int(done.stdout)


def test_large_arrays_are_given_back_once_they_are_freed() -> None:
    """What is freed does not stay with the process for ever."""
    assert given_back("apart") > 200_000_000
