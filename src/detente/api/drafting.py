"""Decide how a request becomes a draft to sign, and signatures become a statement.

The rules are `detente.dialogue.compose`; who signs does so at home, over the bytes
given here. A reference is fixed with the draft: one that is not used is entered VOID by
whoever asked for it (clause 11.26).
"""

import base64
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from detente.api.requests import AttachmentRequest, DraftRequest, ReleaseRequest
from detente.api.watching import Watching
from detente.dialogue.amending import Amendment
from detente.dialogue.compose import (
    Author,
    Composed,
    Desk,
    Draft,
    cite,
    completed,
    compose,
)
from detente.dialogue.form import Body
from detente.record import keys, statement, wire
from detente.record.credentials import Credential
from detente.record.errors import Malformed, Misasked
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import SALT_BYTES, Attachment, Citation
from detente.report import amended, filling, shown
from detente.report.amended import Amends
from detente.report.record import Record
from detente.report.shown import Mark, Row

_AT_ONCE: Final = False  # said once it is stored here, not when they receipted it


class ToSign(msgspec.Struct, frozen=True):
    """What one credential signs: thumbprint and message in base64, COSE algorithm."""

    post: str
    number: int
    credential: str
    algorithm: int
    message: str


class DraftView(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it will stand, what is wrong with it, and what is to be signed.

    `payload`, `salt` and `body` are handed back unchanged with the signatures.
    """

    reference: str
    precedence: str
    title: str
    summary: str
    rows: tuple[Row, ...]
    amends: Amends | None
    marks: tuple[Mark, ...]
    cautions: tuple[Mark, ...]
    payload: str
    salt: str
    body: str
    sign: tuple[ToSign, ...]


class Released(msgspec.Struct, frozen=True):
    """A statement that stands in our feed; its id in hex."""

    reference: str
    id: str
    position: int


async def draft(watching: Watching, asked: DraftRequest) -> DraftView:
    """Fix a reference, and return the statement that is to be signed.

    Raises:
        Misasked: a form, post, officer or reference does not exist; no node runs.
        Malformed: a text or number has no place in the record.
    """
    record = watching.record()
    choice = filling.choose(asked.form.upper(), asked.act)
    body = filling.from_json(choice, asked.body)
    listed = _officers(record, asked)
    draft = completed(record.standing, _draft(record, asked, body))
    now_s = await watching.now_s()
    year = datetime.fromtimestamp(now_s, UTC).year
    serial = await watching.ask("reserve", year)
    if not isinstance(serial, int):
        raise Malformed("The node gave something else than a serial.")
    by = _author(record, asked, listed)
    salt = secrets.token_bytes(SALT_BYTES)
    desk = Desk(serial, record.seen(), now_s, now_s, salt)
    composed = compose(record.standing, by, desk, draft)
    changes = shown.amendment_of(record, draft.body, draft.answers)
    return _view(draft.body, composed, salt, listed, changes)


def _officers(record: Record, asked: DraftRequest) -> list[Credential]:
    document = record.paired.channel.party(record.own).document
    at_post = {
        each.number: each
        for each in document.credentials
        if each.post == asked.from_post and not each.node
    }
    missing = [number for number in asked.officers if number not in at_post]
    if missing or len(set(asked.officers)) != len(asked.officers):
        raise Misasked(
            f"{asked.from_post[:80]!r} has officers {sorted(at_post)}; each is named "
            "once."
        )
    return [at_post[number] for number in asked.officers]


def _author(record: Record, asked: DraftRequest, listed: list[Credential]) -> Author:
    kids = tuple(keys.thumbprint(each.public()) for each in listed)
    language = asked.language or record.terms.languages[0]
    return Author(record.own, asked.from_post, kids[0], kids, language)


def _draft(record: Record, asked: DraftRequest, body: Body) -> Draft:
    if bool(asked.changes) != (asked.kind != "NEW"):
        raise Misasked("A change cites what it changes; a new statement nothing.")
    exercise = record.founding.charter.terms.traffic == "exercise"
    usual: Literal["EXERCISE", "OPERATION"] = "EXERCISE" if exercise else "OPERATION"
    return Draft(
        body,
        asked.to,
        asked.precedence,
        "TEST" if asked.test else usual,
        asked.kind,
        tuple(asked.info),
        _cited(record, asked.answers),
        _cited(record, asked.changes),
        asked.valid_from,
        asked.valid_until,
        asked.reply_by,
        asked.handling,
        tuple(asked.releasable_to),
        tuple(map(_attached, asked.attachments)),
    )


def _attached(asked: AttachmentRequest) -> Attachment:
    # What has no place in the record must not cost a reference.
    wire.encode([asked.name, asked.media_type])
    sha256 = bytes.fromhex(asked.sha256)
    return Attachment(asked.name, asked.media_type, asked.size_bytes, sha256)


def _cited(record: Record, references: list[str]) -> tuple[Citation, ...]:
    return tuple(cite(record.standing.by_reference(each)) for each in references)


def _view(
    body: Body,
    composed: Composed,
    salt: bytes,
    listed: list[Credential],
    changes: Amendment | None,
) -> DraftView:
    payload = statement.payload(composed.header)
    return DraftView(
        reference=composed.header.reference,
        precedence=composed.header.precedence,
        title=type(body).title,
        summary=body.summary(),
        rows=tuple(shown.rows(body, changes)),
        amends=amended.amends(changes),
        marks=tuple(Mark(*each) for each in composed.faults),
        cautions=tuple(Mark(*each) for each in composed.cautions),
        payload=_text(payload),
        salt=_text(salt),
        body=_text(composed.body),
        sign=tuple(
            ToSign(
                each.post,
                each.number,
                _text(keys.thumbprint(each.public())),
                each.algorithm,
                _text(statement.to_be_signed(payload, each.public())),
            )
            for each in listed
        ),
    )


async def release(watching: Watching, asked: ReleaseRequest) -> Released:
    """Release a signed draft.

    Raises:
        Misasked: a signature is of nobody known; no node runs.
        Refused: the node does not take it.
    """
    record = watching.record()
    known = _known(record)
    rows = []
    for each in asked.signatures:
        key = known.get(unbase64(each.credential))
        if key is None:
            raise Misasked("A signature is by no credential of our key document.")
        rows.append((key, unbase64(each.signature)))
    raw = statement.assemble(unbase64(asked.payload), rows)
    parsed = statement.parse(raw)
    entry = Entry(raw, unbase64(asked.salt), unbase64(asked.body))
    body = entry.body or b""
    position = await watching.ask("release", raw, entry.salt, body, _AT_ONCE)
    if not isinstance(position, int):
        raise Malformed("The node gave something else than a position.")
    return Released(parsed.header.reference, leaf_hash(raw).hex(), position)


def _known(record: Record) -> Mapping[bytes, keys.PublicKey]:
    document = record.paired.channel.party(record.own).document
    listed = [each.public() for each in document.credentials if not each.node]
    return {keys.thumbprint(key): key for key in listed}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unbase64(text: str) -> bytes:
    """Return the bytes that a request bears as base64.

    Raises:
        Malformed: it is none.
    """
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed(f"A text is not base64: {error}.") from error
