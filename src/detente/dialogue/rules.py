"""Decide whether a statement keeps the rules, once what it cites is known.

Spec clauses 11.3, 11.7, 11.10, 11.11 and 11.17 to 11.19, and of the receipts by persons
11.23. What is the same of all statements of a manner is asked in `manner`, what is done
with the charter in `in_force` and `suspension`. Every rule is answered from the party's
own feed and from what the statement could have seen, never from what happened to
arrive: so each node that holds the statement marks it alike. Rules about what may
follow what inside a case are folded with the case.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from detente.dialogue import in_force, position, purging, suspension
from detente.dialogue.context import Context
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body, Setting
from detente.dialogue.forms.ack import Reviewed
from detente.dialogue.forms.con import RefusedPrecondition
from detente.dialogue.forms.pre import Stated
from detente.dialogue.reading import Said
from detente.record.statement import Citation, Header


class Cited(msgspec.Struct, frozen=True, gc=False):
    """The statements that the citations of a header lead to; None where nowhere."""

    changes: Sequence[Entered | None] = ()
    answers: Sequence[Entered | None] = ()

    @property
    def nothing(self) -> bool:
        """Whether no citation leads anywhere."""
        return not any(self.answers) and not any(self.changes)


_NOTHING: Final = Cited()


def follow(context: Context, said: Said) -> Cited:
    """Return what a statement cites, as far as its party could know it: clause 11.3."""
    header = said.header
    if not header.answers and not header.changes:
        return _NOTHING
    answers = [_resolve(context, said, each) for each in header.answers]
    if not header.changes:
        return Cited((), answers)
    return Cited([_resolve(context, said, each) for each in header.changes], answers)


def _resolve(context: Context, said: Said, cited: Citation) -> Entered | None:
    """Return the statement cited, if the releaser could have known it: clause 11.3."""
    found = context.held.find(cited.id)
    if found is None:
        return None
    other = found.said
    if other.header.reference != cited.reference:
        return None
    feed, position_ = other.feed, other.position
    if feed == said.feed and position_ < said.position:
        return found
    return found if context.reader.known.get(feed, 0) > position_ else None


def faults(
    context: Context, said: Said, cited: Cited, home: Entered | None
) -> tuple[Fault, ...]:
    """Return every rule that a statement breaks, but for those of its manner."""
    header = said.header
    found: list[Fault] = []
    if context.used:
        found.append(Fault("11.7", "Its serial was given to another statement."))
    if header.released < header.drafted:
        sentence = "It says that it was released before it was drafted."
        found.append(Fault("11.17", sentence))
    if header.valid_until and header.valid_until < (header.valid_from or 0):
        found.append(Fault("11.17", "It ends before it is valid."))
    if header.changes:
        found += _changes(said, cited)
    if header.answers:
        found += _answers(context, said, cited)
    if isinstance(said.body, Body):
        found += _by_form(context, said, said.body, cited)
        if context.kind.acts:
            found += in_force.faults(context.charters, said, context.reader)
        if context.kind.acts or context.charters.acts:
            found += suspension.faults(
                context.charters, said, context.reader, opens=home is None
            )
    return tuple(found)


def _by_form(context: Context, said: Said, body: Body, cited: Cited) -> list[Fault]:
    """Return what the form asks: its own rules, clauses 14.1, 14.4, 11.18 to 11.23."""
    kind, header = context.kind, said.header
    found: list[Fault] = []
    if kind.has_rules:
        found += body.faults(Setting(header, said.position, context.founding))
    if kind.places:
        found += position.faults(body.placed())
    if kind.always is not None and header.precedence != kind.always:
        sentence = f"{body.title} goes with precedence {kind.always}."
        found.append(Fault("14.4", sentence))
    if kind.opens == "never" and cited.nothing:
        sentence = "It answers nothing, and cannot stand alone."
        found.append(Fault("11.18", sentence, voids=True))
    if kind.receipts:
        found += _receipts(said, cited)
    elif kind.numbered:
        found += _numbers(context, said)
    elif kind.purges:
        found += purging.faults(said)
    return found


def _changes(said: Said, cited: Cited) -> Iterator[Fault]:
    """Check what it changes: clause 11.10."""
    for each, found in zip(said.header.changes, cited.changes, strict=True):
        if found is None:
            clause, why = "11.3", "not held or seen"
        elif found.party != said.feed.party:
            clause, why = "11.10", "another's words"
        elif found.said.name.form != said.name.form:
            clause, why = "11.10", "another form"
        else:
            continue
        yield Fault(clause, f"It changes {each.reference}, {why}.", voids=True)


def _answers(context: Context, said: Said, cited: Cited) -> Iterator[Fault]:
    """Check what it answers: clauses 11.3, 11.9 and 11.11."""
    kind, party = context.kind, said.feed.party
    takes = None if kind.form is None else kind.form.answers
    for each, found in zip(said.header.answers, cited.answers, strict=True):
        if found is None:
            why = f"It answers {each.reference}, not held or seen."
            yield Fault("11.3", why, voids=True)
            continue
        other = found.said
        if other.feed.party != party and not _addressed(other.header, party):
            why = f"{each.reference} was not put to this party."
            yield Fault("11.11", why, voids=True)
        if other.header.status != said.header.status and not kind.real:
            why = f"It answers {each.reference} in another status."
            yield Fault("11.9", why, voids=True)
        if takes is not None and other.name.form not in takes:
            why = f"{each.reference} takes no answer of this form."
            yield Fault("11.11", why, voids=True)


def _addressed(header: Header, party: str) -> bool:
    """Say whether a statement was put to a party, or copied to it."""
    if header.to_post.partition("/")[0] == party:
        return True
    return any(post.partition("/")[0] == party for post in header.info_posts)


def _receipts(said: Said, cited: Cited) -> Iterator[Fault]:
    """Check who receipts whose statement: clause 11.23."""
    own, party = isinstance(said.body, Reviewed), said.feed.party
    for found in cited.answers:
        if found is None:
            continue
        if (found.said.feed.party == party) != own:
            yield Fault(
                "11.23", "One side receipts, the other side reviews.", voids=True
            )
        elif own and set(said.header.releasers) & set(found.header.releasers):
            yield Fault(
                "11.23", "Who released a statement does not review it.", voids=True
            )


def _numbers(context: Context, said: Said) -> Iterator[Fault]:
    """Check numbers of the precondition register: clause 11.19."""
    body, party, used = said.body, said.feed.party, context.held.number_used
    if isinstance(body, Stated) and said.header.kind == "NEW":
        if used(party, body.number):
            yield Fault(
                "11.19", f"Precondition {body.number} was raised before.", voids=True
            )
    elif isinstance(body, RefusedPrecondition):
        for number in body.preconditions:
            if not used(party, number):
                yield Fault("11.19", f"Precondition {number} is not in the register.")


def home(context: Context, said: Said, cited: Cited) -> Entered | None:
    """Return the statement whose case this one joins; None where it opens its own.

    Clause 11.18: what is changed comes before what is answered, and of several answered
    the first whose case is of the form's own family.
    """
    kind, first = context.kind, None
    if said.header.kind != "NEW":
        leads = cited.changes
    elif kind.opens == "always":
        return None
    else:
        leads = cited.answers
    for each in leads:
        if each is None:
            continue
        if kind.form is not None and each.family == kind.form.family:
            return each
        first = first or each
    return first
