"""Decide how it is told how far a statement of ours has come: step by step.

Seven steps, of which none stands for another: signed, stored here, handed over to a
path, in their record, opened, acknowledged, answered. The first four are of machines
and rest on signatures, the store, what our node remembers, and receipts (clause 5.4);
the rest are statements that officers sign (clauses 11.20 and 11.23). A step that was
not reached stands there as not reached; what is not known says so.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from detente.api.answers import StatementView
from detente.report.casework import PersonReceipt
from detente.report.retold import title, told
from detente.report.stages import HandedOver
from detente.report.translated import Catalogue
from detente.report.words import utc

GOOD: Final = "good"
LATE: Final = "late"
UNKNOWN: Final = "unknown"
OPEN: Final = ""
"""Of what people do, which nobody can hurry: not reached, and no fault."""


class Step(NamedTuple):
    """A step: its word, its grade, what is told of it, the statement that shows it."""

    word: str
    grade: str
    told: str
    reference: str = ""


def steps(view: StatementView, says: Catalogue) -> tuple[Step, ...]:
    """Return the steps of a statement of ours, those not reached among them."""
    said, reached = view.statement, view.progress
    if reached.stage == "FROM THEM":
        return ()
    releasers = ", ".join(told(says, each) for each in said.releasers)
    return (
        Step(says.fixed("SIGNED"), GOOD, releasers),
        Step(
            told(says, "STORED HERE"), GOOD, f"{says.fixed('position')} {said.position}"
        ),
        *_handed(view, says),
        *_held(view, says),
        *_by_people(view, says),
    )


def _handed(view: StatementView, says: Catalogue) -> Iterator[Step]:
    reached, word = view.progress, says.fixed("HANDED OVER")
    known: Sequence[HandedOver] = view.handed or ()
    for each in known:
        yield Step(word, GOOD, f"{each.to}, {each.path}, {utc(each.at_s)}")
    rest = {each.to for each in known}
    unknown = says.fixed("not known: our node does not run")
    later = says.fixed("not remembered: our node has started since")
    for holding in reached.held_by:
        if holding.by not in rest:
            why = unknown if view.handed is None else later
            yield Step(word, UNKNOWN, f"{holding.by}: {why}")
    for code in reached.missing:
        if code not in rest and view.handed is None:
            yield Step(word, UNKNOWN, f"{code}: {unknown}")
        elif code not in rest:
            no_path = says.fixed("no path has taken it; it is tried on by itself")
            yield Step(says.fixed("NOT HANDED OVER"), LATE, f"{code}: {no_path}")


def _held(view: StatementView, says: Catalogue) -> Iterator[Step]:
    for each in view.progress.held_by:
        text = f"{each.by}, {says.fixed('receipt by')} {each.path}, {utc(each.at_s)}"
        yield Step(told(says, "IN THEIR RECORD"), GOOD, text)
    for code in view.progress.missing:
        by_itself = says.fixed("it goes on by itself")
        word = says.fixed("NOT YET IN THEIR RECORD")
        yield Step(word, LATE, f"{code}: {by_itself}")


def _by_people(view: StatementView, says: Catalogue) -> Iterator[Step]:
    reference = view.statement.reference
    given = [each for each in view.case.receipts if each.of == reference]
    acts = {
        "OPENED": says.fixed("NOT OPENED, as far as any officer has said"),
        "ACKNOWLEDGED": says.fixed("NOT ACKNOWLEDGED"),
    }
    for act, missing in acts.items():
        found = [each for each in given if each.act == act]
        yield from (_given(each, says) for each in found)
        if not found:
            yield Step(missing, OPEN, "")
    others = [each for each in given if each.act not in acts]
    yield from (_given(each, says) for each in others)
    answers = [each for each in view.case.answers if each.of == reference]
    for each in answers:
        step = _given(each, says)
        yield step._replace(word=f"{says.fixed('ANSWERED')}: {step.word}")
    if not answers:
        yield Step(says.fixed("NOT ANSWERED"), OPEN, "")


def _given(each: PersonReceipt, says: Catalogue) -> Step:
    word = title(says, each.reference, each.act)
    return Step(word, GOOD, f"{each.by}, {utc(each.released)}", each.reference)
