"""Schedules drawn from a seed: what was released stands once on every side."""

import pytest

from detente.testing.simulation import Outcome, Schedule


def judged(outcome: Outcome) -> Outcome:
    """Return what a sound outcome of as many statements and crashes looks like."""
    faultless = dict.fromkeys(Outcome._fields[2:], 0)
    return outcome._replace(**faultless)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_with_fake_keys_nothing_is_lost_or_doubled(
    first: int,
) -> None:
    """Fifty schedules of two, three and five parties through loss, cuts and crashes."""
    for seed in range(first, first + 50):
        outcome = Schedule(seed).run()
        assert outcome == judged(outcome), seed


def test_with_real_keys_the_same_holds() -> None:
    """Real signatures change nothing but the time it takes."""
    for seed in range(1000, 1020):
        outcome = Schedule(seed, real_keys=True).run()
        assert outcome == judged(outcome), seed


def test_a_seed_replays() -> None:
    """Whoever is told a seed sees the same accident."""
    assert [Schedule(7).run() for _ in range(2)] == [Schedule(7).run()] * 2
