"""Decide when the node says HELD: for each attachment, once all its bytes are here.

Spec clause 11.30. The store counts up what became whole; what was said of it already is
read from the fold, so that a node which starts again says nothing twice. A statement
that waits for what it has seen stands in no case yet, and its HELD waits with it.
"""

from detente.dialogue import attachments, compose
from detente.dialogue.compose import Draft
from detente.dialogue.entered import Entered
from detente.dialogue.forms.ack import Held
from detente.dialogue.standing import Standing
from detente.ports import Listed, NodeStore
from detente.record.feed import leaf_hash


class Holdings:
    """What has become whole on this side, and is not said yet."""

    def __init__(self, own: str, store: NodeStore) -> None:
        """Speak for the party `own`."""
        self._own = own
        self._store = store
        self._after = 0
        self._waiting: list[Listed] = []

    def due(self, standing: Standing) -> list[Draft]:
        """Return a HELD for each attachment that is whole and not said to be.

        Each is given once: a caller that fails to release one begins anew.

        Raises:
            StoreFailed: the store cannot be read.
        """
        if self._own not in standing.founding.charter.speaking:
            return []  # an observer holds everything and states nothing
        for number, listed in self._store.holdings(self._after):
            self._after = number
            if listed.feed.party != self._own:
                self._waiting.append(listed)
        drafts: list[Draft] = []
        waiting, self._waiting = self._waiting, []
        for listed in waiting:
            entered = self._entered(standing, listed)
            if entered is None:
                self._waiting.append(listed)
            elif self._is_news(standing, entered, listed):
                sha256, size_bytes = listed.content
                body = Held(sha256=sha256, size_bytes=size_bytes)
                answer = compose.answering(body, entered)
                drafts.append(answer._replace(precedence="R"))
        return drafts

    def _entered(self, standing: Standing, listed: Listed) -> Entered | None:
        feed, position = listed.feed, listed.position
        found = self._store.entries(feed, position, position + 1)
        return standing.entries.get(leaf_hash(found[0].raw)) if found else None

    def _is_news(self, standing: Standing, entered: Entered, listed: Listed) -> bool:
        """Say whether it was put to us, and we have not said yet that we hold it."""
        header = entered.header
        to = {each.partition("/")[0] for each in (header.to_post, *header.info_posts)}
        if self._own not in to:
            return False
        statements = standing.case_of(entered).statements
        said = [
            held.party
            for each in header.attachments
            if (each.sha256, each.size_bytes) == listed.content
            for held in attachments.holders(statements, entered, each)
        ]
        return self._own not in said
