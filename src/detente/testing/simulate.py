"""Play many schedules and say what came of them: `make simulate SCHEDULES=n SEED=s`.

Every core plays its share. One schedule in `REAL_EVERY` runs with real keys, up to some
hundreds; the rest with fakes. A schedule that goes wrong is named with its seed and
replayed by `--replay SEED`.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Final, NamedTuple

from rich.progress import Progress

from detente.testing.simulation import Outcome, Schedule

REAL_EVERY: Final = 50
MOST_REAL: Final = 400
CHUNK: Final = 50


class Share(NamedTuple):
    """Schedules for one core, and the first seed of the whole run."""

    seeds: range
    first: int


def _is_real(nth: int) -> bool:
    return nth % REAL_EVERY == 0 and nth // REAL_EVERY < MOST_REAL


def play(share: Share) -> list[tuple[int, bool, Outcome]]:
    """Play a share; return each seed with what came of it."""
    found = []
    for seed in share.seeds:
        real_keys = _is_real(seed - share.first)
        found.append((seed, real_keys, Schedule(seed, real_keys=real_keys).run()))
    return found


def _shares(schedules: int, seed: int) -> Iterator[Share]:
    seeds = range(seed, seed + schedules)
    for at in range(0, schedules, CHUNK):
        yield Share(seeds[at : at + CHUNK], seed)


def simulate(schedules: int, seed: int) -> dict[str, float]:
    """Play schedules on every core; return the counts.

    Args:
        schedules: how many.
        seed: the first one's; the others follow it.
    """
    started_s = time.monotonic()
    total: Counter[str] = Counter()
    shares = list(_shares(schedules, seed))
    with ProcessPoolExecutor(os.cpu_count()) as pool, Progress() as progress:
        task = progress.add_task("schedules", total=schedules)
        for results in pool.map(play, shares):
            for at, real_keys, outcome in results:
                total.update(outcome._asdict())
                total["real_keys"] += real_keys
                if not outcome.sound:
                    progress.console.print(f"seed {at}: {outcome}", style="red")
            progress.advance(task, len(results))
    seconds = time.monotonic() - started_s
    names = [name for name in Outcome._fields if name != "statements"]
    return {
        "schedules": schedules,
        "statements": total["statements"],
        **{name: total[name] for name in names},
        "real_keys": total["real_keys"],
        "seconds": round(seconds, 1),
        "schedules_per_s": round(schedules / seconds, 1),
    }


def main() -> int:
    """Play what the command line asks; the last line of output is one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", type=int, help="play this one seed and say more")
    parser.add_argument("--real-keys", action="store_true", help="with --replay")
    asked = parser.parse_args()
    if asked.replay is not None:
        schedule = Schedule(asked.replay, real_keys=asked.real_keys)
        sys.stdout.write(f"{schedule.plan}\n{schedule.run()}\n")
        return 0
    counts = simulate(asked.schedules, asked.seed)
    sys.stdout.write(json.dumps(counts) + "\n")
    faults = Outcome._fields[2:]
    return 1 if any(counts[name] for name in faults) else 0


if __name__ == "__main__":
    sys.exit(main())
