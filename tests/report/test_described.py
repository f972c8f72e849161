"""A form's fields are described whole, in the language of whoever fills them in."""

from typing import Any

import msgspec
import pytest

from detente.dialogue.forms import FORM_OF, FORMS
from detente.dialogue.forms.con import Lapse
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.stop import Requested
from detente.record.errors import Misasked
from detente.report import described
from detente.report.described import Choice
from detente.report.schema import name_of, schema_of
from detente.report.translated import LANGUAGES


def test_a_record_within_a_form_is_described_to_its_last_field() -> None:
    """A console draws the second fix of a position without knowing what one is."""
    shapes = {each.name: each for each in described.fields_of(Requested)}
    position = {each.name: each for each in shapes["position"].fields}
    bearing = [each.name for each in position["bearing"].fields]

    assert (shapes["position"].drawn, shapes["position"].record) == (
        "record",
        "Position",
    )
    assert position["lat_e5"].kind == "number"
    assert position["lat_e5"].required
    assert not shapes["position"].required
    assert bearing == ["place", "lat_e5", "lon_e5", "bearing_deg", "distance_m"]


def test_coded_values_stand_in_the_forms_order_with_what_they_are_called() -> None:
    """The record holds the one, the officer reads the other."""
    wanted = described.fields_of(Requested, "ru")[4]

    assert wanted.drawn == "coded"
    assert wanted.choices[0] == Choice("cease fire", "прекратить огонь")
    assert [each.value for each in wanted.choices][1:] == ["hold", "divert", "identify"]
    assert wanted.kind.startswith("cease fire (прекратить огонь), ")


def test_a_list_is_repeatable_and_described_by_its_item() -> None:
    """Whether of texts, numbers of phrases, or records."""
    phrases = described.fields_of(Message)[2]
    line = described.fields_of(Lapse)[2]

    assert (phrases.drawn, phrases.repeatable) == ("phrase", True)
    assert (line.drawn, line.repeatable) == ("record", True)
    assert [each.name for each in line.fields] == ["path", "last_contact", "attempts"]


def test_what_officers_write_is_one_field() -> None:
    """A free text and a span of time are typed in one place."""
    subject = described.fields_of(Message)[0]

    assert (subject.drawn, subject.kind, subject.fields) == ("free text", "text", ())


class One(msgspec.Struct, frozen=True, tag_field="is", tag="one"):
    """A record that another may stand for."""

    a: int = 0


class Two(msgspec.Struct, frozen=True, tag_field="is", tag="two"):
    """The other."""

    b: str


class Holds(msgspec.Struct, frozen=True):
    """A record that holds one of them."""

    held: One | Two


def test_one_of_several_records_is_described_by_each() -> None:
    """Whoever draws it lets the officer choose first."""
    held = described.fields_of(Holds)[0]

    assert held.drawn == "one of"
    assert [each.name for each in held.fields] == ["one", "two"]
    assert [each.name for each in held.fields[1].fields] == ["b"]


def test_a_form_or_act_that_is_none_is_refused_with_those_there_are() -> None:
    """Enough to ask again."""
    with pytest.raises(Misasked, match="STOP"):
        described.form_of("HALT")
    with pytest.raises(Misasked, match="unable"):
        described.body_of(FORMS["STOP", 1], "able")
    with pytest.raises(Misasked, match="several"):
        described.body_of(FORMS["STOP", 1], "")
    assert described.body_of(FORMS["MSG", 1], "") is Message


def plain(schema: dict[str, Any], told: dict[str, Any]) -> object:
    """Return a schema without what only people read, references followed."""
    if "$ref" in told:
        return plain(schema, schema["$defs"][told["$ref"].rpartition("/")[2]])
    if "oneOf" in told and "const" in told["oneOf"][0]:
        return sorted(each["const"] for each in told["oneOf"])
    if "enum" in told:
        return sorted(told["enum"])
    if "const" in told:
        return [told["const"]]
    if told.get("type") == "object":
        fields = {n: plain(schema, each) for n, each in told["properties"].items()}
        return fields, sorted(told["required"]), told["additionalProperties"]
    if told.get("type") == "array":
        return [plain(schema, told["items"])]
    if "anyOf" in told:
        return [plain(schema, each) for each in told["anyOf"]]
    return told["type"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_schema_takes_what_the_record_takes(language: str) -> None:
    """Fields, required ones, kinds and values are those that msgspec enforces."""
    for body, form in FORM_OF.items():
        theirs = msgspec.json.schema(body)

        ours = schema_of(form, body, language)

        assert plain(ours, ours) == plain(theirs, theirs)


def test_a_schema_is_named_by_form_version_and_act() -> None:
    """No two bodies have one name, so a program can keep them all."""
    names = {name_of(form, body) for body, form in FORM_OF.items()}

    assert len(names) == len(FORM_OF)
    assert "urn:detente:form:STOP:1:understood%2C%20passing" in names
    assert "urn:detente:form:MSG:1" in names


def test_a_schema_says_labels_help_and_values_to_people() -> None:
    """In the language that was asked for."""
    schema = schema_of(FORMS["STOP", 1], Requested, "zh")

    assert schema["title"] == "停止请求: 停止"
    about = schema["properties"]["about"]
    assert about["title"] == "场所、移动或活动"
    assert "编号" in about["description"]
    first = schema["properties"]["wanted"]["oneOf"][0]
    assert first == {"const": "cease fire", "title": "停火"}
