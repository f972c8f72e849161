"""The line benchmark: the product beside the floor and a peer, in one run.

Decides the order of the measures, and that contestants take turns in each. Run
it with ``make bench-line``, which installs what the peer needs, or directly:

    python bench/line.py --json --seconds 30

Prints a table, below it the targets, and with ``--json`` as the last line of
standard output one JSON object; progress goes to standard error. Exit status: 0
measured, 1 a contestant failed or is missing, 2 the command line is wrong, 3
measured, and a message was lost or doubled or the roots differ.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

# Run as a script, Python looks for modules beside this file; the package that
# the servers share with it lies one directory up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import uvloop
from rich.console import Console

from bench import measure, report
from bench.arguments import asked_of
from bench.contestant import SIDES, Auditable, Contestant
from bench.kills import judge, kill_under_load
from bench.price import Price, ProofProbe, statements_per_s
from bench.process import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Factory: TypeAlias = Callable[[Path], Contestant]

CONTESTANTS = {
    report.PRODUCT: ("bench.product", "Product"),
    report.FLOOR: ("bench.floor", "Floor"),
    report.NATS: ("bench.nats_pair", "NatsPair"),
}
"""Module and class of each contestant, in the order of the table."""

LATENCY_MESSAGES = 1000
IN_FLIGHT = 64
PRICE_S = 3.0
ROUND_S = 5.0
FEWEST_ROUNDS = 3
CATCH_UP_LIMIT_S = 120.0
KILLS = 10
SHORTEST_S, LONGEST_S = 1.0, 600.0
_TABLE_WIDTH = 130
"""Columns when the output is no terminal, so that no figure is cut."""


class Run:
    """One run over the chosen contestants."""

    def __init__(
        self, factories: dict[str, Factory], scratch: Path, seconds: float
    ) -> None:
        self._factories = factories
        self._scratch = scratch
        self._seconds = seconds
        self._source: Iterator[bytes] = measure.payloads()
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._begun = time.monotonic()
        self.figures: dict[str, report.Figures] = {}
        self.flush = measure.Spread(p50_ms=0.0, p99_ms=0.0)
        self.price = Price(series_p50_ms=0.0, statements_per_s=0.0)

    async def measure(self) -> None:
        """Take all measures.

        Raises:
            BenchError: A contestant failed.
        """
        async with contextlib.AsyncExitStack() as running:
            contestants = {
                key: await self._started(key, "line", running)
                for key in self._factories
            }
            for key, contestant in contestants.items():
                self.figures[key] = report.Figures(name=contestant.name)
            await self._latency(contestants)
            await self._throughput(contestants)
            await self._catch_up(contestants)
        for key, contestant in contestants.items():
            if isinstance(contestant, Auditable):
                await self._kills(key)

    def say(self, text: str) -> None:
        """Show how far the run is."""
        self._console.print(f"{time.monotonic() - self._begun:6.1f} s  {text}")

    async def _started(
        self, key: str, purpose: str, running: contextlib.AsyncExitStack
    ) -> Contestant:
        """Start a contestant in a directory of its own; it ends with the stack."""
        self.say(f"{key}: starting")
        directory = self._scratch / f"{key}-{purpose}"
        directory.mkdir()
        contestant = self._factories[key](directory)
        running.push_async_callback(contestant.stop)
        await contestant.start()
        return contestant

    async def _latency(self, contestants: dict[str, Contestant]) -> None:
        limit_s = max(20.0, 2 * self._seconds)
        self.say(f"latency: {LATENCY_MESSAGES} messages each, at most {limit_s:.0f} s")
        with (
            contextlib.closing(measure.DiskProbe(self._scratch / "probe")) as disk,
            contextlib.closing(ProofProbe(self._scratch / "head")) as proof,
        ):
            taken, (self.flush, series) = await measure.latency(
                list(contestants.values()),
                self._source,
                [disk.flush_s, proof.series_s],
                messages=LATENCY_MESSAGES,
                limit_s=limit_s,
            )
        self.say("price of proof: signing and checking on all cores")
        rate = await statements_per_s(PRICE_S)
        self.price = Price(series.p50_ms, rate)
        for key, contestant in contestants.items():
            self.figures[key].latency = taken[contestant.name]
            self._weigh(key, contestant)

    async def _throughput(self, contestants: dict[str, Contestant]) -> None:
        rounds = max(FEWEST_ROUNDS, round(self._seconds / ROUND_S))
        order = list(contestants)
        for number in range(rounds):
            for key in order:
                one = await measure.throughput_round(
                    contestants[key],
                    self._source,
                    in_flight=IN_FLIGHT,
                    seconds=self._seconds / rounds,
                )
                self.figures[key].rounds.append(one)
                self._weigh(key, contestants[key])
                self.say(
                    f"throughput, round {number + 1} of {rounds}: "
                    f"{key} {one.messages_per_s:,.0f} a second"
                )
            order.append(order.pop(0))

    async def _catch_up(self, contestants: dict[str, Contestant]) -> None:
        for key, contestant in contestants.items():
            self.say(f"catch-up: {key}, {report.CAUGHT_UP_MESSAGES:,} messages")
            took_s = await measure.catch_up_s(
                contestant,
                self._source,
                messages=report.CAUGHT_UP_MESSAGES,
                limit_s=CATCH_UP_LIMIT_S,
            )
            self.figures[key].catch_up_s = took_s
            if took_s is None:
                self.say(f"catch-up: {key} was not done in {CATCH_UP_LIMIT_S:.0f} s")
            self._weigh(key, contestant)

    async def _kills(self, key: str) -> None:
        """Kill side B of a fresh contestant, and count what it holds."""
        async with contextlib.AsyncExitStack() as running:
            contestant = await self._started(key, "kills", running)
            self.say(f"kills: {key}, side B {KILLS} times under load")
            auditable = cast("Auditable", contestant)
            siege = await kill_under_load(auditable, self._source, kills=KILLS)
            # Alone on the machine it shares no library pages with the others.
            self._weigh(key, contestant)
            for side in SIDES:
                await contestant.stop_side(side)
            self.figures[key].kills = judge(siege, auditable.audit())

    def _weigh(self, key: str, contestant: Contestant) -> None:
        nodes = {f"{side} {next(iter(contestant.pids(side)))}" for side in SIDES}
        self.figures[key].weigh(measure.memory_mb(contestant), nodes)


def factory(key: str) -> Factory:
    """Return what makes a contestant.

    Raises:
        BenchError: Its module, or a package it needs, is not installed.
    """
    module, name = CONTESTANTS[key]
    try:
        return cast("Factory", getattr(importlib.import_module(module), name))
    except ModuleNotFoundError as error:
        raise BenchError(
            f"{key} cannot run, {error.name} is missing: install with make bench-line"
        ) from error


async def _measured(keys: Sequence[str], scratch: Path, seconds: float) -> Run:
    """Run in a directory of its own, which is removed whatever happens."""
    task = asyncio.current_task()
    if task is not None:
        # A plain SIGTERM would leave the servers running and the files there.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    factories = {key: factory(key) for key in keys}
    with tempfile.TemporaryDirectory(prefix="detente-bench-", dir=scratch) as own:
        run = Run(factories, Path(own), seconds)
        run.say(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        await run.measure()
    return run


def _contestants(text: str) -> list[str]:
    """Read the list of contestants, in the table's order."""
    chosen = set(text.split(","))
    if unknown := chosen - set(CONTESTANTS):
        names = ", ".join(sorted(unknown))
        raise argparse.ArgumentTypeError(f"no such contestant: {names}")
    return [key for key in CONTESTANTS if key in chosen]


def _seconds(text: str) -> float:
    """Read a duration that neither measures nothing nor runs for ever."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise argparse.ArgumentTypeError(
            f"give seconds from {SHORTEST_S:.0f} to {LONGEST_S:.0f}"
        )
    return seconds


def _arguments() -> argparse.Namespace:
    parser = asked_of(
        "Measure the line beside the floor and NATS JetStream.",
        "python bench/line.py --seconds 5 --contestants floor,nats",
    )
    parser.add_argument(
        "--seconds",
        type=_seconds,
        default=30.0,
        help="throughput time of each contestant (default 30)",
    )
    parser.add_argument(
        "--contestants",
        type=_contestants,
        default=list(CONTESTANTS),
        help=f"which to run (default {','.join(CONTESTANTS)})",
    )
    return parser.parse_args()


def main() -> int:
    """Run the benchmark; return the exit status."""
    chosen = _arguments()
    try:
        run = uvloop.run(_measured(chosen.contestants, chosen.scratch, chosen.seconds))
    except BenchError as error:
        sys.stderr.write(f"bench-line: {error}\n")
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.stderr.write("bench-line: stopped; the servers are ended\n")
        return 1
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _TABLE_WIDTH
    console.print(report.comparison(run.figures))
    for line in report.details(run.figures, run.flush):
        console.print(line)
    console.print(report.priced(run.figures, run.price))
    figures = report.summary(run.figures, run.price)
    if report.PRODUCT in run.figures:
        console.print(report.verdicts(figures))
    if chosen.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    broken = figures["lost"] or figures["doubled"] or figures["roots_equal"] is False
    return 3 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
