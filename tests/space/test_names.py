"""Every id is found again, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record.errors import Misasked
from detente.space.standing.names import Names

ids = st.text(st.characters(), max_size=4)


@given(st.lists(ids, unique=True, max_size=30), ids)
def test_an_id_is_found_where_it_stands(row: list[str], other: str) -> None:
    """Whatever it consists of, and though one begins as another."""
    names = Names.of(row)

    assert [names(at) for at in range(len(row))] == row
    assert [names.find(each) for each in row] == list(range(len(row)))
    assert names.find(other) == (row.index(other) if other in row else None)


@given(st.lists(ids, min_size=1, max_size=5))
def test_an_id_that_stands_twice_is_refused(row: list[str]) -> None:
    """Which volume it meant, nobody could say."""
    with pytest.raises(Misasked, match="one id"):
        Names.of([*row, row[0]])
