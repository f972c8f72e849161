"""Which rows of what stands are listed, and on which page one is found."""

import pytest

from detente.console.plotted import Item
from detente.console.rowed import ROWS, Rows, Wanted, rows, wanted


def item(number: int, **fields: object) -> Item:
    """Return something on the map; `fields` overrule what it is."""
    usual: dict[str, object] = {
        "name": f"item-{number}",
        "kind": "activity",
        "said": f"firing {number}",
        "party": "NORTH",
        "reference": f"NORTH/2026/{number:04}/ACT/1/O",
        "part": "phase 1, volume 1",
        "status": "OPERATION",
        "heights": "every height",
        "times": "at every time",
        "when": "now",
        "stale": False,
        "begins_s": None,
        "feature": {},
    }
    return Item(**{**usual, **fields})  # type: ignore[arg-type]


MANY = [item(number) for number in range(2 * ROWS + 1)]


def listed(found: Rows) -> list[str]:
    """Return the names of the rows of a page."""
    return [each.name for each in found.items]


def test_rows_come_a_page_at_a_time() -> None:
    """The last page has what is left, and one beyond it is the last."""
    assert len(rows(MANY, Wanted()).items) == ROWS
    assert listed(rows(MANY, Wanted(page=3))) == [f"item-{2 * ROWS}"]
    beyond = rows(MANY, Wanted(page=99))
    assert (beyond.wanted.page, beyond.pages, beyond.first) == (3, 3, 2 * ROWS + 1)


def test_the_page_of_an_item_is_found() -> None:
    """Whichever page was asked for."""
    found = rows(MANY, Wanted(page=1, item=f"item-{ROWS}"))

    assert found.wanted.page == 2
    assert found.items[0].name == f"item-{ROWS}"


def test_an_item_that_the_filter_leaves_out_is_shown_without_it() -> None:
    """And that is told; one that is gone changes nothing."""
    both = [item(1), item(2, party="SOUTH")]

    found = rows(both, Wanted(party="NORTH", item="item-2"))
    gone = rows(both, Wanted(party="NORTH", item="item-3"))

    assert (found.outside, found.wanted.party, found.found) == (True, "", 2)
    assert (gone.outside, listed(gone)) == (False, ["item-1"])


@pytest.mark.parametrize(
    "which",
    [
        Wanted(party="SOUTH"),
        Wanted(kind="site"),
        Wanted(state="stale"),
        Wanted(text="CLINIC in the"),
        Wanted(text="south/2026/0002"),
    ],
)
def test_rows_are_chosen_by_party_kind_state_and_text(which: Wanted) -> None:
    """Each by itself leaves the one that is meant."""
    said = "clinic in the valley"
    reference = "SOUTH/2026/0002/SITE/1/O"
    meant = item(2, party="SOUTH", kind="site", said=said, reference=reference)

    assert listed(rows([item(1), meant._replace(stale=True)], which)) == ["item-2"]


def test_what_begins_first_stands_first_if_that_is_wanted() -> None:
    """What has no beginning has stood for ever."""
    some = [item(1, begins_s=9), item(2, begins_s=3), item(3)]

    found = rows(some, wanted({"order": "begins"}))

    assert listed(found) == ["item-3", "item-2", "item-1"]


def test_an_address_that_means_nothing_leaves_nothing_out() -> None:
    """It may be typed by hand, or be of another release."""
    asked = {"page": "x", "state": "gone", "order": "size", "party": "N" * 500}

    found = wanted(asked)

    assert (found.page, found.state, found.order) == (1, "", "")
    assert len(found.party) < 100
    assert wanted({"page": "0"}).page == 1
