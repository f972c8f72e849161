"""Gather what has to be translated, and keep the catalogues of translators in step.

Labels, help, titles, acts and coded values are read from the definitions of the forms
themselves, fixed phrases from the pages and templates that say them, and what the core
says of a line from its source (`spoken`). What is translated stays; what
is new is added empty; what nothing says any more is dropped. A form that is added needs
`make labels`, and its texts in each language: the tests list what is missing.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import msgspec
from babel.messages import Catalog, Message
from babel.messages.pofile import write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

import phrasing
import sentences
import spoken
import verdicts
import verify_page
from detente.console.strip import LIGHTS
from detente.dialogue import definition
from detente.dialogue.definition import Coded, Either, Kind, Listed, Perhaps, Record
from detente.dialogue.forms import FORMS
from detente.dialogue.terms import Terms
from detente.record.statement import Header
from detente.report import translated
from detente.report.pages import BUCKETS
from detente.report.patterns import PATTERNS, REFUSING, SHOWING, STATING, pieces
from detente.report.words import PRECEDENCE
from findings import ROOT

SOURCES = ROOT / "src" / "detente"
PAGES = (SOURCES / "report", SOURCES / "console")
LOCALES = SOURCES / "report" / "locales"
OF_VERDICTS = verify_page.SOURCE / "catalogue.js"
TEMPLATES = SOURCES / "console" / "templates"
WIDTH = 88
HEADER = """\
# What forms and pages say in this language. `make labels` keeps it in step.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


class Wanted(NamedTuple):
    """A text to be translated; `told` says to translators where it stands."""

    english: str
    context: str
    told: str


@cache
def wanted() -> tuple[Wanted, ...]:
    """Return every text that is to be translated, once for each context."""
    found: dict[tuple[str, str], Wanted] = {}
    others = (*_of_pages(), *_of_templates(), *_of_the_core())
    for each in (*_of_forms(), *_of_headers(), *_of_terms(), *others):
        if each.english:
            found.setdefault((each.context, each.english), each)
    return tuple(found[key] for key in sorted(found))


def _of_forms() -> Iterator[Wanted]:
    for form in FORMS.values():
        yield Wanted(form.title, "", f"{form.code}, its title")
        for body in form.bodies:
            act = definition.tag_of(body)
            where = f"{form.code} {act}".strip()
            yield _title(body, where)
            if act:
                context = definition.where_of(body, definition.tag_field_of(body))
                yield Wanted(act, context, f"{form.code}, an act")
            yield from _of_record(body, where)


def _title(record: type[msgspec.Struct], where: str) -> Wanted:
    context = definition.where_of(record, "title")
    return Wanted(definition.title_of(record), context, f"{where}, its title")


def _of_record(record: type[msgspec.Struct], where: str) -> Iterator[Wanted]:
    for field in definition.fields_of(record):
        yield Wanted(field.label, "", f"{where}, label of {field.name}")
        yield Wanted(field.explained, "", f"{where}, help to {field.name}")
        yield from _of_kind(field.kind, field.where, f"{where} {field.name}")


def _of_kind(kind: Kind, context: str, where: str) -> Iterator[Wanted]:
    match kind:
        case Perhaps(inner) | Listed(inner):
            yield from _of_kind(inner, context, where)
        case Record(of):
            yield from _of_record(of, where)
        case Either(records):
            for each in records:
                yield _title(each.of, where)
                yield from _of_record(each.of, where)
        case Coded(values):
            for value in values:
                if isinstance(value, str):
                    yield Wanted(value, context, f"{where}, a value")
        case _:
            return


def _of_headers() -> Iterator[Wanted]:
    for field in definition.fields_of(Header):
        if isinstance(field.kind, Coded) and field.name != "precedence":
            yield from _of_kind(field.kind, field.where, f"header {field.name}")


def _of_terms() -> Iterator[Wanted]:
    """Yield the labels of a charter's terms: a proposal shows which ones change."""
    yield from _of_record(Terms, "charter terms")


def _of_pages() -> Iterator[Wanted]:
    """Yield what pages say by themselves: whatever stands in a call of `fixed`."""
    for precedence in PRECEDENCE.values():
        yield Wanted(precedence, "", "a precedence")
    for path in sorted(path for place in PAGES for path in place.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr == "fixed":
                for text in _texts(node):
                    yield Wanted(text, "", f"page, {path.stem}")


def _of_templates() -> Iterator[Wanted]:
    """Yield what the console's templates say: what stands in `_` and `pgettext`."""
    for _, words in BUCKETS:
        yield Wanted(words, "", "console, a count of requests")
    for words in LIGHTS:
        yield Wanted(words, "", "console, a light")
    for path in sorted(TEMPLATES.glob("*.html")):
        read = Environment(autoescape=True).parse(path.read_text("utf-8"))
        for _, _, text in extract_from_ast(read, ("_", "pgettext")):
            context, english = text if isinstance(text, tuple) else ("", text)
            yield Wanted(english or "", context or "", f"console, {path.stem}")


def _of_the_core() -> Iterator[Wanted]:
    """Yield what the core says, refuses and marks, and the units of times."""
    for unit in spoken.UNITS:
        yield Wanted(unit, "unit", "a length of time")
    for text, where in spoken.spoken():
        yield Wanted(text, STATING, where)
    known = {phrasing.shape(each.pattern) for each in sentences.sentences()}
    of_page = (e for e in verdicts.of_page() if phrasing.shape(e.pattern) not in known)
    for pattern, where, row in (*sentences.sentences(), *of_page):
        yield Wanted(pattern, SHOWING if row else REFUSING, where)


def _texts(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def in_step(language: str) -> Catalog:
    """Return a language's catalogue with every text that is wanted, and no other."""
    place = path_of(language)
    old = translated.entries(language) if place.is_file() else Catalog()
    fresh = Catalog(locale=language, domain=translated.DOMAIN)
    shapes = {(e.context, phrasing.shape(str(e.id))): e for e in old if e.id}
    for each in wanted():
        known = old.get(each.english, each.context or None)
        said = str(known.string) if known else ""
        if known is None and each.context in PATTERNS:
            known = shapes.get((each.context, phrasing.shape(each.english)))
            said = phrasing.renamed(known, each.english) if known else ""
        fresh.add(
            each.english,
            said,
            auto_comments=[each.told],
            user_comments=known.user_comments if known else [],
            flags=known.flags if known else set(),
            context=each.context or None,
        )
    return fresh


def written(language: str) -> bytes:
    """Return the catalogue of a language as the file holds it, in step."""
    file = BytesIO()
    file.write(HEADER.format(language=language).encode())
    write_po(file, in_step(language), width=WIDTH, omit_header=True)
    return file.getvalue()


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALES / language / "LC_MESSAGES" / f"{translated.DOMAIN}.po"


def faults(language: str) -> Iterator[str]:
    """Yield what is missing, unsure or stale in a catalogue, one line each."""
    said, texts = translated.entries(language), wanted()
    for each in texts:
        found = said.get(each.english, each.context or None)
        place = f"{language}: {each.told}: {each.english!r}"
        if found is None or not found.string:
            yield f"{place} has no translation"
        elif found.fuzzy:
            yield f"{place} is fuzzy"
        elif each.context in PATTERNS and not _has_places(each, found):
            yield f"{place} has other places in its translation"
    known = {(each.context, each.english) for each in texts}
    for entry in said:
        if entry.id and (entry.context or "", entry.id) not in known:
            yield f"{language}: {entry.id!r} is said nowhere any more"


def _has_places(wanted: Wanted, found: Message) -> bool:
    """Say whether a translation holds the same values, in whatever order."""
    return _places(wanted.english) == _places(str(found.string))


def _places(pattern: str) -> list[str]:
    """Return the names of the places of a pattern; one by number has none."""
    return sorted("" if each.isdecimal() else each for each in pieces(pattern)[1])


def main() -> int:
    """Write every catalogue anew, and the page's; say what is left to translate."""
    missing = 0
    for language in translated.LANGUAGES[1:]:
        data, place = written(language), path_of(language)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        for line in faults(language):
            print(line)
            missing += 1
    OF_VERDICTS.write_text(verdicts.written(), "utf-8")
    print(f"labels: {len(wanted())} texts, {missing} to translate.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
