"""Decide what is told of the charter: the terms in force, and what is to change them.

Spec clauses 10.8 to 10.17. Each term stands under its label, as it does in a proposal;
beside the version stand the statements that agreed to it, and which version binds each
party. Of every proposal it is told who has consented, who has yet to, and what it
changes; one that a rule voids is none. Which version binds is
`detente.dialogue.in_force`; what is declared of the line, suspended or denounced, is
`detente.report.state`.
"""

from collections.abc import Iterator, Sequence

import msgspec

from detente.dialogue import definition
from detente.dialogue.amending import FIXED, amendment
from detente.dialogue.cases.charter import CharterLife
from detente.dialogue.charter import Party
from detente.dialogue.definition import Field
from detente.dialogue.entered import Entered
from detente.dialogue.forms.cht import Consented, Found, Proposed
from detente.dialogue.terms import Terms
from detente.report.amended import TermChange, changes, row_line, value_line
from detente.report.record import Record
from detente.report.writing import SCREEN, Writer


class TermRow(msgspec.Struct, frozen=True):
    """A term as people read it; `fixed`: no version changes it."""

    term: str
    label: str
    explained: str
    text: str
    fixed: bool = False


class TermGroup(msgspec.Struct, frozen=True):
    """Terms that stand together; those without a group have an empty label."""

    term: str
    label: str
    explained: str
    rows: tuple[TermRow, ...]


class Consent(msgspec.Struct, frozen=True):
    """The statement by which a party agreed; `released` is a claim, POSIX seconds."""

    party: str
    reference: str
    released: int


class Bound(msgspec.Struct, frozen=True):
    """Which version binds a party's next statement, as far as we hold what it saw."""

    party: str
    version: int


class VersionView(msgspec.Struct, frozen=True):
    """A version of the charter: its digest in hex, and who agreed to it by what."""

    number: int
    digest: str
    consents: tuple[Consent, ...]


class ProposalView(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal of other terms.

    `open` says that it may still be agreed, `missing` who has yet to consent. `changes`
    is None where what it changes cannot be said (clause 10.17).
    """

    reference: str
    party: str
    version: int
    released: int
    why: str
    language: str
    state: str
    open: bool
    consents: tuple[Consent, ...]
    missing: tuple[str, ...]
    changes: tuple[TermChange, ...] | None


class PartyInCharter(msgspec.Struct, frozen=True):
    """A party as the charter names it."""

    number: int
    code: str
    name: str
    observer: bool


class CharterView(msgspec.Struct, frozen=True, kw_only=True):
    """The charter of a channel, by its id in hex; proposals stand newest first."""

    channel: str
    own: str
    parties: tuple[PartyInCharter, ...]
    version: VersionView
    binds: tuple[Bound, ...]
    terms: tuple[TermGroup, ...]
    proposals: tuple[ProposalView, ...]


def charter_view(record: Record, writer: Writer = SCREEN) -> CharterView:
    """Return what is told of the charter of a record, in a writer's languages."""
    standing, charter = record.standing, record.founding.charter
    return CharterView(
        channel=record.founding.channel.hex(),
        own=record.own,
        parties=tuple(map(_party, charter.parties)),
        version=_version(record),
        binds=tuple(
            Bound(code, standing.binds(code).number) for code in charter.speaking
        ),
        terms=tuple(term_groups(record.terms, writer)),
        proposals=tuple(_proposals(record, writer)),
    )


def _party(party: Party) -> PartyInCharter:
    return PartyInCharter(party.number, party.code, party.name, party.observer)


def _version(record: Record) -> VersionView:
    bound = record.standing.binds(record.own)
    agreed = bound.consents or _founders(record)
    return VersionView(bound.number, bound.digest.hex(), tuple(map(_consent, agreed)))


def _founders(record: Record) -> Sequence[Entered]:
    """Return the statements by which the parties founded the channel."""
    opened = [each.opened for each in record.standing.of_family(CharterLife.family)]
    return [each for each in opened if isinstance(each.body, Found)]


def _consent(entered: Entered) -> Consent:
    header = entered.header
    return Consent(entered.party, header.reference, header.released)


def term_groups(terms: Terms, writer: Writer = SCREEN) -> Iterator[TermGroup]:
    """Yield every term: the plain ones first, then a group for each of several."""
    fields = definition.fields_of(Terms)
    inside = {each.name: _inside(each, terms, writer) for each in fields}
    plain = (
        _row(each, getattr(terms, each.name), writer)
        for each in fields
        if not inside[each.name]
    )
    yield TermGroup("", "", "", tuple(plain))
    for each in fields:
        if inside[each.name]:
            label, explained = writer.label(each.label), writer.label(each.explained)
            yield TermGroup(each.name, label, explained, tuple(inside[each.name]))


def _inside(field: Field, terms: Terms, writer: Writer) -> list[TermRow]:
    """Return the terms within a term; none: it is plain, or left out."""
    match getattr(terms, field.name):
        case msgspec.Struct() as group:
            rows = definition.fields_of(type(group))
            name, fixed = field.name, field.name in FIXED
            return [
                _row(each, getattr(group, each.name), writer, f"{name}.", fixed=fixed)
                for each in rows
            ]
        case (msgspec.Struct(), *_) as rows:
            return [
                TermRow(f"{field.name}.{at}", str(at), "", row_line(row, writer))
                for at, row in enumerate(rows, 1)
            ]
        case _:
            return []


def _row(
    field: Field, value: object, writer: Writer, above: str = "", *, fixed: bool = False
) -> TermRow:
    return TermRow(
        f"{above}{field.name}",
        writer.label(field.label),
        writer.label(field.explained),
        value_line(field, value, writer),
        fixed=fixed or field.name in FIXED,
    )


def _proposals(record: Record, writer: Writer) -> Iterator[ProposalView]:
    cases = record.standing.of_family(CharterLife.family)
    for case in sorted(cases, key=lambda each: -each.opened.header.released):
        if isinstance(case, CharterLife) and isinstance(case.opened.body, Proposed):
            yield _proposal(record, case, case.opened.body, writer)


def _proposal(
    record: Record, case: CharterLife, body: Proposed, writer: Writer
) -> ProposalView:
    opened, found = case.opened, amendment(record.standing, body)
    given = [opened, *_acceptances(case)]
    return ProposalView(
        reference=opened.header.reference,
        party=opened.party,
        version=body.version,
        released=opened.header.released,
        why="" if body.text is None else body.text.text,
        language=(body.text and body.text.language) or opened.header.language,
        state=case.outcome_words,
        open=_may_be_agreed(record, case, body),
        consents=tuple(map(_consent, given)),
        missing=tuple(sorted(case.speaking - case.consenting)),
        changes=None if found is None else tuple(changes(found, writer)),
    )


def _acceptances(case: CharterLife) -> Iterator[Entered]:
    for each in case.statements:
        if isinstance(each.body, Consented) and each.effective:
            yield each


def _may_be_agreed(record: Record, case: CharterLife, body: Proposed) -> bool:
    """Say whether a proposal waits for consents that can still come (clause 10.12).

    They cannot where another version binds by now, or where a party that is waited for
    has consented to another proposal of the same number.
    """
    standing, opened = record.standing, case.opened
    if case.state != "proposed":
        return False
    if body.previous != standing.binds(record.own).digest:
        return False
    others = {
        each.id: each.body.version
        for each in standing.charters.acts
        if isinstance(each.body, Proposed) and each.id != opened.id
    }
    awaited = case.speaking - case.consenting
    return not any(
        act.party in awaited and others.get(act.case) == body.version
        for act in standing.charters.acts
    )
