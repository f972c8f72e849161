"""Gather what was observed of a peer, and have its silence told by that alone.

Clauses 22.7 and 22.9. What the node saw of paths and bundles comes from its door, what
people did from the record; which silence it is decides `detente.dialogue.silence`. A
thing asked counts against people only once their node has receipted it, and only if no
suspension accounts for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from detente.dialogue.asked import Due
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms import FORM_OF
from detente.dialogue.forms.lck import Challenge, Echo
from detente.dialogue.forms.wch import Attended, Unattended
from detente.dialogue.silence import Act, Asked, Evidence, PathSeen, Silence, classify
from detente.dialogue.suspension import Declared, Suspension, stops
from detente.record.errors import Malformed
from detente.report.record import Record
from detente.report.words import utc


class StatusPath(msgspec.Struct, frozen=True):
    """What the node says of a path; ages in milliseconds.

    `proved_ms_ago`: a path without answers was tried out. `taken_ms_ago`: a bundle of
    the peer was taken that came by it. `round_ms`: how long the last answer took.
    """

    path: str
    answers: bool
    failures: int
    ended: Literal["nothing", "something", "refusal"]
    used_ms_ago: int | None
    failed_ms_ago: int | None
    proved_ms_ago: int | None
    taken_ms_ago: int | None
    trouble: str
    round_ms: int | None = None


class StatusPeer(msgspec.Struct, frozen=True):
    """What the node says of a peer.

    `skew` is their clock less ours, from and to, when it was measured, and whether the
    two count as apart. `unasked` counts the pieces of attachments that came unasked,
    `spoiled` the attachments that came with another hash, since the node started.
    """

    receipted: int
    held: int
    heard_ms_ago: int | None
    suspected: bool
    awaited_ms: int | None
    skew: tuple[int, int, int, bool] | None
    frozen: bool
    paths: tuple[StatusPath, ...]
    unasked: int = 0
    spoiled: int = 0


class Status(msgspec.Struct, frozen=True):
    """What the node says of itself at its door (`detente.node.desk`).

    `charter` is the digest of the version that it works by, `trial_s` when a trial of
    its alarms was last asked for.
    """

    party: str
    now_s: int
    size: int
    charter: bytes
    peers: Mapping[str, StatusPeer]
    trial_s: int | None = None


def read_status(said: object) -> Status:
    """Return what the node said of itself.

    Raises:
        Malformed: it said something else, as another release may.
    """
    try:
        return msgspec.convert(said, Status, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"The node describes itself otherwise: {error}.") from error


def silence(
    record: Record,
    code: str,
    seen: StatusPeer | None,
    dues: Sequence[Due],
    declared: Declared,
    now_s: int,
) -> Silence:
    """Return what kind of silence a peer's is.

    Args:
        record: the line.
        code: the peer.
        seen: what our node says of it; None where none runs.
        dues: everything the clocks ask.
        declared: what is declared of the line by now.
        now_s: our clock.
    """
    terms = record.terms
    between = [s for s in declared.holding if s.party in {record.own, code}]
    if seen is None:
        return classify(Evidence(terms.probe_s, node_runs=False))
    overdue = [
        _asked(record, each, seen, between, now_s)
        for each in dues
        if _is_asked(record, each, code, now_s, terms.deadlines.echo_s)
    ]
    whole = [each for each in between if not each.forms]
    account = whole or (between if any(o.accounted for o in overdue) else [])
    found = classify(
        Evidence(
            probe_s=terms.probe_s,
            paths=[_path(each) for each in seen.paths],
            heard_s=_seconds(seen.heard_ms_ago),
            overdue=overdue,
            act=_act(record, code, now_s),
            suspended_by="; ".join(map(_suspension, account)),
        )
    )
    return found._replace(evidence=(*found.evidence, *_unattended(record, code)))


def _is_asked(record: Record, due: Due, code: str, now_s: int, grace_s: int) -> bool:
    """Say whether something is overdue of a peer's people, and asked by our side."""
    late_s = due.overdue_s(now_s)
    if due.of != code or due.enter is not None:
        return False
    if due.about is None:
        return late_s > grace_s
    return late_s > 0 and due.about.party == record.own


def _asked(
    record: Record,
    due: Due,
    seen: StatusPeer,
    between: Sequence[Suspension],
    now_s: int,
) -> Asked:
    late_s, about = due.overdue_s(now_s), due.about
    if about is None:
        return Asked(due.kind, "", late_s, late_s)
    feed = record.standing.own_feed(record.own)
    receipted = about.said.feed != feed or about.said.position < seen.receipted
    return Asked(
        due.kind,
        about.header.reference,
        max(late_s, now_s - about.header.released),
        late_s,
        receipted,
        _accounted(about, between),
    )


def _accounted(about: Entered, between: Sequence[Suspension]) -> bool:
    body = about.body
    if not isinstance(body, Body) or not stops(type(body)):
        return False
    if about.header.precedence == "Z":
        return False
    code = FORM_OF[type(body)].code
    return any(not each.forms or code in each.forms for each in between)


def _path(seen: StatusPath) -> PathSeen:
    worked = [ms for ms in (seen.used_ms_ago, seen.proved_ms_ago) if ms is not None]
    return PathSeen(
        seen.path,
        seen.answers,
        _seconds(min(worked, default=None)),
        _seconds(seen.failed_ms_ago),
        seen.failures > 0,
        seen.ended,
        seen.trouble,
        _seconds(seen.taken_ms_ago),
    )


def _act(record: Record, code: str, now_s: int) -> Act | None:
    newest = newest_act(record, code)
    if newest is None:
        return None
    body = newest.body
    nothing = isinstance(body, Challenge | Echo) and body.no_message
    # A time to come is no evidence that they acted after now.
    age_s = max(0, now_s - newest.header.released)
    return Act(newest.header.reference, age_s, nothing)


def newest_act(record: Record, code: str) -> Entered | None:
    """Return the newest statement that a person of a party released."""
    acts = [
        entered
        for (party, kind), entered in record.standing.newest.items()
        if party == code and not kind.automatic
    ]
    return max(
        acts, key=lambda each: (each.said.feed, each.said.position), default=None
    )


def _suspension(each: Suspension) -> str:
    forms = f", {' '.join(each.forms)}" if each.forms else ""
    return f"{each.party} from {utc(each.from_s)} ({each.by.header.reference}{forms})"


def _unattended(record: Record, code: str) -> Iterator[str]:
    """Yield that their node has said that nobody may hear it (clause 23.5)."""
    newest = record.standing.newest
    off, on = newest.get((code, Unattended)), newest.get((code, Attended))
    if off is not None and (on is None or on.said.position < off.said.position):
        yield f"Their node says that no alarm sounds there: {off.header.reference}."


def _seconds(age_ms: int | None) -> int | None:
    return None if age_ms is None else age_ms // 1000
