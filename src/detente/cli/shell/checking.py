"""Decide what a line check sends, and by which path it is said to go.

The text is the next of the neutral samples. The path is the first one that works, in
the charter's order, as our node sees it; after two misses, the next in that order
(clause 22.8). The node sends by the charter's order anyway, and the check says which
path was meant to be tried.
"""

from detente.cli.shell import drafting, knocking
from detente.dialogue import address, checks
from detente.dialogue.compose import Draft
from detente.dialogue.forms.lck import Challenge
from detente.report.observed import Status
from detente.report.record import Record
from detente.report.samples import sample


def challenge(
    record: Record, to: str | None, path: str, readability: int, *, no_message: bool
) -> Draft:
    """Return the draft of a line check.

    Args:
        record: the line.
        to: the post that is to send it back; None: the only one.
        path: the path it is for; empty: the first one that works.
        readability: of their last check, 1 to 5; 0 where there was none.
        no_message: whether we say that we have no traffic.

    Raises:
        Malformed: `to` is no post.
        Misasked: no node runs, or several posts could be meant.
    """
    post = drafting.addressee(record, to)
    standing, terms = record.standing, record.terms
    status = knocking.status(record.place)
    peer = address.parse(post).party
    usual = _first_working(status, peer, terms.paths)
    failed = checks.missed(checks.checks(standing, record.own, peer, status.now_s))
    body = Challenge(
        path=path or checks.next_path(terms.paths, failed, usual),
        text=sample(terms.languages, _released(record)),
        readability=readability,
        no_message=no_message,
    )
    return Draft(body, post, status=drafting.status_of(record, test=False))


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
