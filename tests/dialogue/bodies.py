"""Every body that the forms allow, drawn from their own definitions."""

import string
from typing import assert_never

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from detente.dialogue.form import Body
from detente.dialogue.forms import FORM_OF

TEXTS = st.text(string.ascii_letters + " .,é中Я", max_size=20)
NUMBERS = st.integers(-(2**40), 2**40)


def bodies() -> st.SearchStrategy[Body]:
    """Draw a body of any form."""
    return st.one_of([of(each) for each in sorted(FORM_OF, key=str)])


def of(body: type[Body]) -> st.SearchStrategy[Body]:
    """Draw a body of one kind."""
    info = inspect.type_info(body)
    assert isinstance(info, inspect.StructType)
    return _struct(info)  # type: ignore[return-value]


def _struct(info: inspect.StructType) -> st.SearchStrategy[msgspec.Struct]:
    fields = {field.name: _value(field.type) for field in info.fields}
    return st.builds(info.cls, **fields)


def _value(info: inspect.Type) -> st.SearchStrategy[object]:  # noqa: C901, PLR0911 - one arm a type
    match info:
        case inspect.Metadata():
            return _value(info.type)
        case inspect.StructType():
            return _struct(info)
        case inspect.UnionType():
            return st.one_of([_value(each) for each in info.types])
        case inspect.VarTupleType():
            return st.lists(_value(info.item_type), max_size=3).map(tuple)
        case inspect.LiteralType():
            return st.sampled_from(info.values)
        case inspect.NoneType():
            return st.none()
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return NUMBERS
        case inspect.StrType():
            return TEXTS
        case inspect.BytesType():
            return st.binary(max_size=40)
        case _:
            assert_never(info)  # type: ignore[arg-type]
