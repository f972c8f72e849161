"""What a receipt says of their clock lies between two bounds, and misleads nobody."""

from hypothesis import given
from hypothesis import strategies as st

from detente.node.skew import REMEMBERED, Skew, Skews


def opened_at(size: int) -> Skews:
    """Return the clocks of a line that was opened with so many entries."""
    skews = Skews()
    skews.grew(size, 0)
    return skews


def test_a_receipt_bounds_the_difference_of_the_clocks() -> None:
    """Signed after our feed had the entry, and before the receipt came."""
    skews = opened_at(2)
    skews.grew(3, 100)
    skews.receipted("SOUTH", 3, 112, 101)
    assert skews.of("SOUTH") == Skew(10, 13, 101, apart=True)


@given(st.integers(-50, 50), st.integers(0, 30), st.integers(0, 30))
def test_the_true_difference_always_lies_between(
    apart_s: int, there_s: int, back_s: int
) -> None:
    """However long the bundle was on its way, there or back."""
    skews = opened_at(2)
    skews.grew(3, 100)
    skews.receipted("SOUTH", 3, 100 + there_s + apart_s, 100 + there_s + back_s)
    found = skews.of("SOUTH")
    assert found is not None
    assert found.low_s <= apart_s <= found.high_s


def test_what_stood_before_this_process_began_measures_nothing() -> None:
    """A stored receipt that is given again may be a day old."""
    skews = opened_at(3)
    skews.grew(3, 50)
    skews.receipted("SOUTH", 3, 10, 51)
    assert skews.of("SOUTH") is None


def test_a_size_that_is_forgotten_measures_nothing() -> None:
    """Only so many are remembered."""
    skews = opened_at(0)
    for size in range(1, REMEMBERED + 2):
        skews.grew(size, size)
    skews.receipted("SOUTH", 1, 1, 2)
    assert skews.of("SOUTH") is None
    skews.receipted("SOUTH", 2, 2, 2)
    assert skews.of("SOUTH") is not None


def test_clocks_stay_apart_until_they_may_agree() -> None:
    """A measure that leaves it open neither begins an alarm nor ends one."""
    skews = opened_at(2)
    found = []
    for size, apart_s, way_s in ((3, 1, 9), (4, 5, 0), (5, 2, 0), (6, 1, 9), (7, 5, 9)):
        skews.grew(size, 100 * size)
        skews.receipted("SOUTH", size, 100 * size + apart_s, 100 * size + way_s)
        measured = skews.of("SOUTH")
        assert measured is not None
        found.append(measured.apart)
    assert found == [False, True, True, False, False]
