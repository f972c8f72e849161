"""Decide what is shown of a case: its outcome, who read what, who knew what.

The outcome is the fold's (`detente.dialogue.cases`). Beside it stand the receipts that
persons gave, the statements that crossed, and for each statement whether the releaser
of the one shown had it before his eyes: a refusal that had not seen the amended request
refused the old one.
"""

import msgspec

from detente.dialogue.case import Case
from detente.dialogue.cases.charter import CharterLife
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.cases.precondition import Precondition
from detente.dialogue.entered import Entered
from detente.report.record import Record


class InCase(msgspec.Struct, frozen=True):
    """A statement of the case; `knew` says how the one shown stands to it."""

    reference: str
    title: str
    party: str
    released: int
    knew: str


class PersonReceipt(msgspec.Struct, frozen=True):
    """A receipt that a person gave for a statement."""

    act: str
    of: str
    by: str
    reference: str
    released: int


class Crossed(msgspec.Struct, frozen=True):
    """Two statements of two parties; the later had not seen the earlier."""

    earlier: str
    later: str


class SeenHead(msgspec.Struct, frozen=True):
    """How much of a feed the releaser's review page showed."""

    party: str
    generation: int
    size: int


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case, as seen from one of its statements."""

    family: str
    outcome: str
    flags: tuple[str, ...]
    statements: tuple[InCase, ...]
    receipts: tuple[PersonReceipt, ...]
    crossings: tuple[Crossed, ...]
    seen: tuple[SeenHead, ...]


def case_view(record: Record, entered: Entered) -> CaseView:
    """Return the case of a statement."""
    case = record.standing.case_of(entered)
    crossings = tuple(
        Crossed(each.earlier.header.reference, each.later.header.reference)
        for each in case.crossings
    )
    names = {each.id: each.header.reference for each in case.statements}
    receipts = tuple(
        PersonReceipt(
            _title(each.by),
            names.get(each.of, ""),
            each.by.header.from_post,
            each.by.header.reference,
            each.by.header.released,
        )
        for each in case.receipts
    )
    return CaseView(
        family=case.family,
        outcome=outcome(case),
        flags=flags(case),
        statements=tuple(_in_case(entered, each) for each in case.statements),
        receipts=receipts,
        crossings=crossings,
        seen=tuple(
            SeenHead(seen.party, seen.generation, seen.size)
            for seen in entered.header.seen
        ),
    )


def outcome(case: Case) -> str:
    """Return what has become of a case; empty where its family knows no outcome."""
    match case:
        case Contact():
            return case.outcome.value
        case LineCheck():
            return case.result.upper()
        case Precondition():
            return case.status.upper()
        case CharterLife():
            return case.state.upper()
        case _:
            return ""


def flags(case: Case) -> tuple[str, ...]:
    """Return what else must be known of a case's outcome."""
    found = []
    if isinstance(case, Contact):
        found += ["LATE"] if case.late else []
        found += [f"REVISED, was {each.value}" for each in case.revised]
        found += [f"by {case.cancelled_by}" for _ in case.cancelled_by[:1]]
        found += [f"{each} is said not to have come" for each in case.absent]
        if case.lower.standing is not None:
            found.append(f"at a lower level: {case.lower.outcome.value}")
    if isinstance(case, Precondition) and case.claimed_met:
        found.append("the other side claims that it is met")
    if case.crossings or (isinstance(case, Contact) and case.crossed):
        found.append("CROSSED")
    if case.waiting:
        found.append(f"{len(case.waiting)} not acknowledged")
    if case.unreviewed:
        found.append("released on one signature, review is due")
    return tuple(found)


def _in_case(entered: Entered, other: Entered) -> InCase:
    header = other.header
    return InCase(
        header.reference,
        _title(other),
        other.party,
        header.released,
        _knew(entered, other),
    )


def _knew(entered: Entered, other: Entered) -> str:
    if other.id == entered.id:
        return "this one"
    if entered.saw(other):
        return "" if other.party == entered.party else "seen before it"
    if other.saw(entered):
        return "" if other.party == entered.party else "had seen it"
    return "neither had seen the other"


def _title(entered: Entered) -> str:
    return str(getattr(entered.body, "title", "UNREADABLE"))
