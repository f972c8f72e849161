"""Decide how a form that a browser sent becomes the typed fields of a draft.

Names are those of the form's description, with dots into records. What was left empty
was not filled in. A position is typed in degrees here, so a whole number is one too.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.report.described import FieldShape, fields_of
from detente.report.filling import Choice

_BODY: Final = "body."
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

    def has(self, name: str) -> bool:
        """Say whether anything stands in a record of the body."""
        inside = f"{_BODY}{name}."
        return any(text and at.startswith(inside) for at, text in self.fields)


def typed_of(given: Given, choice: Choice) -> list[dict[str, str]]:
    """Return the fields of a body as they were typed, for a request."""
    lists = {each.name for each in fields_of(choice.body) if _is_lines(each)}
    found = []
    for name, text in given.fields:
        if not name.startswith(_BODY) or not text:
            continue
        field = name.removeprefix(_BODY)
        rows = text.splitlines() if field in lists else [text]
        found += [{"name": field, "text": _plain(field, row)} for row in rows if row]
    return found


def _is_lines(shape: FieldShape) -> bool:
    """Say whether a field is a list that is typed a line an item."""
    return shape.repeatable and shape.drawn not in {"record", "one of"}


def _plain(field: str, text: str) -> str:
    whole = field.endswith("_e5") and _WHOLE_DEGREES.fullmatch(text)
    return f"{text}.0" if whole else text
