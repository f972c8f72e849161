"""Decide how the fields of a form are described to whoever fills them in.

Spec clause 21.2. One description serves the console, which draws it, and the command
line, which lists it: label and help in the reader's language, what may be put there,
the fields of a record within a record. It is read from the form's definition, so a new
form is described as soon as its file is there.
"""

from typing import Final, Literal, TypeAlias

import msgspec

from detente.dialogue import definition, forms
from detente.dialogue.definition import (
    Coded,
    Either,
    Field,
    Kind,
    Listed,
    Perhaps,
    Record,
    bare,
)
from detente.dialogue.fields import Text, Window
from detente.dialogue.form import Body, Form
from detente.record.errors import Misasked
from detente.report.translated import Catalogue, catalogue
from detente.report.writing import UNITS

Drawn: TypeAlias = Literal[
    "text",
    "free text",
    "number",
    "yes or no",
    "bytes",
    "phrase",
    "coded",
    "window",
    "record",
    "one of",
]

_MEASURES: Final = {"e5", *UNITS} - {"min", "ms"}
_OFFICERS_OWN: Final = (Text, Window)


class Choice(msgspec.Struct, frozen=True):
    """A coded value: as the record holds it, and as people read it."""

    value: str | int
    label: str


class FieldShape(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a form as a person fills it in.

    Attributes:
        name: in the record, and on the command line.
        label: in the reader's language.
        explained: what to fill in, where the label does not say it.
        kind: what a text typed for it means.
        required: whether it must be filled in.
        drawn: what kind of input it is.
        repeatable: whether it is a list.
        choices: the values that a coded field may have.
        record: the record that it holds, such as Position; empty: none.
        fields: the fields of that record; of `one of`, a shape for each record.
    """

    name: str
    label: str
    explained: str
    kind: str
    required: bool
    drawn: Drawn
    repeatable: bool = False
    choices: tuple[Choice, ...] = ()
    record: str = ""
    fields: tuple["FieldShape", ...] = ()


class ActShape(msgspec.Struct, frozen=True):
    """An act of a form, and what screens call it in the reader's language.

    `automatic` marks what a node enters by itself.
    """

    form: str
    version: int
    act: str
    title: str
    automatic: bool


def form_of(code: str) -> Form:
    """Return the newest version of a form.

    Raises:
        Misasked: there is none.
    """
    versions = [form for form in forms.FORMS.values() if form.code == code]
    if not versions:
        known = ", ".join(sorted({form.code for form in forms.FORMS.values()}))
        raise Misasked(f"There is no form {code[:40]!r}. There are: {known}.")
    return max(versions, key=lambda each: each.version)


def body_of(form: Form, act: str) -> type[Body]:
    """Return the body of a form that bears an act; without one, the only body.

    Raises:
        Misasked: there is no such act, or several and none is named.
    """
    bodies = {definition.tag_of(body): body for body in form.bodies}
    if not act and len(bodies) == 1:
        return form.bodies[0]
    if act not in bodies:
        wrong = f"no act {act[:40]!r}" if act else "several acts"
        raise Misasked(f"{form.code} has {wrong}. Name one of: {', '.join(bodies)}.")
    return bodies[act]


def act_of(form: Form, body: type[Body], language: str = "en") -> ActShape:
    """Return how an act is described."""
    act, title = definition.tag_of(body), title_of(body, language)
    return ActShape(form.code, form.version, act, title, body.automatic)


def acts_of(form: Form, language: str = "en") -> tuple[ActShape, ...]:
    """Return the acts of a form, in the order of its definition."""
    return tuple(act_of(form, body, language) for body in form.bodies)


def fields_of(
    record: type[msgspec.Struct], language: str = "en"
) -> tuple[FieldShape, ...]:
    """Return the fields of a form's body, in the form's order.

    Args:
        record: the body, or a record within one.
        language: the tag of the language of labels.

    Raises:
        Misasked: there are no labels in that language.
    """
    said = catalogue(language)
    return tuple(_shape(each, said) for each in definition.fields_of(record))


def title_of(record: type[msgspec.Struct], language: str = "en") -> str:
    """Return what screens call a body, in another language."""
    return catalogue(language).title(record)


def choices_of(field: Field, said: Catalogue) -> tuple[Choice, ...]:
    """Return the values that a coded field may have, in the form's order."""
    kind = item_of(field.kind)
    values = kind.values if isinstance(kind, Coded) else ()
    return tuple(Choice(each, said.coded(each, field.where)) for each in values)


def _shape(field: Field, said: Catalogue) -> FieldShape:
    kind = item_of(field.kind)
    repeatable = isinstance(bare(field.kind), Listed)
    told = _told(field, kind, said)
    return FieldShape(
        name=field.name,
        label=said.label(field.label),
        explained=said.label(field.explained),
        kind=f"{told}, {said.fixed('repeatable')}" if repeatable else told,
        required=field.required,
        drawn=_drawn(kind),
        repeatable=repeatable,
        choices=choices_of(field, said),
        record=kind.of.__name__ if isinstance(kind, Record) else "",
        fields=_inside(kind, said),
    )


def item_of(kind: Kind) -> Kind:
    """Return what a field holds, or each of its list, without the choice of none."""
    match kind:
        case Perhaps(inner) | Listed(inner):
            return item_of(inner)
        case _:
            return kind


def _inside(kind: Kind, said: Catalogue) -> tuple[FieldShape, ...]:
    match kind:
        case Record(of) if of not in _OFFICERS_OWN:
            return fields_of(of, said.language)
        case Either(records):
            return tuple(_alternative(each.of, said) for each in records)
        case _:
            return ()


def _alternative(record: type[msgspec.Struct], said: Catalogue) -> FieldShape:
    return FieldShape(
        name=definition.tag_of(record),
        label=title_of(record, said.language),
        explained="",
        kind=said.fixed("by --body"),
        required=False,
        drawn="record",
        record=record.__name__,
        fields=fields_of(record, said.language),
    )


def _drawn(kind: Kind) -> Drawn:
    match kind:
        case Record(of):
            return "free text" if of is Text else "window" if of is Window else "record"
        case Either():
            return "one of"
        case Coded():
            return "coded"
        case Listed() | Perhaps():
            return _drawn(item_of(kind))
        case plain:
            return plain


def _told(field: Field, kind: Kind, said: Catalogue) -> str:
    match kind:
        case "text":
            return said.fixed("text")
        case "number" if field.name.rpartition("_")[2] not in _MEASURES:
            return said.fixed("number, moment or length of time")
        case "number" | "phrase":
            return said.fixed("number")
        case "yes or no":
            return said.fixed("yes or no")
        case Coded():
            return ", ".join(map(_choice, choices_of(field, said)))
        case Record(of) if of is Text:
            return said.fixed("text")
        case Record(of) if of is Window:
            return "MOMENT/MOMENT"
        case _:
            return said.fixed("by --body")


def _choice(choice: Choice) -> str:
    value = str(choice.value)
    return value if choice.label == value else f"{value} ({choice.label})"
