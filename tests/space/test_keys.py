"""Rows are put in order by one whole number, where that tells them apart."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.space.tracking.keys import in_order_if_apart

pairs = st.lists(
    st.tuples(st.integers(0, 40) | st.integers(0, 2**40), st.integers(0, 40)),
    unique=True,
    max_size=30,
)


def order(rows: list[tuple[int, int]]) -> list[int] | None:
    """Return the order of pairs."""
    first, second = np.array(rows, dtype=np.int64).reshape(-1, 2).T
    found = in_order_if_apart(first, second)
    return None if found is None else found.tolist()


@given(pairs)
def test_pairs_that_differ_stand_in_order(rows: list[tuple[int, int]]) -> None:
    """By the first, then by the second."""
    assert order(rows) == sorted(range(len(rows)), key=lambda at: rows[at])


def test_pairs_that_are_the_same_have_none() -> None:
    """Something else must decide which is first."""
    assert order([(3, 1), (2, 1), (3, 1)]) is None
    assert order([(3, 1), (2, 1), (1, 3)]) == [2, 1, 0]


def test_pairs_that_are_too_long_for_a_key_have_none() -> None:
    """Above 63 bits for both and the place of the row."""
    assert order([(2**31 - 1, 2**29 - 1), (0, 0), (1, 0), (2, 0)]) == [1, 2, 3, 0]
    assert order([(2**31 - 1, 2**30 - 1), (0, 0), (1, 0), (2, 0)]) is None
