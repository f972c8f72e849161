"""Decide what is shown of a statement: header, body by its labels, marks, signers.

The labels stand at the fields of the forms, so that a new form is shown as soon as it
is there. A body that cannot be read is said to be so, with the reason; a statement that
breaks a rule is shown with the rule's clause, never hidden.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from detente.dialogue import attachments
from detente.dialogue.amending import Amendment, amendment, consented
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body, Unreadable
from detente.exchange.piece import Content
from detente.record.statement import Attachment, Citation
from detente.report import amended
from detente.report.amended import Amends
from detente.report.record import Record
from detente.report.writing import SCREEN


class Mark(msgspec.Struct, frozen=True):
    """A rule that a statement breaks; where `voids` is set it changes no outcome."""

    clause: str
    sentence: str
    voids: bool


class Row(msgspec.Struct, frozen=True):
    """A field of a body by its label, written out."""

    label: str
    text: str


class HeldBy(msgspec.Struct, frozen=True):
    """A party whose node has said HELD; the time is a claim, POSIX seconds."""

    party: str
    reference: str
    released: int


class Attached(msgspec.Struct, frozen=True):
    """A file that travels after the statement; its digest in hex.

    `held_by` is folded, and alike on both nodes; `here_bytes` and `whole_here` are of
    this side's store alone. `declined` is one for which the charter leaves no room,
    `purged` one that was destroyed here by agreement.
    """

    name: str
    media_type: str
    size_bytes: int
    sha256: str
    held_by: tuple[HeldBy, ...]
    here_bytes: int
    whole_here: bool
    declined: bool
    purged: bool


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
    amends: Amends | None
    body: Any


def show(record: Record, entered: Entered) -> Shown:
    """Return what is shown of a statement."""
    header, body = entered.header, entered.body
    unreadable = body.reason if isinstance(body, Unreadable) else None
    changes = amendment_of(record, body, header.answers)
    return Shown(
        reference=header.reference,
        id=entered.id.hex(),
        party=entered.party,
        position=entered.said.position,
        title=title(entered),
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
            attached(record, entered, each) for each in header.attachments
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
        rows=() if isinstance(body, Unreadable) else tuple(rows(body, changes)),
        amends=amended.amends(changes),
        body=None if isinstance(body, Unreadable) else plain(body),
    )


def attached(record: Record, entered: Entered, each: Attachment) -> Attached:
    """Return what is shown of an attachment: what is listed, and who holds it."""
    content = Content(each.sha256, each.size_bytes)
    here = record.store.content(content)
    place = entered.said.feed, entered.said.position
    rows = [r for r in record.store.listed(content) if (r.feed, r.position) == place]
    statements = record.standing.case_of(entered).statements
    return Attached(
        each.name,
        each.media_type,
        each.size_bytes,
        each.sha256.hex(),
        tuple(
            HeldBy(held.party, held.header.reference, held.header.released)
            for held in attachments.holders(statements, entered, each)
        ),
        here.held_bytes,
        here.whole,
        any(not row.granted for row in rows),
        here.gone,
    )


def amendment_of(
    record: Record, body: Body | Unreadable, answers: tuple[Citation, ...]
) -> Amendment | None:
    """Return what a statement proposes to change of the charter, or accepts."""
    if isinstance(body, Unreadable):
        return None
    standing = record.standing
    return amendment(standing, body) or consented(standing, body, answers)


def summary(entered: Entered) -> str:
    """Return one line that says what a statement is about."""
    body = entered.body
    text = body.reason if isinstance(body, Unreadable) else body.summary()
    return text.partition("\n")[0]


def title(entered: Entered) -> str:
    """Return what screens call what a statement says."""
    body = entered.body
    return "UNREADABLE" if isinstance(body, Unreadable) else body.title


def titled(title: str, said: str) -> str:
    """Return what is said in one line, with its title where it does not bear it."""
    return said if title in said else f"{title}: {said}"


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


def rows(body: Body, changes: Amendment | None = None) -> Iterator[Row]:
    """Yield the filled fields of a body by their labels, in the form's order.

    Args:
        body: what is said.
        changes: what it changes of the charter, if it proposes or accepts that.
    """
    for label, text in amended.filled(body, changes, SCREEN):
        yield Row(label, text)
