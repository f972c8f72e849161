"""Decide what is held between review and release: the draft, and when it is void.

The review fixes the reference and freezes what the releaser had seen. What he reads is
what is signed, so it may not grow old: after ten minutes, or once something new stands
in the case, it is void, and its reference is entered VOID (clause 11.26). A STOP opens
a case of its own: nothing new can hold it up. Where two officers release (11.14) each
signs at his own seat, and the second one hands it over.
"""

from typing import Final, NamedTuple

from detente.api.answers import DraftView
from detente.api.client import Client
from detente.api.requests import DraftRequest
from detente.console.seats import Seat
from detente.ports import Random
from detente.record.errors import Misasked

LASTS_S: Final = 600.0
_NAME_BYTES: Final = 16


class Review(NamedTuple):
    """A draft under review; `at_s` is the monotonic clock when its page was made.

    `address` is the page it was filled in on, `by` who did; `known` are the statements
    that stood in its case then, `signed` the signatures so far, by credential.
    """

    said: DraftRequest
    drafted: DraftView
    at_s: float
    known: frozenset[str]
    address: str
    by: str
    signed: dict[str, bytes]

    def stale(self, client: Client, now_s: float) -> str:
        """Say why it may no longer be released; empty: it may."""
        if now_s - self.at_s > LASTS_S:
            return "It was reviewed more than ten minutes ago."
        new = in_case(client, self.drafted) - self.known
        if new:
            return f"Since it was reviewed this came in its case: {min(new)}."
        return ""

    def awaits(self) -> tuple[str, ...]:
        """Return who has yet to sign."""
        return tuple(
            f"{row.post} {row.number}"
            for row in self.drafted.sign
            if row.credential not in self.signed
        )


class Reviews:
    """The drafts under review at a console, by the names of their pages."""

    def __init__(self, random: Random) -> None:
        """Hold none yet; the names of pages are random."""
        self._random = random
        self._held: dict[str, Review] = {}

    def begin(
        self, client: Client, said: DraftRequest, address: str, by: str, now_s: float
    ) -> str:
        """Draft something, and return the name of the page on which it is reviewed.

        Args:
            client: the line.
            said: what it says.
            address: the page on which it was filled in.
            by: who did.
            now_s: the monotonic clock.

        Raises:
            DetenteError: it cannot be said, in the API's words.
        """
        drafted = client.draft(said)
        known = in_case(client, drafted)
        name = self._random(_NAME_BYTES).hex()
        self.hold(name, Review(said, drafted, now_s, known, address, by, {}))
        return name

    def hold(self, name: str, review: Review) -> None:
        """Hold a draft for release."""
        self._held[name] = review

    def find(self, name: str, seat: Seat) -> Review:
        """Return the draft of a page, for one of those who release it.

        Raises:
            Misasked: there is none here: it was released, dropped, or is another's.
        """
        found = self._held.get(name)
        if found is None or seat.who not in _releasers(found):
            raise Misasked(
                "Nothing waits for your release here: it was released or dropped "
                "before, or is another officer's. Look into the inbox before you say "
                "it again."
            )
        return found

    def done(self, name: str) -> None:
        """Let go of a draft: it was released, or will not be."""
        self._held.pop(name, None)

    def waiting(self, seat: Seat) -> list[tuple[str, Review]]:
        """Return what waits for an officer's key, by the names of its pages."""
        held = self._held.items()
        return [(name, each) for name, each in held if seat.who in each.awaits()]

    def answering(self, reference: str) -> list[Review]:
        """Return the drafts that answer or change a statement."""
        return [
            each
            for each in self._held.values()
            if reference in (*each.drafted.answers, *each.drafted.changes)
        ]


def _releasers(review: Review) -> set[str]:
    return {f"{row.post} {row.number}" for row in review.drafted.sign}


def in_case(client: Client, drafted: DraftView) -> frozenset[str]:
    """Return the statements that stand in the case of a draft."""
    cited = (*drafted.answers, *drafted.changes)
    return frozenset(
        each.reference
        for reference in cited
        for each in client.statement(reference).case.statements
    )
