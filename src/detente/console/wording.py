"""Decide how a body stands on a screen: labels and codes in the reader's language.

What officers wrote stays as they wrote it, each text marked with its own language, so
that it is drawn and read aloud as what it is: Han characters differ between languages.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from detente.console.languages import tag
from detente.dialogue import definition
from detente.dialogue.definition import Coded, Field, Record
from detente.dialogue.fields import Text
from detente.report.described import item_of
from detente.report.retold import body_of, told
from detente.report.shown import Row
from detente.report.translated import Catalogue

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
    says: Catalogue, rows: Sequence[Row], reference: str, title: str, language: str
) -> Iterator[Worded]:
    """Yield the rows of a body in a language.

    Args:
        says: the reader's language.
        rows: as the core writes them, in English.
        reference: of the statement.
        title: what the core calls its body.
        language: that of the statement, by its header.
    """
    body = body_of(reference, title)
    fields = () if body is None else definition.fields_of(body)
    by_label = {field.label: field for field in fields}
    for row in rows:
        parts = _parts(says, row.text, by_label.get(row.label), language)
        yield Worded(says.label(row.label), tuple(parts))


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
