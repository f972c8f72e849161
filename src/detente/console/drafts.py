"""Decide what is kept of what an officer has begun to fill in: all of it, at the line.

A browser that is closed, a seat that was lost, a console that is started again: the
draft is there when the officer comes back to the page. It lies in the line's directory,
readable by its user alone, until it is released or dropped on its page; what was
reviewed and not released stays, to be corrected.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import msgspec

from detente.console.filled import Given
from detente.durable import publish
from detente.node.place import Place
from detente.record.errors import StoreFailed

MOST: Final = 200
"""So many drafts are kept; the oldest go first."""


class Begun(NamedTuple):
    """What an officer has begun: who, on the page of which address, and what."""

    who: str
    address: str
    given: Given


class Drafts:
    """The drafts of a line's officers, the newest last."""

    def __init__(self, place: Place) -> None:
        """Read what is kept.

        Raises:
            StoreFailed: the file cannot be read, or is none of ours.
        """
        self._file = place.drafts
        self._kept: dict[tuple[str, str], Given] = {}
        if not self._file.exists():
            return
        try:
            found = msgspec.json.decode(self._file.read_bytes(), type=list[Begun])
        except (OSError, msgspec.DecodeError) as error:
            raise StoreFailed(f"{self._file} cannot be used: {error}.") from error
        self._kept = {(each.who, each.address): each.given for each in found}

    def find(self, who: str, address: str) -> Given | None:
        """Return what an officer has begun on a page; None: nothing."""
        return self._kept.get((who, address))

    def keep(self, begun: Begun) -> None:
        """Keep a draft in place of what stood on its page.

        Raises:
            StoreFailed: it cannot be written.
        """
        key = begun.who, begun.address
        self._kept.pop(key, None)
        self._kept[key] = begun.given
        for oldest in list(self._kept)[: max(0, len(self._kept) - MOST)]:
            del self._kept[oldest]
        self._write()

    def forget(self, who: str, address: str) -> None:
        """Forget a draft that was released or dropped.

        Raises:
            StoreFailed: it cannot be written.
        """
        if self._kept.pop((who, address), None) is not None:
            self._write()

    def begun(self) -> Iterator[Begun]:
        """Yield every draft, the newest first."""
        for (who, address), given in reversed(self._kept.items()):
            yield Begun(who, address, given)

    def _write(self) -> None:
        rows = [Begun(*key, given) for key, given in self._kept.items()]
        publish(self._file, msgspec.json.encode(rows))
