"""Decide how one-sided requests are listed, and held against what was put of them.

Spec clauses 26.6 and 26.9. A channel of our own holds the requests, a line what was put
of them to the other side. Each is read by itself; here the two lists are laid side by
side, whatever way they came.
"""

from collections.abc import Iterator, Mapping

import msgspec

from detente.dialogue.cases.unilateral import Unilateral
from detente.dialogue.forms import uni
from detente.dialogue.unilateral import (
    UnilateralCount,
    put_already,
    requests,
    unilateral_count,
)
from detente.record.errors import Misasked
from detente.report.record import Record


class RequestRow(msgspec.Struct, frozen=True):
    """A one-sided request as it was recorded, and what became of it; its id in hex."""

    reference: str
    id: str
    summary: str
    became: str
    asked: uni.Asked


class PutAlready(msgspec.Struct, frozen=True):
    """What we put to the other side: of which request, by id, and what it says."""

    of: str
    reference: str
    state: str
    disputed: str


class OneSided(msgspec.Struct, frozen=True):
    """The one-sided requests of a channel, what is put in it, and their count.

    `alone` says that it is a channel of our own.
    """

    alone: bool
    requests: tuple[RequestRow, ...]
    put: tuple[PutAlready, ...]
    count: UnilateralCount


class PutRow(msgspec.Struct, frozen=True):
    """A one-sided request, and what the other side says of it.

    `put` is the reference under which it was put, empty where it was not; `state` is
    then what has become of it there.
    """

    request: str
    summary: str
    became: str
    put: str
    state: str
    disputed: str


def one_sided(record: Record) -> OneSided:
    """Return the one-sided requests of a channel."""
    rows = tuple(
        RequestRow(
            case.opened.header.reference,
            case.id.hex(),
            case.request.summary(),
            case.state,
            case.request,
        )
        for case in requests(record.standing)
    )
    put = put_already(record.standing, record.own)
    return OneSided(
        alone=not record.others,
        requests=rows,
        put=tuple(_put(of, case) for of, case in put.items()),
        count=unilateral_count(record.standing),
    )


def _put(of: bytes, case: Unilateral) -> PutAlready:
    verdict = None if case.verdict is None else case.verdict.body
    disputed = str(verdict.what) if isinstance(verdict, uni.Disputed) else ""
    return PutAlready(of.hex(), case.opened.header.reference, case.state, disputed)


def request_of(record: Record, reference: str) -> Unilateral:
    """Return the one-sided request of a reference.

    Raises:
        Misasked: it is none, or not held.
    """
    entered = record.standing.by_reference(reference)
    case = record.standing.case_of(entered)
    if not isinstance(case, Unilateral):
        raise Misasked(f"{reference} is no one-sided request.")
    return case


def put_of(line: OneSided) -> Mapping[str, PutAlready]:
    """Return what is put in a line, by the id of the request.

    Raises:
        Misasked: it is a channel of our own.
    """
    if line.alone:
        raise Misasked("Nobody is in this channel to be put anything.")
    return {each.of: each for each in line.put}


def put_rows(own: OneSided, line: OneSided) -> Iterator[PutRow]:
    """Yield every request that was not taken back, with what became of it there.

    Raises:
        Misasked: the second is a channel of our own.
    """
    known = put_of(line)
    for each in own.requests:
        if each.became == "taken back":
            continue
        put = known.get(each.id)
        yield PutRow(
            each.reference,
            each.summary,
            each.became,
            "" if put is None else put.reference,
            "not put" if put is None else put.state,
            "" if put is None else put.disputed,
        )


def count_lines(ours: UnilateralCount, put: UnilateralCount) -> Iterator[str]:
    """Yield how many requests stand in each state, alone and in the line."""
    yield (
        f"UNILATERAL, one side's word: {ours.requests} recorded; {ours.made} made, "
        f"{ours.delivered} delivered, {ours.answered} answered, "
        f"{ours.no_answer} no answer, {ours.taken_back} taken back"
    )
    yield (
        f"Put in the line: {put.requests}; {put.confirmed} confirmed, "
        f"{put.disputed} disputed, {put.put} open, {put.taken_back} taken back"
    )
