"""Decide what a watch sees first: what is due, what waits to be read, what has left.

Unacknowledged statements come first, then by precedence, then the oldest first. What is
due is a matter of this node's clock and receipts (`detente.dialogue.due`). An irregular
statement stands in its place like any other, with the clause it breaks.
"""

from typing import Final

import msgspec

from detente.dialogue import due
from detente.dialogue.asked import Due, Local
from detente.dialogue.entered import Entered
from detente.report.record import Record
from detente.report.shown import Mark, marks, summary
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

    `waiting` counts entries that are held but have seen what is not held yet.
    """

    party: str
    now_s: int
    dues: tuple[DueRow, ...]
    received: tuple[Row, ...]
    sent: tuple[Row, ...]
    waiting: int


def inbox(record: Record, now_s: int, last: int) -> Inbox:
    """Return what a watch sees.

    Args:
        record: the line.
        now_s: this node's clock, POSIX seconds.
        last: how many acknowledged statements, and how many of ours, are listed.

    Raises:
        Failed: the store cannot be read.
    """
    theirs, ours = list[Entered](), list[Entered]()
    for entered in record.statements():
        (ours if entered.party == record.own else theirs).append(entered)
    unread = [each for each in theirs if _asks_us(record, each)]
    read = [each for each in theirs if not _asks_us(record, each)]
    received = [_row(record, each, now_s) for each in (*unread, *_newest(read, last))]
    sent = [_row(record, each, now_s) for each in reversed(_newest(ours, last))]
    return Inbox(
        record.own,
        now_s,
        tuple(due_row(each, now_s) for each in dues(record, now_s)),
        tuple(sorted(received, key=_rank)),
        tuple(sent),
        len(record.standing.waiting()),
    )


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


def _newest(statements: list[Entered], last: int) -> list[Entered]:
    return statements[max(0, len(statements) - last) :]


def _waits(record: Record, entered: Entered) -> bool:
    """Say whether nobody at the post addressed has acknowledged it."""
    waiting = record.standing.case_of(entered).waiting
    return any(each.id == entered.id for each in waiting)


def _asks_us(record: Record, entered: Entered) -> bool:
    """Say whether a person of ours has still to acknowledge it."""
    party = entered.header.to_post.partition("/")[0]
    return party == record.own and _waits(record, entered)


def _row(record: Record, entered: Entered, now_s: int) -> Row:
    header = entered.header
    return Row(
        reference=header.reference,
        precedence=header.precedence,
        status=header.status,
        title=getattr(entered.body, "title", "UNREADABLE"),
        summary=summary(entered),
        from_post=header.from_post,
        to_post=header.to_post,
        released=header.released,
        age_s=max(0, now_s - header.released),
        acknowledged=not _waits(record, entered),
        marks=marks(record, entered),
        progress=progress(record, entered),
    )


def _rank(row: Row) -> tuple[bool, int, int]:
    return row.acknowledged, PRECEDENCES.index(row.precedence), -row.age_s
