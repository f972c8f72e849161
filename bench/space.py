"""The space benchmark: each job of the product beside its peer, in one run.

Decides the order of the jobs, and how much of everything there is. Run it with ``make
bench-space``, which installs BlueSky's part and PostGIS's driver, or directly:

    python bench/space.py --json --quick

Prints a table, and with ``--json`` as the last line of standard output one JSON object;
progress goes to standard error. Exit status: 0 measured, 1 a peer is missing or a job
could not be measured, 2 the command line is wrong. A target that is missed is shown and
changes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

# Run as a script, Python looks for modules beside this file; the package lies one
# directory up.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rich.console import Console

from bench import approaching, cell, postgis, reporting, resident
from bench.arguments import asked_of
from bench.beside import Beside
from bench.findings import FAST, Findings

_TABLE_WIDTH: Final = 130
"""Columns when the output is no terminal, so that no figure is cut."""


class Sizes(NamedTuple):
    """How much is measured."""

    many: int
    some: int
    reports: int
    objects: int
    turns: int


FULL: Final = Sizes(1_000_000, 100_000, 1_000_000, 10_000, 3)
QUICK: Final = Sizes(100_000, 10_000, 100_000, 10_000, 3)


def measured(findings: Findings, scratch: Path, sizes: Sizes) -> None:
    """Do all jobs."""
    load, cores = os.getloadavg()[0], os.cpu_count()
    findings.say(f"load of the machine {load:.1f}, {cores} cores")
    known = {"sites": cell.SITES, "movements": cell.MOVEMENTS, "volumes": cell.VOLUMES}
    with findings.job("cell_recheck_s", "new_statement_ms", **known):
        cell.measure(findings)
    closest = "cpa_10k_over_bluesky"
    with findings.job(closest, objects=sizes.objects):
        approaching.measure(findings, closest, sizes.objects, sizes.turns)
    _beside_postgis(findings, scratch, sizes)
    with findings.job("bytes_per_volume", volumes=sizes.many):
        findings.say(f"the memory of a live picture of {sizes.many:,} volumes")
        for fast in (False, True)[: 1 + findings.fast]:
            found = resident.bytes_per_volume(sizes.many, fast=fast)
            findings.figures["bytes_per_volume" + FAST * fast] = found


def _beside_postgis(findings: Findings, scratch: Path, sizes: Sizes) -> None:
    some, many = "all_pairs_100k_over_postgis", "all_pairs_1m_over_postgis"
    each = "reports_over_postgis"
    one = "one_vs_1m_p50_over_postgis", "one_vs_1m_p99_over_postgis"
    with (
        findings.job(some, each, many, *one),
        postgis.serving(scratch) as server,
    ):
        findings.notes.append(f"{server.version}.")
        held = Beside(findings, server, sizes.some)
        with findings.job(some, volumes=sizes.some):
            held.all_pairs(some, sizes.turns)
        with findings.job(each, reports=sizes.reports, volumes=sizes.some):
            reporting.measure(held, each, sizes.reports, sizes.turns)
        held = Beside(findings, server, sizes.many)
        with findings.job(many, volumes=sizes.many):
            held.all_pairs(many, 1)
        with findings.job(*one, volumes=sizes.many):
            held.one_against_all(*one)


def _arguments() -> argparse.Namespace:
    parser = asked_of(
        "Measure volumes, reports and approaches beside PostGIS and BlueSky.",
        "python bench/space.py --json --quick",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a tenth of everything: two minutes, and ratios that say little",
    )
    return parser.parse_args()


def main() -> int:
    """Run the benchmark; return the exit status."""
    chosen, findings = _arguments(), Findings()
    # A plain SIGTERM would leave the server running and its files there.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(
            prefix="detente-bench-", dir=chosen.scratch
        ) as own:
            measured(findings, Path(own), QUICK if chosen.quick else FULL)
    except KeyboardInterrupt:
        sys.stderr.write("bench-space: stopped; the server is ended\n")
        return 1
    console = Console(highlight=False, soft_wrap=True)
    if not console.is_terminal:
        console.width = _TABLE_WIDTH
    console.print(findings.verdicts())
    for line in (*findings.notes, *findings.missing()):
        console.print(line, markup=False)
    if chosen.json:
        sys.stdout.write(json.dumps(findings.summary()) + "\n")
    return 0 if findings.complete else 1


if __name__ == "__main__":
    sys.exit(main())
