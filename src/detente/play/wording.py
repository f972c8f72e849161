"""Decide how a step's words become a form's body: as a person would fill it in.

A script writes a date where the form counts seconds, and plain text where the form has
a text with translations; the form's own types say which is which, so that a new form
needs nothing here. Everything else is the form's own (clause 11.4).
"""

from datetime import datetime
from typing import Any

from msgspec import inspect

from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.play.script import Statement, unfit
from detente.record.errors import Malformed, Misasked
from detente.report import filling


def body(step: Statement) -> Body:
    """Return the body of a step's statement; what refers to other steps is left out.

    Raises:
        Malformed: the words do not fit the form; the sentence names the field.
    """
    try:
        choice = filling.choose(step.form, str(step.body.get("act", "")))
    except Misasked as error:
        raise Malformed(f"Step {step.id!r}, field form: {error.sentence}") from error
    kinds = {
        each.encode_name: each.type for each in _fields(inspect.type_info(choice.body))
    }
    words = {
        name: _fit(kinds[name], value) if name in kinds else value
        for name, value in step.body.items()
    }
    for translation in step.translations:
        text = words.get(translation.of)
        if not isinstance(text, dict) or "text" not in text:
            raise Malformed(
                f"Step {step.id!r}, field translations: the body has no text "
                f"{translation.of!r} to translate."
            )
        text.setdefault("translations", []).append(
            {
                "language": translation.language,
                "text": translation.text,
                "status": translation.status,
                "by": translation.by,
                "at": step.at_s,
            }
        )
    try:
        return filling.from_json(choice, words)
    except filling.Unfilled as error:
        field = f"body.{error.field}" if error.field else "body"
        said = f"{error.reason} - at `$.{field}`"
        raise unfit(f"Step {step.id!r}", said) from error


def _fields(kind: inspect.Type) -> tuple[inspect.Field, ...]:
    return kind.fields if isinstance(kind, inspect.StructType) else ()


def _fit(kind: inspect.Type, value: Any) -> Any:  # noqa: ANN401 - TOML has any value
    """Return a value of TOML as its field's type has it; unchanged where it fits."""
    match kind, value:
        case inspect.Metadata(), _:
            return _fit(kind.type, value)
        case inspect.UnionType(), _:
            fitted = (_fit(each, value) for each in kind.types)
            return next((each for each in fitted if each is not value), value)
        case inspect.VarTupleType(), list():
            return [_fit(kind.item_type, each) for each in value]
        case inspect.StructType(), str() if kind.cls is Text:
            return {"text": value}
        case inspect.StructType(), dict():
            kinds = {each.encode_name: each.type for each in kind.fields}
            return {
                name: _fit(kinds[name], each) if name in kinds else each
                for name, each in value.items()
            }
        case inspect.IntType(), datetime():
            return int(value.timestamp())
        case _:
            return value
