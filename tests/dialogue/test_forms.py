"""A body is read as its form defines it, or comes back as unreadable; never worse."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect
from tests.dialogue.bodies import bodies
from tests.dialogue.talk import request

from detente.dialogue import forms
from detente.dialogue.cases import FAMILIES
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, Form, Unreadable, by_code, decode, encode
from detente.dialogue.forms import FORM_OF, FORMS
from detente.dialogue.forms.msg import Message
from detente.record import wire
from detente.record.errors import Malformed
from detente.record.statement import parse_reference


@given(bodies())
def test_a_body_reads_back_as_it_was_written(body: Body) -> None:
    """Every record of every form survives its bytes."""
    assert decode(FORM_OF[type(body)], encode(body)) == body


@given(st.binary(max_size=300), st.sampled_from(sorted(FORMS)))
def test_random_bytes_are_unreadable_and_no_error(
    data: bytes, form: tuple[str, int]
) -> None:
    """What cannot be read is a value: the statement still stands in the record."""
    assert isinstance(decode(FORMS[form], data), Unreadable)


@given(bodies(), st.data())
def test_a_damaged_body_is_unreadable_or_another(
    body: Body, data: st.DataObject
) -> None:
    """One changed byte never reads as the same body."""
    raw = encode(body)
    at = data.draw(st.integers(0, len(raw) - 1))
    damaged = (
        raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]
    )
    assert decode(FORM_OF[type(body)], damaged) != body


def test_a_body_that_spells_out_a_default_is_unreadable() -> None:
    """Two spellings of one body would let a side sign one and show the other."""
    value = msgspec.to_builtins(Message(subject=Text("S"), text=Text("T")))
    raw = wire.encode({**value, "acknowledge": True})
    read = decode(FORMS["MSG", 1], raw)
    assert read == Unreadable("The body spells out what may be left out.")


def test_a_form_that_is_not_known_is_unreadable() -> None:
    """A later release's form is stored and shown, and says that it cannot be read."""
    read = forms.read(parse_reference("NORTH/2026/0001/XYZ/1/O"), b"\xa0")
    assert read == Unreadable("This release has no form XYZ/1.")


def test_a_version_that_is_not_known_is_unreadable() -> None:
    """Version 2 of a known form is not guessed at."""
    name = parse_reference("NORTH/2026/0001/CON/2/O")
    assert isinstance(forms.read(name, encode(request())), Unreadable)


def test_a_purged_body_is_unreadable() -> None:
    """The record stays when the body is gone."""
    name = parse_reference("NORTH/2026/0001/CON/1/O")
    assert forms.read(name, None) == Unreadable("The body was purged.")


def test_two_forms_of_one_code_are_refused() -> None:
    """A file that brings a code which exists already does not start."""
    form = Form("XYZ", 1, "One", (Message,))
    with pytest.raises(Malformed):
        by_code((form, form))


def test_every_body_belongs_to_one_form() -> None:
    """No record is claimed by two forms, so a body names its form."""
    assert len(FORM_OF) == sum(len(form.bodies) for form in FORMS.values())


def test_every_form_names_a_family_that_exists() -> None:
    """A mistyped family would fold as a plain thread, unnoticed."""
    assert {form.family for form in FORMS.values()} <= set(FAMILIES)


@pytest.mark.parametrize("body", sorted(FORM_OF, key=str), ids=str)
def test_every_field_has_a_label(body: type[Body]) -> None:
    """What an officer fills in is called something."""
    info = inspect.type_info(body)
    assert isinstance(info, inspect.StructType)
    for field in info.fields:
        assert isinstance(field.type, inspect.Metadata)
        assert (field.type.extra_json_schema or {}).get("title")


@given(bodies())
def test_every_body_has_one_line_for_a_screen(body: Body) -> None:
    """A summary is never empty, whatever the fields hold."""
    assert body.summary().strip()
