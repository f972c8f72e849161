"""Decide how records are described in the OpenAPI document: from the records.

What the API answers are the same frozen records that the command line prints with
`--json`. Their JSON schemas are drawn from their definitions (msgspec), so that the
document cannot say another thing than the program.
"""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from detente.record.errors import DetenteError

REFERENCE: Final = "#/components/schemas/{name}"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong: the error's code, a sentence, and what else it knows."""

    code: str
    sentence: str
    field: str = ""
    reason: str = ""
    clause: str = ""


class Problems(msgspec.Struct, frozen=True):
    """The answer to a request that cannot be carried out."""

    error: Problem


def problem(error: DetenteError) -> Problem:
    """Return what is said of an error."""
    known = {name: str(getattr(error, name, "")) for name in _DETAILS}
    return Problem(error.code, error.sentence, **known)


_DETAILS: Final = ("field", "reason", "clause")


def components(kinds: Iterable[type]) -> dict[str, Any]:
    """Return the schemas of records and of what they hold, by name."""
    template = REFERENCE.format(name="{name}")
    _, found = msgspec.json.schema_components(tuple(kinds), ref_template=template)
    return dict(found)


def answers(
    kind: type, *statuses: int, events: bool = False
) -> dict[int | str, dict[str, Any]]:
    """Return the documented answers of a request: what it gives, and its problems.

    `kind` is a record; bytes for a file, and a text where events are told.
    """
    media, schema = "application/json", {"$ref": _name(kind)}
    if kind is bytes:
        media, schema = "application/octet-stream", {"type": "string"}
    elif events:
        media, schema = "text/event-stream", {"type": "string"}
    told = "A file." if kind is bytes else "Events." if events else _told(kind)
    found: dict[int | str, dict[str, Any]] = {
        200: {"description": told, "content": {media: {"schema": schema}}}
    }
    problems = {"application/json": {"schema": {"$ref": _name(Problems)}}}
    for status in sorted({400, 401, 403, 429, 503, *statuses}):
        found[status] = {"description": _STATUS[status], "content": problems}
    return found


_STATUS: Final = {
    400: "The request cannot be read; the field and the reason are named.",
    401: "No token, or one that was never given out or was taken back.",
    403: "The token's role may not do this.",
    404: "Nothing of this name is held.",
    409: "The node does not take it, or it cannot be proven.",
    429: "Too many requests of one token; the answer says how long to wait.",
    503: "This side cannot go on as it is.",
}


def _name(kind: type) -> str:
    return REFERENCE.format(name=kind.__name__)


def _told(kind: type) -> str:
    return (kind.__doc__ or kind.__name__).strip().partition("\n")[0]
