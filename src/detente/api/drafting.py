"""Decide how a request becomes a draft to sign, and signatures become a statement.

The rules are `detente.dialogue.compose`; who signs does so at home, over the bytes
given here. A reference is fixed with the draft: one that is not used is entered VOID by
whoever asked for it (clause 11.26). So who would sign can be asked first, and with it
whether what is filled in can be said at all; that costs no reference.
"""

import base64
import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

import msgspec

from detente.api.answers import (
    DraftView,
    ListedFile,
    Previewed,
    Released,
    Signer,
    Signers,
    ToSign,
)
from detente.api.requests import AttachmentRequest, DraftRequest, ReleaseRequest
from detente.api.watching import Watching
from detente.dialogue.amending import Amendment
from detente.dialogue.compose import (
    Author,
    Composed,
    Desk,
    Draft,
    answering,
    cite,
    completed,
    compose,
)
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms.act import Notice
from detente.record import keys, statement, wire
from detente.record.credentials import Credential
from detente.record.errors import Malformed, Misasked
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import SALT_BYTES, Attachment
from detente.report import amended, filling, shown
from detente.report.channel import (
    ChannelView,
    addressee,
    channel_view,
    check_alone,
    check_officers,
    own_post,
)
from detente.report.filling import Choice
from detente.report.observed import read_status
from detente.report.record import Record
from detente.report.shown import Mark
from detente.report.supplied import SAY_SOMETHING, Occasion, supplied

_NO_SERIAL: Final = 0
_AT_ONCE: Final = False  # said once it is stored here, not when they receipted it


class _Filled(NamedTuple):
    """What is to be said, and by whom: our post, and those who sign."""

    draft: Draft
    post: str
    listed: tuple[Credential, ...]


async def signers(watching: Watching, asked: DraftRequest) -> Signers:
    """Return who would sign what is filled in; no reference is fixed.

    Raises:
        Misasked: it cannot be said so, or a node must run for it and does not.
        Malformed: a text or number has no place in the record.
    """
    record = watching.record()
    filled = await _filled(watching, record, asked)
    rows = tuple(
        Signer(each.post, each.number, _text(keys.thumbprint(each.public())))
        for each in filled.listed
    )
    return Signers(record.own, rows)


async def preview(watching: Watching, asked: DraftRequest) -> Previewed:
    """Return what would be marked on a statement that were released now.

    No reference is fixed and, but for what a body says by itself, no node need run.

    Raises:
        Misasked: a form, post, officer or reference does not exist.
        Malformed: a text or number has no place in the record.
    """
    record = watching.record()
    filled = await _filled(watching, record, asked)
    now_s = await watching.now_s()
    desk = Desk(_NO_SERIAL, record.seen(), now_s, now_s, bytes(SALT_BYTES))
    body = filled.draft.body
    by = _author(record, filled, asked.language)
    composed = compose(record.standing, by, desk, filled.draft)
    changes = shown.amendment_of(record, body, filled.draft.answers)
    cautions = [Mark(*each) for each in composed.cautions]
    if isinstance(body, Notice):
        cautions += _met(record, body, composed.header.status)
    return Previewed(
        type(body).title,
        body.summary(),
        tuple(shown.rows(body, changes)),
        tuple(Mark(*each) for each in composed.faults),
        tuple(cautions),
    )


async def draft(watching: Watching, asked: DraftRequest) -> DraftView:
    """Fix a reference, and return the statement that is to be signed.

    Raises:
        Misasked: a form, post, officer or reference does not exist; no node runs.
        Malformed: a text or number has no place in the record.
    """
    record = watching.record()
    filled = await _filled(watching, record, asked)
    now_s = read_status(await watching.ask("status")).now_s
    serial = asked.serial or await reserved(watching, now_s)
    salt = secrets.token_bytes(SALT_BYTES)
    desk = Desk(serial, record.seen(), now_s, now_s, salt)
    by = _author(record, filled, asked.language)
    composed = compose(record.standing, by, desk, filled.draft)
    changes = shown.amendment_of(record, filled.draft.body, filled.draft.answers)
    view = _view(filled, composed, salt, changes)
    if not isinstance(filled.draft.body, Notice):
        return view
    met = _met(record, filled.draft.body, view.status)
    return msgspec.structs.replace(view, cautions=(*view.cautions, *met))


def _met(record: Record, notice: Notice, status: str) -> Iterator[Mark]:
    # It loads numpy and GEOS, which nothing else that is drafted needs.
    from detente.report.compared import cautions  # noqa: PLC0415

    return cautions(record, notice, status)


async def reserved(watching: Watching, now_s: int) -> int:
    """Return a serial that the node gives to a statement to come.

    Raises:
        Misasked: no node runs.
    """
    year = datetime.fromtimestamp(now_s, UTC).year
    serial = await watching.ask("reserve", year)
    if not isinstance(serial, int):
        raise Malformed("The node gave something else than a serial.")
    return serial


async def _filled(watching: Watching, record: Record, asked: DraftRequest) -> _Filled:
    if bool(asked.changes) != (asked.kind != "NEW"):
        raise Misasked("A change cites what it changes; a new statement nothing.")
    view = channel_view(record)
    if asked.alone:
        check_alone(view)
    answered = [record.standing.by_reference(each) for each in asked.answers]
    replied = None if asked.form or not answered else answered[0]
    choice = _choice(asked, replied)
    itself = choice.body in SAY_SOMETHING
    body = None if itself else _body(choice, asked, {})
    to = asked.to or _counterpart(record, replied)
    to = to if to or asked.alone else addressee(view)
    post = own_post(view.own, asked.from_post or _asked_of(record, replied))
    check_officers(post, asked.officers)
    ours = f"{record.own}/{post.post}"
    if body is None:
        first, signers = answered[0] if answered else None, tuple(asked.officers)
        on = Occasion(ours, to or ours, first, signers)
        status = read_status(await watching.ask("status"))
        known = supplied(record, choice.body, on, status, secrets.token_bytes)
        body = _body(choice, asked, known)
    made = Draft(body, to or ours, status=_usual(view))
    made = made if replied is None else answering(body, *answered, to=made.to)
    draft = completed(record.standing, _laid_over(record, made, asked, answered))
    return _Filled(draft, post.post, _credentials(record, post.post, asked.officers))


def _body(choice: Choice, asked: DraftRequest, known: Mapping[str, object]) -> Body:
    """Return what is said, laid over what the body says by itself."""
    typed = [(each.name, each.text) for each in asked.typed]
    return filling.from_fields(choice, typed, {**known, **asked.body})


def _choice(asked: DraftRequest, replied: Entered | None) -> Choice:
    """Return the form of what is said: the one named, or that which answers."""
    if replied is None:
        act = asked.act or str(asked.body.get("act", ""))
        return filling.choose(asked.form.upper(), act)
    return filling.answer_to(replied.said.name.form, asked.act.lower())


def _asked_of(record: Record, replied: Entered | None) -> str:
    """Return the post of ours that something was put to; empty: none, or nothing."""
    if replied is None:
        return ""
    header = replied.header
    posts = (header.to_post, *header.info_posts, header.from_post)
    own = f"{record.own}/"
    return next((post for post in posts if post.startswith(own)), "")


def _counterpart(record: Record, replied: Entered | None) -> str:
    """Return whom an answer goes to: who said it, or where our own statement went."""
    if replied is None:
        return ""
    header = replied.header
    return header.to_post if replied.party == record.own else header.from_post


def _usual(view: ChannelView) -> Literal["EXERCISE", "OPERATION"]:
    return "EXERCISE" if view.traffic == "exercise" else "OPERATION"


def _laid_over(
    record: Record, made: Draft, asked: DraftRequest, answered: list[Entered]
) -> Draft:
    """Return a draft with what the request says of its header."""
    changed = [record.standing.by_reference(each) for each in asked.changes]
    return made._replace(
        precedence=asked.precedence or made.precedence,
        status="TEST" if asked.test else made.status,
        kind=asked.kind,
        info=tuple(asked.info),
        answers=tuple(map(cite, answered)),
        changes=tuple(map(cite, changed)),
        valid_from=asked.valid_from,
        valid_until=asked.valid_until,
        reply_by=asked.reply_by,
        handling=asked.handling,
        releasable_to=tuple(asked.releasable_to),
        attachments=tuple(map(_attached, asked.attachments)),
    )


def _attached(asked: AttachmentRequest) -> Attachment:
    # What has no place in the record must not cost a reference.
    wire.encode([asked.name, asked.media_type])
    sha256 = bytes.fromhex(asked.sha256)
    return Attachment(asked.name, asked.media_type, asked.size_bytes, sha256)


def _credentials(
    record: Record, post: str, numbers: list[int]
) -> tuple[Credential, ...]:
    document = record.paired.channel.party(record.own).document
    by_number = {
        each.number: each
        for each in document.credentials
        if each.post == post and not each.node
    }
    return tuple(by_number[number] for number in numbers)


def _author(record: Record, filled: _Filled, language: str) -> Author:
    kids = tuple(keys.thumbprint(each.public()) for each in filled.listed)
    language = language or record.terms.languages[0]
    return Author(record.own, filled.post, kids[0], kids, language)


def _view(
    filled: _Filled, composed: Composed, salt: bytes, changes: Amendment | None
) -> DraftView:
    body, header = filled.draft.body, composed.header
    payload = statement.payload(header)
    return DraftView(
        reference=header.reference,
        serial=header.name.serial,
        status=header.status,
        kind=header.kind,
        precedence=header.precedence,
        from_post=header.from_post,
        to_post=header.to_post,
        info_posts=header.info_posts,
        answers=tuple(cited.reference for cited in header.answers),
        changes=tuple(cited.reference for cited in header.changes),
        title=type(body).title,
        summary=body.summary(),
        rows=tuple(shown.rows(body, changes)),
        amends=amended.amends(changes),
        fields=shown.plain(body),
        attachments=tuple(map(ListedFile.of, header.attachments)),
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
            for each in filled.listed
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
