"""Decide what an officer's key signs of a draft: what was shown, and nothing else.

A draft comes from a program that holds no key, over a way that may be a socket. So what
is signed is not taken from it as it stands: the statement is read out of the payload
and the body once more, here, and must be the one that the review shows. The message to
sign is made here as well, so that no key signs for another domain (clause 3.5).
"""

import base64
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from detente.api.answers import DraftView, ListedFile
from detente.dialogue import forms
from detente.dialogue.form import Unreadable
from detente.record import cose, keys, statement, wire
from detente.record.errors import Malformed, Misdirected
from detente.record.statement import Header
from detente.report.shown import Row, rows

_OF_THE_CHARTER: Final = frozenset(
    {"Previous version", "Amended terms", "What it agrees to"}
)


def payload_of(drafted: DraftView) -> bytes:
    """Return the payload of a draft, which says what the draft shows.

    Raises:
        Misdirected: it says something else.
        Malformed: it cannot be read.
    """
    payload = _bytes(drafted.payload)
    body, salt = _bytes(drafted.body), _bytes(drafted.salt)
    header = header_of(payload)
    digest = statement.body_digest(salt, body)
    if digest != header.body_digest or _says(header, body) != _shows(drafted):
        raise Misdirected(
            "What the API gives to sign is not what it shows. Nothing was signed: look "
            "at who serves it."
        )
    return payload


def header_of(payload: bytes) -> Header:
    """Return the header that a payload is.

    Raises:
        Malformed: it is none.
    """
    value = wire.decode(payload, max_bytes=cose.MAX_BYTES)
    try:
        return msgspec.convert(value, Header, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise Malformed(f"A header is not complete: {error} (clause 3.2).") from error


def message_of(payload: bytes, key: keys.PublicKey) -> bytes:
    """Return what a credential signs to release a payload."""
    return statement.to_be_signed(payload, key)


def _says(header: Header, data: bytes) -> tuple[object, ...]:
    body = forms.read(header.name, data)
    if isinstance(body, Unreadable):
        raise Malformed(f"A body cannot be read: {body.reason}")
    return (
        header.reference,
        header.status,
        header.kind,
        header.precedence,
        header.from_post,
        header.to_post,
        header.info_posts,
        tuple(each.reference for each in header.answers),
        tuple(each.reference for each in header.changes),
        body.title,
        tuple(_plain(rows(body))),
        tuple(map(ListedFile.of, header.attachments)),
    )


def _shows(drafted: DraftView) -> tuple[object, ...]:
    return (
        drafted.reference,
        drafted.status,
        drafted.kind,
        drafted.precedence,
        drafted.from_post,
        drafted.to_post,
        drafted.info_posts,
        drafted.answers,
        drafted.changes,
        drafted.title,
        tuple(_plain(drafted.rows)),
        drafted.attachments,
    )


def _plain(shown: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows that a body says by itself, without those that compare terms.

    What a proposal changes of the charter rests on the record, which who only holds
    keys does not have: he must trust for it whoever reads the record to him.
    """
    yield from (each for each in shown if each.label not in _OF_THE_CHARTER)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed(f"A draft is not base64: {error}.") from error
