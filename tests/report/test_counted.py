"""What was counted is written so that a difference cannot be overlooked."""

from detente.dialogue.claim import Claim, Condition, Counted
from detente.report.counted import convinces, counted_data, counted_page

CLAIM = Claim(
    table_sha256="ab" * 32,
    where=(Condition("maker", ("CN",)),),
    measure="share",
    comparison="more than",
    numerator=1,
    denominator=3,
    matching=2,
    total=3,
    drawn_from="900 parts",
)


def test_a_difference_is_shown_with_its_size_and_does_not_convince() -> None:
    """Although the claim holds by our own figures."""
    counted = Counted(3, 4, "holds", (1, 1), None)
    page = list(counted_page(CLAIM, counted))
    assert page[1:] == [
        "Counted: 3 of 4 rows, 75.00 % (rounded down)",
        "Stated: 2 of 3 rows, DIFFERS: we count +1 matching, +1 in all",
    ]
    assert not convinces(counted)


def test_the_same_figures_convince() -> None:
    """A percentage that does not come out even is rounded down."""
    counted = Counted(2, 3, "holds", (0, 0), None)
    page = list(counted_page(CLAIM, counted))
    assert page[0] == "HOLDS: share of rows, maker is CN: more than 1/3"
    assert page[1:] == [
        "Counted: 2 of 3 rows, 66.66 % (rounded down)",
        "Stated: 2 of 3 rows, the same",
    ]
    assert convinces(counted)


def test_where_nothing_was_stated_nothing_differs() -> None:
    """A drafter counts before stating."""
    assert convinces(Counted(2, 3, "holds", None, None))
    assert not convinces(Counted(2, 3, "does not hold", None, None))
    data = counted_data(CLAIM, Counted(2, 3, "holds", None, None))
    assert data["off"] is None


def test_no_rows_are_said_to_be_none() -> None:
    """And have no percentage."""
    counted = Counted(0, 0, "no rows", (-2, -3), None)
    page = list(counted_page(CLAIM, counted))
    assert page[0].startswith("NO ROWS: ")
    assert page[1] == "Counted: 0 of 0 rows"
    assert not convinces(counted)


def test_an_interval_says_of_what_it_speaks() -> None:
    """Of what the sample was drawn from, if it was."""
    page = list(counted_page(CLAIM, Counted(6, 40, "holds", None, (706, 2908))))
    assert page[-2:] == [
        "If this is a random sample of 900 parts:",
        "7.06 % to 29.08 % there, at 95 % (Wilson)",
    ]
