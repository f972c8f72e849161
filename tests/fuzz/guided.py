"""Search every decoder with libFuzzer, guided by the lines that an input reaches.

Runs in a process of its own, for libFuzzer ends its process: `tests.fuzz.run` starts it
where atheris is installed. The first byte of an input chooses the target. What is found
is written down, the target left out from then on, and the search goes on.

    python -m tests.fuzz.guided REPORT SECONDS SEED TARGET...
"""

import importlib
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.fuzz import trial
from tests.fuzz.mutants import mutant

_WRITE_EVERY_S = 0.25


class Search:
    """Hands libFuzzer's inputs to their targets and keeps count."""

    def __init__(self, report: Path, names: list[str]) -> None:
        """Search these targets and write what comes of it to `report`."""
        from tests.fuzz.targets import by_name  # noqa: PLC0415 - instrumented first

        self.report = report
        self.targets = [by_name()[name] for name in names]
        self.tried = dict.fromkeys(names, 0)
        self.taken = dict.fromkeys(names, 0)
        self.found: dict[str, trial.Finding] = {}
        self.written_s = 0.0

    def one_input(self, data: bytes) -> None:
        """Try one input."""
        if not data:
            return
        target = self.targets[data[0] % len(self.targets)]
        if target.name in self.found:
            return
        outcome = trial.attempt(target, data[1:])
        self.tried[target.name] += 1
        self.taken[target.name] += outcome.taken
        if outcome.finding is not None:
            self.found[target.name] = trial.smaller(target, outcome.finding)
            self.written_s = 0.0
        if time.monotonic() - self.written_s > _WRITE_EVERY_S:
            self.write()

    def edited(self, random: Random, data: bytes) -> bytes:
        """Return an edit of an input, or of a seed of its target.

        Left to itself libFuzzer stays with the shortest bytes that reach a line, and
        hardly one of them is taken.
        """
        target = self.targets[data[0] % len(self.targets)]
        seeds = random.choice([(data[1:],), target.seeds])
        return data[:1] + mutant(random, seeds)

    def write(self) -> None:
        """Write down what came of it so far; libFuzzer gives no last chance."""
        found = {name: (f.data.hex(), f.what) for name, f in self.found.items()}
        told = {"tried": self.tried, "taken": self.taken, "found": found}
        part = self.report.with_suffix(".part")
        part.write_text(json.dumps(told))
        part.replace(self.report)
        self.written_s = time.monotonic()

    def plant(self, corpus: Path) -> None:
        """Write the seeds of all targets as libFuzzer reads them."""
        for number, target in enumerate(self.targets):
            for at, seed in enumerate(target.seeds):
                name = f"{target.name}-{at}"
                (corpus / name).write_bytes(bytes([number]) + seed)


def main(arguments: list[str]) -> None:
    """Search until the time is up."""
    report, seconds, seed, *names = arguments
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["detente", "detente_verify"]):
        search = Search(Path(report), names)
    with tempfile.TemporaryDirectory() as directory:
        search.plant(Path(directory))
        search.write()
        options = [
            f"-max_total_time={seconds}",
            f"-seed={seed}",
            "-max_len=65536",
            "-len_control=0",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-verbosity=0",
        ]

        def edited(data: bytes, most: int, seed: int) -> bytes:
            """Edit as libFuzzer does, or as one who knows the encodings."""
            random = Random(seed)
            if data and random.randrange(2):
                return search.edited(random, data)[:most]
            return bytes(atheris.Mutate(data, most))

        command = ["guided", *options, directory]
        atheris.Setup(command, search.one_input, custom_mutator=edited)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
