"""Decide how what is drawn reaches a browser: by the digest of what it is.

Thousands of areas are megabytes, and stand for hours. So a page names what it draws by
its digest, and a browser fetches only what it has not drawn yet: what moves comes anew
with each report, what stands does not.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

import msgspec

from detente.record.errors import Misasked

GONE: Final = "What was drawn here is held no more: load the page anew."
_MOST: Final = 32
"""So many are kept: what several desks look at, live and in replay."""


class Drawings:
    """What pages draw, by its digest, the ones asked for last."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._held: OrderedDict[str, bytes] = OrderedDict()

    def keep(self, features: Iterable[dict[str, object]]) -> str:
        """Hold features for browsers to fetch; return their digest."""
        data = msgspec.json.encode(list(features))
        name = hashlib.sha256(data).hexdigest()
        self._held[name] = data
        self._held.move_to_end(name)
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        return name

    def find(self, name: str) -> bytes:
        """Return the features of a digest, a list in JSON.

        Raises:
            Misasked: they are held no more.
        """
        if name not in self._held:
            raise Misasked(GONE)
        return self._held[name]
