"""Decide what a watch sees first: what is due, what waits to be read, what has left.

Unacknowledged statements come first, then by precedence, then the oldest first. What is
due is a matter of this node's clock and receipts (`detente.dialogue.due`). An irregular
statement stands in its place like any other, with the clause it breaks.
"""

from collections.abc import Container, Iterator
from itertools import islice
from typing import Final

import msgspec

from detente.dialogue import due
from detente.dialogue.asked import Due, Local
from detente.dialogue.entered import Entered
from detente.report.record import Record
from detente.report.shown import Mark, marks, summary, title
from detente.report.stages import Progress, progress

PRECEDENCES: Final = "ZOPR"


class DueRow(msgspec.Struct, frozen=True):
    """Something the clocks ask of a party, by a clause; `at_s` is our clock, POSIX s.

    `by_node` says that the node sees to it by itself.
    """

    at_s: int
    overdue_s: int
    kind: str
    of: str
    post: str
    clause: str
    about: str
    by_node: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A statement in a list; `released` is a claim, `age_s` counted from it."""

    reference: str
    precedence: str
    status: str
    title: str
    summary: str
    from_post: str
    to_post: str
    released: int
    age_s: int
    acknowledged: bool
    marks: tuple[Mark, ...]
    progress: Progress


class Inbox(msgspec.Struct, frozen=True):
    """What a watch sees: dues of both sides, statements of theirs and of ours.

    `waiting` counts entries that are held but have seen what is not held yet;
    `more_received` and `more_sent` the statements that are not listed, of which none
    waits for us.
    """

    party: str
    now_s: int
    dues: tuple[DueRow, ...]
    received: tuple[Row, ...]
    sent: tuple[Row, ...]
    waiting: int
    more_received: int
    more_sent: int


def inbox(record: Record, now_s: int, last: int) -> Inbox:
    """Return what a watch sees.

    Everything that waits for us is listed, however much it is. Of the rest it is the
    newest, found from the end of the record: so the page costs what it shows, and not
    what the line has ever carried.

    Args:
        record: the line.
        now_s: this node's clock, POSIX seconds.
        last: how many acknowledged statements, and how many of ours, are listed.

    Raises:
        Failed: the store cannot be read.
    """
    standing, own = record.standing, record.own
    waiting = {e.id: e for case in standing.live_cases() for e in case.waiting}
    unread = {e.id: e for e in waiting.values() if _is_to(e, own)}
    read = list(islice(_read(record, unread), last))
    ours = list(islice(standing.newest_of(own), last))
    received = [_row(record, e, waiting, now_s) for e in (*unread.values(), *read)]
    theirs = sum(standing.stated(code) for code in record.others)
    return Inbox(
        own,
        now_s,
        tuple(due_row(each, now_s) for each in dues(record, now_s)),
        tuple(sorted(received, key=_rank)),
        tuple(_row(record, each, waiting, now_s) for each in ours),
        len(standing.waiting()),
        theirs - len(received),
        standing.stated(own) - len(ours),
    )


def _is_to(entered: Entered, party: str) -> bool:
    return entered.header.to_post.partition("/")[0] == party


def _read(record: Record, unread: Container[bytes]) -> Iterator[Entered]:
    """Yield what came and waits for none of us, the newest first."""
    only = record.others[0] if len(record.others) == 1 else ""
    for entered in record.standing.newest_of(only):
        if entered.party != record.own and entered.id not in unread:
            yield entered


def dues(record: Record, now_s: int) -> list[Due]:
    """Return everything the clocks ask of either side, soonest first.

    Raises:
        Failed: the store cannot be read.
    """
    local = Local(record.own, now_s, record.following.receipts())
    return due.dues(record.standing, local)


def due_row(each: Due, now_s: int) -> DueRow:
    """Return how something due is listed."""
    about = "" if each.about is None else each.about.header.reference
    overdue_s = each.overdue_s(now_s)
    by_node = each.enter is not None
    return DueRow(
        each.at_s, overdue_s, each.kind, each.of, each.post, each.clause, about, by_node
    )


def _row(
    record: Record, entered: Entered, waiting: Container[bytes], now_s: int
) -> Row:
    header = entered.header
    return Row(
        reference=header.reference,
        precedence=header.precedence,
        status=header.status,
        title=title(entered),
        summary=summary(entered),
        from_post=header.from_post,
        to_post=header.to_post,
        released=header.released,
        age_s=max(0, now_s - header.released),
        acknowledged=entered.id not in waiting,
        marks=marks(record, entered),
        progress=progress(record, entered),
    )


def _rank(row: Row) -> tuple[bool, int, int, str]:
    precedence = PRECEDENCES.index(row.precedence)
    return row.acknowledged, precedence, -row.age_s, row.reference
