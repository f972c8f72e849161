"""Decide how a body stands on a screen: labels and codes in the reader's language.

What officers wrote stays as they wrote it, each text marked with its own language, so
that it is drawn and read aloud as what it is: Han characters differ between languages.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from detente.console.languages import tag
from detente.dialogue import definition
from detente.dialogue.definition import Coded, Either, Field, Record
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.report.described import item_of
from detente.report.retold import body_of, told
from detente.report.shown import Row
from detente.report.translated import Catalogue
from detente.report.writing import Writer, written

_TAGGED: Final = re.compile(
    r"\[([a-z]{2,3}(?:-\w+)*)(?:, translation: (\w+), (.*?))?\] "
)


class Part(NamedTuple):
    """A stretch of text; `language` is its tag, empty if it is that of the page."""

    text: str
    language: str = ""


class Worded(NamedTuple):
    """A row of a body: its label, and what stands there."""

    label: str
    parts: tuple[Part, ...]


def worded(
    says: Catalogue,
    rows: Sequence[Row],
    reference: str,
    title: str,
    language: str,
    values: object = None,
) -> Iterator[Worded]:
    """Yield the rows of a body in a language.

    Args:
        says: the reader's language.
        rows: as the core writes them, in English.
        reference: of the statement.
        title: what the core calls its body.
        language: that of the statement, by its header.
        values: the body as JSON has it; None: it is not known.
    """
    body = body_of(reference, title)
    fields = () if body is None else definition.fields_of(body)
    by_label = {field.label: field for field in fields}
    for row in rows:
        field = by_label.get(row.label)
        parts = _within(says, body, field, values, language)
        parts = parts or tuple(_parts(says, row.text, field, language))
        yield Worded(says.label(row.label), parts)


def _within(
    says: Catalogue,
    body: type[Body] | None,
    field: Field | None,
    values: object,
    language: str,
) -> tuple[Part, ...]:
    """Return a record within a field, such as a position; nothing: it is none."""
    kind = None if field is None else item_of(field.kind)
    is_record = isinstance(kind, Either) or (
        isinstance(kind, Record) and kind.of is not Text
    )
    if body is None or field is None or not is_record or not isinstance(values, dict):
        return ()
    hints = {each.name: each.type for each in msgspec.structs.fields(body)}
    try:
        value = msgspec.convert(
            values.get(field.name), hints[field.name], builtin_types=(bytes,)
        )
    except msgspec.ValidationError:
        return ()  # of a newer release, or it holds bytes
    text = written(field, value, Writer((says,), theirs=_quoted))
    return tuple(_unquoted(text, tag(language)))


def _quoted(text: str) -> str:
    """Mark what officers wrote by signs that no text in the record holds (1.6)."""
    return f"\x02{text}\x03"


def _unquoted(text: str, language: str) -> Iterator[Part]:
    for at, part in enumerate(re.split("[\x02\x03]", text)):
        if part:
            yield Part(part, language if at % 2 else "")


def _parts(
    says: Catalogue, text: str, field: Field | None, language: str
) -> Iterator[Part]:
    kind = None if field is None else item_of(field.kind)
    match kind:
        case Coded() if field is not None:
            coded = (says.coded(each, field.where) for each in text.split("\n"))
            yield Part("\n".join(coded))
        case "text":
            yield from _written(says, text, tag(language))
        case Record(of) if of is Text:
            yield from _written(says, text, tag(language))
        case "yes or no":
            yield Part(says.fixed(text))
        case "number":
            yield Part(told(says, text))
        case _:
            yield Part(text, "en")


def _written(says: Catalogue, text: str, language: str) -> Iterator[Part]:
    """Yield what officers wrote: a text in another language begins with its tag."""
    for line in text.splitlines(keepends=True):
        found = _TAGGED.match(line)
        if found is not None:
            language = tag(found[1])
            yield Part(_mark(says, *found.groups()))
        yield Part(line[found.end() :] if found else line, language)


def _mark(says: Catalogue, language: str, status: str | None, by: str | None) -> str:
    if status is None:
        return f"[{language}] "
    how = says.coded(status, "fields.status")
    return f"[{language}, {says.fixed('translation')}: {how}, {by}] "
