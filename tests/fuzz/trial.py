"""One input on one target: it may be taken or refused, and nothing else.

What else comes out is a finding: another error, a look-alike that was taken, or more
time than any input is worth.
"""

import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NamedTuple, NoReturn

from tests.fuzz.targets import Target

MOST_S = 2.0
_HUNG_S = 20.0
_MOST_TRIES = 1000
_STACK = 600
_SLOW = "took"


class Hung(BaseException):
    """A target did not come back. No `except Exception` on the way may swallow it."""


class Finding(NamedTuple):
    """What went wrong in which target on which input."""

    target: str
    data: bytes
    what: str

    def __str__(self) -> str:
        return (
            f"{self.target}: {self.what}\n"
            f"  input of {len(self.data)} bytes: {self.data.hex()}\n"
            "  replay: python -m tests.fuzz.run "
            f"--target {self.target} --replay {self.data.hex() or '-'}"
        )


class Outcome(NamedTuple):
    """Whether an input was taken, or what was found."""

    taken: bool
    finding: Finding | None = None


def attempt(target: Target, data: bytes) -> Outcome:
    """Hand an input to a target."""
    began_s = time.monotonic()
    try:
        with _bounded(), _same_stack():
            target.read(data)
    except target.allowed:
        outcome = Outcome(taken=False)
    except (Exception, Hung) as error:  # noqa: BLE001 - any other error is a finding
        return Outcome(taken=False, finding=Finding(target.name, data, _say(error)))
    else:
        outcome = Outcome(taken=True)
    spent_s = time.monotonic() - began_s
    if spent_s > MOST_S:
        what = f"{_SLOW} {spent_s:.1f} s"
        return outcome._replace(finding=Finding(target.name, data, what))
    return outcome


def smaller(target: Target, finding: Finding) -> Finding:
    """Return the finding on as few bytes as some tries come to."""
    tries = 0

    def fails(data: bytes) -> bool:
        nonlocal tries
        tries += 1
        found = attempt(target, data).finding
        return found is not None and _kind(found) == _kind(finding)

    data, step = finding.data, len(finding.data) // 2
    while step and tries < _MOST_TRIES and not finding.what.startswith(_SLOW):
        at = 0
        while at < len(data) and tries < _MOST_TRIES:
            shorter = data[:at] + data[at + step :]
            if fails(shorter):
                data = shorter
            else:
                at += step
        step //= 2
    return attempt(target, data).finding or finding


def _say(error: BaseException) -> str:
    frames = [
        each
        for each in traceback.extract_tb(error.__traceback__)
        if each.filename != __file__
    ]
    where = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "nowhere"
    return f"{type(error).__name__} in {where}: {str(error)[:200]}"


def _kind(finding: Finding) -> str:
    return finding.what.partition(" ")[0]


@contextmanager
def _bounded() -> Iterator[None]:
    """Let nothing run on for ever, unless libFuzzer or pytest sees to that already."""

    def stop(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise Hung(f"no end after {_HUNG_S:g} s")

    if signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _HUNG_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


@contextmanager
def _same_stack() -> Iterator[None]:
    """Leave the target as much stack as at every other try, whoever calls."""
    depth, frame = 0, sys._getframe()
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + _STACK)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
