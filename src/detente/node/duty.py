"""Decide what the node itself enters when a deadline passes: LAPSE and RECEIPT CAME.

Spec clauses 12.7 and 12.9. Nothing folded reads a clock, so a deadline passes when the
asker's node says so, with the addressee's own receipt or the evidence of the line. What
it may enter by itself is decided by `detente.dialogue.due`; here it is signed with the
node's own credential and released like any statement.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from detente.dialogue import compose, due
from detente.dialogue.compose import Author, Composed, Desk
from detente.dialogue.due import Due, Local
from detente.dialogue.forms.con import PathEvidence
from detente.node.following import Following
from detente.node.line import Released, Reserve, Reserved
from detente.node.service import Service
from detente.ports import Random, Signer
from detente.record import keys, statement
from detente.record.errors import Failed
from detente.record.feed import Entry

LOOK_S: Final = 0.5


class LapseDuty:
    """The duty of an asker's node to say that a time to answer is over."""

    def __init__(
        self, service: Service, following: Following, signer: Signer, random: Random
    ) -> None:
        """Look through `following`, sign with the node's credential."""
        self._service = service
        self._following = following
        self._signer = signer
        self._random = random

    async def look(self) -> float:
        """Enter what is due by now; return how many seconds until the next look."""
        own = self._service.line.party.code
        while (first := self._first(own)) is not None:
            await self._enter(own, first)
        return LOOK_S

    def _first(self, own: str) -> Due | None:
        """Return the first thing that our node is to enter by itself now."""
        standing = self._following.catch_up()
        if not standing.live:
            return None
        now_s = self._service.clock.now_s()
        line = tuple(self._evidence())
        local = Local(own, now_s, self._following.receipts(), line)
        for each in due.dues(standing, local):
            if each.enter is not None and each.of == own and each.at_s <= now_s:
                return each
        return None

    def _evidence(self) -> Iterator[PathEvidence]:
        """Yield what this node saw of each path: what a NOT DELIVERED rests on."""
        clock = self._service.clock
        now_s, monotonic_s = clock.now_s(), clock.monotonic_s()
        for courier in self._service.couriers.values():
            for state in courier.paths.states.values():
                last_s = 0
                if state.used_at_s is not None:
                    last_s = max(0, now_s - int(monotonic_s - state.used_at_s))
                yield PathEvidence(state.path, last_s, state.failures)

    async def _enter(self, own: str, what: Due) -> None:
        if what.about is None or what.enter is None:
            raise Failed("The node was to enter something about nothing.")
        serial = await self._reserve()
        credential = self._signer.credential()
        kid = keys.thumbprint(credential)
        post = self._post(kid)
        author = Author(own, post, kid, (kid,), what.about.header.language)
        now_s, salt = self._service.clock.now_s(), self._random(statement.SALT_BYTES)
        desk = Desk(serial, self._following.seen(own), now_s, now_s, salt)
        # It goes where the request went: the other side is to know that time is up.
        draft = compose.answering(what.enter, what.about)
        draft = draft._replace(to=what.about.header.to_post)
        composed = compose.compose(self._following.standing, author, desk, draft)
        await self._service.turns.submit(Released(self._sign(composed, salt)))

    async def _reserve(self) -> int:
        year = datetime.fromtimestamp(self._service.clock.now_s(), UTC).year
        output = await self._service.turns.submit(Reserve(year))
        if not isinstance(output, Reserved):
            raise Failed("A reservation came to something else than a serial.")
        return output.serial

    def _post(self, kid: bytes) -> str:
        credential = self._service.line.party.post_of(kid)
        if credential is None:
            raise Failed("The node's credential is not in our key document.")
        return credential.post

    def _sign(self, composed: Composed, salt: bytes) -> Entry:
        payload = statement.payload(composed.header)
        credential = self._signer.credential()
        message = statement.to_be_signed(payload, credential)
        signed = [(credential, self._signer.sign(message))]
        return Entry(statement.assemble(payload, signed), salt, composed.body)
