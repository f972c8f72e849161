"""Decide what a form's definition says of each field, in one closed set of kinds.

Spec clause 21.1. A form is defined once, by its record; screens, schemas, printed pages
and compact texts are drawn from what this module reads there, so that none of them can
say something else than the record that is signed. A field of a kind that is not known
here stops the start: it would be missing from a page, and nobody would see that.
"""

from functools import lru_cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Final,
    Literal,
    NamedTuple,
    TypeAlias,
    Union,
    get_args,
    get_origin,
)

import msgspec

Plain: TypeAlias = Literal["text", "number", "yes or no", "bytes", "phrase"]
Value: TypeAlias = str | int

PHRASE: Final = "phrase"
"""Marks a number that stands for a stock phrase (`detente.dialogue.phrases`)."""

_PLAIN: Final[dict[object, Plain]] = {
    str: "text",
    int: "number",
    bool: "yes or no",
    bytes: "bytes",
}


class Coded(NamedTuple):
    """One of these values, in the order of the definition."""

    values: tuple[Value, ...]


class Record(NamedTuple):
    """A record with fields of its own."""

    of: type[msgspec.Struct]


class Listed(NamedTuple):
    """Any number of one kind."""

    item: "Kind"


class Perhaps(NamedTuple):
    """One kind, or nothing."""

    kind: "Kind"


class Either(NamedTuple):
    """One of several records, told apart by their tags."""

    records: tuple[Record, ...]


Kind: TypeAlias = Plain | Coded | Record | Listed | Perhaps | Either


class Field(NamedTuple):
    """A field: its label in English, what to fill in, its kind.

    `where` names it for translators: the module that defines its record, and the field.
    """

    name: str
    label: str
    explained: str
    kind: Kind
    required: bool
    where: str


@lru_cache(maxsize=512)
def fields_of(record: type[msgspec.Struct]) -> tuple[Field, ...]:
    """Return the fields of a record in the order of its definition.

    Raises:
        TypeError: a field is of a kind that no page could draw.
    """
    found = []
    for each in msgspec.structs.fields(record):
        meta = _meta(each.type)
        label = (meta.title if meta else None) or each.name.replace("_", " ")
        explained = (meta.description if meta else None) or ""
        kind, where = kind_of(each.type), where_of(record, each.name)
        found.append(Field(each.name, label, explained, kind, each.required, where))
    return tuple(found)


def where_of(record: type[msgspec.Struct], name: str) -> str:
    """Return where a word of a record stands: its module, and a name there."""
    return f"{record.__module__.rpartition('.')[2]}.{name}"


def title_of(record: type[msgspec.Struct]) -> str:
    """Return what screens call a record, in English."""
    return str(getattr(record, "title", record.__name__))


def tag_of(record: type[msgspec.Struct]) -> str:
    """Return the tag that tells a record from others; empty where it has none."""
    return str(record.__struct_config__.tag or "")


def tag_field_of(record: type[msgspec.Struct]) -> str:
    """Return the name of the field that bears the tag; empty where it has none."""
    return record.__struct_config__.tag_field or ""


def _meta(hint: object) -> msgspec.Meta | None:
    found = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    return next((each for each in found if isinstance(each, msgspec.Meta)), None)


def kind_of(hint: object) -> Kind:
    """Return the kind that a type stands for.

    Raises:
        TypeError: it stands for none.
    """
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        meta = _meta(hint)
        marked = meta is not None and PHRASE in (meta.extra or {})
        return "phrase" if marked else kind_of(inside[0])
    if origin is Literal:
        return Coded(inside)
    if origin in (Union, UnionType):
        return _one_of([kind_of(each) for each in inside if each is not NoneType], hint)
    if origin is tuple and inside[1:] == (Ellipsis,):
        return Listed(kind_of(inside[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return Record(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    raise TypeError(f"A form has a field of {hint}, of which no page can be drawn.")


def _one_of(kinds: list[Kind], hint: object) -> Kind:
    may_lack = NoneType in get_args(hint)
    records = tuple(each for each in kinds if isinstance(each, Record))
    if len(kinds) == 1:
        kind = kinds[0]
    elif len(records) == len(kinds):
        kind = Either(records)
    else:
        raise TypeError(f"A form has a field of {hint}, of which no page can be drawn.")
    return Perhaps(kind) if may_lack else kind


def bare(kind: Kind) -> Kind:
    """Return a kind without the choice of leaving it out."""
    return kind.kind if isinstance(kind, Perhaps) else kind
