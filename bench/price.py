"""The price of proof: the signatures that a statement needs, and nothing else.

A statement that reaches B and is receipted at A was signed and checked eleven times on
its way, and a second file vouched for A's head. No program with this design does less.
Added to what the floor takes, that is the least a line with these signatures can take
on this machine; the rest of the product's distance from the floor is its own.

Run as a program, ``python -m bench.price SECONDS`` prints how many statements one
process signs once and checks twice; ``statements_per_s`` runs one for each core.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

from bench.process import BenchError
from detente.node.keyring import SecretKey
from detente.record import keys
from detente.record.head import Head
from detente.stores.headfile import HeadFile

_ROOT = Path(__file__).resolve().parent.parent
_SIGNED_BYTES = 400
"""About what a releaser signs of a statement of 1 KiB: its header, and a frame."""


class _Pair:
    """A key and a message that it signed."""

    def __init__(self, algorithm: int) -> None:
        self._secret = SecretKey(algorithm, os.urandom(32))
        self._public = keys.enrol(self._secret.public())
        self._message = os.urandom(_SIGNED_BYTES)
        self._signature = self._secret.sign(self._message)

    def sign(self) -> None:
        """Sign once."""
        self._secret.sign(self._message)

    def check(self) -> None:
        """Check once."""
        keys.verify(self._public, self._message, self._signature)


class ProofProbe:
    """What one statement alone needs in series, from its release to its receipt."""

    def __init__(self, file: Path) -> None:
        self._classical = _Pair(keys.ED25519)
        self._post_quantum = _Pair(keys.ML_DSA_44)
        self._file = HeadFile.create(file)
        self._head: Head | None = None

    def series_s(self) -> float:
        """Do it, and return the seconds it took."""
        begun = time.perf_counter()
        self._classical.sign()  # an officer releases
        self._classical.check()  # A takes the release
        self._vouch()
        self._head_signed_and_checked()  # A signs, B checks
        self._classical.check()  # B checks the release
        self._head_signed_and_checked()  # B cosigns, A checks
        return time.perf_counter() - begun

    def _head_signed_and_checked(self) -> None:
        for pair in (self._classical, self._post_quantum):
            pair.sign()
            pair.check()

    def _vouch(self) -> None:
        size = 1 if self._head is None else self._head.size + 1
        new = Head("bench", size, hashlib.sha256(size.to_bytes(8, "big")).digest())
        self._file.replace(self._head, new)
        self._head = new

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Price(NamedTuple):
    """The price of proof: one statement in series, and many on all cores."""

    series_p50_ms: float
    statements_per_s: float


def _count(seconds: float) -> int:
    """Sign and check for so long; return for how many statements."""
    pair, count = _Pair(keys.ED25519), 0
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends:
        pair.sign()
        pair.check()
        pair.check()
        count += 1
    return count


async def statements_per_s(seconds: float) -> float:
    """Return how many statements all cores together sign once and check twice.

    Heads are left out: a bundle's are shared by all its statements.

    Raises:
        BenchError: a process failed.
    """

    async def one() -> int:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.price", str(seconds)),
            cwd=_ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise BenchError("the price of signatures cannot be measured")
        return int(said)

    counts = await asyncio.gather(*(one() for _ in range(os.cpu_count() or 1)))
    return sum(counts) / seconds


if __name__ == "__main__":
    sys.stdout.write(f"{_count(float(sys.argv[1]))}\n")
