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
MOST_KEPT: Final = 20_000
LOOKED_AT: Final = 60
"""So many of the newest batches of what is followed are looked at."""


class Told(NamedTuple):
    """The reports of a batch, as far as they can be used here, and why not if not."""

    state: State
    reports: tuple[Report, ...] = ()
    sentence: str = ""


class Batches:
    """The batches that lie in a store; each is read once."""

    def __init__(self, store: Attachments) -> None:
        """Read from this store."""
        self._store = store
        self._read: dict[bytes, Told] = {}

    def told(self, entered: Entered) -> Told:
        """Return what is known of the batch that an entry names.

        Raises:
            StoreFailed: the store cannot be read.
        """
        known = self._read.get(entered.id)
        if known is not None:
            return known
        found = self._found(entered)
        if found.state != "lacking":  # the others stay what they are
            if len(self._read) >= MOST_KEPT:
                self._read.clear()
            self._read[entered.id] = found
        return found

    def _found(self, entered: Entered) -> Told:
        stated = entered.body
        assert isinstance(stated, Reported)  # noqa: S101 - nothing else names a batch
        [listed] = entered.header.attachments
        content = Content(listed.sha256, listed.size_bytes)
        held = self._store.content(content)
        if held.gone:
            return Told("purged")
        if not held.whole:
            return Told("lacking")
        data = self._store.content_bytes(content, 0, content.size_bytes)
        try:
            return Told("here", batch.read(data, stated))
        except Malformed as error:
            return Told("irregular", (), error.sentence)
