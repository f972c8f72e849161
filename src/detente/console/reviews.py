"""Decide what is held between review and release: the draft, and when it is void.

The review fixes the reference and freezes what the releaser had seen. What he reads is
what is signed, so it may not grow old: after ten minutes, or once something new stands
in the case, it is void, and its reference is entered VOID (clause 11.26). A STOP opens
a case of its own: nothing new can hold it up.
"""

from typing import Final, NamedTuple

from detente.api.answers import DraftView
from detente.api.client import Client
from detente.api.requests import DraftRequest

LASTS_S: Final = 600.0


class Review(NamedTuple):
    """A draft under review; `at_s` is the monotonic clock when its page was made.

    `known` are the statements that stood in its case then.
    """

    said: DraftRequest
    drafted: DraftView
    at_s: float
    known: frozenset[str]

    def stale(self, client: Client, now_s: float) -> str:
        """Say why it may no longer be released; empty: it may."""
        if now_s - self.at_s > LASTS_S:
            return "It was reviewed more than ten minutes ago."
        new = in_case(client, self.drafted) - self.known
        if new:
            return f"Since it was reviewed this came in its case: {min(new)}."
        return ""


def in_case(client: Client, drafted: DraftView) -> frozenset[str]:
    """Return the statements that stand in the case of a draft."""
    cited = (*drafted.answers, *drafted.changes)
    return frozenset(
        each.reference
        for reference in cited
        for each in client.statement(reference).case.statements
    )
