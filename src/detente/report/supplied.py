"""Decide what a body says by itself, where nobody fills it in.

An echo sends back the text as it came. A line check takes the next of the neutral
samples and the first path that works, in the charter's order, as our node sees it;
after two misses the next in that order (clause 22.8): the node sends by the charter's
order anyway, and the check says which path was meant to be tried. What is written down
happened now. A one-sided request is made by the post that records it, and gets a code
for delivery by hand (clause 26.4). A turnover lists what our node proposes, and its
officers are those who sign it (16.12, `detente.report.watch`).
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from detente.dialogue import address, checks
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms import uni
from detente.dialogue.forms.hov import Assumed, Relieved
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.log import Entry
from detente.dialogue.unilateral import CODE_BYTES, delivery_code
from detente.ports import Random
from detente.report.observed import Status
from detente.report.record import Record
from detente.report.samples import sample
from detente.report.watch import assumed, relieved

SAY_SOMETHING: Final = frozenset(
    {Echo, Challenge, Entry, uni.Request, Relieved, Assumed}
)
"""The bodies that say something by themselves."""


class Occasion(NamedTuple):
    """On which occasion something is said: from which post, to which, on what, by whom.

    `signers` are the numbers of the credentials that sign it.
    """

    from_post: str
    to_post: str
    answered: Entered | None
    signers: tuple[int, ...]


def supplied(
    record: Record, kind: type[Body], on: Occasion, status: Status, random: Random
) -> Mapping[str, object]:
    """Return the fields that a body says by itself; they may be given otherwise.

    Raises:
        Malformed: the post it goes to is none.
    """
    challenged = None if on.answered is None else on.answered.body
    if kind is Echo and isinstance(challenged, Challenge):
        return {"text": challenged.text, "received": status.now_s}
    if kind is Challenge:
        return _check(record, on.to_post, status)
    if kind is Entry:
        return {"at": status.now_s}
    if kind is uni.Request:
        code = delivery_code(random(CODE_BYTES))
        return {"made_at": status.now_s, "made_by": on.from_post, "code": code}
    if kind is Relieved:
        return relieved(record, status, on.signers)
    if kind is Assumed:
        return assumed(record, status, on.signers)
    return {}


def _check(record: Record, to: str, status: Status) -> Mapping[str, object]:
    standing, terms = record.standing, record.terms
    peer = address.parse(to).party
    usual = _first_working(status, peer, terms.paths)
    failed = checks.missed(checks.checks(standing, record.own, peer, status.now_s))
    return {
        "path": checks.next_path(terms.paths, failed, usual),
        "text": sample(terms.languages, _released(record)),
    }


def _released(record: Record) -> int:
    """Return how many line checks our side has released."""
    return sum(
        isinstance(entered.body, Challenge) and entered.party == record.own
        for entered in record.statements()
    )


def _first_working(status: Status, peer: str, paths: tuple[str, ...]) -> str:
    seen = status.peers.get(peer)
    failing = {each.path for each in seen.paths if each.failures} if seen else set()
    known = {each.path for each in seen.paths} if seen else set(paths)
    working = (each for each in paths if each in known and each not in failing)
    return next(working, paths[0])
