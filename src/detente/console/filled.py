"""Decide how a form that a browser sent becomes the typed fields of a draft.

Names are those of the form's description, with dots into records. What was left empty
was not filled in. A position is typed in degrees here, so a whole number is one too. A
free text may have a courtesy text beside it in another language (clause 11.29): it
helps, binds nobody, and says who made it and how. Points of an outline are typed a line
each, and come from the map field by field.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from detente.report.described import FieldShape, fields_of

COURTESY: Final = "courtesy."
POINTS: Final = "points."
ROWS: Final = "rows."
MORE: Final = "more"
DROP: Final = "drop"
_BODY: Final = "body."
MOST_ROWS: Final = 64
_POINT: Final = re.compile(
    r"([+-]?[0-9.]{1,24} ?[NS]?)\s*[\s,;]\s*([+-]?[0-9.]{1,24} ?[EW]?)", re.IGNORECASE
)
_WHOLE_DEGREES: Final = re.compile(r"[+-]?\d{1,3}")


class Given(NamedTuple):
    """What stands in the fields of a form, by their names."""

    fields: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, sent: Sequence[tuple[str, str]]) -> "Given":
        """Return what a browser sent."""
        return cls(tuple((name, text.strip()) for name, text in sent))

    def header(self, name: str) -> str:
        """Return what stands in a field of the header; empty: nothing."""
        return dict(self.fields).get(name, "")

    def body(self, name: str) -> str:
        """Return what stands in a field of the body, its lines one under another."""
        return "\n".join(text for at, text in self.fields if at == f"{_BODY}{name}")

    def courtesy(self, name: str) -> str:
        """Return the courtesy text beside a field of the body."""
        return self.header(f"{COURTESY}{name}")

    def points(self, name: str) -> str:
        """Return the points of an outline, a line each, however they came here."""
        typed = self.header(f"{POINTS}{name}")
        if typed:
            return typed
        rows = (self._point(f"{name}.{at}") for at in range(self.rows(name)))
        return "\n".join(filter(None, rows))

    def _point(self, name: str) -> str:
        lat, lon = self.body(f"{name}.lat_e5"), self.body(f"{name}.lon_e5")
        return f"{lat}, {lon}" if lat or lon else ""

    def rows(self, name: str) -> int:
        """Return how many records of a list there is room for: one at least."""
        inside = re.compile(rf"{re.escape(_BODY + name)}\.(\d{{1,4}})\.")
        found = (inside.match(at) for at, text in self.fields if text)
        filled = [int(each[1]) + 1 for each in found if each]
        asked = self.header(f"{ROWS}{name}")
        wanted = int(asked) if asked.isdecimal() else 1
        return min(max([1, wanted, *filled]), MOST_ROWS)

    def with_more(self) -> "Given | None":
        """Return it with room for one more record of the list that asks; None: none."""
        name = self.header(MORE)
        if not name:
            return None
        count = str(self.rows(name) + 1)
        rest = tuple(
            row for row in self.fields if row[0] not in {MORE, f"{ROWS}{name}"}
        )
        return Given((*rest, (f"{ROWS}{name}", count)))

    def has(self, name: str) -> bool:
        """Say whether anything stands in a record of the body."""
        inside = f"{_BODY}{name}.", f"{POINTS}{name}."
        return any(text and at.startswith(inside) for at, text in self.fields)


class Translated(NamedTuple):
    """Who made courtesy texts, when (POSIX seconds), and into which language."""

    by: str
    at_s: int
    language: str


def typed_of(
    given: Given, record: type[msgspec.Struct], translated: Translated
) -> list[dict[str, str]]:
    """Return the fields of a body, or of another record, as they were typed."""
    shapes = fields_of(record)
    found: list[dict[str, str]] = []
    for name, text in given.fields:
        if name.startswith(POINTS):
            found += _outline(name.removeprefix(POINTS), text)
        if not name.startswith(_BODY) or not text:
            continue
        field = name.removeprefix(_BODY)
        if given.courtesy(field):
            found += _in_two(field, text, given, translated)
            continue
        shape = _shape_at(shapes, field)
        rows = text.splitlines() if shape and _is_lines(shape) else [text]
        found += [_typed(field, _plain(field, row)) for row in rows if row]
    return found


def _shape_at(shapes: Sequence[FieldShape], name: str) -> FieldShape | None:
    """Return the field that a name leads to, through records and numbers of a list."""
    head, _, rest = name.partition(".")
    if head.isdecimal():
        return _shape_at(shapes, rest)
    found = next((each for each in shapes if each.name == head), None)
    return _shape_at(found.fields, rest) if found and rest else found


def _outline(name: str, text: str) -> Iterator[dict[str, str]]:
    """Yield the points of an outline; a line that is none is told by its number."""
    for at, line in enumerate(filter(None, map(str.strip, text.splitlines()))):
        point = _POINT.fullmatch(line)
        if point is None:
            yield _typed(f"{name}.{at}.lat_e5", line)
            continue
        for half, degrees in zip(("lat_e5", "lon_e5"), point.groups(), strict=True):
            field = f"{name}.{at}.{half}"
            yield _typed(field, _plain(field, degrees.upper()))


def _in_two(
    field: str, text: str, given: Given, translated: Translated
) -> Iterator[dict[str, str]]:
    """Yield a free text with the courtesy text beside it."""
    yield _typed(f"{field}.text", text)
    beside = f"{field}.translations.0"
    yield _typed(f"{beside}.language", translated.language)
    yield _typed(f"{beside}.text", given.courtesy(field))
    yield _typed(f"{beside}.status", given.header("courtesy_status") or "unofficial")
    yield _typed(f"{beside}.by", translated.by)
    yield _typed(f"{beside}.at", str(translated.at_s))


def _typed(name: str, text: str) -> dict[str, str]:
    return {"name": name, "text": text}


def _is_lines(shape: FieldShape) -> bool:
    """Say whether a field is a list that is typed a line an item."""
    return shape.repeatable and shape.drawn not in {"record", "one of"}


def _plain(field: str, text: str) -> str:
    whole = field.endswith("_e5") and _WHOLE_DEGREES.fullmatch(text)
    return f"{text}.0" if whole else text
