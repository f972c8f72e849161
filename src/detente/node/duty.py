"""Decide what the node does by itself when a clock runs out: enter it, and sound it.

Spec clauses 10.16, 11.30, 12.7, 12.9, 23.2 and 23.6. Nothing folded reads a clock, so a
deadline passes when the asker's node says so, with the addressee's own receipt or the
evidence of the line. What it may enter by itself is decided by `detente.dialogue.due`,
and of attachments by `node.holding`; here it is signed with the node's own credential
and released at the node's door like any statement. What sounds, and what is said where
nothing does, is `node.attending`.

A process of its own, beside the exchange: folding a long record must neither delay a
receipt nor weigh on the memory of what gives it. It reads the store, asks the node for
the time and the state of its paths, and ends when the node does.
"""

import asyncio
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from detente.dialogue import clocks, compose, due
from detente.dialogue.asked import Due, Local
from detente.dialogue.charter import render_terms
from detente.dialogue.compose import Author, Desk, Draft
from detente.dialogue.forms.cfl import Stated
from detente.dialogue.forms.con import PathEvidence
from detente.dialogue.pairing import Founding
from detente.dialogue.standing import Standing
from detente.node import memory, opening, vault
from detente.node.alarms import LoggedAlarm
from detente.node.alerted import Alerted, Forgetful
from detente.node.attending import Attending
from detente.node.conflicting import Conflicting
from detente.node.door import Knock
from detente.node.erasing import Erasing
from detente.node.following import Following
from detente.node.holding import Holdings
from detente.node.keyring import SecretKey, release
from detente.node.place import Place
from detente.node.tracking import Tracking
from detente.node.trial import Trials
from detente.record import keys, statement, wire
from detente.record.credentials import Credential
from detente.record.errors import DetenteError, Failed, Malformed
from detente.stores.sqlite import SqliteStore

LOOK_S: Final = 0.5


class Duty:
    """What a node owes both sides while nobody looks."""

    def __init__(
        self,
        following: Following,
        post: Credential,
        secret: SecretKey,
        attending: Attending,
        holdings: Holdings | None = None,
        conflicting: Conflicting | None = None,
        tracking: Tracking | None = None,
    ) -> None:
        """Look through `following`; sign as `post`, the node's own credential.

        Without `holdings` it says of no attachment that it is HELD; without
        `conflicting` it forgets at its end which conflicts have sounded; without
        `tracking` nobody is warned of live positions.
        """
        self._own = attending.own
        self._holdings = holdings
        self._conflicting = conflicting or Conflicting(self._own, Forgetful())
        self._tracking = tracking
        self._following = following
        self._post = post
        self._secret = secret
        self._attending = attending
        self._erasing = Erasing()

    async def look(self, knock: Knock) -> None:
        """Enter what is due by now, and sound what is due of our people.

        Raises:
            DetenteError: the node has stopped, or refuses.
        """
        standing = self._following.catch_up()
        status = await knock.ask("status")
        now_s, line = _now_s(status), tuple(_evidence(status))
        await self._erasing.look(standing, knock, now_s)
        await self._bind(knock, standing, status)
        local = Local(self._own, now_s, self._following.receipts(), line)
        asked = due.dues(standing, local)
        for each in asked:
            if each.enter is not None and each.of == self._own and each.at_s <= now_s:
                await self._enter(knock, each, now_s)
        language = standing.binds(self._own).founding.charter.terms.languages[0]
        for draft in self._holdings.due(standing) if self._holdings else ():
            await self._release(knock, draft, language, now_s)
        met = self._conflicting.look(standing, now_s)
        lasting = [*clocks.lasting(standing, self._own, set(_apart(status)))]
        lasting += met.lasting
        lasting += self._tracking.look(standing) if self._tracking else ()
        said = await self._attending.look(
            standing, asked, now_s, lasting, met.news, console=_console(status)
        )
        self._conflicting.keep()
        if self._tracking is not None:
            self._tracking.keep()
        if met.stated is not None:
            await self._state(knock, standing, met.stated, now_s)
        if said is not None:
            for to in _watches(standing.founding, self._own, self._post.post):
                draft = Draft(said, to, status=_status(standing.founding))
                await self._release(knock, draft, language, now_s)
        # After what is due: a trial in which an alarm hangs takes ten seconds.
        await self._attending.try_alarms(_trial_s(status), now_s)

    async def _bind(self, knock: Knock, standing: Standing, status: wire.Value) -> None:
        """Have the node work by the version that binds our next entry (10.16)."""
        version = standing.binds(self._own)
        if _charter(status) != version.digest:
            await knock.ask("bind", render_terms(version.founding.charter.terms))

    async def _enter(self, knock: Knock, what: Due, now_s: int) -> None:
        if what.about is None or what.enter is None:
            raise Failed("The node was to enter something about nothing.")
        # It goes where the request went: the other side is to know that time is up.
        draft = compose.answering(what.enter, what.about)
        draft = draft._replace(to=what.about.header.to_post)
        await self._release(knock, draft, what.about.header.language, now_s)

    async def _state(
        self, knock: Knock, standing: Standing, stated: Stated, now_s: int
    ) -> None:
        """State which conflicts we find, in place of what was stated last (34.10)."""
        last = standing.newest.get((self._own, Stated))
        language = standing.binds(self._own).founding.charter.terms.languages[0]
        for to in _watches(standing.founding, self._own, self._post.post):
            draft = Draft(stated, to, status=_status(standing.founding))
            if last is not None:
                draft = draft._replace(kind="UPDATE", changes=(compose.cite(last),))
            await self._release(knock, draft, language, now_s)

    async def _release(
        self, knock: Knock, draft: Draft, language: str, now_s: int
    ) -> None:
        year = datetime.fromtimestamp(now_s, UTC).year
        serial = await knock.ask("reserve", year)
        if not isinstance(serial, int):
            raise Malformed("The node gave a serial that is no number.")
        kid = keys.thumbprint(self._secret.public())
        author = Author(self._own, self._post.post, kid, (kid,), language)
        salt = secrets.token_bytes(statement.SALT_BYTES)
        desk = Desk(serial, self._following.seen(self._own), now_s, now_s, salt)
        composed = compose.compose(self._following.standing, author, desk, draft)
        raw = release(composed.header, [self._secret])
        await knock.ask("releases", [[raw, salt, composed.body]])


def _watches(founding: Founding, own: str, post: str) -> Iterator[str]:
    """Yield a post of each other party that speaks: that of our name, or its first."""
    for document in founding.documents:
        if document.party != own and document.party in founding.speaking:
            posts = document.posts
            yield f"{document.party}/{post if post in posts else posts[0]}"


def _status(founding: Founding) -> Literal["OPERATION", "EXERCISE"]:
    """Return the status of what a node says of itself in a channel (clause 11.9)."""
    traffic = founding.charter.terms.traffic
    return "EXERCISE" if traffic == "exercise" else "OPERATION"


def _now_s(status: wire.Value) -> int:
    match status:
        case {"now_s": int() as now_s}:
            return now_s
        case _:
            raise Malformed("The node does not say what time it is.")


def _charter(status: wire.Value) -> bytes:
    match status:
        case {"charter": bytes() as digest}:
            return digest
        case _:
            raise Malformed("The node does not say which charter it works by.")


def _console(status: wire.Value) -> bool | None:
    """Return whether an alarm can sound at a console; None where there is none."""
    match status:
        case {"console": (bool() | None) as console}:
            return console
        case _:
            raise Malformed("The node does not say whether a console is attended.")


def _trial_s(status: wire.Value) -> int | None:
    """Return when the newest trial of the alarms was asked for; None: none was."""
    match status:
        case {"trial_s": (int() | None) as asked_s}:
            return asked_s
        case _:
            raise Malformed("The node does not say whether its alarms are to be tried.")


def _apart(status: wire.Value) -> Iterator[str]:
    """Yield the peers whose receipts show that their clock is apart from ours."""
    for code, peer in _peers(status):
        match peer:
            case {"skew": [int(), int(), int(), bool() as apart]}:
                if apart:
                    yield code
            case {"skew": None}:
                pass
            case _:
                raise Malformed("The node tells of a clock in another shape.")


def _evidence(status: wire.Value) -> Iterator[PathEvidence]:
    """Yield what the node saw of each path: what a NOT DELIVERED rests on."""
    now_s = _now_s(status)
    for path in _paths(status):
        match path:
            case {
                "path": str() as name,
                "used_ms_ago": (int() | None) as used_ms,
                "failures": int() as failures,
            }:
                last_s = 0 if used_ms is None else max(0, now_s - used_ms // 1000)
                yield PathEvidence(name, last_s, failures)
            case _:
                raise Malformed("The node tells of a path in another shape.")


def _paths(status: wire.Value) -> Iterator[wire.Value]:
    for _, peer in _peers(status):
        match peer:
            case {"paths": [*paths]}:
                yield from paths
            case _:
                raise Malformed("The node tells of a peer in another shape.")


def _peers(status: wire.Value) -> Iterator[tuple[str, object]]:
    match status:
        case {"peers": {**peers}}:
            yield from ((str(code), peer) for code, peer in peers.items())
        case _:
            raise Malformed("The node does not say who its peers are.")


def duty_of(place: Place) -> Duty:
    """Return the duty of a line's node.

    Raises:
        DetenteError: the line cannot be read.
    """
    paired = opening.read_paired(place)
    secret = vault.load_node(place.node_keys).keys.credential
    kid = keys.thumbprint(secret.public())
    post = paired.channel.party(paired.own).post_of(kid)
    if post is None:
        raise Failed("The node's credential is not in our key document.")
    store = SqliteStore.read_only(place.store)
    following = Following(paired.founding, store)
    log = LoggedAlarm(place.alarms, paired.clock())
    tracking = Tracking(paired.own, store, place.known_alarms)
    channels = place.load_settings().alarms
    trials = Trials(place, channels)
    attending = Attending(paired.own, channels, log, tracking.known, trials)
    holdings = Holdings(paired.own, store)
    conflicting = Conflicting(paired.own, Alerted(place.alerts))
    kept = holdings, conflicting, tracking
    return Duty(following, post, secret, attending, *kept)


async def _run(place: Place) -> None:
    duty, knock = duty_of(place), await Knock.at(place.door)
    try:
        while True:
            await duty.look(knock)
            await asyncio.sleep(LOOK_S)
    finally:
        await knock.close()


def main() -> int:
    """Attend to the duty of the line named on the command line."""
    memory.settle()
    try:
        asyncio.run(_run(Place(Path(sys.argv[1]))))
    except DetenteError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
