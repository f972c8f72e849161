"""Decide what is said of the line itself: four lights a peer, each with its age.

Our node, each path, their node, their officers. A light says what was last observed and
when, so that an old one is not taken for a present one. Silence is put into words by
evidence alone (clause 11.24): paths down, their node silent, their node up but nobody
answers, or an answer. What nobody observed is UNKNOWN; a cause is never guessed.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

import msgspec

from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.entered import Entered
from detente.dialogue.forms.lck import Challenge
from detente.record.errors import Malformed
from detente.report.inbox import DueRow, due_row, dues
from detente.report.record import Record

# So many probe intervals without a sign make a node silent: one lost probe is none.
MISSED_PROBES: Final = 3
ASKED_OF_PEOPLE: Final = frozenset({"acknowledge", "echo", "line check"})

PathLight: TypeAlias = Literal["WORKS", "FAILS", "UNTRIED"]
NodeLight: TypeAlias = Literal["HEARD", "SILENT", "FORKED", "UNKNOWN"]
Verdict: TypeAlias = Literal[
    "OPEN",
    "NO ANSWER FROM PEOPLE",
    "THEIR NODE IS SILENT",
    "NO PATH WORKS",
    "OUR NODE IS DOWN",
]


class PathState(msgspec.Struct, frozen=True):
    """One path to a peer, ages in milliseconds; `trouble` is what failed last."""

    path: str
    light: PathLight
    used_ms_ago: int | None
    failed_ms_ago: int | None
    trouble: str


class PeerState(msgspec.Struct, frozen=True, kw_only=True):
    """How the line to one peer is.

    `receipted` of our `size` entries are in their record, `held` of theirs in ours.
    `officer` is the newest act of one of their people, `officer_s_ago` counted from
    the time it claims; `check` the newest line check and what came of it.
    """

    peer: str
    verdict: Verdict
    node: NodeLight
    heard_ms_ago: int | None
    receipted: int | None
    size: int | None
    held: int | None
    paths: tuple[PathState, ...]
    officer: str
    officer_s_ago: int | None
    check: str
    check_result: str
    dues: tuple[DueRow, ...]


class LineState(msgspec.Struct, frozen=True):
    """How a line is, as our side sees it at `now_s` of our clock."""

    party: str
    our_node: Literal["UP", "DOWN"]
    now_s: int
    peers: tuple[PeerState, ...]
    dues: tuple[DueRow, ...]


class _Path(msgspec.Struct, frozen=True):
    path: str
    failures: int
    used_ms_ago: int | None
    failed_ms_ago: int | None
    trouble: str


class _Peer(msgspec.Struct, frozen=True):
    receipted: int
    held: int
    heard_ms_ago: int | None
    frozen: bool
    paths: tuple[_Path, ...]


class Status(msgspec.Struct, frozen=True):
    """What the node says of itself at its door (`detente.node.desk`)."""

    party: str
    now_s: int
    size: int
    peers: Mapping[str, _Peer]


def read_status(said: object) -> Status:
    """Return what the node said of itself.

    Raises:
        Malformed: it said something else, as another release may.
    """
    try:
        return msgspec.convert(said, Status)
    except msgspec.ValidationError as error:
        raise Malformed(f"The node describes itself otherwise: {error}.") from error


def line_state(record: Record, status: Status | None, now_s: int) -> LineState:
    """Return how the line is.

    Args:
        record: the line.
        status: what the node says of itself; None where none runs.
        now_s: our clock, POSIX seconds.

    Raises:
        Failed: the store cannot be read.
    """
    rows = tuple(due_row(each, now_s) for each in dues(record, now_s))
    return LineState(
        record.own,
        "DOWN" if status is None else "UP",
        now_s,
        tuple(_peer(record, code, status, rows, now_s) for code in record.others),
        tuple(row for row in rows if row.of == record.own),
    )


def _peer(
    record: Record,
    code: str,
    status: Status | None,
    rows: tuple[DueRow, ...],
    now_s: int,
) -> PeerState:
    seen = None if status is None else status.peers.get(code)
    theirs = tuple(row for row in rows if row.of == code)
    paths = () if seen is None else tuple(map(_path, seen.paths))
    probe_s = record.founding.charter.terms.probe_s
    node = _node(seen, probe_s * MISSED_PROBES * 1000)
    officer = _newest_act(record, code)
    check = _newest_check(record, code)
    return PeerState(
        peer=code,
        verdict=_verdict(status, node, paths, theirs),
        node=node,
        heard_ms_ago=None if seen is None else seen.heard_ms_ago,
        receipted=None if seen is None else seen.receipted,
        size=None if status is None else status.size,
        held=None if seen is None else seen.held,
        paths=paths,
        officer="" if officer is None else officer.header.reference,
        officer_s_ago=(
            None if officer is None else max(0, now_s - officer.header.released)
        ),
        check="" if check is None else check.opened.header.reference,
        check_result="" if check is None else check.result,
        dues=theirs,
    )


def _path(seen: _Path) -> PathState:
    light: PathLight = "WORKS"
    if seen.failures:
        light = "FAILS"
    elif seen.used_ms_ago is None:
        light = "UNTRIED"
    return PathState(
        seen.path, light, seen.used_ms_ago, seen.failed_ms_ago, seen.trouble
    )


def _node(seen: _Peer | None, silent_ms: int) -> NodeLight:
    if seen is None:
        return "UNKNOWN"
    if seen.frozen:
        return "FORKED"
    heard = seen.heard_ms_ago is not None and seen.heard_ms_ago <= silent_ms
    return "HEARD" if heard else "SILENT"


def _verdict(
    status: Status | None,
    node: NodeLight,
    paths: tuple[PathState, ...],
    theirs: tuple[DueRow, ...],
) -> Verdict:
    """Return what the evidence shows, and no more."""
    if status is None:
        return "OUR NODE IS DOWN"
    if paths and all(path.light == "FAILS" for path in paths):
        return "NO PATH WORKS"
    if node == "SILENT":
        return "THEIR NODE IS SILENT"
    overdue = (row for row in theirs if row.overdue_s > 0)
    if any(row.kind in ASKED_OF_PEOPLE for row in overdue):
        return "NO ANSWER FROM PEOPLE"
    return "OPEN"


def _newest_act(record: Record, code: str) -> Entered | None:
    """Return the newest statement that a person of a party released."""
    acts = [
        entered
        for (party, kind), entered in record.standing.newest.items()
        if party == code and not kind.automatic
    ]
    return max(acts, key=lambda each: each.said.position, default=None)


def _newest_check(record: Record, code: str) -> LineCheck | None:
    """Return the newest line check between us and a party."""
    found = None
    for party in (record.own, code):
        newest = record.standing.newest.get((party, Challenge))
        case = None if newest is None else record.standing.case_of(newest)
        if not isinstance(case, LineCheck):
            continue
        if found is None or found.opened.header.released < case.opened.header.released:
            found = case
    return found
