"""Decide which part of a body is personal, and what stands where it is not shown.

Spec clauses 17.12, 17.14 and 29.1. Contacts, plates, persons and photographs help
whoever would harm people; everything else is useful without them. So they stand in
fields of one kind, `Contacts`, which can be withheld, and purged, by themselves.
"""

from itertools import chain

import msgspec

from detente.dialogue.form import Body, Unreadable
from detente.dialogue.notice import Contacts


def bears(body: Body | Unreadable) -> bool:
    """Say whether a body has a personal part."""
    return isinstance(body, Body) and any(
        isinstance(getattr(body, name), Contacts) for name in _names(body)
    )


def without(body: Body, mark: str) -> Body:
    """Return a body with a mark in place of everything personal in it."""
    parts = {name: getattr(body, name) for name in _names(body)}
    marked = {
        name: blanked(part, mark)
        for name, part in parts.items()
        if isinstance(part, Contacts)
    }
    return msgspec.structs.replace(body, **marked)


def photographs(body: Body | Unreadable) -> frozenset[str]:
    """Return the names of the attachments that the personal part of a body names."""
    if not isinstance(body, Body):
        return frozenset()
    parts = (getattr(body, name) for name in _names(body))
    named = (each.photos for each in parts if isinstance(each, Contacts))
    return frozenset(chain.from_iterable(named))


def blanked(part: Contacts, mark: str) -> Contacts:
    """Return contacts with a mark for each word, no number, and nothing listed."""
    return msgspec.structs.replace(
        part, **{name: _blank(getattr(part, name), mark) for name in _names(part)}
    )


def _names(record: msgspec.Struct) -> list[str]:
    return [each.name for each in msgspec.structs.fields(type(record))]


def _blank(value: object, mark: str) -> object:
    match value:
        case str():
            return mark if value else value
        case int():
            return 0
        case _:
            return ()
