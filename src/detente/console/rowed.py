"""Decide which rows of what stands a page lists: filtered, in order, so many a page.

Thousands of rows are slow to lay out and nobody reads them; the map draws everything,
and what is pressed there is found in its row, on whichever part it stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from detente.console.plotted import Item

ROWS: Final = 100
"""So many a page."""
STATES: Final = ("now", "later", "over", "stale")
BEGINS: Final = "begins"
"""Ordered by when it begins; what has no beginning stands first."""
_LONGEST: Final = 80
_EVER: Final = -1


class Wanted(NamedTuple):
    """Which rows are wanted; what is empty leaves nothing out.

    `text` is looked for in all that a row says; `order` is `BEGINS`, else as declared;
    `page` counts from 1; `item` is one whose page is wanted, whatever `page` says.
    """

    party: str = ""
    kind: str = ""
    state: str = ""
    text: str = ""
    order: str = ""
    page: int = 1
    item: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What of an address asks this again."""
        told = {**self._asdict(), "page": "" if self.page == 1 else str(self.page)}
        return {name: str(value) for name, value in told.items() if value}

    def on(self, page: int) -> "Wanted":
        """Return another part of the same rows."""
        return self._replace(page=page, item="")

    def has(self, item: Item) -> bool:
        """Say whether a row is wanted."""
        state = "stale" if item.stale else item.when
        return (
            self.party in {"", item.party}
            and self.kind in {"", item.kind}
            and self.state in {"", state}
            and self.text.casefold() in _said(item)
        )


class Rows(NamedTuple):
    """The rows of one page: `found` are wanted among `among`, on `pages` pages.

    `parties` and `kinds` are what can be chosen. `outside` says that the item asked for
    is not among those wanted, and that therefore all are shown.
    """

    items: tuple[Item, ...]
    wanted: Wanted
    found: int
    among: int
    pages: int
    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    outside: bool

    @property
    def first(self) -> int:
        """Which of those found stands first on this page, from 1 on."""
        return (self.wanted.page - 1) * ROWS + 1


def wanted(asked: Mapping[str, str]) -> Wanted:
    """Return which rows an address asks for; what it cannot mean is left out."""
    page = asked.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1  # noqa: PLR2004
    state, order = asked.get("state", ""), asked.get("order", "")
    return Wanted(
        party=asked.get("party", "")[:_LONGEST],
        kind=asked.get("kind", "")[:_LONGEST],
        state=state if state in STATES else "",
        text=asked.get("text", "")[:_LONGEST].strip(),
        order=order if order == BEGINS else "",
        page=max(1, number),
        item=asked.get("item", "")[:_LONGEST],
    )


def rows(items: Sequence[Item], which: Wanted) -> Rows:
    """Return the page of rows that is wanted; one beyond the last is the last."""
    found = _ordered(filter(which.has, items), which)
    at = _place(found, which.item)
    outside = at is None and _place(items, which.item) is not None
    if outside:
        which = which._replace(party="", kind="", state="", text="")
        found = _ordered(items, which)
        at = _place(found, which.item)
    pages = max(1, -(-len(found) // ROWS))
    page = min(which.page, pages) if at is None else at // ROWS + 1
    return Rows(
        tuple(found[(page - 1) * ROWS : page * ROWS]),
        which._replace(page=page, item="" if at is None else which.item),
        len(found),
        len(items),
        pages,
        tuple(sorted({each.party for each in items})),
        tuple(sorted({each.kind for each in items})),
        outside,
    )


def _ordered(items: Iterable[Item], which: Wanted) -> list[Item]:
    if which.order != BEGINS:
        return list(items)
    return sorted(items, key=_begins)


def _begins(item: Item) -> int:
    return _EVER if item.begins_s is None else item.begins_s


def _place(items: Sequence[Item], name: str) -> int | None:
    if not name:
        return None
    return next((at for at, each in enumerate(items) if each.name == name), None)


def _said(item: Item) -> str:
    words = (item.said, item.reference, item.part, item.status, item.times)
    return " ".join((*words, item.party, item.kind, item.heights)).casefold()
