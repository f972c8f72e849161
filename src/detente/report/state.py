"""Decide what is said of the line itself: what is declared, and what is observed.

Four lights a peer, each with its age: our node, each path, their node, their officers.
A light says what was last observed and when, so that an old one is not taken for a
present one. Beside it stand the kind of silence with its evidence (clause 22.7), the
checks missed (22.8), and what is an alarm: receipts withheld, clocks apart (22.9 and
22.11). What is declared (22.6) is another thing, and shown as one; so is who has the
watch of each side, by its own turnovers (16.13).
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from detente.dialogue import checks, clocks
from detente.dialogue.asked import Due
from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.checks import Check, Colour
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.silence import PROBES, Kind
from detente.dialogue.standing import Standing
from detente.dialogue.suspension import Declared, State, declared
from detente.node.attending import is_attended
from detente.report.inbox import DueRow, due_row, dues
from detente.report.observed import (
    Status,
    StatusPath,
    StatusPeer,
    newest_act,
    silence,
)
from detente.report.record import Record
from detente.report.watch import Watch, watch_of
from detente.report.words import span

PathLight: TypeAlias = Literal["WORKS", "WRITABLE", "FAILS", "UNTRIED"]
NodeLight: TypeAlias = Literal["HEARD", "SILENT", "FORKED", "UNKNOWN"]


class PathState(msgspec.Struct, frozen=True):
    """One path to a peer, ages in milliseconds; `trouble` is what failed last.

    WRITABLE is all that our side can know of a path without answers: `proved_ms_ago` is
    when it was tried out, `taken_ms_ago` when a bundle of theirs was taken from there.
    `round_ms` is how long the last answer took, there and back.
    """

    path: str
    light: PathLight
    used_ms_ago: int | None
    failed_ms_ago: int | None
    proved_ms_ago: int | None
    taken_ms_ago: int | None
    trouble: str
    round_ms: int | None


class MissedCheck(msgspec.Struct, frozen=True):
    """A line check that was missed; `at_s` is when it was due or released."""

    at_s: int
    what: str


class PeerState(msgspec.Struct, frozen=True, kw_only=True):
    """How the line to one peer is.

    `verdict` is the kind of silence, `evidence` what shows it, `missing` what would
    have to be known to tell. `receipted` of our `size` entries are in their record,
    `held` of theirs in ours. `officer` is the newest act of one of their people,
    `officer_s_ago` counted from the time it claims; `check` the newest line check and
    what came of it, `missed` those that they missed since one was kept, and `note` the
    formal note that is drafted then. `skew_s` bounds their clock less ours, by their
    receipts; `echo_offset_ms` is what their officer gave. `alarms` are sentences.
    `watch` is who has theirs, as they say; None if they have not said. `unattended`:
    their node has said that no alarm sounds there.
    """

    peer: str
    watch: Watch | None
    verdict: Kind
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
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
    checks: Colour
    missed: tuple[MissedCheck, ...]
    note: str
    unattended: bool
    suspected: bool
    awaited_ms: int | None
    skew_s: tuple[int, int] | None
    skew_measured_at: int | None
    echo_offset_ms: int | None
    alarms: tuple[str, ...]
    dues: tuple[DueRow, ...]


class DeclaredRow(msgspec.Struct, frozen=True):
    """A suspension or denunciation; it holds from `from_s` on, for these forms or all.

    `holds` says that it does by now.
    """

    party: str
    reference: str
    from_s: int
    forms: tuple[str, ...]
    denounced: bool
    holds: bool


class TermsState(msgspec.Struct, frozen=True):
    """What the charter in force says of the line itself; times in seconds.

    `next_check_s` is when the next line check is due and `next_check_of` whose turn it
    is; None where no hours are agreed. `used` is False while our node works by another
    version still; None where none runs.
    """

    version: int
    used: bool | None
    paths: tuple[str, ...]
    probe_s: int
    relay_after_s: int
    receipt_withheld_s: int
    check_hours_utc: tuple[int, ...]
    next_check_s: int | None
    next_check_of: str


class LineState(msgspec.Struct, frozen=True):
    """How a line is, as our side sees it at `now_s` of our clock; `watch` is ours."""

    party: str
    watch: Watch | None
    our_node: Literal["UP", "DOWN"]
    now_s: int
    charter_version: int
    terms: TermsState
    declared: State
    declarations: tuple[DeclaredRow, ...]
    peers: tuple[PeerState, ...]
    dues: tuple[DueRow, ...]


def line_state(record: Record, status: Status | None, now_s: int) -> LineState:
    """Return how the line is.

    Args:
        record: the line.
        status: what the node says of itself; None where none runs.
        now_s: our clock, POSIX seconds.

    Raises:
        Failed: the store cannot be read.
    """
    found = dues(record, now_s)
    rows = tuple(due_row(each, now_s) for each in found)
    standing = record.standing
    said = declared(standing.charters, now_s)
    terms = _terms(record, status, now_s)
    peers = tuple(
        _peer(record, code, status, _Found(found, rows, said), now_s)
        for code in record.others
    )
    return LineState(
        record.own,
        watch_of(standing, record.own),
        "DOWN" if status is None else "UP",
        now_s,
        terms.version,
        terms,
        said.state,
        tuple(_declarations(said)),
        peers,
        tuple(row for row in rows if row.of == record.own),
    )


def _terms(record: Record, status: Status | None, now_s: int) -> TermsState:
    version = record.standing.binds(record.own)
    charter = version.founding.charter
    agreed = charter.terms
    coming = None
    if agreed.check_hours_utc:
        _, coming = checks.around(agreed, charter.speaking, now_s)
    return TermsState(
        version.number,
        None if status is None else status.charter == version.digest,
        agreed.paths,
        agreed.probe_s,
        agreed.relay_after_s,
        agreed.receipt_withheld_s,
        agreed.check_hours_utc,
        None if coming is None else coming.at_s,
        "" if coming is None else coming.of,
    )


class _Found(NamedTuple):
    """What was found for all peers together."""

    dues: Sequence[Due]
    rows: Sequence[DueRow]
    declared: Declared


def _declarations(said: Declared) -> Iterator[DeclaredRow]:
    for holds, found in ((True, said.holding), (False, said.to_come)):
        for each in found:
            reference = each.by.header.reference
            rest = each.from_s, each.forms, each.denounced
            yield DeclaredRow(each.party, reference, *rest, holds)


def _peer(
    record: Record, code: str, status: Status | None, found: _Found, now_s: int
) -> PeerState:
    seen = None if status is None else status.peers.get(code)
    paths = () if seen is None else tuple(map(_path, seen.paths))
    probe_s = record.terms.probe_s
    officer = newest_act(record, code)
    check = _newest_check(record, code)
    kept = checks.checks(record.standing, record.own, code, now_s)
    failed = checks.missed(kept)
    note = checks.note(code, failed)
    kind = silence(record, code, seen, found.dues, found.declared, now_s)
    skew = None if seen is None else seen.skew
    offset_ms = clocks.echo_offset_ms(record.standing, code)
    return PeerState(
        peer=code,
        watch=watch_of(record.standing, code),
        verdict=kind.kind,
        evidence=kind.evidence,
        missing=kind.missing,
        node=_node(seen, probe_s * PROBES * 1000),
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
        checks=checks.colour(kept),
        missed=tuple(MissedCheck(each.at_s, each.what) for each in failed),
        note="" if note is None else note.text.text,
        unattended=not is_attended(record.standing, code),
        suspected=seen is not None and seen.suspected,
        awaited_ms=None if seen is None else seen.awaited_ms,
        skew_s=None if skew is None else skew[:2],
        skew_measured_at=None if skew is None else skew[2],
        echo_offset_ms=offset_ms,
        alarms=tuple(_alarms(record.standing, code, seen, failed)),
        dues=tuple(row for row in found.rows if row.of == code),
    )


def _alarms(
    standing: Standing, code: str, seen: StatusPeer | None, failed: Sequence[Check]
) -> Iterator[str]:
    """Yield what an officer must not overlook."""
    if seen is not None and seen.frozen:
        yield "Their feed has forked: the proof is kept, and its receipts stop."
    if seen is not None and seen.suspected:
        waited = span((seen.awaited_ms or 0) // 1000)
        yield f"SUSPECTED: it answers, and has withheld a receipt for {waited} (9.8)."
    if seen is not None and seen.skew is not None:
        low_s, high_s, _, apart = seen.skew
        if apart:
            yield f"CLOCKS APART: theirs less ours, {low_s} s to {high_s} s (22.11)."
    if seen is not None and seen.unasked:
        yield f"{seen.unasked} pieces of files came unasked and were dropped (9.12)."
    if seen is not None and seen.spoiled:
        yield f"{seen.spoiled} files came with another hash: fetched anew (9.12)."
    if clocks.echo_apart(standing, code):
        offset_ms = clocks.echo_offset_ms(standing, code)
        yield f"CLOCKS APART: their echo gives {offset_ms} ms (22.11)."
    if len(failed) >= checks.ALTERNATE_AT:
        yield f"{len(failed)} line checks missed: try another path (22.8)."


def _path(seen: StatusPath) -> PathState:
    light: PathLight = "WORKS" if seen.answers else "WRITABLE"
    if seen.failures:
        light = "FAILS"
    elif seen.used_ms_ago is None and seen.proved_ms_ago is None:
        light = "UNTRIED"
    return PathState(
        seen.path,
        light,
        seen.used_ms_ago,
        seen.failed_ms_ago,
        seen.proved_ms_ago,
        seen.taken_ms_ago,
        seen.trouble,
        seen.round_ms,
    )


def _node(seen: StatusPeer | None, silent_ms: int) -> NodeLight:
    if seen is None:
        return "UNKNOWN"
    if seen.frozen:
        return "FORKED"
    heard = seen.heard_ms_ago is not None and seen.heard_ms_ago <= silent_ms
    return "HEARD" if heard else "SILENT"


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
