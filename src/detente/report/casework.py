"""Decide what is shown of a case: its outcome, who read what, who knew what.

Batches of live positions are counted and not listed: one a minute hides the rest.

Outcome and flags are said by the case's family (`detente.dialogue.cases`), so that a
new one is shown as soon as it is there. Beside them stand the receipts that persons
gave, the statements that crossed, and for each statement whether the releaser of the
one shown had it before his eyes: a refusal that had not seen the amended request
refused the old one.
"""

from collections.abc import Iterator

import msgspec

from detente.dialogue.case import Case
from detente.dialogue.context import kind_of
from detente.dialogue.entered import Entered
from detente.dialogue.forms.ack import Held
from detente.dialogue.forms.dis import Disclosed
from detente.dialogue.forms.pos import Reported
from detente.report.positions import Followed, of_case
from detente.report.record import Record


class InCase(msgspec.Struct, frozen=True):
    """A statement of the case; `knew` says how the one shown stands to it."""

    reference: str
    title: str
    party: str
    released: int
    knew: str


class PersonReceipt(msgspec.Struct, frozen=True):
    """A receipt, or an answer, that a person gave to a statement."""

    act: str
    of: str
    by: str
    reference: str
    released: int


class Misread(msgspec.Struct, frozen=True):
    """A position of `of` that `by` read back too far from it (clause 14.3)."""

    of: str
    name: str
    apart_m: int
    by: str


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
    answers: tuple[PersonReceipt, ...]
    misread: tuple[Misread, ...]
    crossings: tuple[Crossed, ...]
    seen: tuple[SeenHead, ...]
    followed: tuple[Followed, ...]


def case_view(record: Record, entered: Entered, now_s: int) -> CaseView:
    """Return the case of a statement, as it stands at a time (POSIX seconds)."""
    case = record.standing.case_of(entered)
    crossings = tuple(
        Crossed(each.earlier.header.reference, each.later.header.reference)
        for each in case.crossings
    )
    names = {each.id: each.header.reference for each in case.statements}
    receipts = tuple(_given(names.get(each.of, ""), each.by) for each in case.receipts)
    misread = tuple(
        Misread(names[each.of], each.name, each.apart_m, each.by.header.reference)
        for each in case.mismatches
    )
    return CaseView(
        family=case.family,
        outcome=case.outcome_at(now_s),
        flags=case.flags,
        statements=tuple(_in_case(entered, each) for each in _listed(case, entered)),
        receipts=receipts,
        answers=tuple(_answers(case)),
        misread=misread,
        crossings=crossings,
        seen=tuple(
            SeenHead(seen.party, seen.generation, seen.size)
            for seen in entered.header.seen
        ),
        followed=of_case(record, case, now_s),
    )


def _given(of: str, by: Entered) -> PersonReceipt:
    header = by.header
    return PersonReceipt(
        _title(by), of, header.from_post, header.reference, header.released
    )


def _answers(case: Case) -> Iterator[PersonReceipt]:
    """Yield what officers of another party answered to statements of the case.

    That they disclosed one answers nothing.
    """
    stated = {each.id: each for each in case.statements}
    for each in case.statements:
        said = each.effective and kind_of(each.body).by_officers
        if not said or isinstance(each.body, Disclosed):
            continue
        for cited in each.header.answers:
            answered = stated.get(cited.id)
            if answered is not None and answered.party != each.party:
                yield _given(answered.header.reference, each)


def _listed(case: Case, shown: Entered) -> Iterator[Entered]:
    """Yield the statements of a case but for batches, and the HELDs for these."""
    batches = {each.id for each in case.statements if isinstance(each.body, Reported)}
    for each in case.statements:
        cited = {citation.id for citation in each.header.answers}
        held = isinstance(each.body, Held) and cited & batches
        if each.id == shown.id or not (held or each.id in batches):
            yield each


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
