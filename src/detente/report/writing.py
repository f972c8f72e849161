"""Decide how the value of a field is written out for people, by its definition.

Spec clauses 21.2 and 21.3. What a number means stands in its field's name: a latitude,
metres, seconds; a number of seconds that no form could mean as a length of time is a
moment. Coded values are written in the languages of the page; what officers wrote stays
in theirs. A stock phrase is written by number, with its text and its source, or
UNREVIEWED. A new form needs nothing here.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec

from detente.dialogue import definition
from detente.dialogue.definition import Coded, Either, Field, Kind, Listed, Record, bare
from detente.dialogue.fields import Text, Window
from detente.dialogue.phrases import BOOK
from detente.report import words
from detente.report.translated import Catalogue, catalogue

# No length of time in a form comes near 30 years; every moment lies beyond it.
FIRST_MOMENT_S: Final = 946_684_800
_E5: Final = 100_000
UNITS: Final = {
    "m": " m",
    "km": " km",
    "ft": " ft",
    "kn": " kn",
    "deg": "°",
    "min": " min",
    "ms": " ms",
    "khz": " kHz",
    "hz": " Hz",
    "bytes": " bytes",
}
_SIDES: Final = {"lat": ("NS", 2), "lon": ("EW", 3)}


class Writer(NamedTuple):
    """In which languages values are written, how a moment is, what parts fields.

    `theirs` writes what officers wrote, so that it can be told from what is ours.
    """

    says: tuple[Catalogue, ...]
    moment: Callable[[int], str] = words.utc
    between: str = ", "
    theirs: Callable[[str], str] = str

    def label(self, english: str) -> str:
        """Return a label in each language."""
        return self._each([each.label(english) for each in self.says])

    def title(self, record: type[msgspec.Struct]) -> str:
        """Return what screens call a body, in each language."""
        return self._each([each.title(record) for each in self.says])

    def fixed(self, english: str) -> str:
        """Return a fixed phrase in each language."""
        return self._each([each.fixed(english) for each in self.says])

    def coded(self, value: str | int, where: str) -> str:
        """Return a coded value in each language."""
        return self._each([each.coded(value, where) for each in self.says])

    def _each(self, said: list[str]) -> str:
        return " / ".join(dict.fromkeys(said))


SCREEN: Final = Writer((catalogue("en"),))


LONGEST_SHOWN: Final = 64
"""Bytes up to this length are a digest, an id or a code, and are shown as they are."""


def filled(record: msgspec.Struct) -> Iterator[tuple[Field, object]]:
    """Yield the fields of a record that say something, in the form's order."""
    for field in definition.fields_of(type(record)):
        value = getattr(record, field.name)
        if value not in (None, "", b"", ()):
            yield field, value


def written(field: Field, value: object, writer: Writer = SCREEN) -> str:
    """Return the value of a field as text; a list has a line for each."""
    return _written(bare(field.kind), field, value, writer)


def _written(kind: Kind, field: Field, value: object, writer: Writer) -> str:
    match kind, value:
        case Listed(item), tuple():
            inline = writer._replace(between=", ")
            return "\n".join(_written(item, field, each, inline) for each in value)
        case Coded(), str() | int():
            return writer.coded(value, field.where)
        case Record() | Either(), msgspec.Struct():
            return _record(value, writer)
        case "phrase", int():
            return _phrase(value, writer)
        case "yes or no", bool():
            return writer.fixed("yes" if value else "no")
        case _, bytes():
            return _octets(value)
        case _, int():
            return _number(field.name, value, writer)
        case _:
            return writer.theirs(str(value))


def _record(record: msgspec.Struct, writer: Writer) -> str:
    match record:
        case Text():
            return _text(record, writer)
        case Window(from_s=start_s, until_s=end_s):
            to = writer.fixed("to")
            return f"{writer.moment(start_s)} {to} {writer.moment(end_s)}"
        case _:
            return writer.between.join(_inner(*each, writer) for each in filled(record))


def _inner(field: Field, value: object, writer: Writer) -> str:
    text = written(field, value, writer).replace("\n", "; ")
    within = isinstance(value, msgspec.Struct) and not isinstance(value, Text | Window)
    return f"{writer.label(field.label)}: " + (f"({text})" if within else text)


def _octets(value: bytes) -> str:
    if len(value) <= LONGEST_SHOWN:
        return value.hex()
    return f"{len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"


def _number(name: str, value: int, writer: Writer) -> str:
    what, _, unit = name.rpartition("_")
    side = _SIDES.get(what.rpartition("_")[2])
    if unit == "e5":
        whole, rest = divmod(abs(value), _E5)
        if side is not None:
            return f"{side[0][value < 0]}{whole:0{side[1]}}.{rest:05}"
        return f"{'-' * (value < 0)}{whole}.{rest:05}"
    if unit in UNITS:
        return f"{value}{UNITS[unit]}"
    if value >= FIRST_MOMENT_S:
        return writer.moment(value)
    return words.span(value) if unit == "s" and value >= 0 else str(value)


def _phrase(number: int, writer: Writer) -> str:
    phrase, unreviewed = BOOK.get(number), writer.fixed("UNREVIEWED")
    if phrase is None:
        return f"{number} {unreviewed}: {writer.fixed('not in our book')}"
    told = [phrase.texts.get(each.language, "") for each in writer.says]
    text = " / ".join(filter(None, told)) or next(iter(phrase.texts.values()))
    if phrase.reviewed:
        return f"{number}: {text} ({phrase.source})"
    return f"{number} {unreviewed}: {text}"


def _text(text: Text, writer: Writer) -> str:
    language = f"[{text.language}] " if text.language else ""
    lines = [f"{language}{writer.theirs(text.text)}"]
    for each in text.translations:
        status = writer.coded(each.status, "fields.status")
        by = f"{status}, {each.by}, {writer.moment(each.at)}"
        how = f"[{each.language}, {writer.fixed('translation')}: {by}]"
        lines.append(f"{how} {writer.theirs(each.text)}")
    return "\n".join(lines)
