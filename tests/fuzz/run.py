"""Search every decoder for an input that is neither taken nor refused.

    python -m tests.fuzz.run --seconds 60

Nearly right bytes, drawn by hypothesis, go to each decoder in turn; where atheris is
installed, libFuzzer takes the second half of the time. What fails is cut down, printed
as hex and can be played again. Exit 0: nothing found; 1: something found; 2: misused.
"""

import argparse
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random, SystemRandom

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from tests.fuzz.mutants import mutant
from tests.fuzz.targets import Target, by_name
from tests.fuzz.trial import Finding, attempt, smaller

_DRAWS = 10
_AT_ONCE = 20
_LEAST_GUIDED_S = 10
_START_S = 5
_END_S = 60


def say(text: object) -> None:
    """Write a line at once: a search is watched."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Found(Exception):
    """Carries a finding out of a batch."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


class Tally:
    """What was tried on each target, and what came of it."""

    def __init__(self, names: Sequence[str]) -> None:
        """Count for these targets."""
        self.tried = dict.fromkeys(names, 0)
        self.taken = dict.fromkeys(names, 0)
        self.found: list[Finding] = []

    def open(self) -> list[str]:
        """Return the targets in which nothing was found yet."""
        broken = {finding.target for finding in self.found}
        return [name for name in self.tried if name not in broken]

    def lines(self, title: str) -> Iterator[str]:
        """Yield a table of what was done."""
        yield f"{title:<28}{'inputs':>10}{'taken':>10}"
        for name, tried in self.tried.items():
            yield f"{name:<28}{tried:>10}{self.taken[name]:>10}"
        yield f"{'all':<28}{sum(self.tried.values()):>10}{sum(self.taken.values()):>10}"


def batch(target: Target, seed: int, draws: int, tally: Tally) -> None:
    """Try some mutants for each draw, the same for the same seed.

    Raises:
        Found: one of them was neither taken nor refused.
    """

    def some(random: Random) -> None:
        for _ in range(_AT_ONCE):
            outcome = attempt(target, mutant(random, target.seeds))
            tally.tried[target.name] += 1
            tally.taken[target.name] += outcome.taken
            if outcome.finding is not None:
                raise Found(outcome.finding)

    drawn = hypothesis.given(st.randoms(use_true_random=True))(some)
    bounded = settings(
        max_examples=draws,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )(drawn)
    hypothesis.seed(seed)(bounded)()


def search(tally: Tally, seconds: float, seed: int) -> None:
    """Try mutants on each target in turn until the time is up."""
    targets, ends_s = by_name(), time.monotonic() + seconds
    while time.monotonic() < ends_s and tally.open():
        for name in tally.open():
            try:
                batch(targets[name], seed, _DRAWS, tally)
            except Found as found:
                tally.found.append(smaller(targets[name], found.finding))
            if time.monotonic() > ends_s:
                break
        seed += 1


def search_guided(tally: Tally, seconds: float, seed: int) -> None:
    """Let libFuzzer search, in a process of its own."""
    names = tally.open()
    with tempfile.TemporaryDirectory() as directory:
        report = Path(directory, "report.json")
        told = [str(report), str(max(1, int(seconds))), str(seed % 2**31), *names]
        log = Path(directory, "log")
        with log.open("wb") as output:
            ended = subprocess.run(
                [sys.executable, "-m", "tests.fuzz.guided", *told],
                stdout=output,
                stderr=output,
                timeout=seconds + _END_S,
                check=False,
            )
        if not report.is_file():
            raise SystemExit(f"atheris did not start:\n{log.read_text()[-2000:]}")
        come = json.loads(report.read_text())
        crash = log.read_text(errors="replace")[-3000:] if ended.returncode else ""
    tally.tried, tally.taken = come["tried"], come["taken"]
    for name, (data, what) in come["found"].items():
        tally.found.append(Finding(name, bytes.fromhex(data), what))
    if crash:
        tally.found.append(Finding("atheris", b"", f"ended by itself:\n{crash}"))


def replay(target: Target, data: bytes) -> int:
    """Hand one input to a target and say what came of it."""
    outcome = attempt(target, data)
    if outcome.finding is not None:
        say(outcome.finding)
        return 1
    say(f"{target.name}: {'taken' if outcome.taken else 'refused'}")
    return 0


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long to search")
    parser.add_argument("--seed", type=int, help="search as a run before did")
    parser.add_argument(
        "--target",
        action="append",
        choices=sorted(by_name()),
        metavar="NAME",
        help=f"search this alone, may be repeated: {', '.join(sorted(by_name()))}",
    )
    parser.add_argument("--replay", metavar="HEX", help="try one input on one target")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> int:
    """Search, and say what was found."""
    asked = arguments(given)
    names: list[str] = asked.target or list(by_name())
    if asked.replay is not None:
        return replay(by_name()[names[0]], bytes.fromhex(asked.replay.strip("-")))
    seed = SystemRandom().randrange(2**31) if asked.seed is None else asked.seed
    say(f"{len(names)} decoders, {asked.seconds:g} s, seed {seed}")
    guided = importlib.util.find_spec("atheris") is not None
    guided = guided and asked.seconds >= 2 * _LEAST_GUIDED_S
    share_s = asked.seconds / 2 if guided else asked.seconds
    drawn = Tally(names)
    search(drawn, share_s, seed)
    say("\n".join(drawn.lines("drawn by hypothesis")))
    found = drawn.found
    if guided and drawn.open():
        led = Tally(drawn.open())
        search_guided(led, share_s - _START_S, seed)
        say("\n".join(led.lines("guided by libFuzzer")))
        found = found + led.found
    elif not guided:
        say("atheris is not installed, or the time too short for it: half a search.")
    for finding in found:
        say(finding)
    say(f"{len(found)} found, seed {seed}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
