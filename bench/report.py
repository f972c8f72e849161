"""The figures of a run: gathered, compared as ratios, shown, and as JSON.

Absolute figures belong to the machine and the hour; a ratio of two contestants
that took turns in one run is what may be compared with another run. Leaves the
measuring to ``bench.measure`` and ``bench.kills``.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench.kills import Kills
    from bench.measure import Latency, Round, Spread
    from bench.price import Price

PRODUCT, FLOOR, NATS = "product", "floor", "nats"
CAUGHT_UP_MESSAGES = 10_000
_NOT_A_DISK_MS = 0.02


@dataclass(slots=True, kw_only=True)
class Figures:
    """What was measured of one contestant; None where it was not."""

    name: str
    latency: Latency | None = None
    rounds: list[Round] = field(default_factory=list)
    catch_up_s: float | None = None
    memory_mb: dict[str, float] = field(default_factory=dict)
    """The highest proportional memory seen of each server process."""
    node_mb: float | None = None
    """The higher one of the two nodes' own processes."""
    kills: Kills | None = None

    def weigh(self, memory_mb: Mapping[str, float], nodes: set[str]) -> None:
        """Keep the highest memory of each process seen so far.

        Args:
            memory_mb: Megabytes by process, at one moment.
            nodes: Which of them are the nodes themselves.
        """
        for process, megabytes in memory_mb.items():
            self.memory_mb[process] = max(self.memory_mb.get(process, 0), megabytes)
        self.node_mb = max(self.memory_mb[process] for process in nodes)

    @property
    def accepted_p50_ms(self) -> float | None:
        """Median time until a message was on disk at A."""
        return self.latency.accepted.p50_ms if self.latency else None

    @property
    def p50_ms(self) -> float | None:
        """Median time until the acknowledgement was on disk at A."""
        return self.latency.acknowledged.p50_ms if self.latency else None

    @property
    def p99_ms(self) -> float | None:
        """The time that one message in a hundred exceeded."""
        return self.latency.acknowledged.p99_ms if self.latency else None

    @property
    def messages_per_s(self) -> float | None:
        """Median throughput of the rounds."""
        rates = [one.messages_per_s for one in self.rounds]
        return statistics.median(rates) if rates else None

    @property
    def cpu_ms_per_message(self) -> float | None:
        """Median processor time of all servers for one message."""
        costs = [one.cpu_ms_per_message for one in self.rounds]
        return statistics.median(costs) if costs else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: a figure every contestant may have."""

    title: str
    of: Callable[[Figures], float | None]
    digits: int


ROWS = (
    Row(title="on disk at A, p50, ms", of=lambda f: f.accepted_p50_ms, digits=2),
    Row(title="acknowledged, p50, ms", of=lambda f: f.p50_ms, digits=2),
    Row(title="acknowledged, p99, ms", of=lambda f: f.p99_ms, digits=2),
    Row(title="messages a second", of=lambda f: f.messages_per_s, digits=0),
    Row(title="server CPU a message, ms", of=lambda f: f.cpu_ms_per_message, digits=3),
    Row(
        title=f"catch-up of {CAUGHT_UP_MESSAGES:,}, s",
        of=lambda f: f.catch_up_s,
        digits=2,
    ),
    Row(title="memory of a node, MB", of=lambda f: f.node_mb, digits=1),
)


class Target(NamedTuple):
    """What one figure of the summary shall be."""

    key: str
    sense: Literal["at most", "at least", "exactly"]
    bound: float

    def met(self, value: float) -> bool:
        """Tell whether a figure reaches the bound."""
        match self.sense:
            case "at most":
                return value <= self.bound
            case "at least":
                return value >= self.bound
            case "exactly":
                return value == self.bound
            case never:
                assert_never(never)


def ratio(one: float | None, other: float | None) -> float | None:
    """Return the quotient of two figures, None when one is missing."""
    return one / other if one is not None and other else None


def _shown(figure: float | None, digits: int) -> str:
    return "-" if figure is None else f"{figure:,.{digits}f}"


def comparison(run: Mapping[str, Figures]) -> Table:
    """Return the table of absolute figures and of ratios."""
    table = Table(title="Line benchmark: 1 KiB, A to B and the answer back to A")
    table.add_column("figure")
    for figures in run.values():
        table.add_column(figures.name, justify="right")
    pairs = [
        (one, base)
        for base in (FLOOR, NATS)
        for one in run
        if base in run and one not in (base, FLOOR)
    ]
    for one, base in pairs:
        table.add_column(f"{run[one].name} / {run[base].name}", justify="right")
    for row in ROWS:
        absolute = [_shown(row.of(figures), row.digits) for figures in run.values()]
        relative = [
            _shown(ratio(row.of(run[one]), row.of(run[base])), 2) for one, base in pairs
        ]
        table.add_row(row.title, *absolute, *relative)
    return table


def _least_latency(floor: Figures, price: Price) -> float | None:
    """Return the floor's time with the bare signatures, over the floor's time."""
    if floor.p50_ms is None:
        return None
    return (floor.p50_ms + price.series_p50_ms) / floor.p50_ms


def _most_throughput(floor: Figures, price: Price) -> float | None:
    """Return the rate of the floor's work with the bare signatures, over the floor's.

    A statement costs both; they share the same cores, so the times add up.
    """
    if floor.messages_per_s is None:
        return None
    return price.statements_per_s / (price.statements_per_s + floor.messages_per_s)


def priced(run: Mapping[str, Figures], price: Price) -> str:
    """Return what the signatures alone take, as a sentence below the table."""
    line = (
        f"Price of proof: {price.series_p50_ms:.2f} ms of signatures and second file in"
        f" series for a statement alone; {price.statements_per_s:,.0f} statements a"
        " second signed once and checked twice on all cores."
    )
    floor = run.get(FLOOR, Figures(name="-"))
    least, most = _least_latency(floor, price), _most_throughput(floor, price)
    if least is None or most is None:
        return line
    return (
        f"{line} The floor with these and nothing else: {least:.2f} x its latency,"
        f" {most:.2f} x its throughput."
    )


def summary(run: Mapping[str, Figures], price: Price) -> dict[str, float | bool | None]:
    """Return the product's figures under the names that scripts rely on.

    A figure that needs a contestant which did not run is None.
    """
    nothing = Figures(name="-")
    product = run.get(PRODUCT, nothing)
    floor = run.get(FLOOR, nothing)
    kills = product.kills
    return {
        "latency_p50_over_floor": ratio(product.p50_ms, floor.p50_ms),
        "latency_p99_over_floor": ratio(product.p99_ms, floor.p99_ms),
        "least_latency_over_floor": _least_latency(floor, price),
        "throughput_over_floor": ratio(product.messages_per_s, floor.messages_per_s),
        "most_throughput_over_floor": _most_throughput(floor, price),
        "throughput_over_nats": ratio(
            product.messages_per_s, run.get(NATS, nothing).messages_per_s
        ),
        "catch_up_10k_s": product.catch_up_s,
        "pss_mb": product.node_mb,
        "kills": kills.kills if kills else None,
        "lost": kills.lost if kills else None,
        "doubled": kills.doubled if kills else None,
        "roots_equal": kills.roots_equal if kills else None,
    }


TARGETS = (
    Target("latency_p50_over_floor", "at most", 3),
    Target("throughput_over_floor", "at least", 0.25),
    Target("throughput_over_nats", "at least", 2),
    Target("catch_up_10k_s", "at most", 6),
    Target("pss_mb", "at most", 60),
    Target("kills", "exactly", 10),
    Target("lost", "exactly", 0),
    Target("doubled", "exactly", 0),
    Target("roots_equal", "exactly", 1),
)
"""What the product aims at; 1 stands for yes."""


def verdicts(figures: Mapping[str, float | bool | None]) -> Table:
    """Return the table of targets, and which of them this run met."""
    table = Table(title="Targets")
    for title in ("figure", "target", "measured", "met"):
        table.add_column(title)
    for target in TARGETS:
        value = figures[target.key]
        wanted = f"{target.sense} {target.bound}"
        if value is None:
            table.add_row(target.key, wanted, "-", "not measured")
        else:
            shown = f"{value:.2f}" if isinstance(value, float) else f"{value:d}"
            table.add_row(
                target.key, wanted, shown, "yes" if target.met(value) else "NO"
            )
    return table


def details(run: Mapping[str, Figures], flush: Spread) -> list[str]:
    """Return the sentences that stand below the table."""
    disk = f"p50 {flush.p50_ms:.2f} ms, p99 {flush.p99_ms:.2f} ms"
    lines = [f"A bare append and fdatasync in between: {disk}."]
    if flush.p50_ms < _NOT_A_DISK_MS:
        lines.append(
            "That is too quick for a disk: choose another directory with --scratch,"
            " or the figures compare nothing."
        )
    for figures in run.values():
        parts = []
        if figures.latency:
            parts.append(f"{figures.latency.messages:,} messages one by one")
        if figures.rounds:
            rates = [one.messages_per_s for one in figures.rounds]
            extent = f"{min(rates):,.0f} to {max(rates):,.0f} messages a second"
            parts.append(f"{len(rates)} rounds of {extent}")
        if figures.memory_mb:
            weights = (f"{key} {mb:.1f}" for key, mb in figures.memory_mb.items())
            parts.append("peak MB: " + ", ".join(weights))
        if (kills := figures.kills) is not None:
            parts.append(
                f"B killed {kills.kills} times during {kills.submitted:,} messages:"
                f" {kills.lost:,} lost, {kills.doubled:,} doubled"
            )
        lines.append(f"{figures.name}: {'; '.join(parts)}.")
    return lines
