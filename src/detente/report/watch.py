"""Decide what is told of the watch: who has it, and what its turnover would list.

Clauses 16.12 and 16.13; the rules are `detente.dialogue.turnover`. Which paths work is
seen by our node alone, the rest stands in the record. Each FLASH is shown with what it
says, for the officer who takes it over must have read it.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from detente.dialogue import turnover
from detente.dialogue.asked import Local
from detente.dialogue.cases.activity import Activity
from detente.dialogue.entered import Entered
from detente.dialogue.forms.con import PathEvidence
from detente.dialogue.standing import Standing
from detente.dialogue.suspension import declared
from detente.dialogue.turnover import Lists
from detente.report.observed import Status
from detente.report.record import Record
from detente.report.shown import summary, title, titled


class Watch(msgspec.Struct, frozen=True):
    """Who has the watch of a party, by its newest turnover; `since_s` is claimed.

    `unrelieved`: nobody handed it over to him.
    """

    officer: int
    since_s: int
    unrelieved: bool
    reference: str


class TurnoverView(msgspec.Struct, frozen=True, kw_only=True):
    """Who has our watch, and what a turnover would list now.

    `said` is what each statement listed says, in one line, by its reference, and which
    conflict bears a number.
    """

    party: str
    now_s: int
    watch: Watch | None
    lists: Lists
    said: dict[str, str]


def watch_of(standing: Standing, party: str) -> Watch | None:
    """Return who has a party's watch; None before its first turnover."""
    found = turnover.on_watch(standing, party)
    if found is None:
        return None
    reference = found.by.header.reference
    return Watch(found.officer, found.since_s, found.unrelieved, reference)


def turnover_view(record: Record, status: Status | None, now_s: int) -> TurnoverView:
    """Return who has our watch, and what its turnover would list now.

    Args:
        record: the line.
        status: what our node says of itself; None where none runs: of no path is
            known then whether it works.
        now_s: our clock, POSIX seconds.

    Raises:
        Failed: the store cannot be read.
    """
    standing, lists = record.standing, _proposed(record, status, now_s)
    listed = (*lists.open_z, *lists.open_o, *lists.open_stops, *lists.expected)
    return TurnoverView(
        party=record.own,
        now_s=now_s,
        watch=watch_of(standing, record.own),
        lists=lists,
        said={each: _said(standing.by_reference(each)) for each in listed}
        | _conflicts(record, now_s),
    )


def _said(entered: Entered) -> str:
    return titled(title(entered), summary(entered))


def relieved(
    record: Record, status: Status, signers: Sequence[int]
) -> Mapping[str, object]:
    """Return what a turnover between two officers says by itself.

    Raises:
        Failed: the store cannot be read.
    """
    watch = turnover.on_watch(record.standing, record.own)
    who = turnover.officers(watch, signers)._asdict()
    told = {name: number for name, number in who.items() if number is not None}
    return {**told, **_fields(record, status)}


def assumed(
    record: Record, status: Status, signers: Sequence[int]
) -> Mapping[str, object]:
    """Return what a turnover says by itself where the first signer takes it alone.

    Raises:
        Failed: the store cannot be read.
    """
    return {"incoming": signers[0], **_fields(record, status)}


def _fields(record: Record, status: Status) -> Mapping[str, object]:
    return dict(msgspec.to_builtins(_proposed(record, status, status.now_s)))


def _proposed(record: Record, status: Status | None, now_s: int) -> Lists:
    line = () if status is None else tuple(_evidence(status))
    local = Local(record.own, now_s, record.following.receipts(), line)
    state = declared(record.standing.charters, now_s).state
    return turnover.propose(
        record.standing, local, state, tuple(_conflicts(record, now_s))
    )


def _conflicts(record: Record, now_s: int) -> dict[str, str]:
    """Return the conflicts that concern our watch, by their numbers."""
    if Activity.family not in record.standing.cases:
        return {}
    # It loads numpy and GEOS: without an activity nothing conflicts.
    from detente.report.compared import concerned  # noqa: PLC0415

    return concerned(record, now_s)


def _evidence(status: Status) -> Iterator[PathEvidence]:
    """Yield what our node saw of each path; one that was tried out counts as well."""
    for peer in status.peers.values():
        for path in peer.paths:
            ages = (path.used_ms_ago, path.proved_ms_ago)
            known = [ms for ms in ages if ms is not None]
            last_s = status.now_s - min(known) // 1000 if known else 0
            yield PathEvidence(path.path, max(0, last_s), path.failures)
