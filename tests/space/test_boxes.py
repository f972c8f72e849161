"""Packed boxes find what comparing each with each finds."""

import numpy as np
import pytest

from detente.space.picture import FAR
from detente.space.sphere import Integers, Reals
from detente.space.standing.boxes import Figures, asked, packed


def crowd(count: int, seed: int) -> tuple[Reals, Reals]:
    """Return boxes of every size, some of them without an end."""
    random = np.random.default_rng(seed)
    scale = np.array([1.0, 1.0, 6e8, 1e7])
    begin = random.random((count, 4)) * scale
    end = begin + random.pareto(1.5, (count, 4)) * scale / 50
    begin[random.random((count, 4)) < 0.01] = -FAR
    end[random.random((count, 4)) < 0.01] = FAR
    return begin, end


def one_by_one(begin: Reals, end: Reals, question: Figures) -> Integers:
    """Return the boxes that a question meets, as figures of 32 bits."""
    rows = np.concatenate((begin, -end), axis=1).astype(np.float32)
    return np.flatnonzero((rows <= question[:8]).all(axis=1))


@pytest.mark.parametrize("count", [1, 2, 31, 32, 33, 1_024, 1_025, 40_000])
def test_boxes_are_found_that_meet_and_no_others(count: int) -> None:
    """Nodes full and not, one level and several."""
    begin, end = crowd(count, count)
    boxes, order = packed(begin, end)
    assert sorted(order.tolist()) == list(range(count))

    for at in range(0, count, max(1, count // 50)):
        question = asked(begin[at].tolist(), end[at].tolist())
        found = np.sort(order[boxes.meeting(question)])
        assert at in found
        assert found.tolist() == one_by_one(begin, end, question).tolist()


def test_boxes_that_touch_in_all_64_bits_are_found() -> None:
    """Rounding to 32 bits parts nothing."""
    touching = np.random.default_rng(3).random((500, 4)) * [1.0, 1.0, 2e12, 1e7]
    boxes, order = packed(touching - 0.5, touching)
    for at, corner in enumerate(touching.tolist()):
        found = boxes.meeting(asked(corner, [each + 0.1 for each in corner]))
        assert at in order[found]


def test_boxes_far_from_all_others_are_not_looked_for() -> None:
    """Not even in what fills the last node up."""
    boxes, _ = packed(*crowd(33, 7))
    everything = [-1e300] * 4, [1e300] * 4
    with np.errstate(over="ignore"):
        assert len(boxes.meeting(asked(*everything))) == 33
    assert len(boxes.meeting(asked([5.0] * 4, [4.0, 4.0, -2.0 * FAR, 4.0]))) == 0
