"""Decide how terms become a file that an officer edits, and such a file a proposal.

Clause 10.17. The file is TOML with the names of clause 10.8, each term under its label.
What the edited file leaves out stays as it is: a file of one line changes one term, and
a line that was lost in editing changes none. What no version can change is refused by
its name, before a reference is spent on it.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import msgspec

from detente.cli.shell import files
from detente.cli.shell.terms import MAY_BE_NONE
from detente.dialogue import definition
from detente.dialogue.amending import FIXED
from detente.dialogue.definition import Field, Listed, Record, bare
from detente.dialogue.terms import Terms
from detente.record.cose import MAX_BYTES
from detente.record.errors import Misasked
from detente.report.proposing import terms_of

_HEAD: Final = (
    "# The terms in force: version {number} of the charter. Times are in seconds.",
    "# Change what is to change, then: detente amend FILE --text WHY",
    "# What is left out stays as it is; a list is emptied by [].",
)


def values(terms: object) -> object:
    """Return terms for a program, with those that stand as clause 10.8 has them."""
    match terms:
        case msgspec.Struct():
            held = msgspec.structs.asdict(terms)
            return {name: values(each) for name, each in held.items()}
        case tuple():
            return [values(each) for each in terms]
        case _:
            return terms


def sheet(number: int, terms: Terms) -> Iterator[str]:
    """Yield the lines of a file of terms.

    Args:
        number: the version of the charter whose terms they are.
        terms: the terms.
    """
    yield from (line.format(number=number) for line in _HEAD)
    yield from ("", "# No version changes these (clauses 10.8 and 10.11):")
    tables: list[tuple[Field, object]] = []
    for field in sorted(definition.fields_of(Terms), key=lambda f: f.name not in FIXED):
        value = getattr(terms, field.name)
        if field.name in FIXED:
            yield f"# {field.name} = {_toml(value)}"
        elif _is_table(field):
            tables.append((field, value))
        else:
            yield from _told(field, value)
    for field, value in tables:
        yield from _table(field, value)


def _is_table(field: Field) -> bool:
    match bare(field.kind):
        case Record() | Listed(Record()):
            return True
        case _:
            return False


def _told(field: Field, value: object) -> Iterator[str]:
    yield from ("", _comment(field), f"{field.name} = {_toml(value)}")


def _comment(field: Field) -> str:
    return f"# {field.label}. {field.explained}".rstrip(". ")


def _table(field: Field, value: object) -> Iterator[str]:
    """Yield a record, or a row for each record of a list."""
    yield from ("", _comment(field))
    match value:
        case ():
            yield f"# {field.name} = []"
        case None:
            yield f"# {field.name} = false"
        case tuple():
            for each in value:
                yield f"[[{field.name}]]"
                yield from _rows(each)
        case _:
            yield f"[{field.name}]"
            yield from _rows(value)


def _rows(value: object) -> Iterator[str]:
    if isinstance(value, msgspec.Struct):
        for each in definition.fields_of(type(value)):
            said = getattr(value, each.name)
            if said is not None:  # TOML has no word for nothing
                yield f"{each.name} = {_toml(said)}  # {each.label}"


def _toml(value: object) -> str:
    """Return a value as TOML has it; its strings are those of JSON."""
    match value:
        case msgspec.Struct():
            rows = msgspec.structs.asdict(value).items()
            return "{" + ", ".join(f"{name} = {_toml(v)}" for name, v in rows) + "}"
        case tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def edited(file: Path, terms: Terms) -> Terms:
    """Return terms as an edited file has them.

    Args:
        file: what was edited.
        terms: the terms in force; what the file leaves out stays as there.

    Raises:
        Misasked: the file cannot be read, or is no TOML.
        Unamendable: it has a term that there is not, or of another kind.
    """
    try:
        said = tomllib.loads(files.read(file, MAX_BYTES).decode())
    except (ValueError, RecursionError) as error:
        raise Misasked(f"{file} is no TOML: {error}.") from error
    given = {each: getattr(terms, each) for each in Terms.__struct_fields__}
    given |= {name: _given(name, each, given.get(name)) for name, each in said.items()}
    whole: Mapping[str, object] = msgspec.to_builtins(given)
    return terms_of(whole)


def _given(name: str, value: object, known: object) -> object:
    """Return a term as the file has it; of a record it may say a part."""
    if name in MAY_BE_NONE and value is False:
        return None  # TOML has no word for nothing: see `cli.shell.terms`
    if isinstance(known, msgspec.Struct) and isinstance(value, Mapping):
        return {**msgspec.structs.asdict(known), **value}
    return value
