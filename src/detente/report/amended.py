"""Decide how an amendment is told: each term that changes, from what to what.

Clause 10.17. Nobody consents to bytes: whoever proposes, whoever is asked and whoever
reads it afterwards sees the same lines, drawn from the definition of the terms as a
form is from its own. The counterpart table is compared row by row, in its order, for
the order is a rank.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

import msgspec

from detente.dialogue import definition
from detente.dialogue.amending import Amendment
from detente.dialogue.definition import Field, Listed, Record
from detente.dialogue.form import Body
from detente.dialogue.forms.cht import Consented, Proposed
from detente.dialogue.terms import Counterpart
from detente.report import writing
from detente.report.writing import SCREEN, Writer

_ARROW: Final = " -> "


class TermChange(msgspec.Struct, frozen=True):
    """A term that changes, by the name of clause 10.8 and by its label."""

    term: str
    label: str
    old: str
    new: str

    @property
    def line(self) -> str:
        """The change in one line."""
        return f"{self.label}: {self.old}{_ARROW}{self.new}"


class Amends(msgspec.Struct, frozen=True):
    """What a proposal changes of the version that it amends."""

    version: int
    changes: tuple[TermChange, ...]


def amends(found: Amendment | None) -> Amends | None:
    """Return what a proposal changes, in words; None where that cannot be said."""
    return None if found is None else Amends(found.number, tuple(changes(found)))


def lines(found: Amends, writer: Writer = SCREEN) -> Iterator[str]:
    """Yield each change in a line."""
    if not found.changes:
        yield writer.fixed("nothing changes")
    yield from (each.line for each in found.changes)


def filled(
    body: Body, found: Amendment | None, writer: Writer
) -> Iterator[tuple[str, str]]:
    """Yield the English labels and the values of a body's fields that say something.

    Where it proposes or accepts other terms, what changes stands there and not bytes.
    """
    for field, value in writing.filled(body):
        yield field.label, _written(body, field, value, found, writer)
    if isinstance(body, Consented) and found is not None:
        told = Amends(found.number, tuple(changes(found, writer)))
        yield SCREEN.fixed("What it agrees to"), "\n".join(lines(told, writer))


def _written(
    body: Body, field: Field, value: object, found: Amendment | None, writer: Writer
) -> str:
    if not isinstance(body, Proposed) or field.name not in {"previous", "terms"}:
        return writing.written(field, value, writer)
    if field.name == "previous":
        number = f"{found.number}, " if found else ""
        return f"{number}{body.previous.hex()}"
    if found is None:
        return writing.written(field, value, writer)
    told = Amends(found.number, tuple(changes(found, writer)))
    return "\n".join(lines(told, writer))


def changes(found: Amendment, writer: Writer = SCREEN) -> Iterator[TermChange]:
    """Yield each term that changes, in the order of clause 10.8."""
    yield from _changes(found.before, found.after, "", "", writer)


def _changes(
    old: msgspec.Struct, new: msgspec.Struct, name: str, label: str, writer: Writer
) -> Iterator[TermChange]:
    for field in definition.fields_of(type(new)):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before == after:
            continue
        term, told = name + field.name, label + writer.label(field.label)
        match field.kind, before, after:
            case _, msgspec.Struct(), msgspec.Struct():
                yield from _changes(before, after, f"{term}.", f"{told}, ", writer)
            case Listed(Record()), _, _:
                yield from _rows(before, after, term, told, writer)
            case _:
                values = [value_line(field, each, writer) for each in (before, after)]
                yield TermChange(term, told, *values)


def _rows(
    old: Sequence[Counterpart],
    new: Sequence[Counterpart],
    term: str,
    label: str,
    writer: Writer,
) -> Iterator[TermChange]:
    """Yield the rows that came, went or read otherwise, by their places."""
    before, after = ([row_line(each, writer) for each in rows] for rows in (old, new))
    none = writer.fixed("none")
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            continue
        places = zip_longest(range(a, b), range(c, d))
        for at, to in places:
            place = (at if to is None else to) or 0
            yield TermChange(
                f"{term}.{place + 1}",
                f"{label} {place + 1}",
                none if at is None else before[at],
                none if to is None else after[to],
            )


def row_line(row: msgspec.Struct, writer: Writer) -> str:
    """Return a record in one line, such as a row of the counterpart table."""
    values = [
        f"{writer.label(field.label)}: {value_line(field, value, writer)}"
        for field, value in writing.filled(row)
    ]
    return "; ".join(values)


def value_line(field: Field, value: object, writer: Writer) -> str:
    """Return the value of a term in one line; what there is not is "none"."""
    text = "" if value is None else writing.written(field, value, writer)
    return text.replace("\n", ", ") or writer.fixed("none")
