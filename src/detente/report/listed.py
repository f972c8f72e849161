"""Decide how the cases of a line are listed, and what is shown of one by itself.

A case is open as long as a clock may ask something of someone in it. The newest case
comes first, by the order in which the record is read, which is the same on both sides.
What has become of it is said by its family, what is due in it by this node's clock.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from detente.dialogue.asked import Due
from detente.dialogue.case import Case
from detente.dialogue.cases import FAMILIES
from detente.dialogue.entered import Entered
from detente.record.errors import Misasked
from detente.report.casework import CaseView, case_view
from detente.report.inbox import DueRow, due_row, dues
from detente.report.pages import columns
from detente.report.record import Record


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list; its id, in hex, is that of the statement that opened it.

    `opened` and `newest` are references, `released` the claim of the newest, `dues`
    counts what the clocks ask in it, of both sides.
    """

    id: str
    family: str
    opened: str
    precedence: str
    status: str
    parties: tuple[str, ...]
    summary: str
    outcome: str
    flags: tuple[str, ...]
    open: bool
    newest: str
    released: int
    dues: int


class CaseList(msgspec.Struct, frozen=True):
    """Cases, the newest first, by our clock; `left_out` counts those not listed."""

    now_s: int
    cases: tuple[CaseRow, ...]
    left_out: int


class OneCase(msgspec.Struct, frozen=True):
    """A case, what is due in it, and its statements as seen from the newest."""

    case: CaseRow
    dues: tuple[DueRow, ...]
    view: CaseView


def list_cases(
    record: Record, now_s: int, last: int, family: str = "", *, open_only: bool = False
) -> CaseList:
    """Return the cases of a line.

    Args:
        record: the line.
        now_s: this node's clock, POSIX seconds.
        last: how many are listed at most.
        family: of which family; empty: of all.
        open_only: whether only those that are open.

    Raises:
        Misasked: there is no such family.
        Failed: the store cannot be read.
    """
    if family and family not in FAMILIES:
        known = ", ".join(sorted(FAMILIES))
        raise Misasked(f"There is no family {family[:40]!r}. There are: {known}.")
    found = [
        case
        for case in _newest_first(record)
        if (not family or case.family == family) and (case.live or not open_only)
    ]
    counts = Counter(
        record.standing.case_of(each.about).id
        for each in dues(record, now_s)
        if each.about is not None
    )
    rows = tuple(_row(case, counts[case.id], now_s) for case in found[:last])
    return CaseList(now_s, rows, len(found) - len(rows))


def one_case(record: Record, id_hex: str, now_s: int) -> OneCase:
    """Return a case by the id of the statement that opened it.

    Raises:
        Misasked: there is none.
        Failed: the store cannot be read.
    """
    case = _find(record, id_hex)
    due = [each for each in dues(record, now_s) if _is_in(record, each, case)]
    newest = case.statements[-1]
    return OneCase(
        _row(case, len(due), now_s),
        tuple(due_row(each, now_s) for each in due),
        case_view(record, newest, now_s),
    )


def cases_page(found: CaseList) -> Iterator[str]:
    """Yield a list of cases for people."""
    yield from columns([_columns(row) for row in found.cases])
    if found.left_out:
        yield f"   {found.left_out} more are not listed."


def _columns(row: CaseRow) -> Sequence[str]:
    flags = f"[{'; '.join(row.flags)}]" if row.flags else ""
    due = f"{row.dues} due" if row.dues else ""
    mark = " *" if row.open else "  "
    return mark, row.precedence, row.opened, row.family, row.outcome, flags, due


def _newest_first(record: Record) -> list[Case]:
    """Return every case, that with the newest statement first."""
    found = dict[bytes, Entered]()
    for entered in record.statements():
        found.pop(entered.case, None)
        found[entered.case] = entered
    return [record.standing.case_of(each) for each in reversed(found.values())]


def _find(record: Record, id_hex: str) -> Case:
    try:
        entered = record.standing.entries.get(bytes.fromhex(id_hex))
    except ValueError:
        entered = None
    if entered is None or entered.case != entered.id:
        raise Misasked(f"No case {id_hex[:80]!r} is held.")
    return record.standing.case_of(entered)


def _is_in(record: Record, due: Due, case: Case) -> bool:
    return due.about is not None and record.standing.case_of(due.about).id == case.id


def _row(case: Case, due: int, now_s: int) -> CaseRow:
    header, newest = case.opened.header, case.statements[-1].header
    posts = (header.to_post, *header.info_posts)
    parties = (case.opened.party, *(post.partition("/")[0] for post in posts))
    return CaseRow(
        id=case.id.hex(),
        family=case.family,
        opened=header.reference,
        precedence=header.precedence,
        status=header.status,
        parties=tuple(dict.fromkeys(parties)),
        summary=case.summary().partition("\n")[0],
        outcome=case.outcome_at(now_s),
        flags=case.flags,
        open=case.live,
        newest=newest.reference,
        released=newest.released,
        dues=due,
    )
