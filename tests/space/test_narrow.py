"""A narrow column holds what it held, in no more than that needs."""

import numpy as np
import pytest

from detente.space.standing.narrow import narrow, wide


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_column_is_as_narrow_as_what_stands_in_it(size: int) -> None:
    """To the last figure that a kind holds, and one beyond."""
    most = (1 << 8 * size - 1) - 1
    held = np.array([-most - 1, 0, most])

    for column, itemsize in (
        (held, size),
        (held + 1, 2 * size),
        (held - 1, 2 * size),
    ):
        found = narrow(column)
        assert found.itemsize == itemsize
        assert wide(found).tolist() == column.tolist()
        assert wide(found).dtype == np.int64


def test_a_column_of_nothing_is_one() -> None:
    """It has neither least nor most."""
    assert narrow(np.empty(0, dtype=np.int64)).tolist() == []
