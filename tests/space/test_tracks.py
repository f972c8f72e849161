"""Reports become legs; whatever breaks the sweep is told, and nothing is invented."""

from typing import Any

import pytest
from tests.space.flights import SECOND_US, Fix, replayed
from tests.space.places import place
from tests.space.test_exact import box

from detente.space.tracking.tracks import Problem, Terms
from detente.space.volume import Volume

BETWEEN = [Volume("between", (box(-1, 0.4, 1, 0.6),))]
ALL = [Volume("all", (box(-5, -5, 5, 5),))]


def fix(after_s: float, lon: float, **changed: object) -> Fix:
    """Return a report of one track on the equator."""
    return Fix("a", round(after_s * SECOND_US), place(0, lon), 0)._replace(**changed)  # type: ignore[arg-type]


def codes(problems: list[Problem]) -> list[tuple[str, int, tuple[Any, ...]]]:
    """Return of each problem what it is, how often, and where."""
    return [(each.code, each.often, each.rows) for each in problems]


def test_nothing_is_swept_across_a_gap() -> None:
    """A second more than the longest allowed; as much as that is none."""
    for seconds, told in ((900, []), (901, [("gap", 1, ((1, 2),))])):
        found, problems = replayed([fix(0, 0), fix(seconds, 1)], BETWEEN)
        assert bool(found) is not bool(told)
        assert codes(problems) == told


def test_gaps_are_counted_by_track() -> None:
    """A sentence for each, with the rows."""
    fixes = [fix(at * 1_000, 0) for at in range(4)] + [
        fix(0, 0, track="b"),
        fix(1_000, 0, track="b"),
    ]
    _, problems = replayed(fixes, ALL)
    assert [problem.sentence for problem in problems] == [
        (
            "Track a is silent for too long, 3 times (rows 1 to 2, 2 to 3, 3 to 4); "
            "nothing is swept."
        ),
        "Track b is silent for too long, once (rows 5 to 6); nothing is swept.",
    ]


def test_nothing_is_swept_across_a_leap() -> None:
    """A degree in a second; both reports count as points."""
    leaping = [fix(0, 0), fix(1, 1)]
    assert replayed(leaping, BETWEEN)[0] == {}
    found, problems = replayed(leaping, ALL)
    assert found == {("a", "all"): [[0, 0], [1_000, 1_000]]}
    assert codes(problems) == [("jump", 1, ((1, 2),))]
    assert replayed(leaping, BETWEEN, Terms(fastest_ms=112_000))[0] != {}


def test_a_leap_in_height_alone_is_one() -> None:
    """Four kilometres up in a second."""
    _, problems = replayed([fix(0, 0), fix(1, 0, alt_mm=4_000_000)], ALL)
    assert codes(problems) == [("jump", 1, ((1, 2),))]


def test_a_report_that_repeats_another_is_counted_once() -> None:
    """And the way goes on through it."""
    found, problems = replayed([fix(0, 0), fix(0, 0), fix(60, 1)], BETWEEN)
    assert found != {}
    assert codes(problems) == [("repeated", 1, ((2,),))]


@pytest.mark.parametrize("changed", [{"point": place(0, 0.8)}, {"alt_mm": 5}])
def test_two_reports_of_one_time_are_points_and_break_the_sweep(
    changed: dict[str, Any],
) -> None:
    """Which of the two is true is not known: neither is left out, nor trusted."""
    fixes = [fix(0, 0), fix(60, 0.7), fix(60, 0.7, **changed), fix(120, 0)]
    assert replayed(fixes, BETWEEN)[0] == {}
    found, problems = replayed(fixes, ALL)
    assert found == {("a", "all"): [[0, 0], [60_000, 60_000], [120_000, 120_000]]}
    assert codes(problems) == [("doubled", 1, ((2, 3),))]


def test_reports_out_of_order_are_put_in_order_and_told() -> None:
    """What is found is what the same reports in order give."""
    late = [fix(60, 1), fix(0, 0), fix(120, 2)]
    found, problems = replayed(late, BETWEEN)
    assert codes(problems) == [("unordered", 1, ((2,),))]
    assert found == replayed([late[1], late[0], late[2]], BETWEEN)[0]


def test_a_way_to_the_opposite_side_of_the_earth_is_not_guessed() -> None:
    """Every way there is as short."""
    _, problems = replayed([fix(0, 0), fix(1, 180)], ALL, Terms(fastest_ms=1e12))
    assert codes(problems) == [("opposite", 1, ((1, 2),))]


def test_no_reports_are_no_hits() -> None:
    """And nothing breaks."""
    assert replayed([], ALL) == ({}, [])
    assert replayed([fix(0, 0)], []) == ({}, [])
