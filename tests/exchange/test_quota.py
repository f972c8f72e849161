"""What one side may lay on another's disk is bounded by the charter (clause 9.11)."""

from typing import Literal

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.sides import world

from detente.exchange import quota
from detente.exchange.piece import Content
from detente.exchange.quota import Bounds
from detente.record.statement import Attachment, Header

BOUNDS = Bounds(each_bytes=10, statement_bytes=20, party_bytes=30, reserve_bytes=15)


def listing(*sizes: int, precedence: Literal["Z", "R"] = "R", first: int = 0) -> Header:
    """Return a header that lists attachments of these sizes, each its own."""
    attachments = tuple(
        Attachment(f"{at}.bin", "image/png", size, bytes([at]) * 32)
        for at, size in enumerate(sizes, first)
    )
    sides = world(("NORTH", "SOUTH"))
    return sides.header(
        "NORTH", b"", bytes(32), attachments=attachments, precedence=precedence
    )


def granted(header: Header, had_bytes: int = 0, *had: Content) -> list[bool]:
    """Return which of its attachments there is room for."""
    return [each.granted for each in quota.grants(BOUNDS, header, had_bytes, had)]


def test_the_borders_are_inside() -> None:
    """As much as the charter says, and not a byte more."""
    assert granted(listing(10, 10)) == [True, True]
    assert granted(listing(11)) == [False]
    assert granted(listing(10), 20) == [True]
    assert granted(listing(10), 21) == [False]


def test_an_attachment_of_nothing_is_not_granted() -> None:
    """There would be no piece by which it comes."""
    assert granted(listing(0, 5)) == [False, True]


def test_a_statement_that_lists_too_much_is_granted_nothing() -> None:
    """A part of a set of evidence, picked by its order, would tell another tale."""
    assert granted(listing(10, 10, 1)) == [False, False, False]


def test_a_statement_that_lists_too_many_is_granted_nothing() -> None:
    """Each would be a HELD in the feed of the side that did not ask for them."""
    bounds = Bounds(10, 1_000, 1_000, 0)
    for count in (quota.MOST_LISTED, quota.MOST_LISTED + 1):
        found = quota.grants(bounds, listing(*[1] * count), 0, ())
        granted_all = all(each.granted for each in found)
        assert granted_all == (count == quota.MOST_LISTED)


def test_what_still_fits_is_granted_behind_what_does_not() -> None:
    """In the order of the list, each by itself."""
    assert granted(listing(9, 3), 25) == [False, True]
    assert granted(listing(3, 3), 25) == [True, False]


def test_a_flash_has_a_reserve_that_nothing_else_uses_up() -> None:
    """Whatever was listed before, what must be seen at once still travels."""
    assert granted(listing(10), 30) == [False]
    assert granted(listing(10, precedence="Z"), 30) == [True]
    assert granted(listing(10, precedence="Z"), 36) == [False]


def test_the_same_bytes_are_reckoned_once() -> None:
    """Listed again, they lie there already; twice in one list they are one."""
    header = listing(10)
    had = Content(header.attachments[0].sha256, 10)
    assert granted(header, 30, had) == [True]
    again = msgspec.structs.replace(header, attachments=header.attachments * 2)
    assert granted(again) == [True]


sizes = st.lists(st.integers(0, 12), max_size=4)


@given(st.lists(st.tuples(sizes, st.sampled_from(("Z", "R"))), max_size=12))
def test_no_party_is_ever_granted_more_than_the_bounds(
    said: list[tuple[list[int], Literal["Z", "R"]]],
) -> None:
    """Over any feed; and of what is not a Z never more than without the reserve."""
    total, first = 0, 0
    for listed, precedence in said:
        header = listing(*listed, precedence=precedence, first=first)
        first += len(listed)
        found = quota.grants(BOUNDS, header, total, ())
        new = sum(each.content.size_bytes for each in found if each.granted)
        assert new <= BOUNDS.statement_bytes
        total += new
        assert total <= 45
        assert precedence == "Z" or new == 0 or total <= 30
