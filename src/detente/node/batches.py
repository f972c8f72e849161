"""Decide what is known of a batch of positions on this side: its reports, or why none.

Spec clauses 35.3 and 35.5. The bytes come after the entry, or never, and go after the
days of the charter; and what came may not be what the entry says of it.
"""

from typing import Final, Literal, NamedTuple, TypeAlias

from detente.dialogue import batch
from detente.dialogue.batch import Report
from detente.dialogue.entered import Entered
from detente.dialogue.forms.pos import Reported
from detente.exchange.piece import Content
from detente.ports import Attachments
from detente.record.errors import Malformed

State: TypeAlias = Literal["here", "lacking", "purged", "irregular"]
MOST_KEPT: Final = 500_000
"""So many reports are kept, of some 300 bytes each; those read first are forgotten."""
LOOKED_AT: Final = 60
"""So many of the newest batches of what is followed are looked at."""


class Told(NamedTuple):
    """The reports of a batch, as far as they can be used here, and why not if not."""

    state: State
    reports: tuple[Report, ...] = ()
    sentence: str = ""


class Batches:
    """The batches that lie in a store; each is read once; what is gone is forgotten."""

    def __init__(self, store: Attachments) -> None:
        """Read from this store."""
        self._store = store
        self._read: dict[bytes, Told] = {}
        self._kept = 0

    def told(self, entered: Entered) -> Told:
        """Return what is known of the batch that an entry names.

        Raises:
            StoreFailed: the store cannot be read.
        """
        [listed] = entered.header.attachments
        content = Content(listed.sha256, listed.size_bytes)
        held = self._store.content(content)
        if held.gone:
            self._forget(entered.id)
            return Told("purged")
        if not held.whole:
            return Told("lacking")
        if entered.id not in self._read:
            found = self._found(entered, content)
            self._kept += len(found.reports)
            self._read[entered.id] = found
            while self._kept > MOST_KEPT and len(self._read) > 1:
                self._forget(next(iter(self._read)))  # it was read first
        return self._read[entered.id]

    def _forget(self, name: bytes) -> None:
        forgotten = self._read.pop(name, None)
        self._kept -= 0 if forgotten is None else len(forgotten.reports)

    def _found(self, entered: Entered, content: Content) -> Told:
        stated = entered.body
        assert isinstance(stated, Reported)  # noqa: S101 - nothing else names a batch
        data = self._store.content_bytes(content, 0, content.size_bytes)
        try:
            return Told("here", batch.read(data, stated))
        except Malformed as error:
            return Told("irregular", (), error.sentence)
