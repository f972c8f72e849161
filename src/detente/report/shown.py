"""Decide what is shown of a statement: header, body by its labels, marks, signers.

The labels stand at the fields of the forms, so that a new form is shown as soon as it
is there. A body that cannot be read is said to be so, with the reason; a statement that
breaks a rule is shown with the rule's clause, never hidden.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Final, get_args, get_origin, get_type_hints

import msgspec

from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text, Window
from detente.dialogue.form import Body, Unreadable
from detente.report import words
from detente.report.record import Record

# No length of time in a form comes near 30 years; every moment lies beyond it.
_FIRST_MOMENT_S: Final = 946_684_800


class Mark(msgspec.Struct, frozen=True):
    """A rule that a statement breaks; where `voids` is set it changes no outcome."""

    clause: str
    sentence: str
    voids: bool


class Row(msgspec.Struct, frozen=True):
    """A field of a body by its label, written out."""

    label: str
    text: str


class Attached(msgspec.Struct, frozen=True):
    """A file that travels after the statement; its digest in hex."""

    name: str
    media_type: str
    size_bytes: int
    sha256: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as people see it; times are claims, POSIX seconds, ids in hex."""

    reference: str
    id: str
    party: str
    position: int
    title: str
    summary: str
    from_post: str
    to_post: str
    info_posts: tuple[str, ...]
    status: str
    kind: str
    precedence: str
    language: str
    handling: str
    releasable_to: tuple[str, ...]
    attachments: tuple[Attached, ...]
    drafted: int
    released: int
    releasers: tuple[str, ...]
    answers: tuple[str, ...]
    changes: tuple[str, ...]
    valid_from: int | None
    valid_until: int | None
    reply_by: int | None
    marks: tuple[Mark, ...]
    unreadable: str | None
    rows: tuple[Row, ...]
    body: Any


def show(record: Record, entered: Entered) -> Shown:
    """Return what is shown of a statement."""
    header, body = entered.header, entered.body
    unreadable = body.reason if isinstance(body, Unreadable) else None
    return Shown(
        reference=header.reference,
        id=entered.id.hex(),
        party=entered.party,
        position=entered.said.position,
        title="UNREADABLE" if isinstance(body, Unreadable) else body.title,
        summary=summary(entered),
        from_post=header.from_post,
        to_post=header.to_post,
        info_posts=header.info_posts,
        status=header.status,
        kind=header.kind,
        precedence=header.precedence,
        language=header.language,
        handling=header.handling,
        releasable_to=header.releasable_to,
        attachments=tuple(
            Attached(each.name, each.media_type, each.size_bytes, each.sha256.hex())
            for each in header.attachments
        ),
        drafted=header.drafted,
        released=header.released,
        releasers=tuple(signer(record, entered.party, k) for k in header.releasers),
        answers=tuple(cited.reference for cited in header.answers),
        changes=tuple(cited.reference for cited in header.changes),
        valid_from=header.valid_from,
        valid_until=header.valid_until,
        reply_by=header.reply_by,
        marks=marks(record, entered),
        unreadable=unreadable,
        rows=() if isinstance(body, Unreadable) else tuple(rows(body)),
        body=None if isinstance(body, Unreadable) else plain(body),
    )


def summary(entered: Entered) -> str:
    """Return one line that says what a statement is about."""
    body = entered.body
    text = body.reason if isinstance(body, Unreadable) else body.summary()
    return text.partition("\n")[0]


def marks(record: Record, entered: Entered) -> tuple[Mark, ...]:
    """Return the rules that a statement breaks."""
    return tuple(Mark(*fault) for fault in record.standing.faults(entered))


def signer(record: Record, party: str, kid: bytes) -> str:
    """Return which credential a thumbprint names, as far as the key document says."""
    found = record.paired.channel.party(party).post_of(kid)
    if found is None:
        return f"a key of {party} that its key document does not name: {kid.hex()}"
    machine = " (the node's own)" if found.node else ""
    return f"{party}/{found.post}, credential {found.number}{machine}"


def plain(body: Body) -> object:
    """Return a body as JSON has it; bytes in hex."""
    return _hexed(msgspec.to_builtins(body, builtin_types=(bytes,)))


def _hexed(value: object) -> object:
    match value:
        case bytes():
            return value.hex()
        case dict():
            return {str(key): _hexed(each) for key, each in value.items()}
        case list() | tuple():
            return [_hexed(each) for each in value]
        case _:
            return value


def rows(body: Body) -> Iterator[Row]:
    """Yield the filled fields of a body by their labels, in the form's order."""
    for name, label in labels(type(body)).items():
        value = getattr(body, name)
        if value not in (None, "", ()):
            yield Row(label, _written(value))


@lru_cache(maxsize=256)
def labels(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return the label of each field of a form's body; its name where it has none."""
    found = {}
    hints = get_type_hints(kind, include_extras=True)
    for name in kind.__struct_fields__:
        found[name] = name.replace("_", " ")
        if get_origin(hints[name]) is Annotated:
            for each in get_args(hints[name])[1:]:
                if isinstance(each, msgspec.Meta) and each.title:
                    found[name] = each.title
    return found


def _written(value: object) -> str:
    match value:
        case Text():
            return _text(value)
        case Window():
            return f"{words.utc(value.from_s)} to {words.utc(value.until_s)}"
        case msgspec.Struct():
            fields = labels(type(value)).items()
            return ", ".join(f"{label}: {getattr(value, n)}" for n, label in fields)
        case bool():
            return "yes" if value else "no"
        case int() if value >= _FIRST_MOMENT_S:
            return words.utc(value)
        case bytes():
            return f"{len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"
        case tuple():
            return "\n".join(map(_written, value))
        case _:
            return str(value)


def _text(text: Text) -> str:
    language = f"[{text.language}] " if text.language else ""
    lines = [f"{language}{text.text}"]
    for each in text.translations:
        by = f"{each.status} translation by {each.by}, {words.utc(each.at)}"
        lines.append(f"[{each.language}, {by}] {each.text}")
    return "\n".join(lines)
