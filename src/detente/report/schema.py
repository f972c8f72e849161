"""Decide how a form's body is described as JSON Schema, for programs of others.

Spec clause 21.2. The schema says what a body is when it is handed in as JSON: the same
fields, the same coded values, nothing else; draft 2020-12, `$id` naming form, version
and act. Titles and descriptions are labels and help, in any language there is. What a
form demands beyond the kinds of its fields is in its faults, not here.
"""

from typing import Any, Final
from urllib.parse import quote

import msgspec

from detente.dialogue import definition
from detente.dialogue.definition import (
    Coded,
    Either,
    Field,
    Kind,
    Listed,
    Perhaps,
    Record,
)
from detente.dialogue.form import Body, Form
from detente.report.described import choices_of, title_of
from detente.report.translated import Catalogue, catalogue

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_LEAST, _MOST = -(1 << 64), (1 << 64) - 1


def schema_of(form: Form, body: type[Body], language: str = "en") -> dict[str, Any]:
    """Return the JSON Schema of a form's body.

    Args:
        form: the form.
        body: one of its bodies.
        language: the tag of the language of titles and descriptions.

    Raises:
        Misasked: there are no labels in that language.
    """
    said = catalogue(language)
    titles = {"title": f"{said.label(form.title)}: {title_of(body, language)}"}
    head = {"$schema": DRAFT, "$id": name_of(form, body)}
    return head | titles | _record(body, said)


def name_of(form: Form, body: type[Body]) -> str:
    """Return the name of a body's schema: form, version, act."""
    act = definition.tag_of(body)
    end = f":{quote(act, safe='')}" if act else ""
    return f"urn:detente:form:{form.code}:{form.version}{end}"


def _record(record: type[msgspec.Struct], said: Catalogue) -> dict[str, Any]:
    fields = definition.fields_of(record)
    properties = {each.name: _field(each, said) for each in fields}
    required = [each.name for each in fields if each.required]
    tag = definition.tag_of(record)
    if tag:
        name = definition.tag_field_of(record)
        properties = {name: {"const": tag}, **properties}
        required = [name, *required]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _field(field: Field, said: Catalogue) -> dict[str, Any]:
    told = {"title": said.label(field.label)}
    if field.explained:
        told["description"] = said.label(field.explained)
    return told | _kind(field.kind, field, said)


def _kind(kind: Kind, field: Field, said: Catalogue) -> dict[str, Any]:  # noqa: PLR0911 - one arm a kind
    match kind:
        case Perhaps(inner):
            return {"anyOf": [_kind(inner, field, said), {"type": "null"}]}
        case Listed(item):
            return {"type": "array", "items": _kind(item, field, said)}
        case Record(of):
            return _record(of, said)
        case Either(records):
            return {"oneOf": [_record(each.of, said) for each in records]}
        case Coded():
            choices = choices_of(field, said)
            return {
                "oneOf": [
                    {"const": each.value, "title": each.label} for each in choices
                ]
            }
        case "text":
            return {"type": "string"}
        case "bytes":
            return {"type": "string", "contentEncoding": "base64"}
        case "yes or no":
            return {"type": "boolean"}
        case _:
            return {"type": "integer", "minimum": _LEAST, "maximum": _MOST}
