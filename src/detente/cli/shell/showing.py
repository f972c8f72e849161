"""Decide how results reach the terminal: one JSON object, or lines for people.

Invisible characters are shown by number: they could make a line read as another.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from detente.report.words import visible

if TYPE_CHECKING:
    from detente.report.record import Told

_LONG_WORK: Final = 2_000


def say(data: object, lines: Iterable[str], *, as_json: bool) -> None:
    """Print a result, as an object of plain values or as lines.

    It goes out at once: who started a node waits for its first line.
    """
    shown = [json.dumps(data, ensure_ascii=False)] if as_json else map(visible, lines)
    for line in shown:
        print(line)
    sys.stdout.flush()


@contextmanager
def progress(what: str, least: int = _LONG_WORK) -> Iterator["Told"]:
    """Show how far long work has come, if somebody watches; give who is to be told.

    Work of fewer than `least` steps is not long.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None  # noqa: ARG005 - nobody watches
        return
    from rich.console import Console
    from rich.progress import Progress

    shown = Progress(console=Console(stderr=True), transient=True)
    task = shown.add_task(what, total=None, start=False)
    over = False

    def told(done: int, total: int) -> None:
        if over or total < least:
            return
        if not shown.live.is_started:
            shown.start()
            shown.start_task(task)
        shown.update(task, completed=done, total=total)

    try:
        yield told
    finally:
        over = True
        if shown.live.is_started:
            shown.stop()


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Show what is waited for, if somebody watches."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield
