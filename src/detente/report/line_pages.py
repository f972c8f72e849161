"""Decide how the line and its watch are written as lines of plain text.

What is declared stands apart from what is observed, and every light has its age. What
others wrote stands behind a bar (`detente.report.pages`).
"""

from collections.abc import Iterable, Iterator, Mapping

from detente.dialogue.forms.hov import Deadline
from detente.report.pages import barred, columns, due_lines
from detente.report.state import (
    DeclaredRow,
    LineState,
    PathState,
    PeerState,
    TermsState,
)
from detente.report.watch import TurnoverView, Watch
from detente.report.words import span, utc


def state_page(state: LineState) -> Iterator[str]:
    """Yield how the line is: what is declared, and four lights a peer with ages."""
    yield f"{state.party}: our node is {state.our_node}, {utc(state.now_s)}"
    version = f"version {state.charter_version} of the charter"
    yield f"Declared {state.declared.upper()}, {version}"
    yield from _terms(state.terms)
    yield from columns([_declared(row) for row in state.declarations])
    yield _watch(state.party, state.watch)
    for peer in state.peers:
        yield f"{peer.peer}: {peer.verdict}"
        yield f"   {_watch(peer.peer, peer.watch)}"
        yield from (f"   ALARM: {each}" for each in peer.alarms)
        yield from (f"   {each}" for each in peer.evidence)
        yield from (f"   MISSING: {each}" for each in peer.missing)
        yield from columns(list(_lights(peer)))
        yield from _missed(peer)
        if peer.dues:
            yield f"Due of {peer.peer}"
            yield from due_lines(peer.dues)
    if state.dues:
        yield f"Due of {state.party}"
        yield from due_lines(state.dues)


def _terms(terms: TermsState) -> Iterator[str]:
    """Yield what the charter in force says of the line itself."""
    probes, withheld = span(terms.probe_s), span(terms.receipt_withheld_s)
    yield f"   paths {', '.join(terms.paths)}, each tried every {probes}"
    hours = ", ".join(f"{hour:02}:00Z" for hour in terms.check_hours_utc) or "none"
    yield f"   line checks {hours}; a receipt counts as withheld after {withheld}"
    if terms.used is False:
        yield "   Our node works by another version still."


def _declared(row: DeclaredRow) -> list[str]:
    what = "DENOUNCED" if row.denounced else "SUSPENDED"
    forms = " ".join(row.forms) or "all that can be suspended"
    when = "since" if row.holds else "from"
    return [
        "  ",
        what,
        f"by {row.party}",
        f"{when} {utc(row.from_s)}",
        forms,
        row.reference,
    ]


def _missed(peer: PeerState) -> Iterator[str]:
    """Yield the checks missed, and the note that an officer may send on them."""
    for each in peer.missed:
        yield f"   missed {utc(each.at_s)}: {each.what}"
    if peer.note:
        yield "   Drafted, for an officer to send or not: subject Missed line checks"
        yield from barred(peer.note)


def _lights(peer: PeerState) -> Iterator[list[str]]:
    for path in peer.paths:
        yield ["  ", f"path {path.path}", path.light, *_path_age(path)]
    yield ["  ", "their node", peer.node, _ago_ms(peer.heard_ms_ago, "heard"), ""]
    age = "" if peer.officer_s_ago is None else f"{span(peer.officer_s_ago)} ago"
    yield ["  ", "their officers", peer.officer, age and f"{age} (claimed)", ""]
    if peer.check or peer.checks:
        count = f"{peer.checks}, {len(peer.missed)} missed" if peer.checks else ""
        yield ["  ", "line check", peer.check, peer.check_result, count]
    if peer.skew_s is not None:
        low_s, high_s = peer.skew_s
        at = "" if peer.skew_measured_at is None else utc(peer.skew_measured_at)
        yield ["  ", "their clock", f"{low_s:+} s to {high_s:+} s", "receipts", at]
    if peer.echo_offset_ms is not None:
        yield ["  ", "their clock", f"{peer.echo_offset_ms:+} ms", "last echo", ""]
    if peer.awaited_ms is not None:
        yield ["  ", "receipt", f"awaited {span(peer.awaited_ms // 1000)}", "", ""]
    if peer.size is not None:
        yield [
            "  ",
            "records",
            f"{peer.receipted} of our {peer.size} receipted",
            f"{peer.held} of theirs held",
            "",
        ]


def _path_age(path: PathState) -> list[str]:
    if path.light == "FAILS":
        return [_ago_ms(path.failed_ms_ago, "failed"), path.trouble]
    if path.light == "WRITABLE":
        known = [ms for ms in (path.proved_ms_ago, path.used_ms_ago) if ms is not None]
        taken = _ago_ms(path.taken_ms_ago, "theirs taken") or "none of theirs taken yet"
        return [_ago_ms(min(known, default=None), "tried"), taken]
    took = "" if path.round_ms is None else f"answered in {path.round_ms} ms"
    return [_ago_ms(path.used_ms_ago, "used"), took]


def _ago_ms(age_ms: int | None, verb: str) -> str:
    return "" if age_ms is None else f"{verb} {span(age_ms // 1000)} ago"


def _watch(party: str, watch: Watch | None) -> str:
    """Return who has a party's watch, or that nobody has said so."""
    if watch is None:
        return f"Watch of {party}: no turnover says who has it"
    alone = ", UNRELIEVED" if watch.unrelieved else ""
    since = f"since {utc(watch.since_s)} (claimed)"
    return (
        f"Watch of {party}: officer {watch.officer}{alone}, {since}, {watch.reference}"
    )


def turnover_page(found: TurnoverView) -> Iterator[str]:
    """Yield who has our watch, and what its turnover would list now."""
    lists = found.lists
    yield _watch(found.party, found.watch)
    yield f"A turnover at {utc(found.now_s)} would list: line {lists.declared.upper()}"
    if lists.paths_up:
        yield f"   paths that work: {', '.join(lists.paths_up)}"
    if lists.paths_down:
        yield f"   paths that fail: {', '.join(lists.paths_down)}"
    for title, references in (
        ("Open FLASH, each to be taken over by its reference", lists.open_z),
        ("Open IMMEDIATE", lists.open_o),
        ("Open STOPs", lists.open_stops),
        ("To take place in the next 12 h", lists.expected),
        ("Open conflicts", lists.conflicts),
    ):
        yield from _listed(title, references, found.said)
    yield from _deadlines("Overdue, and due in the next 12 h", lists.deadlines)
    yield from _deadlines("Checks missed in the last 24 h", lists.missed_checks)
    if lists.unlisted:
        yield f"   {lists.unlisted:,} more have no place in a turnover."


def _listed(
    title: str, references: Iterable[str], said: Mapping[str, str]
) -> Iterator[str]:
    rows = [["  ", each, said[each]] for each in references]
    if rows:
        yield title
        yield from columns(rows)


def _deadlines(title: str, listed: Iterable[Deadline]) -> Iterator[str]:
    rows = [["  ", utc(row.at), row.of, row.asked, row.about] for row in listed]
    if rows:
        yield title
        yield from columns(rows)
