"""What the space benchmark finds: figures by key, what was measured, and remarks.

Decides which keys there are: one a row and column of the table of targets, each there
whatever happened, None where it was not measured, and then with the reason.
"""

from __future__ import annotations

import statistics
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.process import BenchError
from bench.report import Target
from detente.space.kernels import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.space.sphere import Integers

TARGETS: Final = (
    Target("one_vs_1m_p50_over_postgis", "at least", 5),
    Target("one_vs_1m_p99_over_postgis", "at least", 7),
    Target("all_pairs_100k_over_postgis", "at least", 20),
    Target("all_pairs_1m_over_postgis", "at least", 20),
    Target("reports_over_postgis", "at least", 25),
    Target("cpa_10k_over_bluesky", "at least", 40),
    Target("bytes_per_volume", "at most", 1_500),
    Target("cell_recheck_s", "at most", 1),
    Target("new_statement_ms", "at most", 5),
)
FAST: Final = "_fast"
FAST_TARGETS: Final = (
    Target("one_vs_1m_p50_over_postgis_fast", "at least", 30),
    Target("one_vs_1m_p99_over_postgis_fast", "at least", 30),
    Target("all_pairs_100k_over_postgis_fast", "at least", 50),
    Target("all_pairs_1m_over_postgis_fast", "at least", 50),
    Target("reports_over_postgis_fast", "at least", 100),
    Target("cpa_10k_over_bluesky_fast", "at least", 250),
    Target("bytes_per_volume_fast", "at most", 500),
    Target("cell_recheck_s_fast", "at most", 1),
    Target("new_statement_ms_fast", "at most", 5),
)
SHAPELY: Final = (
    "all_pairs_100k_over_shapely",
    "all_pairs_1m_over_shapely",
    "reports_over_shapely",
)
"""The same jobs beside shapely alone, for which there is no target."""
_NOT_THERE: Final = "numba, the extra [fast], is not installed"
_NO_PART: Final = "the extra [fast] has no part in it"


class Findings:
    """The findings of one run."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}
        self.fast = compiled.at_hand()
        why = _NO_PART if self.fast else _NOT_THERE
        self.reasons = {each.key: why for each in FAST_TARGETS}
        self.sizes: dict[str, dict[str, int]] = {}
        self.notes: list[str] = []
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)
        self._begun = time.monotonic()

    def compare(self, key: str, peer_s: float, plain_s: float, *fast_s: float) -> str:
        """Keep the ratios of a job; return what it cost us, as text."""
        self.figures[key] = peer_s / plain_s
        for each in fast_s:
            self.figures[key + FAST] = peer_s / each
        return ", with [fast] ".join(f"{each:.3f}" for each in (plain_s, *fast_s))

    def say(self, text: str) -> None:
        """Show how far the run is."""
        self._console.print(f"{time.monotonic() - self._begun:6.1f} s  {text}")

    @contextmanager
    def job(self, *keys: str, **sizes: int) -> Iterator[None]:
        """Measure one job; where it cannot be done the others go on.

        Args:
            keys: the figures that it gives.
            sizes: what is measured, by name.
        """
        try:
            yield
        except BenchError as error:
            self.say(f"not measured: {error}")
            for key in keys:
                self.reasons[key] = str(error)
        else:
            fast = (key + FAST for key in keys if key + FAST in self.figures)
            self.sizes |= dict.fromkeys((*keys, *fast), sizes) if sizes else {}

    @property
    def complete(self) -> bool:
        """Tell whether all that could be measured was."""
        return all(each.key in self.figures for each in TARGETS)

    def summary(self) -> dict[str, object]:
        """Return the object that is printed as JSON."""
        keys = [*(each.key for each in (*TARGETS, *FAST_TARGETS)), *SHAPELY]
        found: dict[str, object] = {key: self.figures.get(key) for key in keys}
        return {**found, "sizes": self.sizes}

    def verdicts(self) -> Table:
        """Return the table of targets, and which of them this run met."""
        table = Table(title="Space benchmark")
        for title in ("figure", "sizes", "target", "measured", "met"):
            table.add_column(title)
        for target in (*TARGETS, *FAST_TARGETS):
            sizes = self.sizes.get(target.key, {})
            shown = ", ".join(f"{count:,} {name}" for name, count in sizes.items())
            value, met = "-", "-"
            if target.key in self.figures:
                figure = self.figures[target.key]
                value, met = f"{figure:,.2f}", "yes" if target.met(figure) else "NO"
            bound = f"{target.sense} {target.bound:,}"
            table.add_row(target.key, shown, bound, value, met)
        return table

    def missing(self) -> Iterator[str]:
        """Yield why figures are missing, a sentence a reason."""
        for reason in dict.fromkeys(self.reasons.values()):
            keys = [
                key
                for key, why in self.reasons.items()
                if why == reason and key not in self.figures
            ]
            if keys:
                yield f"Not measured: {', '.join(keys)}: {reason}."


def spent(task: Callable[[], None]) -> float:
    """Return the processor seconds that this process spends on a task."""
    begun = time.process_time()
    task()
    return time.process_time() - begun


def in_turns(turns: int, *contestants: Callable[[], float]) -> list[float]:
    """Return the median processor seconds of contestants that take turns.

    Args:
        turns: how many each takes.
        contestants: each takes one turn, and returns what it cost.
    """
    taken = [[each() for each in contestants] for _ in range(turns)]
    return [statistics.median(costs) for costs in zip(*taken, strict=True)]


def agreement(ours: Integers, theirs: Integers, peer: str) -> str:
    """Return how far two sets of pairs agree, as a sentence; rows are unique."""
    every = np.concatenate([ours, theirs])
    base = int(every.max(initial=0)) + 1
    mine, other = (each[:, 0] * base + each[:, 1] for each in (ours, theirs))
    alone = len(np.setdiff1d(mine, other)), len(np.setdiff1d(other, mine))
    return (
        f"{len(ours):,} pairs found, {len(theirs):,} by {peer};"
        f" {alone[0]} ours alone, {alone[1]} its alone."
    )


def alike(ours: list[Integers]) -> str:
    """Say whether we found the same each way, if there are two, as a sentence."""
    if len(ours) == 1:
        return ""
    same = np.array_equal(ours[0], ours[1])
    return f" With [fast] {'the same' if same else 'OTHERS'}."
