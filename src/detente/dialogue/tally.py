"""Count what became of the contact requests of a period: the same on both nodes.

Spec clause 13. A tally is a function of two heads, which it names, and of nothing else:
it reads no clock, and no receipt that stands in no statement. Every request counts in
exactly one bucket, and the buckets sum to the requests.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from detente.dialogue.cases.contact import Contact
from detente.dialogue.standing import Standing


class HeadAt(msgspec.Struct, frozen=True):
    """How far a feed was folded for a tally."""

    party: str
    generation: int
    size: int


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Requests by bucket; times to answer in seconds, as both sides claim them.

    `late` is counted apart: a late refusal is a refusal.
    """

    requested: int
    held: int
    scheduled: int
    refused: int
    refused_precondition: int
    cancelled: int
    no_show: int
    stepped_down: int
    deferred_or_countered: int
    no_response: int
    not_delivered: int
    pending: int
    late: int
    cancelled_by: dict[str, int]
    median_answer_s: int | None
    longest_answer_s: int | None


class Row(msgspec.Struct, frozen=True):
    """The requests of one side to another at one level in one mode."""

    asker: str
    addressee: str
    level: str
    mode: str
    counts: Counts


class Tally(msgspec.Struct, frozen=True):
    """The requests released from `from_s` on and before `until_s`, as they claim."""

    from_s: int | None
    until_s: int | None
    heads: tuple[HeadAt, ...]
    rows: tuple[Row, ...]
    total: Counts


class _Key(NamedTuple):
    asker: str
    addressee: str
    level: str
    mode: str


def tally(
    standing: Standing, from_s: int | None = None, until_s: int | None = None
) -> Tally:
    """Return the tally of a period, from all that stands; None leaves an end open.

    For heads other than those held, `detente.dialogue.fold.at_heads` comes first.
    """
    traffic = standing.founding.charter.terms.traffic
    status = "EXERCISE" if traffic == "exercise" else "OPERATION"
    rows: dict[_Key, list[Contact]] = {}
    for contact in standing.contacts():
        header = contact.opened.header
        early = from_s is not None and header.released < from_s
        past = until_s is not None and header.released >= until_s
        if header.status == status and not early and not past:
            rows.setdefault(_key(standing, contact), []).append(contact)
    return Tally(
        from_s,
        until_s,
        tuple(HeadAt(*feed, size) for feed, size in sorted(standing.heads().items())),
        tuple(Row(*key, _counts(rows[key])) for key in sorted(rows)),
        _counts([contact for each in rows.values() for contact in each]),
    )


def _key(standing: Standing, contact: Contact) -> _Key:
    sought = contact.request.level_sought
    row = standing.under(contact).charter.terms.row_of(f"{contact.addressee}/{sought}")
    level = row.level if row is not None and row.level else sought
    return _Key(contact.asker, contact.addressee, level, contact.request.mode)


def _counts(contacts: Sequence[Contact]) -> Counts:
    buckets = Counter(contact.bucket for contact in contacts)
    cancelled_by = Counter(c.cancelled_by for c in contacts if c.cancelled_by)
    answered = (contact.answer_s for contact in contacts)
    times = sorted(each for each in answered if each is not None)
    return Counts(
        requested=len(contacts),
        held=buckets["held"],
        scheduled=buckets["scheduled"],
        refused=buckets["refused"],
        refused_precondition=buckets["refused_precondition"],
        cancelled=buckets["cancelled"],
        no_show=buckets["no_show"],
        stepped_down=buckets["stepped_down"],
        deferred_or_countered=buckets["deferred_or_countered"],
        no_response=buckets["no_response"],
        not_delivered=buckets["not_delivered"],
        pending=buckets["pending"],
        late=sum(contact.late for contact in contacts),
        cancelled_by=dict(sorted(cancelled_by.items())),
        median_answer_s=_median(times),
        longest_answer_s=max(times, default=None),
    )


def _median(times: Sequence[int]) -> int | None:
    """Return the middle value; of two, the half of their sum, rounded down."""
    if not times:
        return None
    return (times[(len(times) - 1) // 2] + times[len(times) // 2]) // 2
